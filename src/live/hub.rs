//! From changes to readers: keeps the topics that somebody on this node listens to, reads what is new in them, and
//! hands each frame to all who sit there.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::sync::{Notify, OnceCell};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::ears::{A_SESSION, Ears};
use super::frame::{Drawing, Frame};
use super::mine::{Mine, Watched};
use super::presence::{Present, Thresholds, Who};
use super::protocol::Topic;
use super::seats::{Ear, Place, Seats, lock};
use crate::ctx::Ctx;
use crate::domain::change::Change;
use crate::domain::event::EventKind;
use crate::domain::ids::{PostId, ThreadId};
use crate::forum::news;
use crate::identity::member;
use crate::store::StoreError;

/// Events read at once.
const PIECE: u64 = 100;
/// How long a topic waits after the database failed.
const RETRY: Duration = Duration::from_millis(500);
/// Milliseconds between two hints of one topic.
const HINT_EVERY_MS: i64 = 2_000;
/// Posts whose counts may wait to be read; beyond, the oldest is forgotten.
const COUNTS_WAITING: usize = 64;

/// A topic that somebody listens to.
pub(crate) struct Open {
    topic: Topic,
    seats: Arc<Seats<Arc<Frame>>>,
    /// How many places there are, so that the last one closes the topic.
    readers: Mutex<usize>,
    /// The number of the last event that was given to the seats.
    head: AtomicI64,
    /// Set once `head` was read.
    started: OnceCell<()>,
    nudge: Notify,
    closed: CancellationToken,
    /// Posts whose counts changed.
    counts: Mutex<Vec<PostId>>,
    /// When the last hint went out, and whether another waits.
    hinted: Mutex<(i64, bool)>,
    present: Mutex<Present>,
    /// Its board lets readers know how many read.
    counted: AtomicBool,
}

/// One node's readers.
pub(crate) struct Hub {
    /// What reading needs.
    pub(crate) ctx: Arc<Ctx>,
    /// What drawing needs.
    pub(crate) drawing: Arc<Drawing>,
    /// Connections.
    pub(crate) ears: Arc<Ears>,
    open: Mutex<HashMap<Topic, Arc<Open>>>,
    mine: Mine,
    thresholds: Thresholds,
    tasks: TaskTracker,
    stop: CancellationToken,
}

/// A reader's place in a topic.
pub(crate) struct Sitting {
    hub: Arc<Hub>,
    open: Arc<Open>,
    who: Option<Who>,
    /// In a topic of one's own: what it waits for.
    watched: Option<Vec<Watched>>,
    /// Frames from now on.
    pub(crate) place: Place<Arc<Frame>>,
}

impl Hub {
    /// A hub without readers.
    pub(crate) fn new(ctx: Arc<Ctx>, drawing: Arc<Drawing>) -> Self {
        let stop = CancellationToken::new();
        let limits = &ctx.limits;
        let ears = Ears::new(limits.unless_off(A_SESSION), limits.unless_off(limits.live_per_network), stop.clone());
        Self {
            ctx,
            drawing,
            ears: Arc::new(ears),
            open: Mutex::default(),
            mine: Mine::default(),
            thresholds: Thresholds::default(),
            tasks: TaskTracker::new(),
            stop,
        }
    }

    /// A place in a topic. Everything that happens after this call is heard there; what happened before is to be read
    /// from the database by whoever sits down.
    pub(crate) async fn sit(
        self: &Arc<Self>,
        topic: &Topic,
        ear: &Arc<Ear>,
        who: Option<Who>,
        counted: bool,
    ) -> Result<Sitting, StoreError> {
        let open = {
            let mut all = lock(&self.open);
            let open = all.entry(topic.clone()).or_insert_with(|| Arc::new(Open::new(topic.clone())));
            *lock(&open.readers) += 1;
            Arc::clone(open)
        };
        if let Some(who) = who {
            lock(&open.present).enter(who);
        }
        open.counted.store(counted, Ordering::Relaxed);
        let place = open.seats.sit(ear);
        let sitting = Sitting { hub: Arc::clone(self), open, who, watched: None, place };
        // Whoever comes first reads where the topic stands; the others wait for it. Their own reading comes later, so
        // nothing can fall between it and the first frame.
        sitting.open.started.get_or_try_init(|| self.start(&sitting.open)).await?;
        Ok(sitting)
    }

