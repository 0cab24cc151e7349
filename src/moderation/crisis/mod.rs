//! Does a text speak of self-harm, of danger now, of a child in danger? A pure function over phrases that are data.
//!
//! Every language is tried on every text, since members mix them. A phrase counts unless it is negated, a figure of
//! speech, somebody else's question, or tells of long ago. Nothing that is said here stops a post or changes what
//! becomes of it: its writer is offered help, and the team looks sooner.

mod automaton;
mod lexicon;
mod marks;
mod words;

use std::sync::LazyLock;

use crate::domain::flag::CrisisKind;

use automaton::Found;
use lexicon::{Lexicon, LexiconError, Sense};
use marks::Marks;

static FILES: [&str; 4] = [
    include_str!("../../../frontend/content/crisis/en.toml"),
    include_str!("../../../frontend/content/crisis/es.toml"),
    include_str!("../../../frontend/content/crisis/fr.toml"),
    include_str!("../../../frontend/content/crisis/de.toml"),
];

static LEXICON: LazyLock<Result<Lexicon, LexiconError>> = LazyLock::new(|| Lexicon::read(&FILES));

/// Reads the phrases now, so that nobody waits for it; an error names the pattern that can't be read.
pub(crate) fn prepare() -> Result<(), &'static LexiconError> {
    LEXICON.as_ref().map(|_| ())
}

/// What a text speaks of; `None` for nothing of the kind. Linear in the text.
pub(crate) fn judge(text: &str) -> Option<CrisisKind> {
    let lexicon = LEXICON.as_ref().ok()?;
    let tokens = lexicon.words.tokens(text);
    let found = lexicon.automaton.run(&tokens);
    let mut marks = Marks::of(&tokens);
    let sense = |found: &Found| lexicon.groups.get(found.group).map(|group| group.sense);
    let (past, rest): (Vec<&Found>, Vec<&Found>) = found.iter().partition(|found| sense(found) == Some(Sense::Past));
    for found in past.into_iter().chain(rest) {
        if let Some(sense) = sense(found) {
            marks.note(sense, found);
        }
    }
    let counting = found.iter().filter_map(|hit| {
        let group = lexicon.groups.get(hit.group)?;
        kind(group.sense).filter(|_| marks.counts(group, hit))
    });
    counting.max()
}

fn kind(sense: Sense) -> Option<CrisisKind> {
    match sense {
        Sense::SelfHarm => Some(CrisisKind::SelfHarm),
        Sense::Danger => Some(CrisisKind::Danger),
        Sense::Child => Some(CrisisKind::Child),
        _ => None,
    }
}
