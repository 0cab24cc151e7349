//! Giving up one name, with its posts or leaving them to "departed member 1, 2 …".

use std::sync::Arc;

use crate::ctx::Ctx;
use crate::domain::ids::PersonaId;
use crate::identity::member::Member;
use crate::store;

pub(crate) use super::give_up::Posts;
use super::give_up::{What, give_up};
use super::refusal::Refusal;

/// Which name.
#[derive(Clone, Debug)]
pub(crate) enum Which {
    /// The one in use on a board, by code or slug.
    OnBoard(String),
    /// Any of one's own, one-off ones too.
    Persona(PersonaId),
}

/// Gives up a name: its row stays without the handle, with its standing; the handle never comes back. One transaction,
/// one face. Doing it twice answers `NotFound`.
pub(crate) async fn retire(ctx: &Arc<Ctx>, member: Arc<Member>, which: Which, posts: Posts) -> Result<(), Refusal> {
    let (ctx, store) = (Arc::clone(ctx), ctx.store.clone());
    store
        .tx(move |tx| {
            Box::pin(async move {
                member.hold(tx).await?;
                let boards = store::boards::list(tx).await?;
                let faces = member.faces(tx, &boards).await?;
                let face = match &which {
                    Which::OnBoard(board) => {
                        let board = store::boards::find(tx, board).await?.ok_or(Refusal::NotFound)?;
                        faces.on_board(&board.code)
                    }
                    Which::Persona(id) => faces.iter().find(|f| f.persona.id == *id && !f.persona.retired()),
                };
                let persona = face.ok_or(Refusal::NotFound)?.persona.clone();
                Ok(give_up(&ctx, tx, &persona, posts, What::Name).await?)
            })
        })
        .await
}