    /// A place in a topic of one's own, which hints at news of these.
    pub(crate) fn sit_alone(self: &Arc<Self>, ear: &Arc<Ear>, watched: Vec<Watched>) -> Sitting {
        let open = Arc::new(Open::new(Topic::Me));
        let place = open.seats.sit(ear);
        self.mine.watch(&open, &watched);
        Sitting { hub: Arc::clone(self), open, who: None, watched: Some(watched), place }
    }

    async fn start(self: &Arc<Self>, open: &Arc<Open>) -> Result<(), StoreError> {
        let Topic::Thread(thread) = open.topic else { return Ok(()) };
        let seqs = news::seqs(&self.ctx, &[thread]).await?;
        open.head.store(seqs.first().map_or(0, |(_, seq)| *seq), Ordering::Release);
        let (hub, open) = (Arc::clone(self), Arc::clone(open));
        self.tasks.spawn(async move { hub.pump(&open, thread).await });
        Ok(())
    }

    /// Brings what is new to a thread's readers, for as long as there are any.
    async fn pump(&self, open: &Open, thread: ThreadId) {
        loop {
            tokio::select! {
                () = open.closed.cancelled() => return,
                () = self.stop.cancelled() => return,
                () = open.nudge.notified() => {}
            }
            while let Err(error) = self.catch_up(open, thread).await {
                tracing::warn!(target: "leeward::live", reason = %error, "readers wait for the database");
                if open.closed.run_until_cancelled(tokio::time::sleep(RETRY)).await.is_none() {
                    return;
                }
            }
        }
    }

    /// Reads from the head on, whatever the hint said: a hint that was lost is repaired by the next one.
    async fn catch_up(&self, open: &Open, thread: ThreadId) -> Result<(), StoreError> {
        loop {
            let head = open.head.load(Ordering::Acquire);
            let news = news::after(&self.ctx, thread, head, PIECE).await?;
            let last = (news.len() as u64) < PIECE;
            for one in news {
                let (seq, now) = (one.seq, self.ctx.now());
                // Who lags is not told a text that has just gone, or changed: as in a replay, they get what is now.
                if one.kind != EventKind::PostCreated {
                    open.seats.amend(|frame| frame.amended(&one, now));
                }
                open.seats.push(Arc::new(Frame::event(&self.drawing, thread, one, now)));
                open.head.store(seq, Ordering::Release);
            }
            if last {
                break;
            }
        }
        while let Some(post) = { lock(&open.counts).pop() } {
            if let Some(shown) = news::post_now(&self.ctx, post).await? {
                open.seats.push(Arc::new(Frame::reactions(thread, post, &shown.post.reactions)));
            }
        }
        Ok(())
    }

    /// Hears of a change, from this node or another.
    pub(crate) fn hear(&self, change: &Change) {
        match change {
            Change::Thread { thread, seq } => {
                self.nudge(*thread, *seq);
                self.hint_own(Watched::Thread(*thread));
            }
            Change::Reactions { thread, post } => {
                if let Some(open) = self.find(&Topic::Thread(*thread)) {
                    open.note_counts(*post);
                    open.nudge.notify_one();
                }
            }
            Change::Session { key } => self.ears.end(*key),
            Change::Face { face } => self.hint_own(Watched::Face(*face)),
            Change::Board { board } => self.hint(&Topic::Board(board.clone())),
            Change::Access { .. } => {
                let all: Vec<Arc<Open>> = lock(&self.open).values().cloned().collect();
                for open in all {
                    open.seats.push(Arc::new(Frame::judge()));
                }
            }
            Change::Moderation => self.hint(&Topic::Moderation),
        }
    }

    fn find(&self, topic: &Topic) -> Option<Arc<Open>> {
        lock(&self.open).get(topic).cloned()
    }

    fn nudge(&self, thread: ThreadId, seq: i64) {
        if let Some(open) = self.find(&Topic::Thread(thread))
            && open.head.load(Ordering::Acquire) < seq
        {
            open.nudge.notify_one();
        }
    }

    fn hint(&self, topic: &Topic) {
        if let Some(open) = self.find(topic) {
            self.hint_to(&open);
        }
    }

    fn hint_own(&self, watched: Watched) {
        for open in self.mine.of(watched) {
            self.hint_to(&open);
        }
    }

    fn hint_to(&self, open: &Open) {
        let now = self.ctx.now().0;
        {
            let mut hinted = lock(&open.hinted);
            if now - hinted.0 < HINT_EVERY_MS && now >= hinted.0 {
                hinted.1 = true;
                return;
            }
            *hinted = (now, false);
        }
        open.seats.push(Arc::new(Frame::hint(&open.topic)));
    }

