//! The catalogue of words: `frontend/strings/{language}.toml`, the only place where pages' text is written.
//!
//! A key is the path of tables joined by dots (`thread.post_reply`). `{n}` is a place to fill. A table that has the key
//! `other` is a plural: `{ one = "{n} reply", other = "{n} replies" }`, chosen by the argument `n`.

use std::collections::BTreeMap;

use minijinja::Value;
use serde::Serialize;

pub use crate::domain::language::Language;

/// What can go wrong with words. All of these are our mistakes and found by the tests of the templates.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WordsError {
    /// No text has this key.
    #[error("no words for `{0}`")]
    MissingKey(String),
    /// The text has a place that the caller did not fill.
    #[error("`{key}` needs `{place}`")]
    MissingPlace {
        /// The key of the text.
        key: String,
        /// The name between the braces.
        place: String,
    },
    /// The file is not a catalogue.
    #[error("the words of `{language}` cannot be read: {reason}")]
    Unreadable {
        /// The language's tag.
        language: &'static str,
        /// What the reader said.
        reason: String,
    },
}

/// One text of the catalogue.
#[derive(Clone, Debug)]
enum Text {
    /// The same for every number.
    Plain(String),
    /// By plural form.
    Plural(BTreeMap<String, String>),
}

/// The words of one language.
#[derive(Clone, Debug)]
pub struct Words {
    /// Which one.
    language: Language,
    /// By key.
    texts: BTreeMap<String, Text>,
}

impl Words {
    /// Reads a catalogue file. Fails when it is not TOML or holds anything but texts and tables.
    pub fn parse(language: Language, file: &str) -> Result<Self, WordsError> {
        let unreadable = |reason: String| WordsError::Unreadable { language: language.tag(), reason };
        let table: toml::Table = file.parse().map_err(|e: toml::de::Error| unreadable(e.to_string()))?;
        let mut texts = BTreeMap::new();
        flatten(&table, "", &mut texts).map_err(unreadable)?;
        Ok(Self { language, texts })
    }

    /// Which language these words are.
    pub fn language(&self) -> Language {
        self.language
    }

    /// The same texts, each turned into another language.
    pub(super) fn turned(&self, language: Language, turn: impl Fn(&str) -> String) -> Self {
        let texts = self.texts.iter().map(|(key, text)| {
            let text = match text {
                Text::Plain(one) => Text::Plain(turn(one)),
                Text::Plural(forms) => {
                    Text::Plural(forms.iter().map(|(form, one)| (form.clone(), turn(one))).collect())
                }
            };
            (key.clone(), text)
        });
        Self { language, texts: texts.collect() }
    }

