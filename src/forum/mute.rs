//! Muting a name: its posts are one line, for this member alone. Nobody else can see it.

use crate::ctx::Ctx;
use crate::domain::board::Board;
use crate::domain::ids::{BoardCode, PersonaId};
use crate::identity::member::Member;
use crate::identity::mutes::{self, Mutes};
use crate::store::{self, StoreError};

use super::refusal::Refusal;

/// Mutes a face. Refused for one's own; there is a bound.
pub(crate) async fn mute(ctx: &Ctx, member: &Member, id: PersonaId) -> Result<(), Refusal> {
    let source = ctx.store.read();
    let found = store::personas::find_by_id(source, id).await?.filter(|persona| !persona.retired());
    let persona = found.ok_or(Refusal::NotFound)?;
    let boards: Vec<Board> = store::boards::list(source).await?;
    if member.faces(source, &boards).await?.find(persona.key).is_some() {
        return Err(Refusal::OwnName);
    }
    if mutes::add(ctx, member, id).await? { Ok(()) } else { Err(Refusal::TooManyMuted) }
}

/// Takes it back; no error when the face is not muted, or not there any more.
pub(crate) async fn unmute(ctx: &Ctx, member: &Member, id: PersonaId) -> Result<(), Refusal> {
    Ok(mutes::remove(ctx, member, id).await?)
}

/// A muted name as its member sees it.
#[derive(Clone, Debug)]
pub(crate) struct Muted {
    /// The face.
    pub(crate) id: PersonaId,
    /// Its name and board; `None` once its holder gave it up.
    pub(crate) name: Option<(String, BoardCode)>,
}

/// All muted names, by name; given-up ones last.
pub(crate) async fn list(ctx: &Ctx, mutes: &Mutes) -> Result<Vec<Muted>, StoreError> {
    let ids = mutes.ids();
    let found = store::personas::find_by_ids(ctx.store.read(), &ids).await?;
    let muted = ids.into_iter().map(|id| {
        let persona = found.iter().find(|persona| persona.id == id);
        Muted { id, name: persona.and_then(|p| p.handle.clone().map(|handle| (handle, p.board.clone()))) }
    });
    let mut muted: Vec<Muted> = muted.collect();
    muted.sort_by(|a, b| (a.name.is_none(), &a.name, a.id).cmp(&(b.name.is_none(), &b.name, b.id)));
    Ok(muted)
}
