//! HOUSE §14: files of at most 400 lines, functions of at most 70, lines of at most 120 characters.

use super::code::{Source, none, sources};

const FILE_LINES: usize = 400;
const FUNCTION_LINES: usize = 70;
const LINE_CHARS: usize = 120;

const FOLDERS: [&str; 4] = ["src", "tests", "migration", "benches"];
/// A step of a migration is one function that lists its tables, and is never rewritten for its looks.
const FUNCTION_FOLDERS: [&str; 3] = ["src", "tests", "benches"];

/// (file, why it is longer than 400 lines). None may pass 800.
const LONG_FILES: [(&str, &str); 0] = [];

/// (function, why it is longer than 70 lines).
const LONG_FUNCTIONS: [(&str, &str); 0] = [];

/// The functions of a file: name, line, number of lines.
fn functions(source: &Source) -> Vec<(String, usize, usize)> {
    let lines: Vec<&str> = source.code.lines().collect();
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let Some(name) = function_name(line) else { continue };
        let mut depth = 0_i32;
        let mut opened = false;
        'body: for (end, line) in lines.iter().enumerate().skip(at) {
            for c in line.chars() {
                match c {
                    '{' => (depth, opened) = (depth + 1, true),
                    '}' => depth -= 1,
                    // A declaration without a body.
                    ';' if !opened => break 'body,
                    _ => {}
                }
                if opened && depth == 0 {
                    found.push((name.to_owned(), at + 1, end - at + 1));
                    break 'body;
                }
            }
        }
    }
    found
}

/// The name that a line declares a function of.
fn function_name(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let (before, after) = line.split_once("fn ")?;
    let declares = before.split_whitespace().all(|word| {
        matches!(word, "pub" | "async" | "const" | "unsafe" | "extern") || word.starts_with("pub(") || word == "\"\""
    });
    let name = after.split(|c: char| !(c.is_alphanumeric() || c == '_')).next()?;
    (declares && !name.is_empty()).then_some(name)
}

#[test]
fn files_stay_short() {
    let mut breaches = Vec::new();
    for source in sources(&FOLDERS) {
        let lines = source.text.lines().count();
        let excused = LONG_FILES.iter().any(|(path, _)| *path == source.path) && lines <= 2 * FILE_LINES;
        if lines > FILE_LINES && !excused {
            breaches.push(format!("{} has {lines} lines", source.path));
        }
    }
    none("a file has at most 400 lines", &breaches);
}

#[test]
fn functions_fit_on_a_screen() {
    let mut breaches = Vec::new();
    for source in sources(&FUNCTION_FOLDERS) {
        for (name, line, length) in functions(&source) {
            let excused = LONG_FUNCTIONS.iter().any(|(function, _)| *function == format!("{}::{name}", source.path));
            if length > FUNCTION_LINES && !excused {
                breaches.push(format!("{}:{line} {name} has {length} lines", source.path));
            }
        }
    }
    none("a function has at most 70 lines", &breaches);
}

#[test]
fn lines_fit_on_a_screen() {
    let mut breaches = Vec::new();
    for source in sources(&FOLDERS) {
        for (n, line) in (1..).zip(source.text.lines()) {
            let chars = line.chars().count();
            if chars > LINE_CHARS {
                breaches.push(format!("{}:{n} has {chars} characters", source.path));
            }
        }
    }
    none("a line has at most 120 characters", &breaches);
}

#[test]
fn a_function_is_counted_from_its_name_to_its_last_brace() {
    let code = "trait A { fn b(); }\nfn c(\n  d: u8,\n) {\n  let e = || { f };\n}\n";
    let source = Source { path: "x.rs".to_owned(), text: String::new(), code: code.to_owned() };
    assert_eq!(functions(&source), [("c".to_owned(), 2, 5)]);
}
