//! Reactions: one press, no names, no ranking.

use std::sync::Arc;

use crate::ctx::Ctx;
use crate::domain::ids::PostId;
use crate::domain::post::ReactionKind;
use crate::identity::member::Member;
use crate::store;

use super::refusal::Refusal;

/// The act "reacted", for the hourly number in this node's memory.
const ACT_REACT: u64 = 2;

/// Gives (`give`) or takes back a reaction; doing it twice changes nothing more. Answers whether it now stands.
pub(crate) async fn set(
    ctx: &Arc<Ctx>,
    member: Arc<Member>,
    post: PostId,
    kind: ReactionKind,
    give: bool,
) -> Result<bool, Refusal> {
    let (ctx, store) = (Arc::clone(ctx), ctx.store.clone());
    let key = member.root.reaction(post, kind.number());
    store
        .tx(move |tx| {
            Box::pin(async move {
                member.hold(tx).await?;
                let post = store::posts::find(tx, post).await?.ok_or(Refusal::NotFound)?;
                let thread = store::threads::find(tx, post.thread).await?.ok_or(Refusal::NotFound)?;
                if post.position.is_none() || !thread.visible {
                    return Err(Refusal::NotFound);
                }
                if !give {
                    store::reactions::delete(tx, &key, &post, kind).await?;
                    return Ok(false);
                }
                if !post.state.shows_text() {
                    return Err(Refusal::WrongState);
                }
                let boards = store::boards::list(tx).await?;
                let faces = member.faces(tx, &boards).await?;
                let now = ctx.now();
                if let Some(until) = faces.restriction(&thread.home_board, now) {
                    return Err(Refusal::Restricted { until });
                }
                if post.author.is_some_and(|author| faces.find(author).is_some()) {
                    return Err(Refusal::OwnPost);
                }
                let most = ctx.limits.unless_off(ctx.limits.reactions_per_hour);
                if let Some(until) = ctx.gaps.too_many_an_hour(member.gap_tag(), ACT_REACT, most, now) {
                    return Err(Refusal::ManyReactions { until });
                }
                if store::reactions::insert(tx, &key, &post, kind).await? {
                    ctx.gaps.note(member.gap_tag(), ACT_REACT, now);
                }
                Ok(true)
            })
        })
        .await
}

/// Whether a reaction of this member stands.
pub(crate) async fn stands(ctx: &Ctx, member: &Member, post: PostId, kind: ReactionKind) -> Result<bool, Refusal> {
    let key = member.root.reaction(post, kind.number());
    Ok(!store::reactions::find_many(ctx.store.read(), &[key]).await?.is_empty())
}
