//! Help by country: emergency numbers, one directory, and the lines that the operator has called.

use std::path::Path;

use serde::Deserialize;

use super::front_matter::ContentError;

/// An emergency number.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Emergency {
    /// As people dial it.
    pub number: String,
    /// Who answers.
    pub what: String,
}

/// A country.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Country {
    /// ISO 3166-1 alpha-2.
    pub code: String,
    /// Its name in English.
    pub name: String,
    /// Its emergency numbers, in order.
    pub emergency: Vec<Emergency>,
    /// Its languages.
    #[expect(dead_code, reason = "part of the file's form; chooses the page's language from part 3 on")]
    pub languages: Vec<String>,
}

/// A line of help.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// Its id in the file.
    pub id: String,
    /// The country's code.
    pub country: String,
    /// What it is for.
    pub topic: String,
    /// Its name.
    pub name: String,
    /// The number; empty when it can't be called.
    pub phone: String,
    /// How to write; empty when it can't be written to.
    pub text: String,
    /// When it is open.
    pub hours: String,
    /// In which languages.
    pub languages: Vec<String>,
    /// What it costs.
    pub cost: String,
    /// What happens when one calls.
    pub what_happens: String,
    /// Where the entry comes from.
    #[expect(dead_code, reason = "part of the file's form; shown where an operator ticks a line as called")]
    pub source: String,
    /// The day on which it was last checked, `YYYY-MM-DD`; empty when never.
    pub verified_on: String,
    /// The operator called it: only then it is shown.
    pub called: bool,
}

/// The directory of help lines of all countries.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Directory {
    /// Its name.
    pub name: String,
    /// Its address.
    pub address: String,
    /// What one finds there.
    pub note: String,
}

/// The whole file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Support {
    /// The day of its last change.
    #[expect(dead_code, reason = "part of the file's form; `doctor` and the page of lines will read it")]
    pub changed: String,
    /// The directory.
    pub directory: Directory,
    /// Countries, in order of their names.
    pub countries: Vec<Country>,
    /// Lines, in the order of pages.
    pub lines: Vec<Line>,
}

impl Support {
    /// The operator's own copy (`support.toml` in the data folder) if there is one, else the one that came along.
    pub fn load(data_dir: &Path) -> Result<Self, ContentError> {
        const OURS: &str = include_str!("../../frontend/content/support.toml");
        let own = data_dir.join("support.toml");
        let text = std::fs::read_to_string(&own).ok();
        let file = if text.is_some() { "support.toml in the data folder" } else { "support.toml" };
        let mut support: Self =
            toml::from_str(text.as_deref().unwrap_or(OURS)).map_err(|e| ContentError::new(file, e.message()))?;
        support.countries.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(support)
    }

    /// The lines of a country that the operator has called.
    pub fn lines_of<'a>(&'a self, country: &'a str) -> impl Iterator<Item = &'a Line> {
        self.lines.iter().filter(move |line| line.called && line.country == country)
    }
}
