//! Who writes when and where: drawn before anything is written, so that small and large communities are alike.

use std::collections::HashSet;

use crate::domain::board::Board;
use crate::domain::clock::{DAY_MS, HOUR_MS, MINUTE_MS, Timestamp};

use super::DemoArguments;
use super::chance::{Chance, Stream};
use super::content::Content;

/// Days that the community has been there.
pub(super) const DAYS: i64 = 60;
/// Posts of somebody who is to reach level 2, and the days on which they fall: a little more than CONTRACT §7 asks.
const REGULAR_POSTS: u32 = 22;
const REGULAR_DAYS: usize = 16;
/// The latest day on which a regular joins.
const REGULAR_JOINS_BEFORE: usize = 25;
/// Nothing is planned for the last hour and a half: held posts are still to be released.
const REST_MS: i64 = 90 * MINUTE_MS;
/// A thread takes replies from then on: until then its first post may be held.
const READY_MS: i64 = HOUR_MS;
/// How the hours of a day (UTC) compare: more in the evening.
const HOURS: [u8; 24] = [3, 2, 1, 1, 1, 1, 2, 3, 4, 4, 4, 4, 5, 5, 4, 4, 5, 6, 7, 8, 9, 9, 7, 5];

/// A post to be written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Planned {
    /// When.
    pub(super) at: Timestamp,
    /// By which member.
    pub(super) author: u32,
    /// In which thread.
    pub(super) thread: u32,
    /// Which one of its thread, as planned: 0 starts it.
    pub(super) number: u32,
}

/// A thread to be started.
#[derive(Clone, Copy, Debug)]
pub(super) struct PlannedThread {
    /// The place of its board in the list of boards.
    pub(super) board: usize,
    /// The place of its content among the told threads; `None`: sentences.
    pub(super) told: Option<usize>,
    started: Timestamp,
    last_author: u32,
}

/// The whole of it.
pub(super) struct Plan {
    /// The seed.
    pub(super) seed: u64,
    /// The present moment.
    pub(super) now: Timestamp,
    /// How many members.
    pub(super) members: u32,
    /// Threads, in the order in which they start.
    pub(super) threads: Vec<PlannedThread>,
    /// Posts, in the order of their times.
    pub(super) posts: Vec<Planned>,
}

impl Plan {
    /// Draws a plan.
    pub(super) fn new(size: &DemoArguments, content: &Content, boards: &[Board], now: Timestamp) -> Self {
        let mut chance = Chance::new(size.seed, Stream::Plan, 0);
        let places = places(&mut chance, size.threads, content, boards);
        let moments = moments(&mut chance, size, now);
        let (threads, mut posts) = assign(&mut chance, &moments, places);
        posts.sort_by_key(|post| post.at);
        let mut written = vec![0_u32; threads.len()];
        for post in &mut posts {
            if let Some(written) = written.get_mut(post.thread as usize) {
                post.number = *written;
                *written += 1;
            }
        }
        Self { seed: size.seed, now, members: size.members, threads, posts }
    }

    /// The first moment.
    pub(super) fn from(&self) -> Timestamp {
        self.posts.first().map_or(self.now, |post| post.at)
    }

    /// The last moment.
    pub(super) fn to(&self) -> Timestamp {
        self.posts.last().map_or(self.now, |post| post.at)
    }

    /// Who is at level 2 by what is planned, by member.
    pub(super) fn regulars(&self) -> Vec<bool> {
        let members = self.members as usize;
        let (mut counts, mut days) = (vec![0_u32; members], vec![HashSet::new(); members]);
        for post in &self.posts {
            if let (Some(count), Some(days)) =
                (counts.get_mut(post.author as usize), days.get_mut(post.author as usize))
            {
                *count += 1;
                days.insert(post.at.day());
            }
        }
        counts.iter().zip(days).map(|(count, days)| *count >= 20 && days.len() >= 14).collect()
    }
}

/// Board and content of each thread: every told thread once, in any order, among threads of sentences.
fn places(chance: &mut Chance, threads: u32, content: &Content, boards: &[Board]) -> Vec<(usize, Option<usize>)> {
    let mut told: Vec<usize> = (0..content.threads.len()).collect();
    chance.shuffle(&mut told);
    told.truncate(threads as usize);
    let board_of = |told: usize| {
        let slug = content.threads.get(told).map(|thread| thread.board.as_str());
        boards.iter().position(|board| Some(board.slug.as_str()) == slug).unwrap_or(0)
    };
    let mut places: Vec<(usize, Option<usize>)> = told.into_iter().map(|told| (board_of(told), Some(told))).collect();
    while places.len() < threads as usize {
        places.push((chance.below(boards.len()), None));
    }
    // With many threads the told ones would otherwise be among the oldest alone.
    chance.shuffle(&mut places);
    places
}

