//! What people type, from the keyboard to the page: checks 1, 5 to 8, 10 and 11 of SECURITY §5.1 at the function.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests may stop at the first surprise")]

mod allow_list;
mod blocks;
mod corpora;
mod excerpts;
mod faults;
mod generators;
mod hostile;
mod judge;
mod links;
mod policy;
mod spoiler;
mod unicode;

use leeward::markup::{Article, render};

/// The HTML of a source, with one article in the library.
fn html(source: &str) -> String {
    render(source, &library).html.into_string()
}

/// The library of these tests.
fn library(slug: &str) -> Option<Article> {
    let title = match slug {
        "slow-breathing" => "Slow breathing",
        "a-b" => "A <b> & \"c\"",
        _ => return None,
    };
    Some(Article { code: "3w".to_owned(), title: title.to_owned() })
}

/// What a link has around its address and its text.
fn link(href: &str, text: &str) -> String {
    format!(r#"<a href="{href}" rel="nofollow noopener noreferrer ugc">{text}</a>"#)
}

/// A link with its host behind it.
fn link_to_host(href: &str, text: &str, host: &str) -> String {
    format!(r#"{} <span class="host">{host}</span>"#, link(href, text))
}

/// Hidden text as readers get it.
fn hidden(text: &str) -> String {
    format!(
        "{}{}{text}</span></label>",
        r#"<label class="spoiler"><input type="checkbox" class="spoiler-box">"#,
        r#"<span class="spoiler-cover">Show hidden text</span><span class="spoiler-text">"#,
    )
}

/// The lines of a corpus file.
fn corpus(file: &str) -> Vec<(String, String)> {
    let path = format!("{}/tests/corpora/{file}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    let case = |line: &str| {
        let case: serde_json::Value = serde_json::from_str(line).unwrap();
        (case["id"].as_str().unwrap().to_owned(), case["input"].as_str().unwrap().to_owned())
    };
    text.lines().map(case).collect()
}

/// The strings that break forms.
fn naughty_strings() -> Vec<String> {
    let path = format!("{}/tests/corpora/naughty-strings.json", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}
