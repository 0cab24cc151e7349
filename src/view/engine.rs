//! The templates and the words, loaded once at start.

use std::sync::Arc;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Kwargs, Value};
use minijinja::{AutoEscape, Environment, Error, ErrorKind, UndefinedBehavior};
use rust_embed::Embed;

use crate::domain::clock::Timestamp;
use crate::view::html::Html;
use crate::view::mirror;
use crate::view::when;
use crate::view::words::{Language, Sentence, Words, WordsError};

/// Templates and words: from disk in debug builds, inside the binary in release builds.
#[derive(Embed)]
#[folder = "frontend/"]
#[include = "layout.html"]
#[include = "pages/*.html"]
#[include = "parts/*.html"]
#[include = "strings/*.toml"]
struct Files;

/// Why a page could not be drawn. Every variant is our mistake, none the reader's.
#[derive(Debug, thiserror::Error)]
pub enum ViewError {
    /// A template is missing, does not parse, or named something its context does not have.
    #[error("a template failed")]
    Template(#[from] minijinja::Error),
    /// The catalogue lacks something.
    #[error("the words failed")]
    Words(#[from] WordsError),
}

/// Everything that drawing a page needs besides its context. Made once, shared by all requests.
pub struct Engine {
    /// The parsed templates.
    templates: Environment<'static>,
    /// One catalogue a language, and the mirror of English for the tests of pages.
    words: Vec<Arc<Words>>,
}

impl Engine {
    /// Reads and parses all templates and words, so that a mistake in one ends the start and not a request.
    pub fn new() -> Result<Self, ViewError> {
        let mut words = Vec::new();
        for language in Language::ALL {
            let name = format!("strings/{}.toml", language.tag());
            let file = read(&name)?.ok_or_else(|| WordsError::MissingKey(name.clone()))?;
            words.push(Arc::new(Words::parse(language, &file)?));
        }
        let mirror = words.first().map(|english| mirror::of(english));
        words.extend(mirror.map(Arc::new));
        let mut templates = Environment::new();
        templates.set_undefined_behavior(UndefinedBehavior::Strict);
        templates.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
        templates.set_auto_escape_callback(|name| match name.rsplit('.').next() {
            Some("txt") => AutoEscape::None,
            _ => AutoEscape::Html,
        });
        for name in Files::iter().filter(|name| name.ends_with(".html")) {
            if let Some(source) = read(&name)? {
                templates.add_template_owned(name.into_owned(), source)?;
            }
        }
        Ok(Self { templates, words })
    }

    /// The words of a language.
    pub fn words(&self, language: Language) -> Result<&Arc<Words>, ViewError> {
        let found = self.words.iter().find(|words| words.language() == language);
        found.ok_or_else(|| ViewError::Words(WordsError::MissingKey(language.tag().to_owned())))
    }

    /// A sentence in a language: for answers that are no pages (the API, a download).
    pub fn say(&self, language: Language, sentence: &Sentence) -> Result<String, ViewError> {
        Ok(self.words(language)?.say(sentence)?)
    }

    /// Draws one template. `values` are its variables; the functions `t`, `words`, `time`, `day` and `wait` speak
    /// `language` and count from `now`.
    pub(super) fn draw(
        &self,
        template: &str,
        language: Language,
        now: Timestamp,
        values: &[(&'static str, Value)],
    ) -> Result<String, ViewError> {
        let mut context = functions(self.words(language)?, now);
        context.extend(values.iter().cloned());
        Ok(self.templates.get_template(template)?.render(Value::from_pairs(context))?)
    }

    /// As [`Engine::draw`], for samples, whose variables are named by files.
    pub(super) fn draw_named(
        &self,
        template: &str,
        language: Language,
        now: Timestamp,
        values: Vec<(String, Value)>,
    ) -> Result<String, ViewError> {
        let functions = functions(self.words(language)?, now);
        let context = functions.into_iter().map(|(name, value)| (name.to_owned(), value)).chain(values);
        Ok(self.templates.get_template(template)?.render(Value::from_pairs(context))?)
    }

    /// As [`Engine::draw_named`], from a source that a sample made.
    pub(super) fn draw_source(
        &self,
        source: &str,
        language: Language,
        now: Timestamp,
        values: Vec<(String, Value)>,
    ) -> Result<String, ViewError> {
        let functions = functions(self.words(language)?, now);
        let context = functions.into_iter().map(|(name, value)| (name.to_owned(), value)).chain(values);
        Ok(self.templates.render_named_str("sample.html", source, Value::from_pairs(context))?)
    }
}

/// The text of an embedded file; `None` when there is none of this name.
fn read(name: &str) -> Result<Option<String>, ViewError> {
    let Some(file) = Files::get(name) else { return Ok(None) };
    let text = String::from_utf8(file.data.into_owned());
    text.map(Some).map_err(|e| Error::new(ErrorKind::SyntaxError, name.to_owned()).with_source(e).into())
}

/// The functions that templates call, bound to a language and a moment.
fn functions(words: &Arc<Words>, now: Timestamp) -> Vec<(&'static str, Value)> {
    let say = Arc::clone(words);
    let t = Value::from_function(move |what: Value, named: Kwargs| -> Result<String, Error> {
        say.fill_for_template(&what, &named).map_err(failed)
    });
    let say = Arc::clone(words);
    let below =
        Value::from_function(move |prefix: &str| -> Result<String, Error> { say.below(prefix).map_err(failed) });
    let say = Arc::clone(words);
    let time = Value::from_function(move |at: i64| -> Result<Value, Error> {
        let element = when::time_element(&say, Timestamp(at), now).map_err(failed)?;
        Ok(Html::of_ours(element).value())
    });
    let say = Arc::clone(words);
    let day = Value::from_function(move |at: i64| -> Result<Value, Error> {
        let element = when::day_element(&say, Timestamp(at), now).map_err(failed)?;
        Ok(Html::of_ours(element).value())
    });
    let say = Arc::clone(words);
    let wait = Value::from_function(move |seconds: u64| -> Result<String, Error> {
        say.say(&when::wait(seconds)).map_err(failed)
    });
    vec![("t", t), ("words", below), ("time", time), ("day", day), ("wait", wait)]
}

/// A words error as minijinja carries it.
fn failed(error: WordsError) -> Error {
    Error::new(ErrorKind::InvalidOperation, error.to_string())
}
