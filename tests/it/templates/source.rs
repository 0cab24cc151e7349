//! The templates' own text: no words outside the catalogue, no part without samples.

use std::fs;
use std::path::{Path, PathBuf};

/// Files below `folder` with this ending.
pub(super) fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.to_string_lossy().ends_with(ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// Templates: layout, pages, parts.
pub(super) fn templates() -> Vec<(PathBuf, String)> {
    let all = files("frontend", ".html").into_iter();
    let ours = all.filter(|path| !path.to_string_lossy().contains("/content/"));
    ours.map(|path| (path.clone(), fs::read_to_string(path).unwrap())).collect()
}

/// The text with everything between `open` and `close` cut out.
fn without(text: &str, open: &str, close: &str) -> String {
    let mut rest = text;
    let mut kept = String::new();
    while let Some((before, after)) = rest.split_once(open) {
        kept.push_str(before);
        rest = after.split_once(close).map_or("", |(_, tail)| tail);
    }
    kept + rest
}

/// An attribute for scripts, which nobody reads.
fn is_data(word: &str) -> bool {
    word.starts_with("data-") && word.contains("=\"") && word.ends_with('"')
}

#[test]
fn every_word_of_a_page_comes_from_the_catalogue() {
    for (path, source) in templates() {
        let spoken = ["aria-label=\"", "title=\"", "placeholder=\"", "alt=\""];
        for attribute in spoken {
            for value in source.split(&format!(" {attribute}")).skip(1) {
                assert!(value.starts_with("{{"), "{}: {attribute}{:.30}", path.display(), value);
            }
        }
        let bare = without(&without(&without(&source, "{#", "#}"), "{%", "%}"), "{{", "}}");
        // A macro may write attributes for the tag that calls it.
        let text = without(&bare, "<", ">");
        let text = text.replace(" aria-describedby=\"\"", "").replace(" aria-invalid=\"true\"", "");
        let text = text.split_whitespace().filter(|word| !is_data(word)).collect::<String>();
        assert!(!text.contains(char::is_alphabetic), "{} says: {}", path.display(), text.trim());
    }
}

#[test]
fn every_part_has_its_template_and_its_samples() {
    let parts = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("frontend/parts")).unwrap();
    for part in parts.map(|entry| entry.unwrap()) {
        let name = part.file_name().into_string().unwrap();
        let has = |ending: &str| part.path().join(format!("{name}.{ending}")).exists();
        // The proof of work hangs on a form of a page; it has a script and nothing to draw.
        if has("html") || name != "proof" {
            assert!(has("html") && has("samples.json"), "parts/{name}");
        }
        let source = fs::read_to_string(part.path().join(format!("{name}.html"))).unwrap_or_default();
        let samples = fs::read_to_string(part.path().join(format!("{name}.samples.json"))).unwrap_or_default();
        for line in source.lines().filter(|line| line.starts_with("{% macro ")) {
            let called = line.trim_start_matches("{% macro ").split('(').next().unwrap();
            // A macro within a macro is drawn with it.
            if called != "warning_boxes" {
                assert!(samples.contains(&format!("\"call\": \"{called}\"")), "no sample of {called} in parts/{name}");
            }
        }
    }
}

#[test]
fn every_page_template_is_drawn_by_a_sample() {
    let contexts: String = files("src/view", ".rs").into_iter().map(|path| fs::read_to_string(path).unwrap()).collect();
    for path in files("frontend/pages", ".html") {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        assert!(contexts.contains(&format!("\"pages/{name}\"")), "no context draws {name}");
    }
}
