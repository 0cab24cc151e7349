//! What is kept, for how long, and why: one line for each table. A test compares the lines with the migrations, so that
//! no table comes without its reason; `/privacy` and `docs/PRIVACY.md` say the same.

/// What one table keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The table.
    pub table: &'static str,
    /// What stands in it, in plain words.
    pub what: &'static str,
    /// When a row of it goes.
    pub how_long: &'static str,
    /// Which feature needs it.
    pub why: &'static str,
}

/// Every table, people's first.
pub const KEPT: [Kept; 12] = [
    Kept {
        table: "members",
        what: "a lookup made from the phrase, and a key that only the phrase opens; no time, no name, no address",
        how_long: "until the account is deleted; never deleted for silence",
        why: "the phrase opens the same account again",
    },
    Kept {
        table: "sessions",
        what: "the hash of a token, the sealed key and day of signing in, and the month in which it ends",
        how_long: "until signing out or the first request after its end; at the latest until that month is over",
        why: "staying signed in, and ending other sign-ins",
    },
    Kept {
        table: "sealed_rows",
        what: "settings and drafts, encrypted under the member's own key and padded",
        how_long: "settings until the account is deleted; drafts 14 days",
        why: "the same settings in every browser; a text that waits for its writer",
    },
    Kept {
        table: "personas",
        what: "a name on one board, its standing, and whether it has written; nothing that leads to its holder",
        how_long: "until the account is deleted; of a retired name the row stays without the name",
        why: "posts have a writer, and a restriction outlives a change of name",
    },
    Kept {
        table: "used_handles",
        what: "names that were given up, as keyed hashes",
        how_long: "for ever",
        why: "nobody gets a name under which somebody else has spoken",
    },
    Kept {
        table: "reactions",
        what: "that one member reacted to a post, keyed so that only this member can find it; no time",
        how_long: "until taken back, or the account is deleted",
        why: "one press each, and taking it back",
    },
    Kept {
        table: "used_proofs",
        what: "hashes of solved riddles; nothing of who solved them",
        how_long: "until the day on which the riddle would have ended",
        why: "each riddle opens one account",
    },
    Kept {
        table: "posts",
        what: "text, content warnings, the name that wrote it, the minute, and the state",
        how_long: "until its writer deletes it; an empty place then stays, with its number, minute and name",
        why: "the conversation; the daily limits, which are counted from these rows",
    },
    Kept {
        table: "threads",
        what: "title, content warnings, state, counts, and the minute of the last post",
        how_long: "as long as the board; the title goes with its first post",
        why: "the lists",
    },
    Kept {
        table: "events",
        what: "which post of a thread changed, in order; no text",
        how_long: "as long as the thread",
        why: "readers see changes at once, and miss none",
    },
    Kept {
        table: "boards",
        what: "the boards and their settings; nothing of people",
        how_long: "as long as the site",
        why: "the place itself",
    },
    Kept {
        table: "site",
        what: "values drawn once: the salt of phrases, the key of given-up names, the epoch; nothing of people",
        how_long: "as long as the site",
        why: "without the salt no phrase opens anything",
    },
];
