//! What one reader chose to see: out of the three forms that every frame has, which.

use std::sync::Arc;

use crate::domain::language::Language;
use crate::forum::read::PublicPost;
use crate::identity::mutes::Mutes;
use crate::identity::personal::Personal;
use crate::identity::settings::Settings;
use crate::view::post::Cover;
use crate::view::public;

/// A reader's choices. Small, because every open socket has one.
#[derive(Clone)]
pub(crate) struct Taste {
    /// The language of the fragments.
    language: Language,
    /// `None`: the defaults, which a visitor has.
    choices: Option<Arc<(Settings, Mutes)>>,
}

impl Taste {
    /// The choices of a visitor who reads in this language.
    pub(crate) fn visitor(language: Language) -> Self {
        Self { language, choices: None }
    }

    /// The choices of a member. The language stays the one in which the connection began.
    pub(crate) fn with(&self, personal: &Personal) -> Self {
        let Personal { settings, mutes, .. } = personal;
        let usual = *settings == Settings::default() && mutes.is_empty();
        let choices = (!usual).then(|| Arc::new((settings.clone(), mutes.clone())));
        Self { choices, ..self.clone() }
    }

    /// The language of the fragments.
    pub(crate) fn language(&self) -> Language {
        self.language
    }

    /// Which form of a post this reader gets: open, behind its warnings, or hidden by what they chose.
    pub(crate) fn cover(&self, shown: &PublicPost) -> Cover {
        let cover = match self.choices.as_deref() {
            Some((settings, mutes)) => public::post_cover(settings, mutes, shown, false),
            None if shown.post.warnings.is_empty() => Cover::Open,
            None => Cover::Behind,
        };
        match cover {
            Cover::Muted | Cover::Filtered => Cover::Hidden,
            cover => cover,
        }
    }
}
