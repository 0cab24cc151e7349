//! Page and events together are always the page: a reader who began with some page, and was told everything since by
//! whichever node they happened to be connected to, has what a page loaded now would show.
//!
//! Chance draws what happens: posts, edits, effects of moderation, lost connections, other nodes, crashes, an older
//! copy of the database put back. `LEEWARD_MODEL_SEEDS` says how many worlds are played; a failure names its seed.

use std::collections::BTreeMap;

use leeward::app::live_probe::Effect;
use leeward::domain::ids::PostId;
use leeward::domain::warning::{Warning, Warnings};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::json;

use super::world::{Kind, World, page_of};
use crate::harness::live::Ear;
use crate::harness::make::text;

/// Worlds in the gate.
const WORLDS: u64 = 24;
/// Steps in one world.
const STEPS: u32 = 24;
/// Posts of a thread: it stays on one page.
const MOST_POSTS: i64 = 24;

/// One post as the model knows it.
struct Known {
    id: String,
    position: i64,
    /// Words that stand in this post's present text alone; `None` once nobody may see it.
    words: Option<String>,
    /// Words that nobody may be told again.
    gone: Vec<String>,
    state: &'static str,
}

/// The reader.
#[derive(Default)]
struct Reader {
    ear: Option<Ear>,
    seq: i64,
    epoch: String,
    fragments: BTreeMap<i64, String>,
}

struct Play {
    world: World,
    chance: StdRng,
    thread: String,
    posts: Vec<Known>,
    reader: Reader,
    /// How often a text was written: each has words of its own.
    texts: u32,
    /// Posts as they were when the copy was made.
    copied: Option<Vec<Known>>,
}

impl Clone for Known {
    fn clone(&self) -> Self {
        Self {
            id: self.id.clone(),
            position: self.position,
            words: self.words.clone(),
            gone: self.gone.clone(),
            state: self.state,
        }
    }
}

impl Play {
    async fn begin(seed: u64) -> Self {
        // Every second world has a bus that loses hints, and looks at the numbers. The others have a good bus and
        // never look: there a change that is not told is never seen.
        let kind = if seed.is_multiple_of(2) { Kind::Told } else { Kind::Lossy };
        let world = World::open(seed, kind).await;
        let started = world.writer(0).start(crate::harness::make::OPEN, "A thread in a world of chance").await;
        let first = Known {
            id: text(&started, "post"),
            position: 1,
            words: Some("world of chance: the text".to_owned()),
            gone: Vec::new(),
            state: "published",
        };
        let thread = text(&started, "thread");
        let chance = StdRng::seed_from_u64(seed);
        let reader = Reader::default();
        let mut play = Self { world, chance, thread, posts: vec![first], reader, texts: 0, copied: None };
        play.load().await;
        play
    }

    fn below(&mut self, end: usize) -> usize {
        self.chance.random_range(0..end)
    }

    fn node(&mut self) -> usize {
        self.below(self.world.nodes())
    }

    fn new_words(&mut self) -> String {
        self.texts += 1;
        format!("words{}x{}", self.texts, self.chance.random::<u32>())
    }

    /// One thing happens.
    async fn step(&mut self) {
        match self.below(20) {
            0..=5 => self.post().await,
            6..=8 => self.edit().await,
            9 => self.delete().await,
            10..=13 => self.effect().await,
            14 => self.lock().await,
            15 => self.reader.ear = None,
            16 => self.connect().await,
            17 => self.crash().await,
            18 => self.put_back().await,
            _ => self.load().await,
        }
    }

    async fn post(&mut self) {
        let position = self.posts.len() as i64 + 1;
        if position > MOST_POSTS {
            return;
        }
        let (node, words) = (self.node(), self.new_words());
        let body = json!({ "body": format!("It says **{words}**.") });
        let answer = self.world.writer(node).tell(&format!("/threads/{}/posts", self.thread), body).await;
        if answer.status == 409 {
            return; // Locked.
        }
        assert_eq!(answer.status, 201, "{}", answer.body);
        let id = text(&answer.json(), "post");
        self.posts.push(Known { id, position, words: Some(words), gone: Vec::new(), state: "published" });
        // A node that goes down at this very moment has told nobody, and its event must be told all the same.
        if self.below(4) == 0 {
            // A little sooner or later, so that every moment on the way of a change is met.
            for _ in 0..self.below(400) {
                tokio::task::yield_now().await;
            }
            self.world.crash(node).await;
            self.reader.ear = self.reader.ear.take().filter(|_| self.world.reads_from != node);
        }
    }

    async fn edit(&mut self) {
        let (node, at, words) = (self.node(), self.below(self.posts.len()), self.new_words());
        let id = self.posts[at].id.clone();
        let body = json!({ "body": format!("It says {words} now.") });
        let answer = self.world.writer(node).patch(&format!("/posts/{id}"), body).await;
        if answer.status == 200 && self.posts[at].words.is_some() {
            let before = self.posts[at].words.replace(words);
            self.posts[at].gone.extend(before);
        }
    }

    async fn delete(&mut self) {
        let (node, at) = (self.node(), self.below(self.posts.len()));
        if at == 0 {
            return;
        }
        let id = self.posts[at].id.clone();
        if self.world.writer(node).delete(&format!("/posts/{id}")).await.status == 204 {
            self.posts[at].state = "deleted";
            let before = self.posts[at].words.take();
            self.posts[at].gone.extend(before);
        }
    }

