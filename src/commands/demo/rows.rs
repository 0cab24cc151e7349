//! A large community, written as rows: the same shapes as use cases write, in the order of their keys, so that no page
//! of the database is written twice.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::app::system::SystemEntropy;
use crate::ctx::Ctx;
use crate::domain::board::Board;
use crate::domain::clock::Timestamp;
use crate::domain::entropy::{Entropy, draw};
use crate::domain::event::{Event, EventKind};
use crate::domain::ids::{PersonaId, PostId, ThreadId};
use crate::domain::persona::Persona;
use crate::domain::post::ReactionKind;
use crate::domain::thread::{Thread, ThreadState};
use crate::identity::keys::Root;
use crate::identity::naming::{self, Naming};
use crate::identity::tags::OnceKey;
use crate::store::bulk::Given;
use crate::store::members::Unlock;
use crate::store::{self, StoreError};

use super::DemoError;
use super::chance::{Chance, Seeded, Stream};
use super::content::Content;
use super::plan::{Plan, Planned};
use super::texts;

/// Small rows of one transaction; a running instance waits for it.
const AT_ONCE: usize = 5_000;
/// Bytes of a wrapped root: nonce, root, tag.
const WRAPPED: usize = 24 + 32 + 16;

/// A post, before its words.
#[derive(Clone, Copy)]
pub(super) struct Sketch {
    /// Its id.
    pub(super) id: PostId,
    /// Its place in the plan.
    pub(super) n: usize,
    /// The plan's entry.
    pub(super) planned: Planned,
    /// The place of its face among all faces.
    pub(super) face: usize,
    /// Its position.
    pub(super) position: i64,
    /// The position that it answers.
    pub(super) reply_to: Option<i64>,
    /// What became of it.
    pub(super) fate: Fate,
}

/// What became of a post.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// It stands as it was written.
    Stands,
    /// Its writer added a sentence.
    Edited,
    /// Its writer took it back.
    Deleted,
}

/// Everything but the words.
pub(super) struct Draft {
    /// The seed.
    pub(super) seed: u64,
    /// The members' roots.
    pub(super) roots: Vec<Root>,
    /// Their faces.
    pub(super) faces: Vec<Persona>,
    /// Threads, in the order of the plan.
    pub(super) threads: Vec<Thread>,
    /// The told content of each thread.
    pub(super) told: Vec<Option<usize>>,
    /// Posts, in the order of their ids.
    pub(super) posts: Vec<Sketch>,
}

/// Writes the plan; answers the roots of its members.
pub(super) async fn write(
    ctx: &Arc<Ctx>,
    content: &Content,
    boards: Vec<Board>,
    plan: &Plan,
) -> Result<Vec<Root>, DemoError> {
    let (draft, events) = Sketcher::new(content, boards, plan).sketch()?;
    let mut members: Vec<Unlock> = draft.roots.iter().map(unlock).collect();
    members.sort_unstable_by_key(|member| member.lookup);
    in_pieces(ctx, members, |tx, some| Box::pin(async move { store::bulk::members(tx, &some).await })).await?;
    let mut faces = draft.faces.clone();
    faces.sort_unstable_by_key(|face| face.key);
    in_pieces(ctx, faces, |tx, some| Box::pin(async move { store::bulk::personas(tx, &some).await })).await?;
    let mut threads = draft.threads.clone();
    threads.sort_unstable_by_key(|thread| thread.id);
    in_pieces(ctx, threads, |tx, some| Box::pin(async move { store::bulk::threads(tx, &some).await })).await?;
    in_pieces(ctx, events, |tx, some| Box::pin(async move { store::bulk::events(tx, &some).await })).await?;
    let draft = Arc::new(draft);
    texts::write(ctx, &draft).await?;
    let mut reactions: Vec<Given> = draft.posts.iter().flat_map(|sketch| draft.reactions_to(sketch)).collect();
    reactions.sort_unstable_by_key(|(key, _, _)| *key);
    in_pieces(ctx, reactions, |tx, some| Box::pin(async move { store::bulk::reactions(tx, &some).await })).await?;
    Ok(Arc::into_inner(draft).map(|draft| draft.roots).unwrap_or_default())
}

