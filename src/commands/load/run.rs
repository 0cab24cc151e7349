//! One run against the site, and one against the bare broadcast.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::SinkExt;
use tokio_tungstenite::tungstenite::{Message, Utf8Bytes};

use super::arguments::{LoadArguments, Target};
use super::bare::{Bare, PUBLISH};
use super::complete::{self, Event};
use super::crowd::{Crowd, Gathering};
use super::fault::LoadError;
use super::figures::{Figures, Spread};
use super::http::Client;
use super::journal;
use super::pace::Pace;
use super::process::Usage;
use super::site::{Head, Site};
use super::socket::open;
use super::visitor::{Visitors, Visits};
use super::writer::{Outcome, Sent, Writers, micros, write_all};

/// How long is waited when all readers are in, for what the handshakes left behind.
const SETTLE: Duration = Duration::from_secs(1);
/// How long a made-up frame is, about as long as that of a post of 820 characters.
const FRAME_CHARS: usize = 2_400;

/// What one run showed.
pub(super) struct Run {
    /// The numbers.
    pub(super) figures: Figures,
    /// What was lost, doubled or out of order, in words.
    pub(super) faults: Vec<String>,
    /// All posts.
    pub(super) sent: Vec<Sent>,
    /// Pages.
    pub(super) visits: Visits,
    /// How often readers came back.
    pub(super) came_back: u64,
    /// The frames of its events, in order.
    pub(super) frames: Vec<String>,
    /// The number after which they begin.
    pub(super) after: i64,
}

/// What stays the same over all runs.
pub(super) struct Stage<'a> {
    /// What was asked for.
    pub(super) arguments: &'a LoadArguments,
    /// The site.
    pub(super) target: Target,
    /// Bearer tokens.
    pub(super) tokens: Vec<Arc<str>>,
    /// The thread.
    pub(super) thread: Head,
}

impl Stage<'_> {
    /// One run against the site. `name` is a word that no other run has.
    pub(super) async fn run(&self, name: &str) -> Result<Run, LoadError> {
        let arguments = self.arguments;
        let mut site = Site::new(Client::new(self.target.clone()), self.tokens.first().cloned());
        let usage = || arguments.pid.map(Usage::of).transpose();
        let before = usage()?;
        let known = site.last_position(&self.thread.id).await?;
        let after = site.head(&self.thread.id).await?.seq;
        let began = Instant::now();
        let crowd = Crowd::gather(self.gathering(after, began)).await?;
        tokio::time::sleep(SETTLE).await;
        let readers = usage()?;
        let visitors = Visitors::begin(&self.target, &self.paths(), arguments.visitors);
        let sent = self.write(name, began).await;
        let end = site.head(&self.thread.id).await?.seq;
        crowd.until_seq(end, Duration::from_secs(arguments.patience_s)).await;
        let last = usage()?;
        let visits = visitors.leave().await;
        let records = crowd.leave().await;
        let cpu = last.zip(readers).map(|(last, first)| last.cpu.saturating_sub(first.cpu));
        if let Some(folder) = &arguments.journal {
            journal::write(folder, name, &sent, &records)?;
        }
        let sent: Vec<Sent> = sent.into_iter().flatten().collect();
        let mut faults = complete::of_readers(&records, end);
        let events = complete::events(&records).unwrap_or_else(|fault| {
            faults.push(fault);
            Vec::new()
        });
        let listed = site.posts(&self.thread.id, known).await?;
        let told = (arguments.readers > 0).then_some(events.as_slice());
        faults.extend(complete::of_posts(&sent, name, told, &listed));
        let mut figures = Figures::of(&sent_by_seq(&events, &sent), &records, cpu);
        figures.answered = answered(&sent);
        figures.rss_before_kib = before.map(|usage| usage.rss_kib);
        figures.rss_readers_kib = readers.map(|usage| usage.rss_kib);
        figures.rss_after_kib = last.map(|usage| usage.rss_kib);
        let came_back = records.iter().map(|record| u64::from(record.connected.saturating_sub(1))).sum();
        let frames = records.into_iter().find_map(|record| record.frames).unwrap_or_default();
        Ok(Run { figures, faults, sent, visits, came_back, frames, after })
    }

    fn gathering(&self, after: i64, began: Instant) -> Gathering<'_> {
        Gathering {
            target: &self.target,
            path: "/live",
            tokens: &self.tokens,
            topic: format!("thread/{}", self.thread.id),
            after,
            readers: self.arguments.readers,
            expected: expected(self.arguments),
            at_once: self.arguments.at_once,
            began,
        }
    }

    /// Lets the writers write; without any, waits for as long as the run takes.
    async fn write(&self, name: &str, began: Instant) -> Vec<Vec<Sent>> {
        let arguments = self.arguments;
        if arguments.writers == 0 {
            tokio::time::sleep(Duration::from_secs(arguments.seconds.unwrap_or(0))).await;
            return Vec::new();
        }
        let writers = Writers {
            target: self.target.clone(),
            thread: self.thread.id.clone(),
            run: name.to_owned(),
            began,
            pace: Pace::new(arguments.every_ms, arguments.posts(), arguments.seconds),
        };
        write_all(writers, &self.tokens, arguments.writers).await
    }

    /// What visitors look at: the thread that is written to, and its board.
    fn paths(&self) -> Vec<String> {
        vec![format!("/threads/{}", self.thread.id), format!("/boards/{}", self.thread.board)]
    }
}

