//! What was done just before: one of a closed list of words in the address of the page after a form. There is no cookie
//! for it, and an address made by somebody else can say nothing that is not on the list.

use axum::http::HeaderMap;

use crate::view::page::{Notice, Tone};
use crate::view::words::Sentence;

macro_rules! did {
    ($($(#[doc = $doc:literal])+ $name:ident = $word:literal, $tone:ident, $key:literal;)+) => {
        /// What was done just before.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Did {
            $($(#[doc = $doc])+ $name,)+
        }

        impl Did {
            /// All of them.
            const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The word in the address.
            fn word(self) -> &'static str {
                match self { $(Self::$name => $word,)+ }
            }

            /// What the page says.
            fn notice(self) -> Notice {
                let (tone, key) = match self { $(Self::$name => (Tone::$tone, $key),)+ };
                Notice { tone, text: Sentence::new(key), action: None }
            }
        }
    };
}

did! {
    /// An account was written.
    Joined = "joined", Done, "notice.joined";
    /// Somebody came back.
    CameBack = "came-back", Done, "notice.came_back";
    /// Signed out.
    SignedOut = "signed-out", Done, "notice.signed_out";
    /// Look saved.
    Look = "look", Done, "notice.look_saved";
    /// Reading saved.
    Reading = "reading", Done, "notice.reading_saved";
    /// Preferences saved.
    Preferences = "preferences", Done, "notice.preferences_saved";
    /// Another sign-in was ended.
    SessionEnded = "session-ended", Done, "notice.session_ended";
    /// All others were ended.
    OthersEnded = "others-ended", Done, "notice.others_ended";
    /// The new phrase is the phrase.
    PhraseChanged = "phrase", Done, "notice.phrase_changed";
    /// The new phrase was confirmed or dropped before.
    PhraseGone = "phrase-gone", Info, "done.phrase_gone";
    /// Another name was drawn.
    NameDrawn = "name", Done, "done.name_drawn";
    /// The name is settled.
    NameSettled = "name-settled", Info, "error.act.name_settled";
    /// All names were seen.
    NamesSeen = "names-seen", Info, "error.limit.rerolls";
    /// The team paused writing there, so the name stays.
    NameKept = "name-kept", Info, "done.name_kept";
    /// A name was retired.
    NameRetired = "name-retired", Done, "notice.name_retired";
    /// A draft was discarded.
    DraftDiscarded = "draft-discarded", Done, "notice.draft_discarded";
    /// A change of a post was saved.
    ChangeSaved = "change", Done, "notice.change_saved";
    /// A post was deleted.
    PostDeleted = "deleted", Done, "notice.post_deleted";
    /// A waiting post was published.
    PostPublished = "published", Done, "notice.post_published";
    /// A waiting post was taken back.
    PostCancelled = "cancelled", Done, "notice.post_cancelled";
    /// A thread's title was changed.
    TitleChanged = "title", Done, "notice.title_changed";
    /// A thread is followed.
    Followed = "followed", Done, "following.done";
    /// A thread is followed no more.
    Unfollowed = "unfollowed", Done, "following.undone";
    /// A mark was set back.
    UnreadAgain = "unread", Done, "following.unread_again";
    /// Updates were marked as read.
    MarkedRead = "read", Done, "updates.marked";
    /// A name was muted.
    Muted = "muted", Done, "mute.done";
    /// A name was unmuted.
    Unmuted = "unmuted", Done, "mute.undone";
    /// The choices about live updates were saved.
    Live = "live", Done, "live_settings.saved";
    /// A thread was closed.
    ThreadClosed = "closed", Done, "notice.thread_closed";
}

impl Did {
    /// `path` with this word in its query, before the fragment.
    pub(crate) fn on(self, path: &str) -> String {
        let path = without(path);
        let (page, fragment) = path.split_once('#').map_or((path.as_str(), None), |(page, rest)| (page, Some(rest)));
        let sign = if page.contains('?') { '&' } else { '?' };
        let fragment = fragment.map(|text| format!("#{text}")).unwrap_or_default();
        format!("{page}{sign}did={}{fragment}", self.word())
    }

    /// What the page of this path says on top; nothing when another site led here, or the word is unknown.
    pub(crate) fn read(path: &str, headers: &HeaderMap) -> Option<Notice> {
        let site = headers.get("sec-fetch-site").map(|value| value.to_str().unwrap_or("cross-site"));
        if matches!(site, Some("cross-site" | "same-site")) {
            return None;
        }
        let query = path.split_once('?')?.1;
        let word = query.split('&').find_map(|pair| pair.strip_prefix("did="))?;
        Self::ALL.iter().find(|did| did.word() == word).map(|did| did.notice())
    }
}

/// A path without the word, so that it is said once.
pub(crate) fn without(path: &str) -> String {
    let (path, fragment) = path.split_once('#').map_or((path, None), |(path, rest)| (path, Some(rest)));
    let (page, query) = path.split_once('?').map_or((path, ""), |(page, query)| (page, query));
    let rest: Vec<&str> = query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("did=")).collect();
    let mut whole = page.to_owned();
    if !rest.is_empty() {
        whole = format!("{page}?{}", rest.join("&"));
    }
    fragment.map_or(whole.clone(), |text| format!("{whole}#{text}"))
}