/// A transaction for every few thousand rows.
async fn in_pieces<T, F>(ctx: &Ctx, rows: Vec<T>, write: F) -> Result<(), StoreError>
where
    T: Send + 'static,
    F: for<'t> Fn(&'t store::Tx, Vec<T>) -> futures_util::future::BoxFuture<'t, Result<(), StoreError>>,
    F: Copy + Send + Sync + 'static,
{
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let some: Vec<T> = rows.by_ref().take(AT_ONCE).collect();
        ctx.store.tx(move |tx| write(tx, some)).await?;
    }
    Ok(())
}

/// A member's row that no phrase opens: drawn, where the hash of a phrase would stand.
fn unlock(root: &Root) -> Unlock {
    let mut wrapped_root = vec![0; WRAPPED];
    SystemEntropy.fill(&mut wrapped_root);
    Unlock { lookup: draw(&SystemEntropy), tag: root.unlocks(), wrapped_root, pending: false }
}

impl Draft {
    /// Reactions to a post: the same each time it is asked.
    pub(super) fn reactions_to(&self, sketch: &Sketch) -> Vec<Given> {
        let mut chance = Chance::new(self.seed, Stream::Afterwards, (sketch.n as u64) << 32 | 2);
        let mut given: Vec<Given> = Vec::new();
        if sketch.fate == Fate::Deleted || chance.percent(50) {
            return given;
        }
        for _ in 0..1 + chance.below(2) {
            let one = chance.below(self.roots.len());
            let kind = *chance.pick(&ReactionKind::ALL).unwrap_or(&ReactionKind::WithYou);
            let Some(root) = self.roots.get(one).filter(|_| one != sketch.planned.author as usize) else { continue };
            let key = root.reaction(sketch.id, kind.number());
            if given.iter().all(|(other, _, _)| *other != key) {
                given.push((key, sketch.id, kind));
            }
        }
        given
    }
}

/// Goes through the plan once, in the order of time.
struct Sketcher<'a> {
    plan: &'a Plan,
    content: &'a Content,
    boards: Vec<Board>,
    draft: Draft,
    ids: Seeded,
    /// The face of a member on a board, or in a thread.
    face_of: HashMap<(u32, Place), usize>,
    /// Names given on each board.
    given: Vec<HashSet<String>>,
    one_offs: Vec<u32>,
    events: Vec<Event>,
}

/// Where a face speaks.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Place {
    Board(usize),
    Thread(u32),
}

impl<'a> Sketcher<'a> {
    fn new(content: &'a Content, boards: Vec<Board>, plan: &'a Plan) -> Self {
        let ids = Seeded::new(Chance::new(plan.seed, Stream::Members, 0));
        let roots: Vec<Root> = (0..plan.members).map(|_| Root::draw(&ids)).collect();
        let draft = Draft {
            seed: plan.seed,
            roots,
            faces: Vec::new(),
            threads: Vec::with_capacity(plan.threads.len()),
            told: plan.threads.iter().map(|thread| thread.told).collect(),
            posts: Vec::with_capacity(plan.posts.len()),
        };
        let given = vec![HashSet::new(); boards.len()];
        let one_offs = vec![0; plan.members as usize];
        Self { plan, content, boards, draft, ids, face_of: HashMap::new(), given, one_offs, events: Vec::new() }
    }

    fn sketch(mut self) -> Result<(Draft, Vec<Event>), DemoError> {
        // Threads are numbered in the order in which they start, as their first posts come.
        for (n, planned) in self.plan.posts.iter().enumerate() {
            self.post(n, *planned)?;
        }
        self.draft.posts.sort_unstable_by_key(|sketch| sketch.id);
        self.events.sort_unstable_by_key(|event| (event.thread, event.seq));
        Ok((self.draft, self.events))
    }

