//! What is kept, for how long, and why: one line for each table, then what lies elsewhere, then what a later version
//! will keep. `/privacy` and `docs/PRIVACY.md` are made from these lines, so that they can't say anything else; a test
//! compares the lines with the migrations, so that no table comes without its reason.

/// Where it lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In this table of the database.
    Table(&'static str),
    /// In this table of the ledger, a database apart that no backup holds.
    Ledger(&'static str),
    /// In the memory of the running program, nowhere else.
    Memory,
    /// Nowhere yet: a later version keeps it so.
    Later,
}

/// What is kept of one kind of thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Where it lies.
    pub place: Place,
    /// Its name, as members say it.
    pub name: &'static str,
    /// What it holds, in plain words.
    pub what: &'static str,
    /// When it goes.
    pub how_long: &'static str,
    /// Which feature needs it.
    pub why: &'static str,
}

impl Kept {
    /// As one entry of a Markdown list.
    fn entry(&self) -> String {
        format!("- **{}**: {}. Kept {}. Why: {}.\n", self.name, self.what, self.how_long, self.why)
    }

    /// As one row of a Markdown table.
    fn row(&self) -> String {
        let place = match self.place {
            Place::Table(name) => format!("`{name}`"),
            Place::Ledger(name) => format!("ledger, `{name}`"),
            Place::Memory => "memory".to_owned(),
            Place::Later => "not yet".to_owned(),
        };
        format!("| {} | {place} | {} | {} | {} |\n", self.name, self.what, self.how_long, self.why)
    }
}

/// What this version keeps, as a Markdown list.
pub fn kept_now() -> String {
    KEPT.iter().filter(|kept| kept.place != Place::Later).map(Kept::entry).collect()
}

/// What a later version will keep, as a Markdown list.
pub fn kept_later() -> String {
    KEPT.iter().filter(|kept| kept.place == Place::Later).map(Kept::entry).collect()
}

/// All of it, as a Markdown table for operators.
pub fn as_table() -> String {
    let rows: String = KEPT.iter().map(Kept::row).collect();
    format!("| what | where | what it holds | how long | why |\n|---|---|---|---|---|\n{rows}")
}

