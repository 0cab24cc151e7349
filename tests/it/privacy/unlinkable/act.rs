//! A busy time: people with several faces, and every act drawn at random over all of them, so that the time of an act
//! tells nothing of who it was.

mod own;

use std::collections::BTreeMap;

use axum::http::Method;
use serde_json::{Value, json};

use super::chance::Chance;
use super::dump::Dump;
use crate::harness::app::{TestApp, start_with};
use crate::harness::client::{Answer, Client};

/// All boards that everybody may write on, and the one that offers one-off faces.
pub const BOARDS: [&str; 9] = ["k7", "4n", "x9", "2h", "g6", "w3", "8c", "j5", "9q"];
/// Boards of each person.
const FACES: usize = 3;
/// For so many people there is one who joins on the second day, does as all do, and deletes the account before its end.
const PASSERS: usize = 10;
/// The clocked seconds of one day.
const DAY_S: i64 = 86_400;

/// How much goes on.
#[derive(Clone, Copy)]
pub struct Size {
    pub people: usize,
    /// Acts of all people on each of the two days, for each person.
    pub acts: usize,
}

/// One person; the test knows what the server must not.
pub struct Person {
    pub client: Client,
    pub phrase: String,
    pub boards: [&'static str; FACES],
    sessions: Vec<String>,
    drafts: Vec<String>,
    posts: Vec<String>,
    /// Posts that this person reacted to.
    pub reacted: Vec<String>,
}

/// One post and the request that wrote it.
pub struct Wrote {
    pub person: usize,
    pub post: String,
    /// The moment of the request in milliseconds, finer than any row may have it.
    pub at_ms: i64,
}

/// What was done, and what lay in the database after each of two days.
pub struct Busy {
    pub app: TestApp,
    pub people: Vec<Person>,
    pub wrote: Vec<Wrote>,
    pub dumps: [Dump; 2],
    /// How many acts were done, and how many refused, by name.
    pub done: BTreeMap<&'static str, [usize; 2]>,
}

struct Acting {
    app: TestApp,
    people: Vec<Person>,
    wrote: Vec<Wrote>,
    chance: Chance,
    threads: BTreeMap<&'static str, Vec<String>>,
    /// Posts that readers see.
    seen: Vec<String>,
    done: BTreeMap<&'static str, [usize; 2]>,
}

/// Lets people join and act for two days; the database is read after each.
pub async fn two_days(size: Size, seed: u64) -> Busy {
    // Holds and daily limits are on; only joining from one network is not what this is about.
    let app = start_with(&[("limits.joins_per_hour", "1000000"), ("limits.reactions_per_hour", "1000000")]).await;
    let mut acting = Acting {
        app,
        people: Vec::new(),
        wrote: Vec::new(),
        chance: Chance(seed),
        threads: BTreeMap::new(),
        seen: Vec::new(),
        done: BTreeMap::new(),
    };
    acting.everybody_joins(size.people).await;
    let first = acting.a_day(size, 0).await;
    let second = acting.a_day(size, size.people / PASSERS).await;
    let Acting { app, people, wrote, done, .. } = acting;
    Busy { app, people, wrote, dumps: [first, second], done }
}

impl Acting {
    async fn join(&mut self, people: std::ops::Range<usize>) {
        for number in people {
            let mut client = self.app.client();
            client.address = std::net::Ipv4Addr::from(0x0a00_0001 + number as u32).into();
            let phrase = client.join().await;
            let joined = client.token.clone().unwrap();
            let mut boards = BOARDS;
            self.chance.shuffle(&mut boards);
            let boards = std::array::from_fn(|at| boards[at]);
            self.people.push(Person {
                client,
                phrase,
                boards,
                sessions: vec![joined],
                drafts: Vec::new(),
                posts: Vec::new(),
                reacted: Vec::new(),
            });
        }
    }

    async fn everybody_joins(&mut self, people: usize) {
        self.join(0..people).await;
        // A session of 30 days each, in another order than joining.
        let mut order: Vec<usize> = (0..people).collect();
        self.chance.shuffle(&mut order);
        for who in order {
            let token = self.sign_in(who).await.unwrap();
            self.people[who].client.token = Some(token);
        }
        let client = self.app.client();
        for board in BOARDS {
            let list = client.call(Method::GET, &format!("/boards/{board}/threads"), None).await;
            if list.status == 200 {
                let list = list.json();
                let ids = list["items"].as_array().unwrap().iter().map(|t| t["id"].as_str().unwrap().to_owned());
                self.threads.insert(board, ids.collect());
            }
        }
    }

