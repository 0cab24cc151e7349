//! What tests enter in the ledger that nothing in the product enters yet: what decisions do. Nothing in the product
//! calls it.

use crate::domain::clock::Timestamp;
use crate::domain::ids::{PersonaId, PostId};
use crate::domain::persona::Scope;
use crate::privacy::ledger::{Entry, enter};
use crate::store::{self, StoreError};

use super::running::Running;

/// A decision.
#[derive(Clone, Copy, Debug)]
pub enum Decision {
    /// The text of a post is removed.
    Remove(PostId),
    /// It comes back.
    PutBack(PostId),
    /// A restriction is set on a face.
    Restrict(PersonaId, Scope, Option<Timestamp>),
    /// It is lifted.
    Lift(PersonaId),
}

/// Enters a decision; false when the ledger or the database failed, or there is no such face.
pub async fn decide(running: &Running, decision: Decision) -> bool {
    entered(running, decision).await.unwrap_or(false)
}

async fn entered(running: &Running, decision: Decision) -> Result<bool, StoreError> {
    let ctx = running.ctx();
    let face = async |id| store::personas::find_by_id(ctx.store.read(), id).await;
    let entry = match decision {
        Decision::Remove(post) => Entry::RemovedText(post),
        Decision::PutBack(post) => Entry::PutBackText(post),
        Decision::Restrict(id, scope, until) => match face(id).await? {
            Some(face) => Entry::Restriction { face: face.key, restricted: Some((scope, until)) },
            None => return Ok(false),
        },
        Decision::Lift(id) => match face(id).await? {
            Some(face) => Entry::Restriction { face: face.key, restricted: None },
            None => return Ok(false),
        },
    };
    enter(ctx, &[entry]).await.map(|()| true)
}
