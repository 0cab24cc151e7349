//! Those who write. A post is sent with its once-only key until the server said what became of it.

use std::sync::Arc;
use std::time::{Duration, Instant};

use serde::Deserialize;
use tokio::task::JoinSet;

use super::arguments::Target;
use super::http::{Answer, Call, Client};
use super::pace::Pace;
use crate::app::system::SystemEntropy;
use crate::domain::entropy::below;

/// How long one post is tried.
const PATIENCE: Duration = Duration::from_secs(60);
/// The longest wait between two tries, when the server does not say.
const LONGEST_WAIT_MS: u64 = 2_000;
/// Words that make a post of about 820 characters.
const SENTENCES: [&str; 8] = [
    "I have been reading here for a while before I found the words for this.",
    "It is easier to say it to people who know what it is like than to say it at home.",
    "Some weeks are fine, and then there is one evening after which I think about it for days.",
    "What helped me most was hearing that it takes other people a long time as well.",
    "I tried the breathing exercise again and stopped half way, and that was all right this time.",
    "My partner asked what I need, and I did not know the answer, so we said that we would ask again.",
    "I would like to hear how others began to talk about it, and what they would leave out.",
    "Thank you for reading this far; it already feels a little lighter than it did in the morning.",
];

/// What became of a post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// 201, with its id.
    Published(String),
    /// 202: readers will not see it.
    Held,
    /// Refused, with this status.
    Refused(u16),
    /// No answer within the patience: it may be there or not.
    Unknown,
}

/// A post that was sent.
#[derive(Clone, Debug)]
pub(super) struct Sent {
    /// Its once-only key.
    pub(super) key: String,
    /// When it was sent first, in microseconds from the run's start.
    pub(super) sent_us: u32,
    /// When the last answer came.
    pub(super) answered_us: u32,
    /// How late its first try began.
    pub(super) late_us: u32,
    /// How often it was sent.
    pub(super) tries: u32,
    /// What became of it.
    pub(super) outcome: Outcome,
}

/// What all writers of a run share.
pub(super) struct Writers {
    /// Where they write.
    pub(super) target: Target,
    /// The thread.
    pub(super) thread: String,
    /// A word that no other run has, for keys and texts.
    pub(super) run: String,
    /// From when times count.
    pub(super) began: Instant,
    /// Whose turn it is.
    pub(super) pace: Pace,
}

#[derive(Deserialize)]
struct Created {
    post: String,
}

/// Lets them write until the posts are given out. What each sent, in the order of writers.
pub(super) async fn write_all(all: Writers, tokens: &[Arc<str>], writers: u32) -> Vec<Vec<Sent>> {
    let all = Arc::new(all);
    let mut tasks = JoinSet::new();
    for (number, token) in (0..writers).zip(tokens.iter().cycle()) {
        let (all, token) = (Arc::clone(&all), Arc::clone(token));
        tasks.spawn(async move { (number, write(&all, &token).await) });
    }
    let mut sent = tasks.join_all().await;
    sent.sort_unstable_by_key(|(number, _)| *number);
    sent.into_iter().map(|(_, sent)| sent).collect()
}

async fn write(all: &Writers, token: &str) -> Vec<Sent> {
    let mut client = Client::new(all.target.clone());
    let mut sent = Vec::new();
    while let Some(turn) = all.pace.turn().await {
        let key = format!("load-{}-{}", all.run, turn.number);
        let mut post = send(all, &mut client, token, key).await;
        post.late_us = micros(turn.late);
        sent.push(post);
    }
    sent
}

async fn send(all: &Writers, client: &mut Client, token: &str, key: String) -> Sent {
    let path = format!("/api/v1/threads/{}/posts", all.thread);
    let body = serde_json::json!({ "body": format!("{key}. {}", SENTENCES.join(" ")) }).to_string();
    let first = Instant::now();
    let sent_us = micros(all.began.elapsed());
    let mut tries = 0_u32;
    let outcome = loop {
        tries = tries.saturating_add(1);
        let call = Call::post(&path, Some(token), Some(&key), body.clone());
        let answered = client.ask(call).await;
        let wait = match &answered {
            Ok(answer) if matches!(answer.status, 429 | 500..) => answer.retry_after,
            Ok(answer) => break outcome(answer),
            Err(_) => None,
        };
        if first.elapsed() >= PATIENCE {
            break answered.map_or(Outcome::Unknown, |answer| outcome(&answer));
        }
        let spread = 50_u64.saturating_mul(1 << tries.min(6)).min(LONGEST_WAIT_MS);
        tokio::time::sleep(wait.unwrap_or_default() + Duration::from_millis(below(&SystemEntropy, spread))).await;
    };
    Sent { key, sent_us, answered_us: micros(all.began.elapsed()), late_us: 0, tries, outcome }
}

fn outcome(answer: &Answer) -> Outcome {
    match answer.status {
        201 => match serde_json::from_slice::<Created>(&answer.body) {
            Ok(created) => Outcome::Published(created.post),
            Err(_) => Outcome::Refused(201),
        },
        202 => Outcome::Held,
        500.. => Outcome::Unknown,
        status => Outcome::Refused(status),
    }
}

/// Microseconds, as far as they fit.
pub(super) fn micros(time: Duration) -> u32 {
    u32::try_from(time.as_micros()).unwrap_or(u32::MAX - 1)
}
