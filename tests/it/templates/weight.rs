//! What a page weighs (DESIGN §10): gzip as servers send it, elements as browsers build them.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use leeward::app::view_probe;

use super::sample;
use super::tree::Tree;

/// Bytes after gzip at the level that servers use for kept files.
fn gzip(bytes: &[u8]) -> usize {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::new(6));
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap().len()
}

#[test]
fn a_thread_of_twenty_five_long_posts_is_light() {
    let page = sample("thread/full-page");
    let tree = Tree::of(page);
    let texts = tree.elements.iter().filter(|e| e.tag == "div" && e.attr("class") == "text");
    let words: Vec<usize> = texts.map(|text| text.text.split_whitespace().count()).collect();
    assert_eq!(words.len(), 25);
    assert!(words.iter().all(|n| (130..150).contains(n)), "{words:?}");
    let (bytes, elements) = (gzip(page.as_bytes()), tree.elements.len());
    println!("thread: {} bytes, {bytes} gzip, {elements} elements", page.len());
    assert!(bytes <= 20 * 1024, "{bytes} bytes");
    assert!(elements <= 1_500, "{elements} elements");
}

#[test]
fn the_sheet_and_the_scripts_are_light() {
    let sheet = view_probe::stylesheet();
    let bytes = gzip(sheet.as_bytes());
    println!("sheet: {} bytes, {bytes} gzip", sheet.len());
    assert!(bytes <= 14 * 1024, "{bytes} bytes");
    let scripts: usize =
        view_probe::assets().iter().filter(|(path, _)| path.ends_with(".js")).map(|(_, bytes)| gzip(bytes)).sum();
    println!("scripts: {scripts} gzip");
    assert!(scripts <= 18 * 1024, "{scripts} bytes");
}

#[test]
fn the_icon_is_a_small_square_that_says_nothing() {
    let assets = view_probe::assets();
    let icon = &assets["favicon.png"];
    assert!(icon.starts_with(b"\x89PNG\r\n\x1a\n") && icon.len() < 200);
}