/// When each member writes, in the order of time.
fn moments(chance: &mut Chance, size: &DemoArguments, now: Timestamp) -> Vec<(Timestamp, u32)> {
    let regulars = if size.posts / 24 >= size.members { size.members } else { (size.posts / 40).min(size.members) };
    let mut counts: Vec<u32> = (0..size.members).map(|m| if m < regulars { REGULAR_POSTS } else { 0 }).collect();
    let others = size.members - regulars;
    for _ in 0..size.posts.saturating_sub(regulars.saturating_mul(REGULAR_POSTS)) {
        // Who is no regular gets most of what is left.
        let one = if others > 0 && chance.percent(85) {
            regulars as usize + chance.below(others as usize)
        } else {
            chance.below(size.members as usize)
        };
        if let Some(count) = counts.get_mut(one) {
            *count += 1;
        }
    }
    let days = usize::try_from(DAYS).unwrap_or(1);
    let mut moments = Vec::with_capacity(size.posts as usize);
    for (count, member) in counts.into_iter().zip(0_u32..) {
        let regular = member < regulars;
        let joined = chance.below(if regular { REGULAR_JOINS_BEFORE } else { days - 1 });
        let mut later: Vec<usize> = (joined..days).collect();
        chance.shuffle(&mut later);
        for n in 0..count as usize {
            let day = if regular && n < REGULAR_DAYS { later.get(n) } else { chance.pick(&later) };
            moments.push((moment(chance, now, day.copied().unwrap_or(0)), member));
        }
    }
    moments.sort_unstable();
    moments
}

/// A moment of a day, counted from the first; of a day that has not come so far, one of the day before.
fn moment(chance: &mut Chance, now: Timestamp, day: usize) -> Timestamp {
    let total: usize = HOURS.iter().map(|weight| usize::from(*weight)).sum();
    let mut left = chance.below(total);
    let mut hour = 0;
    for weight in HOURS {
        if left < usize::from(weight) {
            break;
        }
        left -= usize::from(weight);
        hour += 1;
    }
    let day = i64::try_from(day).unwrap_or(0) + 1 - DAYS;
    let within = hour * HOUR_MS + chance.between(0, HOUR_MS);
    let at = now.to_day().plus_ms(day * DAY_MS + within);
    if now.since_ms(at) < REST_MS { at.plus_ms(-DAY_MS) } else { at }
}

/// Gives each moment a new thread or a reply.
fn assign(
    chance: &mut Chance,
    moments: &[(Timestamp, u32)],
    places: Vec<(usize, Option<usize>)>,
) -> (Vec<PlannedThread>, Vec<Planned>) {
    let (posts, wanted) = (moments.len(), places.len());
    let mut places = places.into_iter();
    let mut threads: Vec<PlannedThread> = Vec::with_capacity(wanted);
    let mut planned = Vec::with_capacity(posts);
    let mut ready = 0;
    for (n, (at, author)) in moments.iter().enumerate() {
        while threads.get(ready).is_some_and(|thread| at.since_ms(thread.started) >= READY_MS) {
            ready += 1;
        }
        let left = wanted - threads.len();
        let due = threads.len() * posts < wanted * (n + 1);
        let start = left > 0 && (due || ready == 0 || posts - n <= left);
        let place = if start { places.next() } else { None };
        let (thread, at) = if let Some((board, told)) = place {
            threads.push(PlannedThread { board, told, started: *at, last_author: *author });
            (threads.len() - 1, *at)
        } else {
            let thread = choose(chance, &threads, ready.max(1), *author);
            let ready_at = threads.get(thread).map_or(*at, |thread| thread.started.plus_ms(READY_MS));
            (thread, ready_at.max(*at))
        };
        if let Some(thread) = threads.get_mut(thread) {
            thread.last_author = *author;
        }
        let thread = u32::try_from(thread).unwrap_or(0);
        planned.push(Planned { at, author: *author, thread, number: 0 });
    }
    (threads, planned)
}

/// A thread to reply in: mostly a recent one, seldom one's own last word.
fn choose(chance: &mut Chance, threads: &[PlannedThread], ready: usize, author: u32) -> usize {
    let recent = (threads.len() / 20 + 12).min(ready);
    let mut chosen = 0;
    for _ in 0..4 {
        let wide = if chance.percent(80) { recent } else { (recent * 4).min(ready) };
        // The smaller of two draws: the newer a thread, the more replies it gets.
        let back = chance.below(wide).min(chance.below(wide));
        chosen = ready - 1 - back;
        if threads.get(chosen).is_some_and(|thread| thread.last_author != author) {
            break;
        }
    }
    chosen
}