    /// Every text with its key, plural forms one by one: for the tests that read our copy.
    pub fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        self.texts.iter().flat_map(|(key, text)| {
            let forms: Vec<&str> = match text {
                Text::Plain(one) => vec![one],
                Text::Plural(forms) => forms.values().map(String::as_str).collect(),
            };
            forms.into_iter().map(move |form| (key.as_str(), form))
        })
    }

    /// Fills a sentence in. Fails on a missing key or an unfilled place.
    pub fn say(&self, sentence: &Sentence) -> Result<String, WordsError> {
        self.fill(&sentence.key, |place| match sentence.args.get(place)? {
            Arg::Text(text) => Some(Ok(text.clone())),
            Arg::Number(n) => Some(Ok(n.to_string())),
            Arg::Key { key } => Some(self.fill(key, |_| None)),
            Arg::Sentence(sentence) => Some(self.say(sentence)),
        })
    }

    /// Fills a text in, asking `arg` for each place.
    pub(super) fn fill(
        &self,
        key: &str,
        arg: impl Fn(&str) -> Option<Result<String, WordsError>>,
    ) -> Result<String, WordsError> {
        let missing = || WordsError::MissingKey(key.to_owned());
        let pattern = match self.texts.get(key).ok_or_else(missing)? {
            Text::Plain(pattern) => pattern,
            Text::Plural(forms) => {
                let n = arg("n").transpose()?.and_then(|n| n.parse().ok()).unwrap_or(0);
                let form = forms.get(self.language.plural(n)).or_else(|| forms.get("other"));
                form.ok_or_else(missing)?
            }
        };
        let mut filled = String::with_capacity(pattern.len() + 16);
        let mut rest = pattern.as_str();
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            let (place, tail) = after.split_once('}').ok_or_else(missing)?;
            let text = arg(place)
                .ok_or_else(|| WordsError::MissingPlace { key: key.to_owned(), place: place.to_owned() })??;
            filled.push_str(&text);
            rest = tail;
        }
        filled.push_str(rest);
        Ok(filled)
    }

    /// All texts whose key begins with `prefix` (`live.`), as one JSON object for a script, by the rest of the key and,
    /// for plurals, the form: `{"since": "…", "new.one": "…", "new.other": "…"}`. Fails when there is none.
    pub(super) fn below(&self, prefix: &str) -> Result<String, WordsError> {
        let mut found = BTreeMap::new();
        for (key, text) in &self.texts {
            let Some(rest) = key.strip_prefix(prefix) else { continue };
            match text {
                Text::Plain(one) => drop(found.insert(rest.to_owned(), one)),
                Text::Plural(forms) => found.extend(forms.iter().map(|(form, one)| (format!("{rest}.{form}"), one))),
            }
        }
        let missing = || WordsError::MissingKey(prefix.to_owned());
        if found.is_empty() {
            return Err(missing());
        }
        serde_json::to_string(&found).map_err(|_| missing())
    }

    /// The template function `t`: `t("key", n=3)` or `t(sentence)`.
    pub(super) fn fill_for_template(
        &self,
        what: &Value,
        named: &minijinja::value::Kwargs,
    ) -> Result<String, WordsError> {
        let nested = |value: &Value| -> Option<Result<String, WordsError>> {
            let is_sentence = value.get_attr("key").is_ok_and(|v| !v.is_undefined());
            Some(if is_sentence { self.fill_for_template(value, named) } else { Ok(value.to_string()) })
        };
        if let Some(key) = what.as_str() {
            return self.fill(key, |place| named.peek::<Value>(place).ok().and_then(|v| nested(&v)));
        }
        let attr = |name: &str| what.get_attr(name).ok().filter(|v| !v.is_undefined());
        let key = attr("key").ok_or_else(|| WordsError::MissingKey(what.to_string()))?;
        let args = attr("args").unwrap_or_default();
        self.fill(key.as_str().unwrap_or(""), |place| {
            args.get_attr(place).ok().filter(|v| !v.is_undefined()).and_then(|v| nested(&v))
        })
    }
}

/// Turns nested tables into dotted keys.
fn flatten(table: &toml::Table, prefix: &str, texts: &mut BTreeMap<String, Text>) -> Result<(), String> {
    for (name, value) in table {
        let key = if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
        match value {
            toml::Value::String(text) => {
                texts.insert(key, Text::Plain(text.clone()));
            }
            toml::Value::Table(inner) if inner.contains_key("other") => {
                let form = |(form, text): (&String, &toml::Value)| Some((form.clone(), text.as_str()?.to_owned()));
                let forms: Option<BTreeMap<_, _>> = inner.iter().map(form).collect();
                texts.insert(key.clone(), Text::Plural(forms.ok_or(format!("`{key}` is no plural"))?));
            }
            toml::Value::Table(inner) => flatten(inner, &key, texts)?,
            _ => return Err(format!("`{key}` is neither text nor table")),
        }
    }
    Ok(())
}

/// What fills a place of a sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Arg {
    /// As it stands (escaped by the template).
    Text(String),
    /// A number; the one named `n` chooses the plural form.
    Number(i64),
    /// Another text of the catalogue, by key.
    Key {
        /// That key.
        key: &'static str,
    },
    /// Another text of the catalogue with places of its own: a wait, a date.
    Sentence(Box<Sentence>),
}

impl From<Sentence> for Arg {
    fn from(sentence: Sentence) -> Self {
        Self::Sentence(Box::new(sentence))
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

macro_rules! number_arg {
    ($($kind:ty),+) => {$(
        impl From<$kind> for Arg {
            fn from(n: $kind) -> Self {
                Self::Number(i64::try_from(n).unwrap_or(i64::MAX))
            }
        }
    )+};
}
number_arg!(i32, i64, u8, u16, u32, u64, usize);

/// A text of the catalogue with its places filled, in no language yet: how other rooms hand sentences to a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Sentence {
    /// The key of the text.
    pub key: String,
    /// What fills its places.
    pub args: BTreeMap<&'static str, Arg>,
}

impl Sentence {
    /// The text with this key, nothing filled yet.
    pub fn new(key: impl Into<String>) -> Self {
        Self { key: key.into(), args: BTreeMap::new() }
    }

    /// Fills one place.
    pub fn with(mut self, place: &'static str, arg: impl Into<Arg>) -> Self {
        self.args.insert(place, arg.into());
        self
    }

    /// Fills one place with another text of the catalogue, which has no places of its own.
    pub fn with_key(mut self, place: &'static str, key: &'static str) -> Self {
        self.args.insert(place, Arg::Key { key });
        self
    }
}