    fn post(&mut self, n: usize, planned: Planned) -> Result<(), DemoError> {
        const PLAN: DemoError = DemoError::Refused("plan");
        let mut chance = Chance::new(self.plan.seed, Stream::Afterwards, n as u64);
        let root = self.draft.roots.get(planned.author as usize).ok_or(PLAN)?;
        let once = OnceKey::parse(&format!("demo-{n}")).map_err(|_| PLAN)?;
        let (id, thread_id) = (root.post_id(&once), root.thread_id(&once));
        let board = self.plan.threads.get(planned.thread as usize).ok_or(PLAN)?.board;
        let face = self.face(planned, board, &mut chance)?;
        if planned.number == 0 {
            let thread = self.thread(planned, thread_id, board, face)?;
            self.draft.threads.push(thread);
        }
        let one_off = self.draft.faces.get(face).is_some_and(|face| face.thread.is_some());
        let thread = self.draft.threads.get_mut(planned.thread as usize).ok_or(PLAN)?;
        if one_off && let Some(face) = self.draft.faces.get_mut(face) {
            face.thread = Some(thread.id);
        }
        let fate = match chance.below(100) {
            0..4 => Fate::Edited,
            4..7 if planned.number > 0 => Fate::Deleted,
            _ => Fate::Stands,
        };
        let reply_to = (planned.number > 0 && chance.percent(25)).then(|| chance.between(1, thread.last_position + 1));
        count(thread, planned.at, planned.number == 0, fate);
        let position = thread.last_position;
        let mut tell = |kind| {
            thread.seq += 1;
            self.events.push(Event { thread: thread.id, seq: thread.seq, kind, post: Some(id) });
        };
        tell(EventKind::PostCreated);
        match fate {
            Fate::Edited => tell(EventKind::PostEdited),
            Fate::Deleted => tell(EventKind::PostRemoved),
            Fate::Stands => {}
        }
        self.draft.posts.push(Sketch { id, n, planned, face, position, reply_to, fate });
        Ok(())
    }

    fn thread(&self, planned: Planned, id: ThreadId, board: usize, face: usize) -> Result<Thread, DemoError> {
        let board = self.boards.get(board).ok_or(DemoError::Refused("plan"))?;
        let told = self.draft.told.get(planned.thread as usize).copied().flatten();
        let said = self.content.first_post(self.plan.seed, u64::from(planned.thread), told);
        Ok(Thread {
            id,
            board: board.code.clone(),
            home_board: board.code.clone(),
            title: said.title,
            seeking: Some(said.seeking),
            warnings: said.warnings.union(&board.default_warnings),
            state: ThreadState::Open,
            pinned: false,
            visible: true,
            seq: 0,
            last_position: 0,
            replies: 0,
            author: self.draft.faces.get(face).map(|face| face.key),
            by_team: false,
            created: planned.at.to_minute(),
            last_activity: planned.at.to_minute(),
        })
    }

    /// The face that speaks, made when there is none yet.
    fn face(&mut self, planned: Planned, board: usize, chance: &mut Chance) -> Result<usize, DemoError> {
        const PLAN: DemoError = DemoError::Refused("plan");
        let author = planned.author;
        if let Some(known) = self.face_of.get(&(author, Place::Thread(planned.thread))) {
            return Ok(*known);
        }
        let here = self.boards.get(board).ok_or(PLAN)?;
        let one_off = here.one_off && chance.percent(if planned.number == 0 { 50 } else { 20 });
        if !one_off && let Some(known) = self.face_of.get(&(author, Place::Board(board))).copied() {
            // One face a thread: a later one-off would be a second.
            self.face_of.insert((author, Place::Thread(planned.thread)), known);
            return Ok(known);
        }
        let root = self.draft.roots.get(author as usize).ok_or(PLAN)?;
        let given = self.given.get_mut(board).ok_or(PLAN)?;
        let one_offs = self.one_offs.get_mut(author as usize).ok_or(PLAN)?;
        let (key, naming) = if one_off {
            let n = *one_offs;
            *one_offs += 1;
            (root.one_off(n).row_key(), Naming::OneOff { board: &here.code, n })
        } else {
            (root.face(&here.code, 0).row_key(), Naming::Board { board: &here.code, generation: 0, roll: 0 })
        };
        let handle = naming::candidate_among(root, naming, given).ok_or(DemoError::Refused("names"))?;
        given.insert(handle.clone());
        self.draft.faces.push(Persona {
            key,
            id: PersonaId(draw(&self.ids)),
            board: here.code.clone(),
            handle: Some(handle),
            // Filled in with the thread's id once that is known.
            thread: one_off.then_some(ThreadId([0; 10])),
            rolls: 0,
            posted: true,
            trusted: false,
            restricted: None,
        });
        let made = self.draft.faces.len() - 1;
        self.face_of.insert((author, Place::Thread(planned.thread)), made);
        if !one_off {
            self.face_of.insert((author, Place::Board(board)), made);
        }
        Ok(made)
    }
}

/// Takes a post into its thread's numbers, as its publication and its end would.
fn count(thread: &mut Thread, at: Timestamp, starts: bool, fate: Fate) {
    thread.last_position += 1;
    thread.last_activity = thread.last_activity.max(at.to_minute());
    thread.replies += i64::from(!starts && fate != Fate::Deleted);
}
