//! What a member set for themselves: one sealed row, changed by merging.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::ctx::Ctx;
use crate::domain::language::Language;
use crate::domain::warning::Warning;
use crate::store::StoreError;

use super::member::Member;
use super::seal::RowKind;
use super::sealed;

/// Words that one member may hide.
pub(crate) const HIDDEN_WORDS: usize = 100;
/// Characters of a word to hide.
pub(crate) const HIDDEN_WORD: std::ops::RangeInclusive<usize> = 1..=60;

/// Which colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Theme {
    /// As the device is set.
    #[default]
    System,
    /// Dark letters on light paper.
    Light,
    /// Light letters on dark paper.
    Dark,
}

/// How much air.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Density {
    /// The default.
    #[default]
    Comfortable,
    /// One step down.
    Compact,
}

/// What a tab says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Titles {
    /// No topic word.
    #[default]
    Neutral,
    /// The real title.
    Full,
}

/// What happens with a post that bears a warning.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum WarningChoice {
    /// It is left out, with a line that says so.
    Hide,
    /// It is closed until one press opens it.
    #[default]
    Ask,
    /// It is open.
    Show,
}

/// The language of pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Tongue {
    /// The one that the browser asks for.
    #[default]
    Auto,
    /// English.
    En,
    /// Spanish.
    Es,
    /// German.
    De,
}

impl Tongue {
    /// The language that was chosen; `None` when the browser's counts.
    pub(crate) fn chosen(self) -> Option<Language> {
        match self {
            Self::Auto => None,
            Self::En => Some(Language::En),
            Self::Es => Some(Language::Es),
            Self::De => Some(Language::De),
        }
    }

    /// The choice of this language, or of none.
    pub(crate) fn of(chosen: Option<Language>) -> Self {
        match chosen {
            None | Some(Language::Mirror) => Self::Auto,
            Some(Language::En) => Self::En,
            Some(Language::Es) => Self::Es,
            Some(Language::De) => Self::De,
        }
    }
}

/// What a screen reader is told of new replies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Spoken {
    /// Nothing.
    Off,
    /// How many there are, and from whom.
    #[default]
    Count,
    /// The same, and the text of those that can be seen.
    Text,
}

impl Spoken {
    /// Its name in pages.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Count => "count",
            Self::Text => "text",
        }
    }
}

/// Which keys, pressed three times, leave the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct LeaveKeys {
    /// Esc.
    pub(crate) esc: bool,
    /// Shift.
    pub(crate) shift: bool,
}

impl Default for LeaveKeys {
    fn default() -> Self {
        Self { esc: true, shift: false }
    }
}

/// Everything that is set. A field that an older row does not have is the default; one that only a newer program knows
/// is passed over.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Settings {
    /// Colours.
    pub(crate) theme: Theme,
    /// Air.
    pub(crate) density: Density,
    /// By the warning's name; a warning that is not there is asked about.
    warnings: BTreeMap<String, WarningChoice>,
    /// Posts with one of these words are closed; lower case, in order.
    pub(crate) hidden_words: BTreeSet<String>,
    /// What tabs say.
    pub(crate) titles: Titles,
    /// Keys that leave.
    pub(crate) exit_keys: LeaveKeys,
    /// The page is covered when another tab comes to the front.
    pub(crate) cover_tabs: bool,
    /// Language.
    pub(crate) language: Tongue,
    /// What is spoken of new replies.
    pub(crate) spoken: Spoken,
}

impl Settings {
    /// Whether a text holds one of the hidden words, as a word of its own and in any case.
    pub(crate) fn hides(&self, text: &str) -> bool {
        if self.hidden_words.is_empty() {
            return false;
        }
        let text = text.to_lowercase();
        self.hidden_words.iter().any(|word| stands_in(&text, word))
    }

    /// What happens with posts that bear this warning.
    pub(crate) fn warning(&self, warning: Warning) -> WarningChoice {
        self.warnings.get(warning.name()).copied().unwrap_or_default()
    }
}

/// What is to change; what is `None` or not there stays.
#[derive(Clone, Debug, Default)]
pub(crate) struct SettingsChange {
    /// Colours.
    pub(crate) theme: Option<Theme>,
    /// Air.
    pub(crate) density: Option<Density>,
    /// Some warnings.
    pub(crate) warnings: Vec<(Warning, WarningChoice)>,
    /// All words to hide.
    pub(crate) hidden_words: Option<BTreeSet<String>>,
    /// What tabs say.
    pub(crate) titles: Option<Titles>,
    /// Esc leaves.
    pub(crate) esc: Option<bool>,
    /// Shift leaves.
    pub(crate) shift: Option<bool>,
    /// The page is covered when another tab comes to the front.
    pub(crate) cover_tabs: Option<bool>,
    /// Language.
    pub(crate) language: Option<Tongue>,
    /// What is spoken of new replies.
    pub(crate) spoken: Option<Spoken>,
}

impl SettingsChange {
    fn apply(&self, mut settings: Settings) -> Settings {
        settings.theme = self.theme.unwrap_or(settings.theme);
        settings.density = self.density.unwrap_or(settings.density);
        settings.titles = self.titles.unwrap_or(settings.titles);
        settings.language = self.language.unwrap_or(settings.language);
        settings.spoken = self.spoken.unwrap_or(settings.spoken);
        settings.exit_keys.esc = self.esc.unwrap_or(settings.exit_keys.esc);
        settings.exit_keys.shift = self.shift.unwrap_or(settings.exit_keys.shift);
        settings.cover_tabs = self.cover_tabs.unwrap_or(settings.cover_tabs);
        if let Some(words) = &self.hidden_words {
            settings.hidden_words.clone_from(words);
        }
        for (warning, choice) in &self.warnings {
            settings.warnings.insert(warning.name().to_owned(), *choice);
        }
        settings
    }
}

/// Whether `word` stands in `text` with no letter or digit beside it.
fn stands_in(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, found)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text.get(at + found.len()..).and_then(|after| after.chars().next());
        ![before, after].into_iter().flatten().any(char::is_alphanumeric)
    })
}

/// Words to hide as they are kept: cleaned, lower case, each once. `None` when there are too many, or one is empty or
/// too long.
pub(crate) fn hidden_words<'a>(typed: impl IntoIterator<Item = &'a str>) -> Option<BTreeSet<String>> {
    let clean = |word: &str| {
        let word = crate::markup::source::clean_text(word);
        word.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
    };
    let words: Vec<String> = typed.into_iter().take(HIDDEN_WORDS + 1).map(clean).collect();
    let good = words.len() <= HIDDEN_WORDS && words.iter().all(|word| HIDDEN_WORD.contains(&word.chars().count()));
    good.then(|| words.into_iter().collect())
}

/// The member's settings; the defaults when nothing was ever set.
pub(crate) async fn read(ctx: &Ctx, member: &Member) -> Result<Settings, StoreError> {
    Ok(sealed::read(ctx.store.read(), &member.root, &RowKind::SETTINGS).await?.unwrap_or_default())
}

/// Changes some of them; two tabs at once both count.
pub(crate) async fn change(ctx: &Ctx, member: &Member, change: &SettingsChange) -> Result<Settings, StoreError> {
    sealed::change(ctx, member, &RowKind::SETTINGS, |settings| change.apply(settings)).await
}
