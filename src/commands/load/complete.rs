//! Whether anything was lost, doubled or out of order.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::Deserialize;

use super::record::Record;
use super::site::Listed;
use super::writer::{Outcome, Sent};

/// How many readers are named in words.
const NAMED: usize = 5;

/// A numbered event, read in full from a witness.
#[derive(Debug, Deserialize)]
pub(super) struct Event {
    /// Its number.
    pub(super) seq: i64,
    /// What happened.
    kind: String,
    /// The post, in events of posts.
    post: Option<Told>,
}

/// A post as a frame tells it.
#[derive(Debug, Deserialize)]
struct Told {
    id: String,
    position: Option<i64>,
    body_html: String,
}

impl Event {
    /// The id of the post that it tells is new.
    pub(super) fn created(&self) -> Option<&str> {
        self.post.as_ref().filter(|_| self.kind == "created").map(|post| post.id.as_str())
    }
}

/// Reads the frames of the witnesses, each number once. Fails with what is wrong about one.
pub(super) fn events(records: &[Record]) -> Result<Vec<Event>, String> {
    let mut all = BTreeMap::new();
    for frame in records.iter().filter_map(|record| record.frames.as_ref()).flatten() {
        let event: Event = serde_json::from_str(frame).map_err(|error| format!("a frame is no event: {error}"))?;
        all.entry(event.seq).or_insert(event);
    }
    Ok(all.into_values().collect())
}

/// What is wrong with what readers got, up to and including number `end`; nothing when all is well.
pub(super) fn of_readers(records: &[Record], end: i64) -> Vec<String> {
    let mut faults = Vec::new();
    let wrong = |record: &Record| {
        let missing = end.saturating_sub(record.seq()).max(0).unsigned_abs();
        (missing, record.passed_over, record.repeated, record.resyncs)
    };
    let mut bad = 0_usize;
    for (number, record) in records.iter().enumerate() {
        let (missing, passed_over, repeated, resyncs) = wrong(record);
        if missing + passed_over + repeated + resyncs == 0 {
            continue;
        }
        bad += 1;
        if bad <= NAMED {
            faults.push(format!(
                "reader {number}: {missing} events missing at the end, {passed_over} passed over, {repeated} came \
                 twice, {resyncs} times told to load the page; heard: {}",
                record.said.join(", ")
            ));
        }
    }
    if bad > NAMED {
        faults.push(format!("{bad} readers in all did not get every event exactly once"));
    }
    faults
}

/// What is wrong with the thread as the API lists it in the end, against what was acknowledged and told.
pub(super) fn of_posts(sent: &[Sent], run: &str, events: Option<&[Event]>, listed: &[Listed]) -> Vec<String> {
    let mut faults = Vec::new();
    let places: HashMap<&str, &Listed> = listed.iter().map(|post| (post.id.as_str(), post)).collect();
    if places.len() != listed.len() {
        faults.push(format!("{} posts are listed twice", listed.len() - places.len()));
    }
    let mut keys: HashMap<String, u32> = HashMap::new();
    for key in listed.iter().filter_map(|post| key_in(&post.body_html, run)) {
        *keys.entry(key).or_default() += 1;
    }
    faults.extend(
        keys.iter().filter(|(_, times)| **times > 1).map(|(key, times)| format!("{key} is there {times} times")),
    );
    let told: Option<HashSet<&str>> = events.map(|events| events.iter().filter_map(Event::created).collect());
    for post in sent {
        let Outcome::Published(id) = &post.outcome else { continue };
        match places.get(id.as_str()) {
            None => faults.push(format!("{} was acknowledged and is not there", post.key)),
            Some(place) if key_in(&place.body_html, run).as_ref() != Some(&post.key) => {
                faults.push(format!("{} was acknowledged as a post with another text", post.key));
            }
            Some(_) => {}
        }
        if told.as_ref().is_some_and(|told| !told.contains(id.as_str())) {
            faults.push(format!("{} was acknowledged and no reader was told", post.key));
        }
    }
    faults.extend(events.map(|events| of_events(events, &places, listed)).unwrap_or_default());
    faults
}

fn of_events(events: &[Event], places: &HashMap<&str, &Listed>, listed: &[Listed]) -> Vec<String> {
    let mut faults = Vec::new();
    let mut told = HashSet::new();
    let mut before = 0;
    for post in events.iter().filter(|event| event.kind == "created").filter_map(|event| event.post.as_ref()) {
        if !told.insert(post.id.as_str()) {
            faults.push(format!("post {} was told as new twice", post.id));
        }
        let position = post.position.unwrap_or(0);
        if position <= before {
            faults.push(format!("position {position} was told after position {before}"));
        }
        before = position;
        match places.get(post.id.as_str()) {
            Some(place) if place.position == post.position && place.body_html == post.body_html => {}
            Some(_) => faults.push(format!("post {} is another than its event told", post.id)),
            None => faults.push(format!("post {} was told and is not there", post.id)),
        }
    }
    let silent = listed.iter().filter(|post| !told.contains(post.id.as_str())).count();
    if silent > 0 {
        faults.push(format!("{silent} posts are there of which no reader was told"));
    }
    faults
}

/// The once-only key that a post's text begins with, when it is of this run.
fn key_in(html: &str, run: &str) -> Option<String> {
    let prefix = format!("load-{run}-");
    let (_, after) = html.split_once(&prefix)?;
    let digits: String = after.chars().take_while(char::is_ascii_digit).collect();
    Some(format!("{prefix}{digits}"))
}