/// Every table, people's first; then the rest.
pub const KEPT: [Kept; 21] = [
    Kept {
        place: Place::Table("members"),
        name: "Your account",
        what: "a lookup made from the phrase, and a key that only the phrase opens; no time, no name, no address",
        how_long: "until the account is deleted; never deleted for silence",
        why: "the phrase opens the same account again",
    },
    Kept {
        place: Place::Table("sessions"),
        name: "Sign-ins",
        what: "the hash of a token, the sealed key and day of signing in, and the month in which it ends",
        how_long: "until signing out or the first request after its end; at the latest until that month is over",
        why: "staying signed in, and ending other sign-ins",
    },
    Kept {
        place: Place::Table("sealed_rows"),
        name: "Settings, muted names, followed threads, and drafts",
        what: "settings, muted names, followed threads and how far you read in those, which updates you have read, and \
               drafts, encrypted under the member's own key and padded",
        how_long: "until the account is deleted; drafts 14 days",
        why: "the same settings in every browser; you see what is new, and not what you muted; a text that waits for \
              its writer",
    },
    Kept {
        place: Place::Table("personas"),
        name: "Your names",
        what: "a name on one board, its standing, and whether it has written; nothing that leads to its holder",
        how_long: "until the account is deleted; of a retired name the row stays without the name",
        why: "posts have a writer, and a restriction outlives a change of name",
    },
    Kept {
        place: Place::Table("used_handles"),
        name: "Names that were given up",
        what: "names that were given up, as keyed hashes",
        how_long: "for ever",
        why: "nobody gets a name under which somebody else has spoken",
    },
    Kept {
        place: Place::Table("reactions"),
        name: "Reactions",
        what: "that one member reacted to a post, keyed so that only this member can find it; no time",
        how_long: "until taken back, or the account is deleted",
        why: "one press each, and taking it back",
    },
    Kept {
        place: Place::Table("notifications"),
        name: "Updates",
        what: "that a name was answered, and by which post; not whether it was read, and no time of its own",
        how_long: "shown for 90 days, and swept with the month in which these end; until the name is retired",
        why: "you learn that somebody answered you",
    },
    Kept {
        place: Place::Table("used_proofs"),
        name: "Solved riddles",
        what: "hashes of solved riddles; nothing of who solved them",
        how_long: "until the day on which the riddle would have ended",
        why: "each riddle opens one account",
    },
    Kept {
        place: Place::Table("posts"),
        name: "Posts",
        what: "text, content warnings, the name that wrote it, the minute, and the state",
        how_long: "until its writer deletes it; an empty place then stays, with its number and minute, and its \
                   name while the account lives",
        why: "the conversation; the daily limits, which are counted from these rows",
    },
    Kept {
        place: Place::Table("flags"),
        name: "Flags of posts",
        what: "that a post may speak of self-harm, danger or a child in danger, and the post's minute; no name",
        how_long: "as long as the post's text",
        why: "the team looks sooner where somebody may need help",
    },
    Kept {
        place: Place::Table("threads"),
        name: "Threads",
        what: "title, content warnings, state, counts, and the minute of the last post",
        how_long: "as long as the board; the title goes with its first post",
        why: "the lists",
    },
    Kept {
        place: Place::Table("events"),
        name: "Changes of threads",
        what: "which post of a thread changed, in order; no text",
        how_long: "as long as the thread",
        why: "readers see changes at once, and miss none",
    },
    Kept {
        place: Place::Table("boards"),
        name: "Boards",
        what: "the boards and their settings; nothing of people",
        how_long: "as long as the site",
        why: "the place itself",
    },
    Kept {
        place: Place::Table("site"),
        name: "Values of the site",
        what: "values drawn once: the salt of phrases, the key of given-up names, the epoch, which ledger it has; \
               nothing of people",
        how_long: "as long as the site",
        why: "without the salt no phrase opens anything",
    },
    Kept {
        place: Place::Ledger("ledger_entries"),
        name: "The ledger of deletions",
        what: "what was deleted, replaced, removed or restricted: keyed hashes, of restrictions also their end; apart \
               from all backups",
        how_long: "until the month of expiry that each entry carries, twelve months later",
        why: "a backup does not bring back what was deleted",
    },
    Kept {
        place: Place::Ledger("ledger_rekeys"),
        name: "Changes of phrases",
        what: "the hash of the old lookup, the new lookup, and the key that only the new phrase opens; apart from all \
               backups",
        how_long: "until its month of expiry, twelve months later, or the account is deleted",
        why: "after a backup was put back, the old phrase fails and the new one works",
    },
    Kept {
        place: Place::Ledger("ledger_values"),
        name: "Values of the ledger",
        what: "values drawn once: the key of its hashes, and which ledger it is; nothing of people",
        how_long: "as long as the ledger",
        why: "without the key nobody can read the ledger, the program neither",
    },
    Kept {
        place: Place::Memory,
        name: "Network addresses",
        what: "a scrambled form, made with a key that changes every day and is never stored",
        how_long: "two days at most, and gone after a restart",
        why: "limits slow down attacks",
    },
    Kept {
        place: Place::Later,
        name: "Reports",
        what: "the reason and the words, keyed so that nobody learns who sent them",
        how_long: "with their case",
        why: "the team looks at what was reported",
    },
    Kept {
        place: Place::Later,
        name: "Texts that were reported or removed",
        what: "the text as it was, sealed under the key file",
        how_long: "30 days after the case closes, 184 while it can be appealed; for a threat or a report about a child \
                   also after the account is deleted",
        why: "a decision can be looked at again",
    },
    Kept {
        place: Place::Later,
        name: "Decisions, statements and legal notices",
        what: "what was decided about which post and why; a notice with what its sender put there, sealed",
        how_long: "decisions for ever, with details that can be erased; a notice with its case",
        why: "decisions can be appealed and counted",
    },
];
