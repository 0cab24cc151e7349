//! Giving up a face, alone or with its member's account: what becomes of its posts, its handle and its row. The
//! caller's transaction holds the member's lock and writes for no other face.

use std::collections::BTreeMap;

use crate::ctx::Ctx;
use crate::domain::event::EventKind;
use crate::domain::ids::{PostId, ThreadId};
use crate::domain::persona::Persona;
use crate::domain::post::PostState;
use crate::domain::thread::Thread;
use crate::identity::naming::used_hash;
use crate::privacy::ledger::{self, Entry};
use crate::store::leaving::{self, Trace};
use crate::store::{self, StoreError, Tx};

/// What becomes of the posts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Posts {
    /// They are deleted.
    Remove,
    /// They stay, without a name.
    Depart,
}

/// What goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// The name: the face's row stays without it, with its standing.
    Name,
    /// The face, with the account: nothing leads from its posts to it, or to each other beyond one thread.
    Face,
}

/// What the ledger is told, with texts of its own.
#[derive(Default)]
struct Told {
    erased: Vec<PostId>,
    dropped: Vec<(PostId, String)>,
}

/// Gives a face up, in the caller's transaction. The handle never comes back.
pub(super) async fn give_up(ctx: &Ctx, tx: &Tx, face: &Persona, posts: Posts, what: What) -> Result<(), StoreError> {
    let threads = leaving::lock_threads_of(tx, face.key).await?;
    // Read behind the locks: a waiting post may have appeared a moment ago.
    let mut by_thread: BTreeMap<ThreadId, Vec<Trace>> = BTreeMap::new();
    for trace in leaving::traces(tx, face.key).await? {
        by_thread.entry(trace.thread).or_default().push(trace);
    }
    let mut told = Told::default();
    for mut thread in threads {
        if what == What::Face && thread.author == Some(face.key) {
            thread.author = None;
        }
        let written = by_thread.remove(&thread.id).unwrap_or_default();
        leave_thread(tx, &mut thread, written, posts, what, &mut told).await?;
    }
    if let Some(handle) = &face.handle {
        store::personas::keep_used_handle(tx, &face.board, &used_hash(ctx, &face.board, handle)).await?;
    }
    store::notifications::delete_of(tx, face.key).await?;
    let gone = match what {
        What::Name => {
            store::personas::update(tx, &Persona { handle: None, ..face.clone() }).await?;
            Entry::RetiredFace(face.key)
        }
        What::Face => {
            leaving::forget_face(tx, face.key).await?;
            Entry::ErasedFace(face.key)
        }
    };
    let erased = told.erased.iter().map(|id| Entry::ErasedPost(*id));
    let dropped = told.dropped.iter().map(|(post, old)| Entry::DroppedText { post: *post, old });
    ledger::enter(ctx, &erased.chain(dropped).chain([gone]).collect::<Vec<_>>()).await
}

/// Whether a post's text goes.
fn goes(post: &Trace, posts: Posts, what: What) -> bool {
    match (post.state, what) {
        (PostState::Deleted, _) => false,
        // A text that a decision removed stays for its appeal while there is somebody to appeal.
        (PostState::Removed, What::Name) => false,
        (_, What::Name) => posts == Posts::Remove || post.position.is_none(),
        // Whatever readers do not see would wait for somebody who is gone.
        (state, What::Face) => posts == Posts::Remove || !state.shows_text(),
    }
}

/// All posts of one face in one thread. Those that were published bear one number from now on, tombstones too: without
/// one they would bear another's, or none.
async fn leave_thread(
    tx: &Tx,
    thread: &mut Thread,
    mut written: Vec<Trace>,
    posts: Posts,
    what: What,
    told: &mut Told,
) -> Result<(), StoreError> {
    // The first post last: then nobody else speaks in the thread, or somebody does.
    written.sort_by_key(|post| (post.starts_thread, post.position, post.id));
    let known = written.iter().find_map(|post| post.departed);
    let number = match known {
        Some(number) => number,
        None => store::posts::last_departed(tx, thread.id).await?.saturating_add(1),
    };
    let (mut emptied, mut numbered, mut news) = (Vec::new(), Vec::new(), Vec::new());
    for post in written {
        let seen = post.position.is_some();
        if seen && (post.departed.is_none() || post.pending_body.is_some()) {
            numbered.push(post.id);
        }
        if goes(&post, posts, what) {
            count_out(thread, &post);
            emptied.push(post.id);
            told.erased.push(post.id);
            if seen {
                news.push((EventKind::PostRemoved, post.id));
            }
            continue;
        }
        if seen && post.departed.is_none() {
            news.push((EventKind::PostEdited, post.id));
        }
        if let Some(old) = post.pending_body {
            told.dropped.push((post.id, old));
        }
    }
    leaving::empty(tx, &emptied).await?;
    store::flags::delete_of(tx, &emptied).await?;
    leaving::number(tx, &numbered, number).await?;
    leaving::record(tx, thread, &news).await
}

/// What a deleted post leaves of its thread: with the first post goes the title, and a thread in which nobody else
/// speaks goes out of sight as a whole.
fn count_out(thread: &mut Thread, post: &Trace) {
    if post.starts_thread {
        thread.title = String::new();
        thread.visible &= thread.replies > 0;
    } else if post.position.is_some() {
        thread.replies = thread.replies.saturating_sub(1).max(0);
    }
}