    async fn a_day(&mut self, size: Size, passers: usize) -> Dump {
        self.join(size.people..size.people + passers).await;
        for who in size.people..self.people.len() {
            let token = self.sign_in(who).await.unwrap();
            self.people[who].client.token = Some(token);
        }
        let acts = (size.people + passers) * size.acts;
        // The last of them leaves when most of the day is over; then the others go on among themselves.
        let first_leaves = acts / 2;
        let between = (acts / 3) / passers.max(1);
        let mut left_s = DAY_S;
        for act in 0..acts {
            // Uneven steps that make up a day.
            let step = self.chance.below(2 * left_s as usize / (acts - act).max(1) + 1) as i64;
            let step = if act + 1 == acts { left_s } else { step.min(left_s) };
            self.app.clock.advance_s(step);
            left_s -= step;
            if self.people.len() > size.people
                && act >= first_leaves
                && (act - first_leaves).is_multiple_of(between.max(1))
            {
                self.somebody_leaves(size.people).await;
            }
            self.one_act().await;
        }
        while self.people.len() > size.people {
            self.somebody_leaves(size.people).await;
        }
        self.wrote.retain(|wrote| wrote.person < size.people);
        Dump::read(&self.app.raw().await).await
    }

    async fn one_act(&mut self) {
        let who = self.chance.below(self.people.len());
        let (name, went) = match self.chance.below(100) {
            0..34 => ("reply", self.reply(who, "now").await),
            34..40 => ("waiting reply", self.reply(who, "today").await),
            40..46 => ("thread", self.start(who).await),
            46..54 => ("edit", self.edit(who).await),
            54..68 => ("reaction", self.react(who).await),
            68..75 => ("draft", self.draft(who).await),
            75..78 => ("draft published", self.publish_draft(who).await),
            78..81 => ("draft over", self.draft_over(who).await),
            81..83 => ("discard", self.discard(who).await),
            83..85 => ("settings", self.settings(who).await),
            85..86 => ("follow", self.follow(who).await),
            86..87 => ("mute", self.mute(who).await),
            87..88 => ("mark read", self.mark_read(who).await),
            88..91 => ("sign in", self.sign_in_again(who).await),
            91..93 => ("sign out", self.sign_out(who).await),
            93..94 => ("retire", self.retire(who).await),
            94..98 => ("release", self.release().await),
            _ => ("sweep", self.sweep().await),
        };
        self.done.entry(name).or_default()[usize::from(!went)] += 1;
    }

    /// One of those who only pass by deletes the account, with or without the posts. The last one of the list takes the
    /// place: nobody reads `Wrote` of passers.
    async fn somebody_leaves(&mut self, people: usize) {
        let who = people + self.chance.below(self.people.len() - people);
        let person = self.people.swap_remove(who);
        let posts = *self.chance.pick(&["remove", "depart"]);
        let body = json!({"recovery_phrase": person.phrase, "posts": posts});
        person.client.call(Method::DELETE, "/me", Some(body)).await.expect(204);
        self.done.entry("delete account").or_default()[0] += 1;
    }

    /// A text that was kept first, and is then posted under the key that the draft bears.
    async fn publish_draft(&mut self, who: usize) -> bool {
        let mut text = self.draft_text();
        let key = format!("draft-{}-{}", who, self.wrote.len());
        text["idempotency_key"] = json!(key);
        let saved = self.call(who, Method::POST, "/drafts", Some(text.clone())).await;
        if !saved.status.is_success() {
            return false;
        }
        self.people[who].drafts.push(saved.json()["id"].as_str().unwrap().to_owned());
        let board = self.people[who].boards[self.chance.below(FACES)];
        let Some(thread) = self.threads.get(board).filter(|t| !t.is_empty()).map(|t| self.chance.pick(t).clone())
        else {
            return false;
        };
        let path = format!("/threads/{thread}/posts");
        self.posted_with(who, &path, json!({"body": text["body"]}), &[("idempotency-key", &key)]).await.is_some()
    }

    async fn call(&self, who: usize, method: Method, path: &str, body: Option<Value>) -> Answer {
        self.call_with(who, method, path, body, &[]).await
    }

    async fn call_with(
        &self,
        who: usize,
        method: Method,
        path: &str,
        body: Option<Value>,
        more: &[(&str, &str)],
    ) -> Answer {
        let answer = self.people[who].client.call_with(method.clone(), path, body, more).await;
        let status = answer.status.as_u16();
        assert!(
            matches!(status, 200..=204 | 404 | 409 | 429) || answer.body.contains("\"code\""),
            "{method} {path}: {status} {}",
            answer.body
        );
        assert_ne!(status, 401, "{method} {path}: everybody stays signed in");
        answer
    }

    async fn posted(&mut self, who: usize, path: &str, body: Value) -> Option<Value> {
        self.posted_with(who, path, body, &[]).await
    }

