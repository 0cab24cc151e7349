//! What one reader listens to, and what they may read: the same for a socket and for a page that stays open.

use std::sync::Arc;

use super::frame::Frame;
use super::hub::{Hub, Sitting, ends_reading};
use super::mine::Watched;
use super::presence::Who;
use super::protocol::{self, Fault, Say, Topic};
use super::seats::Ear;
use super::taste::Taste;
use super::text::Text;
use crate::domain::ids::ThreadId;
use crate::domain::language::Language;
use crate::domain::network::NetworkKeys;
use crate::forum::{news, updates};
use crate::identity::member::Member;
use crate::identity::personal::{self, Personal};
use crate::store::StoreError;

/// Topics of one connection.
const TOPICS: usize = 20;
/// Events that are replayed; who is further behind loads the page.
const MOST_BEHIND: i64 = 1_000;
/// Events read at once.
const PIECE: u64 = 100;

/// One reader.
pub(crate) struct Reading {
    hub: Arc<Hub>,
    member: Option<Arc<Member>>,
    network: NetworkKeys,
    ear: Arc<Ear>,
    topics: Vec<Listened>,
    /// Which topic is asked first, so that a busy one does not silence the others.
    turn: usize,
    taste: Taste,
}

struct Listened {
    sitting: Sitting,
    /// The number of the last event that this reader was given.
    after: i64,
    /// The number of the last event when they began to listen: what comes later is heard.
    began_at: i64,
}

/// Something heard in a topic.
pub(crate) struct Heard {
    /// The topic.
    pub(crate) topic: Topic,
    /// What is told.
    pub(crate) frame: Arc<Frame>,
}

/// The reader took too long, and frames went by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Missed;

/// Why a topic can't be listened to.
pub(crate) enum Refused {
    /// The client's mistake.
    Fault(Fault),
    /// The database does not answer.
    Store,
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        tracing::warn!(target: "leeward::live", reason = %error, "a reader could not be let in");
        Self::Store
    }
}

/// What a member waits for: their names in use, and the threads that they follow.
async fn watched(hub: &Hub, member: &Member, personal: &Personal) -> Result<Vec<Watched>, StoreError> {
    let faces = updates::faces(&hub.ctx, member).await?.into_iter().map(Watched::Face);
    let threads = personal.follows.threads().into_iter().map(|(thread, _)| Watched::Thread(thread));
    Ok(faces.chain(threads).collect())
}

impl Reading {
    /// A reader who listens to nothing yet.
    pub(crate) fn new(hub: Arc<Hub>, member: Option<Arc<Member>>, network: NetworkKeys, language: Language) -> Self {
        let taste = Taste::visitor(language);
        Self { hub, member, network, ear: Arc::default(), topics: Vec::new(), turn: 0, taste }
    }

    /// The key of the session's row; `None` for visitors.
    pub(crate) fn session(&self) -> Option<[u8; 32]> {
        self.member.as_ref().map(|member| member.session.0)
    }

    /// The network.
    pub(crate) fn network(&self) -> &NetworkKeys {
        &self.network
    }

    /// Reads the settings again.
    pub(crate) async fn look_again(&mut self) -> Result<(), StoreError> {
        if let Some(member) = &self.member {
            let personal = personal::read(&self.hub.ctx, member).await?;
            self.taste = self.taste.with(&personal);
            let own = self.topics.iter_mut().find(|listened| *listened.sitting.topic() == Topic::Me);
            if let Some(listened) = own {
                listened.sitting.watch(watched(&self.hub, member, &personal).await?);
            }
        }
        Ok(())
    }

    /// Begins to listen. Answers what is said first: that it is so, or that the client has to load the page.
    pub(crate) async fn enter(
        &mut self,
        topic: &Topic,
        after: Option<i64>,
        epoch: Option<&str>,
    ) -> Result<Text, Refused> {
        self.leave(topic);
        if self.topics.len() >= TOPICS {
            return Err(Refused::Fault(Fault::TooManyTopics));
        }
        match topic {
            Topic::Thread(thread) => self.enter_thread(topic, *thread, after, epoch).await,
            Topic::Board(code) => {
                let board = news::may_read_board(&self.hub.ctx, self.member.as_deref(), code.as_str()).await?;
                let Some(code) = board else { return Err(Refused::Fault(Fault::NotFound)) };
                self.enter_hints(Topic::Board(code)).await
            }
            Topic::Me => self.enter_own().await,
            // Staff have sockets of their own.
            Topic::Moderation => Err(Refused::Fault(Fault::NotFound)),
        }
    }

    async fn enter_hints(&mut self, topic: Topic) -> Result<Text, Refused> {
        let sitting = self.hub.sit(&topic, &self.ear, None, false).await?;
        self.topics.push(Listened { sitting, after: 0, began_at: 0 });
        Ok(Say::Subscribed { topic: topic.to_string(), seq: None, epoch: self.epoch(), you: None }.text())
    }

