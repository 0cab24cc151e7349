//! The proof that a request comes from a member: a live session and the root that its token opened.

use crate::ctx::Ctx;
use crate::domain::board::Board;
use crate::domain::clock::Timestamp;
use crate::store::sessions::SessionRow;
use crate::store::{self, Source, StoreError, Tx};

use super::faces::Faces;
use super::keys::Root;
use super::marks::Marks;
use super::session::{Presented, SessionKind, SessionRowKey, Standing, Token, public_id};

/// A signed-in member. Only [`resolve`] and signing in make one; use cases demand it.
pub(crate) struct Member {
    /// The member's root. Everything of theirs is derived from it.
    pub(crate) root: Root,
    /// The session of this request.
    pub(crate) session: SessionRowKey,
}

impl Member {
    /// All faces of this member, retired and one-off ones too.
    pub(crate) async fn faces(&self, source: &impl Source, boards: &[Board]) -> Result<Faces, StoreError> {
        Faces::load(source, &self.root, boards).await
    }

    /// The first thing that each write of a member does, for a face or for themselves: other writes of the member wait
    /// until this transaction ends, also on another node, and the session still lives. Leaving ends all sessions under
    /// the same lock before it deletes anything, so no write that began before can come after it.
    pub(crate) async fn hold(&self, tx: &Tx) -> Result<(), StoreError> {
        self.holding().take(tx).await
    }

    /// [`Member::hold`], for a transaction that can't borrow the member.
    pub(crate) fn holding(&self) -> Holding {
        Holding { lock: self.root.write_lock(), session: self.session }
    }

    /// The tag under which this node's memory keeps gaps: tells nothing without the root.
    pub(crate) fn gap_tag(&self) -> [u8; 32] {
        self.root.sealed(&super::seal::RowKind::named(b"gaps"))
    }
}

/// What [`Member::hold`] needs: the member's lock and the session.
#[derive(Clone, Copy)]
pub(crate) struct Holding {
    lock: i64,
    session: SessionRowKey,
}

impl Holding {
    /// Waits for the member's other writes; `SessionEnded` when the session has ended by then.
    pub(crate) async fn take(self, tx: &Tx) -> Result<(), StoreError> {
        store::quotas::lock_member(tx, self.lock).await?;
        store::sessions::demand(tx, &self.session.0).await
    }
}

/// A member, and what to send back with the answer.
pub(crate) struct Resolved {
    /// The member.
    pub(crate) member: Member,
    /// The cookie's new text when its stamp is old enough to be renewed; `None` otherwise.
    pub(crate) fresh_cookie: Option<zeroize::Zeroizing<String>>,
    /// How far this browser read in followed threads since that was last written.
    pub(crate) marks: Marks,
}

/// The member of a presented token; `None` when no live session answers to it. A session that ended is removed.
pub(crate) async fn resolve(ctx: &Ctx, presented: &Presented) -> Result<Option<Resolved>, StoreError> {
    let key = presented.token.row_key();
    let Some(row) = store::sessions::find(ctx.store.read(), &key.0).await? else { return Ok(None) };
    let Ok(root) = presented.token.open_root(&row.sealed_root) else { return Ok(None) };
    let now = ctx.now();
    match presented.check(&root, now) {
        Ok(standing) => {
            let sealed = presented.marks.as_deref();
            let fresh = (standing == Standing::RenewStamp).then(|| presented.token.cookie(&root, now, sealed));
            let marks = sealed.map(|text| Marks::open(&root, &key, text)).unwrap_or_default();
            Ok(Some(Resolved { member: Member { root, session: key }, fresh_cookie: fresh, marks }))
        }
        Err(_) => {
            end(ctx, key).await?;
            Ok(None)
        }
    }
}

/// A session that has just begun.
pub(crate) struct SignedIn {
    /// The member.
    pub(crate) member: Member,
    /// The token; its text goes to the browser or the script and is kept nowhere.
    pub(crate) token: Token,
}