    async fn effect(&mut self) {
        let (node, at, what) = (self.node(), self.below(self.posts.len()), self.below(4));
        let id: PostId = self.posts[at].id.parse().unwrap();
        let (effect, state) = match what {
            0 => (Effect::Fold(id), Some("folded")),
            1 => (Effect::Remove(id), Some("removed")),
            2 => (Effect::Restore(id), Some("published")),
            _ => {
                let warnings = Warnings::new(Warning::ALL.into_iter().filter(|_| self.chance.random()));
                (Effect::Warn(id, warnings), None)
            }
        };
        let changed = self.world.carry_out(node, effect).await;
        if let (true, Some(state)) = (changed, state) {
            let post = &mut self.posts[at];
            post.state = state;
            match state {
                "removed" => {
                    let before = post.words.take();
                    post.gone.extend(before);
                }
                _ if post.words.is_none() => post.words = post.gone.pop(),
                _ => {}
            }
        }
    }

    async fn lock(&mut self) {
        let (node, locks) = (self.node(), self.below(2) == 0);
        let thread = self.thread.parse().unwrap();
        let effect = if locks { Effect::Lock(thread) } else { Effect::Unlock(thread) };
        self.world.carry_out(node, effect).await;
    }

    /// The reader comes back, to some node, with the number that they have.
    async fn connect(&mut self) {
        self.reader.ear = None;
        self.world.reads_from = self.node();
        let mut ear = Ear::visitor(self.world.port()).await;
        ear.say(json!({
            "op": "subscribe",
            "topic": format!("thread/{}", self.thread),
            "after": self.reader.seq,
            "epoch": self.reader.epoch,
        }))
        .await;
        let first = ear.next().await;
        match first["ev"].as_str().unwrap() {
            "subscribed" => {
                assert_eq!(first["epoch"], self.reader.epoch);
                self.reader.ear = Some(ear);
            }
            "resync" => Box::pin(self.load()).await,
            _ => panic!("{first}"),
        }
    }

    /// The reader loads the page, and listens.
    async fn load(&mut self) {
        let node = self.node();
        let page = page_of(&self.world.visitor(node), &self.thread).await;
        self.reader.seq = page.seq;
        self.reader.epoch = page.epoch;
        self.reader.fragments = page.fragments;
        self.connect().await;
    }

    async fn crash(&mut self) {
        let node = self.node();
        self.world.crash(node).await;
        if self.world.reads_from == node {
            self.reader.ear = None;
        }
    }

    /// First a copy is made; the next time it is put back.
    async fn put_back(&mut self) {
        match self.copied.take() {
            None => {
                self.reader.ear = None;
                self.world.copy().await;
                self.copied = Some(self.posts.clone());
            }
            Some(posts) => {
                self.reader.ear = None;
                self.world.put_back().await;
                self.posts = posts;
            }
        }
    }

    /// What the reader was told until now, with the page that they began with, is the page.
    async fn check(&mut self, seed: u64, step: u32) {
        if self.reader.ear.is_none() {
            return;
        }
        let node = self.node();
        let fresh = page_of(&self.world.visitor(node), &self.thread).await;
        while self.reader.seq < fresh.seq {
            let ear = self.reader.ear.as_mut().unwrap();
            let frame = ear.next().await;
            match frame["ev"].as_str().unwrap() {
                "post" | "thread" => {}
                "reactions" | "presence" => continue,
                _ => panic!("seed {seed}, step {step}: {frame}"),
            }
            let seq = frame["seq"].as_i64().unwrap();
            assert_eq!(seq, self.reader.seq + 1, "seed {seed}, step {step}: not the next one: {frame}");
            self.reader.seq = seq;
            let said = frame.to_string();
            for word in self.posts.iter().flat_map(|post| &post.gone) {
                assert!(!said.contains(word.as_str()), "seed {seed}, step {step}: told again: {frame}");
            }
            if frame["ev"] == "post" {
                let position = frame["post"]["position"].as_i64().unwrap();
                self.reader.fragments.insert(position, text(&frame, "html"));
            }
        }
        assert_eq!(self.reader.seq, fresh.seq, "seed {seed}, step {step}");
        assert_eq!(self.reader.fragments, fresh.fragments, "seed {seed}, step {step}");
        assert_eq!(self.reader.epoch, fresh.epoch, "seed {seed}, step {step}");
        let shown = fresh.fragments.values().cloned().collect::<String>();
        for post in &self.posts {
            assert!(post.words.as_ref().is_none_or(|words| shown.contains(words.as_str())), "seed {seed}: {step}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[expect(clippy::disallowed_methods, reason = "tests have no settings of their own but this")]
async fn page_and_events_are_always_the_page() {
    let number = |name: &str, usual: u64| std::env::var(name).map_or(usual, |text| text.parse().unwrap());
    let first = number("LEEWARD_MODEL_FIRST", 0);
    let worlds = number("LEEWARD_MODEL_SEEDS", WORLDS);
    for seed in first..first + worlds {
        let mut play = Play::begin(seed).await;
        play.check(seed, 0).await;
        for step in 1..=STEPS {
            play.step().await;
            play.check(seed, step).await;
        }
        play.world.end().await;
    }
    println!("{worlds} worlds of {STEPS} steps: page and events were the page");
}