/// The same readers and frames, from a broadcast that does nothing else. What its figures and its faults are.
pub(super) async fn bare(
    arguments: &LoadArguments,
    frames: &[String],
    after: i64,
) -> Result<(Figures, Vec<String>), LoadError> {
    let bare = Bare::start()?;
    let before = Usage::of(bare.pid())?;
    let began = Instant::now();
    let plan = Gathering {
        target: &bare.target,
        path: "/live",
        tokens: &[],
        topic: "bare".to_owned(),
        after,
        readers: arguments.readers,
        expected: frames.len(),
        at_once: false,
        began,
    };
    let crowd = Crowd::gather(plan).await?;
    let broken = |_| LoadError::Bare(std::io::ErrorKind::ConnectionReset);
    let mut publisher = open(&bare.target, PUBLISH, None, 0).await.map_err(|refused| broken(refused.said))?;
    tokio::time::sleep(SETTLE).await;
    let readers = Usage::of(bare.pid())?;
    let pace = Pace::new(arguments.every_ms, None, None);
    let mut sent_us = BTreeMap::new();
    for (seq, frame) in (after.saturating_add(1)..).zip(frames) {
        pace.turn().await;
        let frame = Utf8Bytes::from(frame.as_str());
        sent_us.insert(seq, micros(began.elapsed()));
        publisher.send(Message::Text(frame)).await.map_err(|error| broken(error.to_string()))?;
    }
    let end = sent_us.keys().next_back().copied().unwrap_or(after);
    crowd.until_seq(end, Duration::from_secs(arguments.patience_s)).await;
    let last = Usage::of(bare.pid())?;
    let records = crowd.leave().await;
    let faults = complete::of_readers(&records, end).into_iter().map(|fault| format!("bare broadcast: {fault}"));
    let mut figures = Figures::of(&sent_us, &records, Some(last.cpu.saturating_sub(readers.cpu)));
    figures.rss_before_kib = Some(before.rss_kib);
    figures.rss_readers_kib = Some(readers.rss_kib);
    figures.rss_after_kib = Some(last.rss_kib);
    Ok((figures, faults.collect()))
}

/// Frames such as the site would send, when there is no site.
pub(super) fn made_up(arguments: &LoadArguments) -> Vec<String> {
    let words = "words ".repeat(FRAME_CHARS / 6);
    let frame = |seq| format!(r#"{{"ev":"post","topic":"bare","seq":{seq},"kind":"created","html":"{words}"}}"#);
    (1..=expected(arguments)).map(frame).collect()
}

/// About how many events a run has.
fn expected(arguments: &LoadArguments) -> usize {
    let by_time = arguments.seconds.map(|seconds| seconds.saturating_mul(1_000) / arguments.every_ms.max(1));
    let posts = arguments.posts().map(u64::from).into_iter().chain(by_time).min().unwrap_or(0);
    if arguments.writers == 0 && arguments.address.is_some() { 0 } else { usize::try_from(posts).unwrap_or(0) }
}

/// When the post of each event was sent, by the event's number.
fn sent_by_seq(events: &[Event], sent: &[Sent]) -> BTreeMap<i64, u32> {
    let published = sent.iter().filter_map(|post| match &post.outcome {
        Outcome::Published(id) => Some((id.as_str(), post.sent_us)),
        _ => None,
    });
    let by_post: HashMap<&str, u32> = published.collect();
    let sent_us = |event: &Event| Some((event.seq, *by_post.get(event.created()?)?));
    events.iter().filter_map(sent_us).collect()
}

fn answered(sent: &[Sent]) -> Option<Spread> {
    let published = sent.iter().filter(|post| matches!(post.outcome, Outcome::Published(_)));
    Spread::of(published.map(|post| post.answered_us.saturating_sub(post.sent_us)).collect())
}