    async fn posted_with(&mut self, who: usize, path: &str, body: Value, more: &[(&str, &str)]) -> Option<Value> {
        let answer = self.call_with(who, Method::POST, path, Some(body), more).await;
        if !answer.status.is_success() {
            return None;
        }
        let said = answer.json();
        let post = said["post"].as_str().unwrap_or_else(|| panic!("{said}")).to_owned();
        let at_ms = leeward::domain::clock::Clock::now(self.app.clock.as_ref()).0 + self.chance.below(1_000) as i64;
        self.wrote.push(Wrote { person: who, post: post.clone(), at_ms });
        self.people[who].posts.push(post.clone());
        if said["state"] == "published" {
            self.seen.push(post);
        }
        Some(said)
    }

    async fn reply(&mut self, who: usize, publish: &str) -> bool {
        let board = self.people[who].boards[self.chance.below(FACES)];
        let Some(thread) = self.threads.get(board).filter(|t| !t.is_empty()).map(|t| self.chance.pick(t).clone())
        else {
            return false;
        };
        let length = 3 + self.chance.below(60);
        let one_off = board == "x9" && self.chance.below(4) == 0;
        let mut body = json!({"body": self.chance.text(length), "publish": publish, "one_off": one_off});
        if self.chance.below(3) == 0 {
            body["reply_to"] = json!(1);
        }
        self.posted(who, &format!("/threads/{thread}/posts"), body).await.is_some()
    }

    async fn start(&mut self, who: usize) -> bool {
        let board = self.people[who].boards[self.chance.below(FACES)];
        let length = 3 + self.chance.below(60);
        let body = json!({
            "title": self.chance.text(6), "body": self.chance.text(length),
            "seeking": *self.chance.pick(&["advice", "listening", "experiences"]), "content_warnings": [],
        });
        let Some(said) = self.posted(who, &format!("/boards/{board}/threads"), body).await else { return false };
        let thread = said["thread"].as_str().unwrap().to_owned();
        self.threads.entry(board).or_default().push(thread);
        true
    }

    async fn edit(&mut self, who: usize) -> bool {
        let Some(post) = self.own_post(who) else { return false };
        let length = 3 + self.chance.below(60);
        let body = json!({"body": self.chance.text(length)});
        self.call(who, Method::PATCH, &format!("/posts/{post}"), Some(body)).await.status.is_success()
    }

    fn own_post(&mut self, who: usize) -> Option<String> {
        let posts = &self.people[who].posts;
        (!posts.is_empty()).then(|| self.chance.pick(posts).clone())
    }

    async fn react(&mut self, who: usize) -> bool {
        if self.seen.is_empty() {
            return false;
        }
        let post = self.chance.pick(&self.seen).clone();
        let kind = *self.chance.pick(&["with-you", "same-here", "thank-you", "helpful"]);
        let path = format!("/posts/{post}/reactions/{kind}");
        let went = self.call(who, Method::PUT, &path, None).await.status.is_success();
        self.people[who].reacted.push(post);
        went
    }

    async fn sign_in(&self, who: usize) -> Option<String> {
        let person = &self.people[who];
        let mut client = self.app.client();
        client.address = person.client.address;
        let body = json!({"recovery_phrase": person.phrase, "keep": true});
        let answer = client.call(Method::POST, "/sessions", Some(body)).await;
        (answer.status == 201).then(|| answer.json()["session_token"].as_str().unwrap().to_owned())
    }

    async fn sign_in_again(&mut self, who: usize) -> bool {
        let token = self.sign_in(who).await;
        let went = token.is_some();
        self.people[who].sessions.extend(token);
        went
    }

    async fn sign_out(&mut self, who: usize) -> bool {
        let Some(token) = self.people[who].sessions.pop() else { return false };
        let mut client = self.app.client();
        client.address = self.people[who].client.address;
        client.token = Some(token);
        client.call(Method::DELETE, "/sessions/current", None).await.status.is_success()
    }

    async fn retire(&mut self, who: usize) -> bool {
        let board = self.people[who].boards[self.chance.below(FACES)];
        let posts = json!({"posts": *self.chance.pick(&["remove", "depart"])});
        self.call(who, Method::DELETE, &format!("/boards/{board}/persona"), Some(posts)).await.status.is_success()
    }

    async fn release(&mut self) -> bool {
        let released = self.app.running.release_held(40).await.unwrap();
        // What was released is seen from now on; a reaction to what is not is refused.
        let news = self.wrote.iter().rev().take(400).map(|wrote| wrote.post.clone());
        self.seen.extend(news);
        released > 0
    }

    async fn sweep(&mut self) -> bool {
        self.app.running.sweep().await;
        true
    }
}
