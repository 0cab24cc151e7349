//! Names: the one that a member has on a board, drawing another before the first post, and the list for `/me`.

use std::sync::Arc;

use crate::ctx::Ctx;
use crate::domain::board::Board;
use crate::domain::ids::{BoardCode, PersonaId, ThreadId};
use crate::domain::persona::{Persona, REROLLS};
use crate::domain::thread::Thread;
use crate::identity::member::Member;
use crate::identity::naming::{self, Naming};
use crate::store::{self, StoreError};

use super::refusal::Refusal;

/// The name that a member has, or would get, on a board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NameHere {
    /// The name.
    pub(crate) handle: String,
    /// The face's id; `None` while there is no face yet.
    pub(crate) persona: Option<PersonaId>,
    /// How often another one may be drawn.
    pub(crate) rerolls_left: u32,
}

impl NameHere {
    fn of(persona: &Persona) -> Self {
        Self {
            handle: persona.handle.clone().unwrap_or_default(),
            persona: Some(persona.id),
            rerolls_left: persona.rerolls_left(),
        }
    }
}

/// The name of a member on a board. Looking makes no face.
pub(crate) async fn here(ctx: &Ctx, member: &Member, board: &Board) -> Result<NameHere, StoreError> {
    let faces = member.faces(ctx.store.read(), std::slice::from_ref(board)).await?;
    if let Some(face) = faces.on_board(&board.code) {
        return Ok(NameHere::of(&face.persona));
    }
    let generation = faces.next_generation(&board.code);
    let naming = Naming::Board { board: &board.code, generation, roll: 0 };
    let handle = naming::candidate(ctx, ctx.store.read(), &member.root, naming).await?;
    Ok(NameHere { handle, persona: None, rerolls_left: REROLLS })
}

/// Draws another name. Refused after the first post and after the fifth draw.
pub(crate) async fn reroll(ctx: &Arc<Ctx>, member: Arc<Member>, board: &str) -> Result<NameHere, Refusal> {
    let (ctx, store, board) = (Arc::clone(ctx), ctx.store.clone(), board.to_owned());
    store
        .tx(move |tx| {
            Box::pin(async move {
                member.hold(tx).await?;
                let board = store::boards::find(tx, &board).await?.ok_or(Refusal::NotFound)?;
                let faces = member.faces(tx, &store::boards::list(tx).await?).await?;
                if let Some(until) = faces.restriction(&board.code, ctx.now()) {
                    return Err(Refusal::Restricted { until });
                }
                let generation = faces.next_generation(&board.code);
                let (persona, generation) = match faces.on_board(&board.code) {
                    Some(face) => (face.persona.clone(), face.n),
                    None => {
                        let naming = Naming::Board { board: &board.code, generation, roll: 0 };
                        (naming::make(&ctx, tx, &member.root, naming, None).await?, generation)
                    }
                };
                if persona.rerolls_left() == 0 {
                    return Err(Refusal::NameFixed);
                }
                let renamed = naming::rename(&ctx, tx, &member.root, &persona, generation).await?;
                Ok(NameHere::of(&renamed))
            })
        })
        .await
}

/// How a face stands, for its holder alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Nothing against it.
    Good,
    /// A restriction holds.
    Restricted,
    /// Given up.
    Retired,
}

/// One of a member's own names.
#[derive(Clone, Debug)]
pub(crate) struct OwnName {
    /// The face's id.
    pub(crate) id: PersonaId,
    /// Its board.
    pub(crate) board: BoardCode,
    /// Its name; empty once given up.
    pub(crate) handle: String,
    /// The thread in which it lives, when it is a one-off name.
    pub(crate) thread: Option<ThreadId>,
    /// How many posts of it there are.
    pub(crate) posts: u64,
    /// Names left to draw.
    pub(crate) rerolls_left: u32,
    /// How it stands.
    pub(crate) standing: Standing,
}

/// A member's names and level, for `/me`.
pub(crate) async fn mine(ctx: &Ctx, member: &Member) -> Result<(u8, Vec<OwnName>), StoreError> {
    let source = ctx.store.read();
    let boards = store::boards::list(source).await?;
    let faces = member.faces(source, &boards).await?;
    let now = ctx.now();
    let level = store::quotas::record(source, &faces.keys(), now).await?.level(now).number();
    let counts = store::quotas::posts_by_face(source, &faces.keys()).await?;
    let names = faces.iter().map(|face| {
        let persona = &face.persona;
        let standing = match (persona.retired(), persona.restriction_at(now)) {
            (true, _) => Standing::Retired,
            (false, Some(_)) => Standing::Restricted,
            (false, None) => Standing::Good,
        };
        OwnName {
            id: persona.id,
            board: persona.board.clone(),
            handle: persona.handle.clone().unwrap_or_default(),
            thread: persona.thread,
            posts: counts.iter().find(|(key, _)| *key == persona.key).map_or(0, |(_, count)| *count),
            rerolls_left: persona.rerolls_left(),
            standing,
        }
    });
    Ok((level, names.collect()))
}

/// The threads in which one's own one-off names live, in no order.
pub(crate) async fn threads_of(ctx: &Ctx, names: &[OwnName]) -> Result<Vec<Thread>, StoreError> {
    let ids: Vec<ThreadId> = names.iter().filter_map(|name| name.thread).collect();
    store::threads::find_many(ctx.store.read(), &ids).await
}
