//! Everything that is kept of a member, for them alone, piece by piece: at no moment more than some hundred posts are
//! in memory, and no post costs a query of its own.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::Value;

use crate::ctx::Ctx;
use crate::domain::clock::Timestamp;
use crate::domain::ids::{PersonaId, PostId, ThreadId};
use crate::domain::post::{Post, ReactionKind};
use crate::domain::thread::Thread;
use crate::identity::faces::Faces;
use crate::identity::member::{self, Member, SessionView};
use crate::identity::seal::RowKind;
use crate::identity::sealed;
use crate::store::{self, StoreError};

use super::drafts::{self, Draft};
use super::names::{self, OwnName};

/// Posts of one piece.
const POSTS: usize = 200;
/// Reactions looked through for one piece.
const A_LOOK: u64 = 1_000;

/// What is not written post by post.
pub(crate) struct Kept {
    /// The minute of the export.
    pub(crate) made: Timestamp,
    /// Level 0, 1 or 2.
    pub(crate) level: u8,
    /// All names, given up ones too.
    pub(crate) names: Vec<OwnName>,
    /// The names of boards, by code.
    pub(crate) boards: Vec<(String, String)>,
    /// Sign-ins, with their day.
    pub(crate) sessions: Vec<SessionView>,
    /// Sealed rows by name: settings and whatever else is one row of its kind.
    pub(crate) sealed: Vec<(&'static str, Value)>,
    /// Drafts, also those that became posts.
    pub(crate) drafts: Vec<Draft>,
}

/// A post of one's own, in whatever state, with its text.
pub(crate) struct OwnPost {
    /// The row.
    pub(crate) post: Post,
    /// The name's id.
    pub(crate) persona: PersonaId,
    /// The name; `None` once given up.
    pub(crate) handle: Option<String>,
    /// The code of the thread's board.
    pub(crate) board: String,
    /// The thread's title; empty when its first post was deleted, or when nobody sees the thread and it is another's.
    pub(crate) title: String,
}

/// A reaction that the member gave.
pub(crate) struct OwnReaction {
    /// The post.
    pub(crate) post: PostId,
    /// Its thread.
    pub(crate) thread: ThreadId,
    /// Its position.
    pub(crate) position: Option<i64>,
    /// Which.
    pub(crate) kind: ReactionKind,
}

/// One piece: what stands once first, then posts, then reactions.
pub(crate) enum Piece {
    /// What is not written post by post.
    Kept(Box<Kept>),
    /// Some posts, name by name, oldest first.
    Posts(Vec<OwnPost>),
    /// Some reactions, in no order.
    Reactions(Vec<OwnReaction>),
}

/// Where an export stands.
enum Step {
    Kept,
    Posts(std::vec::IntoIter<PostId>),
    Reactions(Option<[u8; 32]>),
    Done,
}

/// An export under way.
pub(crate) struct Export {
    ctx: Arc<Ctx>,
    member: Arc<Member>,
    faces: Faces,
    step: Step,
}

impl Export {
    /// An export of everything, from the first piece on.
    pub(crate) async fn begin(ctx: &Arc<Ctx>, member: Arc<Member>) -> Result<Self, StoreError> {
        let boards = store::boards::list(ctx.store.read()).await?;
        let faces = member.faces(ctx.store.read(), &boards).await?;
        Ok(Self { ctx: Arc::clone(ctx), member, faces, step: Step::Kept })
    }

    /// The next piece, perhaps an empty one; `None` at the end.
    pub(crate) async fn next(&mut self) -> Result<Option<Piece>, StoreError> {
        match &mut self.step {
            Step::Kept => {
                let kept = self.kept().await?;
                let ids = store::posts::ids_of(self.ctx.store.read(), &self.faces.keys()).await?;
                self.step = Step::Posts(ids.into_iter());
                Ok(Some(Piece::Kept(Box::new(kept))))
            }
            Step::Posts(left) => {
                let ids: Vec<PostId> = left.by_ref().take(POSTS).collect();
                if ids.is_empty() {
                    self.step = Step::Reactions(None);
                    return Ok(Some(Piece::Posts(Vec::new())));
                }
                Ok(Some(Piece::Posts(self.posts(&ids).await?)))
            }
            Step::Reactions(after) => {
                let after = *after;
                let rows = store::reactions::page(self.ctx.store.read(), after, A_LOOK).await?;
                self.step = rows.last().map_or(Step::Done, |last| Step::Reactions(Some(last.0)));
                Ok(Some(Piece::Reactions(self.reactions(rows).await?)))
            }
            Step::Done => Ok(None),
        }
    }

    async fn kept(&self) -> Result<Kept, StoreError> {
        let (ctx, member) = (self.ctx.as_ref(), self.member.as_ref());
        let (level, names) = names::mine(ctx, member).await?;
        let boards = store::boards::list(ctx.store.read()).await?;
        let mut sealed = Vec::new();
        for (kind, name) in RowKind::NAMED {
            let Some(name) = name else { continue };
            if let Some(value) = sealed::read::<Value>(ctx.store.read(), &member.root, &kind).await? {
                sealed.push((name, value));
            }
        }
        Ok(Kept {
            made: ctx.now().to_minute(),
            level,
            names,
            boards: boards.into_iter().map(|board| (board.code.as_str().to_owned(), board.name)).collect(),
            sessions: member::sessions(ctx, member).await?,
            sealed,
            drafts: drafts::stored(ctx, member).await?,
        })
    }

    async fn posts(&self, ids: &[PostId]) -> Result<Vec<OwnPost>, StoreError> {
        let source = self.ctx.store.read();
        let mut posts = store::posts::find_many(source, ids).await?;
        posts.sort_by_key(|post| ids.iter().position(|id| *id == post.id));
        let threads: BTreeSet<ThreadId> = posts.iter().map(|post| post.thread).collect();
        let threads = store::threads::find_many(source, &threads.into_iter().collect::<Vec<_>>()).await?;
        let own = |post: Post| {
            let face = &self.faces.find(post.author?)?.persona;
            let thread = threads.iter().find(|thread| thread.id == post.thread)?;
            let title = if self.may_see(thread) { thread.title.clone() } else { String::new() };
            let (persona, handle) = (face.id, face.handle.clone());
            Some(OwnPost { post, persona, handle, board: thread.board.as_str().to_owned(), title })
        };
        Ok(posts.into_iter().filter_map(own).collect())
    }

    fn may_see(&self, thread: &Thread) -> bool {
        thread.visible || thread.author.is_some_and(|author| self.faces.find(author).is_some())
    }

    async fn reactions(&self, rows: Vec<([u8; 32], PostId, ReactionKind)>) -> Result<Vec<OwnReaction>, StoreError> {
        let root = &self.member.root;
        let given: Vec<_> =
            rows.into_iter().filter(|(key, post, kind)| root.reaction(*post, kind.number()) == *key).collect();
        let ids: Vec<PostId> = given.iter().map(|(_, post, _)| *post).collect();
        let posts =
            if ids.is_empty() { Vec::new() } else { store::posts::find_many(self.ctx.store.read(), &ids).await? };
        let own = |(_, id, kind): ([u8; 32], PostId, ReactionKind)| {
            let post = posts.iter().find(|post| post.id == id)?;
            Some(OwnReaction { post: id, thread: post.thread, position: post.position, kind })
        };
        Ok(given.into_iter().filter_map(own).collect())
    }
}