    /// One's own matters: what is watched is read now, and again with the settings.
    async fn enter_own(&mut self) -> Result<Text, Refused> {
        let Some(member) = &self.member else { return Err(Refused::Fault(Fault::NotFound)) };
        let personal = personal::read(&self.hub.ctx, member).await?;
        let watched = watched(&self.hub, member, &personal).await?;
        let sitting = self.hub.sit_alone(&self.ear, watched);
        self.topics.push(Listened { sitting, after: 0, began_at: 0 });
        Ok(Say::Subscribed { topic: Topic::Me.to_string(), seq: None, epoch: self.epoch(), you: None }.text())
    }

    async fn enter_thread(
        &mut self,
        topic: &Topic,
        thread: ThreadId,
        after: Option<i64>,
        epoch: Option<&str>,
    ) -> Result<Text, Refused> {
        // Asked first, so that nobody opens a topic that they may not know of.
        let Some(known) = self.follow(thread).await? else { return Err(Refused::Fault(Fault::NotFound)) };
        let sitting = self.hub.sit(topic, &self.ear, Some(self.who()), known.presence).await?;
        // Read behind the place: what happens from here on is heard there.
        let Some(followed) = self.follow(thread).await? else { return Err(Refused::Fault(Fault::NotFound)) };
        self.look_again().await?;
        let seq = followed.thread.seq;
        let after = after.unwrap_or(seq);
        let foreign = epoch.is_some_and(|epoch| epoch != self.epoch());
        if foreign || after > seq || seq - after > MOST_BEHIND {
            return Ok(Say::Resync { topic: topic.to_string(), seq, epoch: self.epoch() }.text());
        }
        self.topics.push(Listened { sitting, after, began_at: seq });
        let face = followed.speaking;
        let you = face.and_then(|face| face.handle.map(|handle| protocol::you(face.id, &handle)));
        Ok(Say::Subscribed { topic: topic.to_string(), seq: Some(seq), epoch: self.epoch(), you }.text())
    }

    async fn follow(&self, thread: ThreadId) -> Result<Option<news::Followed>, StoreError> {
        news::follow(&self.hub.ctx, self.member.as_deref(), thread).await
    }

    fn epoch(&self) -> String {
        protocol::epoch(&self.hub.ctx.site.epoch)
    }

    fn who(&self) -> Who {
        match &self.member {
            Some(member) => Who::Member(member.root.sessions()),
            None => Who::Visitor(self.network.current),
        }
    }

    /// Listens no more.
    pub(crate) fn leave(&mut self, topic: &Topic) {
        self.topics.retain(|listened| listened.sitting.topic() != topic);
    }

    /// The next events behind what this reader has, read from the database; empty when they have all there were when
    /// they began to listen. What comes later is heard.
    pub(crate) async fn missed(&mut self, topic: &Topic) -> Result<Vec<Arc<Frame>>, StoreError> {
        let Topic::Thread(thread) = *topic else { return Ok(Vec::new()) };
        let Some(listened) = self.topics.iter_mut().find(|listened| listened.sitting.topic() == topic) else {
            return Ok(Vec::new());
        };
        if listened.after >= listened.began_at {
            return Ok(Vec::new());
        }
        let hub = &self.hub;
        let news = news::after(&hub.ctx, thread, listened.after, PIECE).await?;
        if let Some(last) = news.last() {
            listened.after = last.seq;
        }
        let now = hub.ctx.now();
        Ok(news.into_iter().map(|one| Arc::new(Frame::event(&hub.drawing, thread, one, now))).collect())
    }

    /// Waits for the next thing in any topic. What this reader has already is passed over.
    pub(crate) async fn hear(&mut self) -> Result<Heard, Missed> {
        let ear = Arc::clone(&self.ear);
        ear.hear(|| self.look()).await
    }

    fn look(&mut self) -> Option<Result<Heard, Missed>> {
        let topics = self.topics.len();
        for n in 0..topics {
            let at = (self.turn + n) % topics;
            let Some(listened) = self.topics.get_mut(at) else { continue };
            while let Some(frame) = listened.sitting.place.take() {
                let Ok(frame) = frame else { return Some(Err(Missed)) };
                if let Some(seq) = frame.seq {
                    if seq <= listened.after {
                        continue;
                    }
                    listened.after = seq;
                }
                self.turn = at + 1;
                return Some(Ok(Heard { topic: listened.sitting.topic().clone(), frame }));
            }
        }
        None
    }

    /// What this reader is told by a frame.
    pub(crate) fn text(&self, frame: &Frame) -> Option<Text> {
        frame.text(&self.taste, self.member.is_some())
    }

    /// The reader's choices.
    pub(crate) fn taste(&self) -> &Taste {
        &self.taste
    }

    /// Whether this reader may still read a topic after a frame that changed who may.
    pub(crate) async fn may_stay(&self, topic: &Topic, frame: &Frame) -> Result<bool, StoreError> {
        if frame.kind.is_some_and(ends_reading) {
            return Ok(false);
        }
        match topic {
            Topic::Thread(thread) => Ok(self.follow(*thread).await?.is_some()),
            Topic::Board(code) => {
                let reader = self.member.as_deref();
                Ok(news::may_read_board(&self.hub.ctx, reader, code.as_str()).await?.is_some())
            }
            Topic::Me | Topic::Moderation => Ok(true),
        }
    }
}
