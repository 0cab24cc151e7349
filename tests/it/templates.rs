//! Every page and part, drawn with its samples and read as a browser reads it.

mod languages;
mod live;
mod look;
mod pages;
mod source;
mod times;
mod tree;
mod weight;
mod words;

use std::sync::LazyLock;

use leeward::app::view_probe;

use tree::Tree;

/// Every sample as (name, HTML). Drawn once: the samples are values and no test changes them.
static SAMPLES: LazyLock<Vec<(String, String)>> =
    LazyLock::new(|| view_probe::render_samples().unwrap_or_else(|error| panic!("{error}")));

/// The whole pages among them, parsed.
static PAGES: LazyLock<Vec<(&'static str, Tree)>> = LazyLock::new(|| {
    let whole = SAMPLES.iter().filter(|(_, html)| html.starts_with("<!doctype html>"));
    whole.map(|(name, html)| (name.as_str(), Tree::of(html))).collect()
});

/// One sample by name.
fn sample(name: &str) -> &'static str {
    let found = SAMPLES.iter().find(|(sample, _)| sample == name);
    &found.unwrap_or_else(|| panic!("no sample {name}")).1
}