    /// Sends hints that waited. To be called every second or so.
    pub(crate) fn send_waiting_hints(&self) {
        let mut all: Vec<Arc<Open>> = lock(&self.open).values().cloned().collect();
        all.extend(self.mine.all());
        for open in all {
            if lock(&open.hinted).1 {
                self.hint_to(&open);
            }
        }
    }

    /// Looks up the numbers of all threads that are listened to, and brings what no hint told of.
    pub(crate) async fn look_up(&self) -> Result<(), StoreError> {
        let threads: Vec<ThreadId> = lock(&self.open)
            .keys()
            .filter_map(|topic| match topic {
                Topic::Thread(id) => Some(*id),
                _ => None,
            })
            .collect();
        for (thread, seq) in news::seqs(&self.ctx, &threads).await? {
            self.nudge(thread, seq);
        }
        Ok(())
    }

    /// Ends the connections of sessions that no hint told of.
    pub(crate) async fn look_up_sessions(&self) -> Result<(), StoreError> {
        let listening = self.ears.sessions();
        for ended in member::ended(&self.ctx, &listening).await? {
            self.ears.end(ended);
        }
        Ok(())
    }

    /// Tells each thread's readers how many read, in a word. To be called every [`super::presence::EVERY_MS`].
    pub(crate) fn tell_presence(&self) {
        let all: Vec<Arc<Open>> = lock(&self.open).values().cloned().collect();
        for open in all {
            let Topic::Thread(thread) = open.topic else { continue };
            if !open.counted.load(Ordering::Relaxed) {
                continue;
            }
            let threshold = self.thresholds.of(thread, self.ctx.now());
            let (member, visitor) = lock(&open.present).words(threshold);
            if member.is_some() || visitor.is_some() {
                open.seats.push(Arc::new(Frame::presence(thread, member, visitor)));
            }
        }
    }

    /// Ends all readers; answers when they are gone.
    pub(crate) async fn close(&self) {
        self.stop.cancel();
        self.tasks.close();
        self.tasks.wait().await;
    }

    /// A guard that [`Hub::close`] waits for.
    pub(crate) fn enrol(&self) -> tokio_util::task::task_tracker::TaskTrackerToken {
        self.tasks.token()
    }

    /// Given when the program stops.
    pub(crate) fn stopping(&self) -> &CancellationToken {
        &self.stop
    }
}

impl Open {
    fn new(topic: Topic) -> Self {
        Self {
            topic,
            seats: Arc::new(Seats::new()),
            readers: Mutex::new(0),
            head: AtomicI64::new(0),
            started: OnceCell::new(),
            nudge: Notify::new(),
            closed: CancellationToken::new(),
            counts: Mutex::default(),
            hinted: Mutex::new((i64::MIN / 2, false)),
            present: Mutex::default(),
            counted: AtomicBool::new(false),
        }
    }

    fn note_counts(&self, post: PostId) {
        let mut counts = lock(&self.counts);
        counts.retain(|waiting| *waiting != post);
        if counts.len() >= COUNTS_WAITING {
            counts.remove(0);
        }
        counts.push(post);
    }
}

impl Sitting {
    /// What is sat in.
    pub(crate) fn topic(&self) -> &Topic {
        &self.open.topic
    }

    /// In a topic of one's own: waits for these instead of those before.
    pub(crate) fn watch(&mut self, watched: Vec<Watched>) {
        if let Some(before) = self.watched.replace(watched) {
            self.hub.mine.forget(&self.open, &before);
        }
        self.hub.mine.watch(&self.open, self.watched.as_deref().unwrap_or_default());
    }
}

impl Drop for Sitting {
    fn drop(&mut self) {
        if let Some(watched) = &self.watched {
            self.hub.mine.forget(&self.open, watched);
            return;
        }
        if let Some(who) = self.who {
            lock(&self.open.present).leave(who);
        }
        // Under the lock of all topics, so that nobody sits down in one that is being closed.
        let mut all = lock(&self.hub.open);
        let mut readers = lock(&self.open.readers);
        *readers -= 1;
        if *readers == 0 {
            all.remove(&self.open.topic);
            self.open.closed.cancel();
        }
    }
}

/// Whether an event ends what readers of the thread may read.
pub(crate) fn ends_reading(kind: EventKind) -> bool {
    kind == EventKind::ThreadRemoved
}
