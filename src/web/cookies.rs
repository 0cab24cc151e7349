//! The three cookies: sign-in, preferences, away. All needed, none of them follows anybody (DESIGN §5).

use axum::http::{HeaderMap, HeaderValue, header};

use crate::domain::language::Language;
use crate::view::page::{Density, ExitKeys, Theme, Titles};

/// Seconds of thirty days.
const THIRTY_DAYS_S: u64 = 30 * 86_400;
/// Seconds of a year: preferences tell nothing about anybody.
const YEAR_S: u64 = 365 * 86_400;

/// Which cookie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cookie {
    /// The session's token.
    Session,
    /// Look and titles.
    Preferences,
    /// "Leave now" was pressed: every page is the gate.
    Away,
}

impl Cookie {
    /// Its name, with the prefix that makes browsers keep it to this host.
    pub(crate) fn name(self, secure: bool) -> &'static str {
        match (self, secure) {
            (Self::Session, true) => "__Host-leeward",
            (Self::Session, false) => "leeward",
            (Self::Preferences, true) => "__Host-preferences",
            (Self::Preferences, false) => "preferences",
            (Self::Away, true) => "__Host-away",
            (Self::Away, false) => "away",
        }
    }

    /// Its value in a request; `None` when it is not there.
    pub(crate) fn read(self, headers: &HeaderMap, secure: bool) -> Option<&str> {
        let name = self.name(secure);
        let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        all.flat_map(|value| value.split(';')).find_map(|pair| {
            let (key, value) = pair.trim().split_once('=')?;
            (key == name).then_some(value)
        })
    }

    /// The header that sets it, for the browser's lifetime or (`keep`) longer; `None` when the value can't stand in a
    /// header, which no value of ours does.
    pub(crate) fn set(self, value: &str, keep: bool, secure: bool) -> Option<HeaderValue> {
        let lasting = match (self, keep) {
            (_, false) => String::new(),
            (Self::Preferences, true) => format!("; Max-Age={YEAR_S}"),
            (_, true) => format!("; Max-Age={THIRTY_DAYS_S}"),
        };
        self.header(value, &lasting, secure)
    }

    /// The header that removes it.
    pub(crate) fn remove(self, secure: bool) -> Option<HeaderValue> {
        self.header("", "; Max-Age=0", secure)
    }

    fn header(self, value: &str, lasting: &str, secure: bool) -> Option<HeaderValue> {
        let secure_word = if secure { "; Secure" } else { "" };
        let text = format!("{}={value}; Path=/; HttpOnly; SameSite=Lax{secure_word}{lasting}", self.name(secure));
        let mut header = HeaderValue::try_from(text).ok()?;
        header.set_sensitive(true);
        Some(header)
    }
}

/// Look, titles and leaving, as the preference cookie keeps them: a few letters, `vdf` and the like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Preferences {
    /// Colours.
    pub(crate) theme: Theme,
    /// Air.
    pub(crate) density: Density,
    /// What a tab says.
    pub(crate) titles: Titles,
    /// Keys that leave.
    pub(crate) exit_keys: ExitKeys,
    /// The page is covered when another tab comes to the front.
    pub(crate) cover_tabs: bool,
    /// The notice about private use was closed.
    pub(crate) notice_closed: bool,
    /// Leaving ends the sign-in, too.
    pub(crate) leave_signs_out: bool,
    /// The language that was chosen; `None`: the one that the browser asks for.
    pub(crate) chosen_language: Option<Language>,
    /// The language of pages.
    pub(crate) language: Language,
}

/// What stands in the cookie for a chosen language.
const LANGUAGES: [(Language, char); 3] = [(Language::En, 'E'), (Language::Es, 'S'), (Language::De, 'D')];

impl Preferences {
    /// Reads the cookie; what it does not know is the default.
    pub(crate) fn read(headers: &HeaderMap, secure: bool) -> Self {
        let text = Cookie::Preferences.read(headers, secure).unwrap_or_default();
        let has = |letter: char| text.contains(letter);
        let chosen_language = LANGUAGES.into_iter().find(|(_, letter)| has(*letter)).map(|(language, _)| language);
        Self {
            theme: if has('l') {
                Theme::Light
            } else if has('d') {
                Theme::Dark
            } else {
                Theme::System
            },
            density: if has('c') { Density::Compact } else { Density::Comfortable },
            titles: if has('f') { Titles::Full } else { Titles::Neutral },
            exit_keys: ExitKeys { esc: !has('e'), shift: has('h') },
            cover_tabs: has('t'),
            notice_closed: has('n'),
            leave_signs_out: has('o'),
            chosen_language,
            language: chosen_language.unwrap_or_else(|| asked_for(headers)),
        }
    }

    /// The cookie's value.
    pub(crate) fn text(self) -> String {
        let mut text = String::from("v");
        match self.theme {
            Theme::System => {}
            Theme::Light => text.push('l'),
            Theme::Dark => text.push('d'),
        }
        let letters = [
            (self.density == Density::Compact, 'c'),
            (self.titles == Titles::Full, 'f'),
            (!self.exit_keys.esc, 'e'),
            (self.exit_keys.shift, 'h'),
            (self.cover_tabs, 't'),
            (self.notice_closed, 'n'),
            (self.leave_signs_out, 'o'),
        ];
        text.extend(letters.into_iter().filter(|(on, _)| *on).map(|(_, letter)| letter));
        let chosen = LANGUAGES.into_iter().find(|(language, _)| self.chosen_language == Some(*language));
        text.extend(chosen.map(|(_, letter)| letter));
        text
    }
}

/// The language that a browser asks for. It is read for this answer and kept nowhere.
pub(crate) fn asked_for(headers: &HeaderMap) -> Language {
    let asked = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    Language::asked_for(asked.unwrap_or_default())
}
