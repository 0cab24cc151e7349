//! Gathers what was given: flags over environment over `leeward.toml`. The one place that reads the environment.

use std::collections::BTreeMap;
use std::path::Path;

use config::{Environment, File, FileFormat, Source, Value, ValueKind};

use super::setting::{Setting, WrongSetting};

/// The file that is read when no other is named and this one exists.
pub const USUAL_FILE: &str = "leeward.toml";

/// What flags, environment and file say, before any check.
#[derive(Clone, Debug, Default)]
pub struct Given {
    values: BTreeMap<String, Word>,
}

/// One value and where it came from.
#[derive(Clone, Debug)]
struct Word {
    text: String,
    origin: &'static str,
}

impl Given {
    /// Reads `file` (or `leeward.toml` in the working directory, when there is one), then the environment, then
    /// `flags` as pairs of key and value. Fails when a named file is missing or a file is not TOML.
    pub fn gather(file: Option<&Path>, flags: &[(String, String)]) -> Result<Self, WrongSetting> {
        let mut given = Self::default();
        let path = file.unwrap_or(Path::new(USUAL_FILE));
        if file.is_some() || path.exists() {
            given.add_file(path)?;
        }
        given.add_environment()?;
        for (key, value) in flags {
            given.put(key.clone(), value.clone(), "a flag");
        }
        Ok(given)
    }

    /// Values given by hand, for tests and tools.
    pub fn from_pairs(pairs: &[(&str, &str)]) -> Self {
        let mut given = Self::default();
        for (key, value) in pairs {
            given.put((*key).to_owned(), (*value).to_owned(), "a list");
        }
        given
    }

    fn add_file(&mut self, path: &Path) -> Result<(), WrongSetting> {
        let name = path.display().to_string();
        let text = std::fs::read_to_string(path).map_err(|cause| {
            let remedy = "It may be a TOML file such as leeward.example.toml. Check the path, the rights and the text.";
            WrongSetting::rule(&name, &format!("can't be read as text: {cause}"), remedy)
        })?;
        let table = File::from_str(&text, FileFormat::Toml).collect().map_err(|cause| {
            // Only the place: the rest of the message shows the line, which may hold a password.
            let shown = cause.to_string();
            let place = shown.lines().next().unwrap_or("not TOML").trim_end_matches(':').to_owned();
            WrongSetting::rule(&name, &format!("is not a TOML file: {place}"), "Correct that line of the file.")
        })?;
        self.add_table("", table.into_iter().collect(), "leeward.toml")
    }

    fn add_environment(&mut self) -> Result<(), WrongSetting> {
        let table =
            Environment::with_prefix("LEEWARD").prefix_separator("_").separator("__").collect().map_err(|cause| {
                WrongSetting::rule("the environment", &format!("can't be read: {cause}"), "Use UTF-8.")
            })?;
        self.add_table("", table.into_iter().collect(), "the environment")
    }

    fn add_table(
        &mut self,
        prefix: &str,
        table: BTreeMap<String, Value>,
        origin: &'static str,
    ) -> Result<(), WrongSetting> {
        for (name, value) in table {
            let key = if prefix.is_empty() { name } else { format!("{prefix}.{name}") };
            match value.kind {
                ValueKind::Table(inner) => self.add_table(&key, inner.into_iter().collect(), origin)?,
                ValueKind::Array(list) => {
                    let parts: Vec<String> = list.into_iter().map(|v| scalar(v.kind)).collect();
                    self.put(key, parts.join(","), origin);
                }
                kind => self.put(key, scalar(kind), origin),
            }
        }
        Ok(())
    }

    fn put(&mut self, key: String, text: String, origin: &'static str) {
        self.values.insert(key, Word { text, origin });
    }

    /// Refuses a key that no setting has, and names the nearest one.
    pub fn refuse_unknown(&self, settings: &[Setting]) -> Result<(), WrongSetting> {
        for (key, word) in &self.values {
            if settings.iter().any(|s| s.key == key) {
                continue;
            }
            let env = format!("LEEWARD_{}", key.replace('.', "__").to_uppercase());
            let nearest = settings.iter().min_by_key(|s| strsim::damerau_levenshtein(s.key, key));
            let remedy = match nearest {
                Some(s) if strsim::damerau_levenshtein(s.key, key) <= 4 => {
                    format!("The nearest setting is {}. Correct the name or remove it.", s.env())
                }
                _ => "It may be one of the names that `leeward --help` lists. Remove it.".to_owned(),
            };
            return Err(WrongSetting::rule(&env, &format!("is not a setting (from {})", word.origin), &remedy));
        }
        Ok(())
    }

    /// The value of a setting that may be absent. Fails when the check `parse` refuses it.
    pub fn optional<T>(
        &self,
        settings: &[Setting],
        key: &str,
        parse: impl Fn(&str) -> Result<T, String>,
    ) -> Result<Option<T>, WrongSetting> {
        let Some(setting) = settings.iter().find(|s| s.key == key) else {
            return Err(WrongSetting::rule(key, "has no entry in the table of settings", "This is a fault of ours."));
        };
        let (text, origin) = match (self.values.get(key), setting.default) {
            (Some(word), _) => (word.text.as_str(), word.origin),
            (None, Some(default)) => (default, "the default"),
            (None, None) => return Ok(None),
        };
        let wrong = |fault: &str| WrongSetting::value(setting, text, origin, fault);
        if text.trim().is_empty() {
            return Err(wrong("is empty"));
        }
        if text.trim() != text || text.chars().any(char::is_control) {
            return Err(wrong("has blanks at its ends or control characters"));
        }
        parse(text).map(Some).map_err(|fault| wrong(&fault))
    }

    /// The value of a setting that has a default. Fails when the check `parse` refuses it.
    pub fn always<T>(
        &self,
        settings: &[Setting],
        key: &str,
        parse: impl Fn(&str) -> Result<T, String>,
    ) -> Result<T, WrongSetting> {
        self.optional(settings, key, parse)?.ok_or_else(|| WrongSetting::rule(key, "is missing", "Set it."))
    }
}

/// The text of a single value, as it would stand in the environment.
fn scalar(kind: ValueKind) -> String {
    match kind {
        ValueKind::Nil | ValueKind::Table(_) | ValueKind::Array(_) => String::new(),
        ValueKind::Boolean(value) => value.to_string(),
        ValueKind::I64(value) => value.to_string(),
        ValueKind::I128(value) => value.to_string(),
        ValueKind::U64(value) => value.to_string(),
        ValueKind::U128(value) => value.to_string(),
        ValueKind::Float(value) => value.to_string(),
        ValueKind::String(value) => value,
    }
}
