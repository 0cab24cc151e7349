//! What the tests of the templates ask of the private room `view`.

use std::collections::BTreeMap;

use crate::domain::clock::Timestamp;
use crate::view::assets::{Assets, sheet};
use crate::view::engine::Engine;
use crate::view::samples;
use crate::view::when::{self, Age, good_until};
use crate::view::words::Language;

/// Every page in every state, then every part, as (name, HTML).
///
/// # Errors
/// The first template, text or sample that is wrong, with the chain of its causes.
pub fn render_samples() -> Result<Vec<(String, String)>, String> {
    let engine = Engine::new().map_err(|e| chain(&e))?;
    samples::render_all(&engine, &Assets::load().base(), Language::En).map_err(|e| chain(&e))
}

/// The same in the language of this tag: `en`, `es`, `de`, or `ar-XB` for the mirror.
///
/// # Errors
/// As [`render_samples`], and on any other tag.
pub fn render_samples_in(tag: &str) -> Result<Vec<(String, String)>, String> {
    let engine = Engine::new().map_err(|e| chain(&e))?;
    let all = Language::ALL.into_iter().chain([Language::Mirror]);
    let language = all.into_iter().find(|language| language.tag() == tag).ok_or(format!("no language {tag}"))?;
    samples::render_all(&engine, &Assets::load().base(), language).map_err(|e| chain(&e))
}

/// The one sheet, as it is served.
pub fn stylesheet() -> String {
    sheet()
}

/// Every file below `/static/{tree-hash}/`, by path.
pub fn assets() -> BTreeMap<String, Vec<u8>> {
    Assets::load().all().map(|(path, asset)| (path.to_owned(), asset.bytes.to_vec())).collect()
}

/// Every text of the catalogue of this tag, as (key, text), plural forms one by one.
///
/// # Errors
/// When the catalogue or a template cannot be read, or there is none of this tag.
pub fn words(tag: &str) -> Result<Vec<(String, String)>, String> {
    let engine = Engine::new().map_err(|e| chain(&e))?;
    let language = Language::from_tag(tag).ok_or(format!("no language {tag}"))?;
    let words = engine.words(language).map_err(|e| chain(&e))?;
    Ok(words.all().map(|(key, text)| (key.to_owned(), text.to_owned())).collect())
}

/// The words for a moment as seen at another, both in milliseconds since 1970, and how many milliseconds later
/// they change (`i64::MAX` for never).
///
/// # Errors
/// When the catalogue or a template cannot be read.
pub fn age(at_ms: i64, now_ms: i64) -> Result<(String, i64), String> {
    let engine = Engine::new().map_err(|e| chain(&e))?;
    let (at, now) = (Timestamp(at_ms), Timestamp(now_ms));
    let words = engine.say(Language::En, &Age::of(at, now).sentence()).map_err(|e| chain(&e))?;
    Ok((words, good_until(at, now).since_ms(now)))
}

/// A wait in words.
///
/// # Errors
/// When the catalogue or a template cannot be read.
pub fn wait(seconds: u64) -> Result<String, String> {
    let engine = Engine::new().map_err(|e| chain(&e))?;
    engine.say(Language::En, &when::wait(seconds)).map_err(|e| chain(&e))
}

/// An error with its causes, one a line.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = format!("{error:#}");
    let mut cause = error.source();
    while let Some(inner) = cause {
        text.push_str(&format!("\n  because {inner:#}"));
        cause = inner.source();
    }
    text
}