/// A new session's token and row, not written yet.
pub(crate) fn begin(ctx: &Ctx, root: &Root, kind: SessionKind) -> Result<(Token, SessionRow), StoreError> {
    let now = ctx.now();
    let entropy = ctx.entropy.as_ref();
    let token = Token::issue(root, kind, now, entropy);
    let key = token.row_key();
    let broken = |_| StoreError::Bug("a session could not be sealed");
    let row = SessionRow {
        key: key.0,
        tag: root.sessions(),
        sealed_root: token.seal_root(root, entropy).map_err(broken)?,
        sealed_day: root.seal_day(&key, now.day(), entropy).map_err(broken)?,
        ends_month: token.end().month(),
    };
    Ok((token, row))
}

/// Ends one session.
pub(crate) async fn end(ctx: &Ctx, session: SessionRowKey) -> Result<(), StoreError> {
    ctx.store.tx(move |tx| Box::pin(async move { store::sessions::delete(tx, &session.0).await.map(|_| ()) })).await
}

/// Ends the session that answers to a token, if there is one. Whoever holds the token may end it: nothing else is
/// asked, so it works for one that is idle, too.
pub(crate) async fn end_presented(ctx: &Ctx, presented: &Presented) -> Result<(), StoreError> {
    let key = presented.token.row_key();
    match store::sessions::find(ctx.store.read(), &key.0).await? {
        Some(_) => end(ctx, key).await,
        None => Ok(()),
    }
}

/// A session as its member sees it.
#[derive(Clone, Debug)]
pub(crate) struct SessionView {
    /// The id under which it can be ended.
    pub(crate) id: String,
    /// The UTC day of signing in.
    pub(crate) day: Timestamp,
    /// It is the one of this request.
    pub(crate) current: bool,
}

/// All sessions of a member, newest day first.
pub(crate) async fn sessions(ctx: &Ctx, member: &Member) -> Result<Vec<SessionView>, StoreError> {
    let rows = store::sessions::list(ctx.store.read(), &member.root.sessions()).await?;
    let mut views = Vec::with_capacity(rows.len());
    for row in rows {
        let key = SessionRowKey(row.key);
        let day = member.root.open_day(&key, &row.sealed_day).map_err(|_| StoreError::Corrupt { table: "sessions" })?;
        let day = Timestamp(day.saturating_mul(crate::domain::clock::DAY_MS));
        views.push(SessionView { id: public_id(&key), day, current: key == member.session });
    }
    views.sort_by(|a, b| (b.day, &a.id).cmp(&(a.day, &b.id)));
    Ok(views)
}

/// Ends the session of this public id; false when the member has none such.
pub(crate) async fn end_by_id(ctx: &Ctx, member: &Member, id: &str) -> Result<bool, StoreError> {
    let rows = store::sessions::list(ctx.store.read(), &member.root.sessions()).await?;
    match rows.into_iter().map(|row| SessionRowKey(row.key)).find(|key| public_id(key) == id) {
        Some(key) => end(ctx, key).await.map(|()| true),
        None => Ok(false),
    }
}

/// Ends all sessions of a member but the one of this request.
pub(crate) async fn end_others(ctx: &Ctx, member: &Member) -> Result<(), StoreError> {
    let (tag, keep) = (member.root.sessions(), member.session.0);
    ctx.store.tx(move |tx| Box::pin(async move { store::sessions::delete_others(tx, &tag, &keep).await })).await
}

/// Which of these sessions have ended.
pub(crate) async fn ended(ctx: &Ctx, sessions: &[[u8; 32]]) -> Result<Vec<[u8; 32]>, StoreError> {
    let mut ended = Vec::new();
    // Engines bound the number of values in one question.
    for some in sessions.chunks(500) {
        let living = store::sessions::living(ctx.store.read(), some).await?;
        ended.extend(some.iter().filter(|key| !living.contains(key)).copied());
    }
    Ok(ended)
}
