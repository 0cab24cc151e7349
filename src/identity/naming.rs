//! Giving a face its name: candidates come from the root, a board never gives one twice (CONTRACT §2.12).

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::ctx::Ctx;
use crate::domain::entropy::draw;
use crate::domain::ids::{BoardCode, PersonaId, ThreadId};
use crate::domain::persona::Persona;
use crate::store::{self, Source, StoreError, Tx};

use super::derive::{Label, mac};
use super::handles::{HandleShape, HandleWords};
use super::keys::Root;

/// Candidates tried with two words before a third is taken.
const TWO_WORD_TRIES: u32 = 24;
/// Candidates tried at all. With three words more than a hundred million stand ready.
const TRIES: u32 = 64;
/// Three words from this share of used pairs on.
const CROWDED_PERCENT: u64 = 40;

const USED: Label = Label::new(b"leeward v1 used handle");

static WORDS: LazyLock<Option<HandleWords>> = LazyLock::new(|| {
    HandleWords::new(
        include_str!("../../frontend/content/handles/adjectives.txt"),
        include_str!("../../frontend/content/handles/nouns.txt"),
    )
    .ok()
});

/// Which face is to be named.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Naming<'a> {
    /// A face of a board.
    Board {
        /// The board.
        board: &'a BoardCode,
        /// Its generation.
        generation: u32,
        /// How often its holder drew anew.
        roll: u32,
    },
    /// A face for one thread on a board.
    OneOff {
        /// The board.
        board: &'a BoardCode,
        /// Its number.
        n: u32,
    },
}

impl Naming<'_> {
    fn board(&self) -> &BoardCode {
        match self {
            Self::Board { board, .. } | Self::OneOff { board, .. } => board,
        }
    }

    fn roll(&self, root: &Root, attempt: u32) -> [u8; 32] {
        match self {
            Self::Board { board, generation, roll } => root.handle_roll(board, *generation, *roll, attempt),
            Self::OneOff { n, .. } => root.one_off_roll(*n, attempt),
        }
    }
}

/// The keyed hash under which a given-up handle is kept.
pub(crate) fn used_hash(ctx: &Ctx, board: &BoardCode, handle: &str) -> [u8; 32] {
    mac(&ctx.site.handle_key, &USED, &[&board.field(), handle.as_bytes()])
}

/// The first candidate from `attempt` on that neither stands on the board nor ever stood there, and its number.
async fn free_from(
    ctx: &Ctx,
    source: &impl Source,
    root: &Root,
    naming: Naming<'_>,
    attempt: u32,
) -> Result<(String, u32), StoreError> {
    let words = WORDS.as_ref().ok_or(StoreError::Bug("the handle lists can't be read"))?;
    let board = naming.board();
    let crowded = is_crowded(names_given(ctx, source, board).await?, words);
    for attempt in attempt..TRIES {
        let handle = words.pick(&naming.roll(root, attempt), shape(attempt, crowded));
        let stands = store::personas::handle_stands(source, board, &handle).await?;
        if !stands && !store::personas::handle_was_used(source, board, &used_hash(ctx, board, &handle)).await? {
            return Ok((handle, attempt));
        }
    }
    Err(StoreError::Bug("no free handle was found"))
}

/// The name that a face would get now. Looking makes no face.
pub(crate) async fn candidate(
    ctx: &Ctx,
    source: &impl Source,
    root: &Root,
    naming: Naming<'_>,
) -> Result<String, StoreError> {
    Ok(free_from(ctx, source, root, naming, 0).await?.0)
}

/// The first candidate that nobody of `given` bears, for filling a database whose names are all known. Without a free
/// one: `None`.
pub(crate) fn candidate_among(root: &Root, naming: Naming<'_>, given: &HashSet<String>) -> Option<String> {
    let words = WORDS.as_ref()?;
    let crowded = is_crowded(given.len() as u64, words);
    (0..TRIES)
        .map(|attempt| words.pick(&naming.roll(root, attempt), shape(attempt, crowded)))
        .find(|handle| !given.contains(handle))
}

/// How many names a board has given, counted now and then: a count reads as many rows of an index as there are names.
async fn names_given(ctx: &Ctx, source: &impl Source, board: &BoardCode) -> Result<u64, StoreError> {
    let now = ctx.now();
    if let Some(known) = ctx.names_given.known(board, now) {
        return Ok(known);
    }
    let counted = store::personas::count_handles(source, board).await?;
    ctx.names_given.keep(board, counted, now);
    Ok(counted)
}

fn is_crowded(used: u64, words: &HandleWords) -> bool {
    used.saturating_mul(100) >= words.pairs().saturating_mul(CROWDED_PERCENT)
}

fn shape(attempt: u32, crowded: bool) -> HandleShape {
    if attempt < TWO_WORD_TRIES && !crowded { HandleShape::Two } else { HandleShape::Three }
}

/// Makes a face by its first act, in the transaction of that act.
pub(crate) async fn make(
    ctx: &Ctx,
    tx: &Tx,
    root: &Root,
    naming: Naming<'_>,
    thread: Option<ThreadId>,
) -> Result<Persona, StoreError> {
    let (key, rolls) = match naming {
        Naming::Board { board, generation, roll } => (root.face(board, generation).row_key(), roll),
        Naming::OneOff { n, .. } => (root.one_off(n).row_key(), 0),
    };
    let mut attempt = 0;
    loop {
        let (handle, tried) = free_from(ctx, tx, root, naming, attempt).await?;
        let persona = Persona {
            key,
            id: PersonaId(draw(ctx.entropy.as_ref())),
            board: naming.board().clone(),
            handle: Some(handle),
            thread,
            rolls,
            posted: false,
            trusted: false,
            restricted: None,
        };
        if store::personas::insert(tx, &persona).await? {
            return Ok(persona);
        }
        // Another node gave the same name a moment ago.
        attempt = tried.saturating_add(1);
    }
}

/// Draws another name for a face that has not written yet.
pub(crate) async fn rename(
    ctx: &Ctx,
    tx: &Tx,
    root: &Root,
    persona: &Persona,
    generation: u32,
) -> Result<Persona, StoreError> {
    let roll = persona.rolls.saturating_add(1);
    let naming = Naming::Board { board: &persona.board, generation, roll };
    let (handle, _) = free_from(ctx, tx, root, naming, 0).await?;
    let renamed = Persona { handle: Some(handle), rolls: roll, ..persona.clone() };
    store::personas::update(tx, &renamed).await?;
    Ok(renamed)
}
