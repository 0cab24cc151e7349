//! The stable words of refusals: what scripts find in `code`. One list, so that the document of the API names all of
//! them, and tests can walk them.

/// Makes the list: each word stands once, beside what it means.
macro_rules! codes {
    ($(#[doc = $meaning:literal] $name:ident = $word:literal,)+) => {
        /// Why something was refused, in one word that never changes.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Code {
            $(#[doc = $meaning] $name,)+
        }

        impl Code {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// The word.
            pub fn word(self) -> &'static str {
                match self { $(Self::$name => $word,)+ }
            }

            /// What it means, for the document of the API.
            pub fn meaning(self) -> &'static str {
                match self { $(Self::$name => $meaning.trim_ascii(),)+ }
            }
        }
    };
}

codes! {
    /// there is none, or the caller may not know of it.
    NotFound = "not_found",
    /// a token is needed, or the one that was sent opens nothing.
    SignInFirst = "sign_in_first",
    /// the write came with a cookie, and nothing shows that it came from this site.
    OtherOrigin = "other_origin",
    /// fields that do not fit stand in `errors`.
    Invalid = "invalid",
    /// a form of the pages that can't be read.
    Unreadable = "unreadable",
    /// the body is not `application/json`.
    MediaType = "media_type",
    /// the address does not know this method.
    WrongMethod = "wrong_method",
    /// the address is for sockets: ask for an upgrade.
    UpgradeRequired = "upgrade_required",
    /// many pages or calls from this network.
    TooManyPages = "too_many_pages",
    /// many previews from this network.
    TooManyPreviews = "too_many_previews",
    /// many pages that stay open, from this network or session.
    TooManyConnections = "too_many_connections",
    /// many failed sign-ins from this network.
    TooManySignIns = "too_many_sign_ins",
    /// there is much to do at the moment; nothing was changed.
    Busy = "busy",
    /// the phrase opens no account.
    PhraseUnknown = "phrase_unknown",
    /// the free joins of this network are used up.
    ProofRequired = "proof_required",
    /// no new phrase waits for its two words.
    NothingWaits = "nothing_waits",
    /// a page of the words lay open too long.
    PageTooOld = "page_too_old",
    /// as many drafts as can be kept.
    TooManyDrafts = "too_many_drafts",
    /// the team locked the thread.
    ThreadLocked = "thread_locked",
    /// the thread is closed.
    ThreadClosed = "thread_closed",
    /// the board takes nothing new.
    BoardArchived = "board_archived",
    /// a retired name of the caller wrote in this thread.
    RetiredNameSpokeHere = "retired_name_spoke_here",
    /// the team paused the caller's writing.
    Restricted = "restricted",
    /// too little time since the last one.
    TooSoon = "too_soon",
    /// the day's number is used up.
    DailyLimit = "daily_limit",
    /// as many reactions as one gives in an hour.
    TooManyReactions = "too_many_reactions",
    /// more links than the caller may set in a post.
    TooManyLinks = "too_many_links",
    /// the once-only key was used with another text.
    IdempotencyKeyReused = "idempotency_key_reused",
    /// the board offers no names for one thread.
    OneOffNotOffered = "one_off_not_offered",
    /// the time for changing it is over.
    TooLateToEdit = "too_late_to_edit",
    /// the post is the caller's own.
    OwnPost = "own_post",
    /// the name is the caller's own.
    OwnName = "own_name",
    /// as many names as one may mute.
    TooManyMuted = "too_many_muted",
    /// as many threads as one may follow.
    TooManyFollowed = "too_many_followed",
    /// the name is fixed by a first post, or was drawn anew five times.
    NameFixed = "name_fixed",
    /// it is in a state in which this can't be done.
    WrongState = "wrong_state",
    /// the database does not answer.
    Unavailable = "unavailable",
    /// a mistake of ours.
    Fault = "fault",
    /// the address is longer than 8,192 bytes.
    LongAddress = "long_address",
    /// the headers hold more than 16 KiB.
    LargeHead = "large_head",
    /// no answer came in time: it may have been done or not.
    NoAnswer = "no_answer",
    /// the body is larger than 1 MiB.
    TooLarge = "too_large",
    /// the body was cut off or does not follow HTTP.
    MalformedBody = "malformed_body",
    /// the body did not arrive in time.
    TooSlow = "too_slow",
    /// the body bears a Content-Encoding.
    EncodedBody = "encoded_body",
    /// the request names no host, several, or something that is none.
    UnclearRequest = "unclear_request",
    /// the host is not this site's.
    OtherHost = "other_host",
    /// a site on trial answers its own machine only.
    TrialMode = "trial_mode",
}
