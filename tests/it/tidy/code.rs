//! Reading source files as the rules need them: without comments, and with strings emptied.

use std::fs;
use std::path::{Path, PathBuf};

/// One file of Rust.
pub(crate) struct Source {
    /// Its path from the top of the project, with `/`.
    pub(crate) path: String,
    /// Its text.
    pub(crate) text: String,
    /// Its text without comments, and with nothing between quotation marks; line by line as it was.
    pub(crate) code: String,
}

impl Source {
    /// The room of `src/` that it belongs to (`forum`, `ctx`); `lib` and `main` for those two files.
    pub(crate) fn room(&self) -> &str {
        let inside = self.path.strip_prefix("src/").unwrap_or_default();
        inside.split('/').next().unwrap().trim_end_matches(".rs")
    }

    /// Lines of code with their numbers from 1.
    pub(crate) fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        (1..).zip(self.code.lines())
    }
}

/// The folder of the project.
pub(crate) fn top() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Paths below `folder` whose names end so, sorted; from the top of the project.
pub(crate) fn files(folder: &str, ending: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders: Vec<PathBuf> = vec![top().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() && name != "node_modules" && name != "target" {
                folders.push(path);
            } else if name.ends_with(ending) {
                found.push(path.strip_prefix(top()).unwrap().to_string_lossy().into_owned());
            }
        }
    }
    found.sort();
    found
}

/// The text of a file of the project.
pub(crate) fn read(path: &str) -> String {
    fs::read_to_string(top().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// All Rust below these folders.
pub(crate) fn sources(folders: &[&str]) -> Vec<Source> {
    let paths = folders.iter().flat_map(|folder| files(folder, ".rs"));
    let all = paths.map(|path| {
        let text = read(&path);
        Source { code: bare(&text), path, text }
    });
    all.collect()
}

/// Rust without its comments and without what stands in strings and characters; line breaks stay.
pub(crate) fn bare(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let at = |i: usize| chars.get(i).copied().unwrap_or('\0');
    let mut out = String::with_capacity(text.len());
    let mut i = 0;
    while i < chars.len() {
        let word_before = i > 0 && (at(i - 1).is_alphanumeric() || at(i - 1) == '_');
        let end = match at(i) {
            '/' if at(i + 1) == '/' => (i..).find(|i| at(*i) == '\n' || at(*i) == '\0').unwrap(),
            '/' if at(i + 1) == '*' => {
                (i..).find(|i| (at(*i) == '*' && at(i + 1) == '/') || at(*i) == '\0').unwrap() + 2
            }
            '"' => end_of_string(&at, i),
            'r' if !word_before && matches!(at(i + 1), '"' | '#') => match end_of_raw(&at, i) {
                Some(end) => end,
                None => i,
            },
            // A character, not a lifetime: `'x'` or `'\…'`.
            '\'' if at(i + 1) == '\\' => (i + 3..).find(|i| at(*i) == '\'' || at(*i) == '\0').unwrap() + 1,
            '\'' if at(i + 2) == '\'' => i + 3,
            _ => i,
        };
        if end == i {
            out.push(at(i));
            i += 1;
            continue;
        }
        let cut = &chars[i..end.min(chars.len())];
        let quoted = at(i) != '/';
        out.push_str(if quoted { "\"\"" } else { "" });
        out.extend(cut.iter().filter(|c| **c == '\n'));
        i = end;
    }
    out
}

fn end_of_string(at: &dyn Fn(usize) -> char, start: usize) -> usize {
    let mut i = start + 1;
    while !matches!(at(i), '"' | '\0') {
        i += if at(i) == '\\' { 2 } else { 1 };
    }
    i + 1
}

fn end_of_raw(at: &dyn Fn(usize) -> char, start: usize) -> Option<usize> {
    let hashes = (start + 1..).take_while(|i| at(*i) == '#').count();
    let open = start + 1 + hashes;
    if at(open) != '"' {
        return None;
    }
    let closes = |i: usize| at(i) == '"' && (1..=hashes).all(|n| at(i + n) == '#');
    (open + 1..).find(|i| closes(*i) || at(*i) == '\0').map(|i| i + 1 + hashes)
}

/// Reports all breaches of a rule at once.
#[track_caller]
pub(crate) fn none(rule: &str, breaches: &[String]) {
    assert!(breaches.is_empty(), "{rule}:\n  {}\n", breaches.join("\n  "));
}

#[test]
fn comments_strings_and_characters_are_not_code() {
    let text = "let a = \"x // y\"; // z\nlet b = '\"'; /* c\nd */ let e: &'static str = r#\"f \"g\" \"#;\n'\\n' 'h'";
    assert_eq!(bare(text), "let a = \"\"; \nlet b = \"\"; \n let e: &'static str = \"\";\n\"\" \"\"");
}

#[test]
fn a_string_over_several_lines_keeps_the_numbers_of_lines() {
    assert_eq!(bare("a \"b\\\"\nc\" d\ne"), "a \"\"\n d\ne");
}
