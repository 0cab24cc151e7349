//! What invented people write: whole threads, and sentences for all that goes beyond.

use serde::Deserialize;

use crate::domain::thread::Seeking;
use crate::domain::warning::Warnings;
use crate::library::front_matter::ContentError;

use super::chance::{Chance, Stream};

/// An invented thread.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Told {
    /// The slug of its board.
    pub(super) board: String,
    /// Its title.
    pub(super) title: String,
    seeking: String,
    warnings: Vec<String>,
    /// Its first post.
    pub(super) body: String,
    /// Its replies, in order.
    pub(super) replies: Vec<String>,
}

impl Told {
    /// What its writer would like.
    pub(super) fn seeking(&self) -> Seeking {
        Seeking::from_name(&self.seeking).unwrap_or(Seeking::Listening)
    }

    /// Its warnings.
    pub(super) fn warnings(&self) -> Warnings {
        Warnings::from_names(self.warnings.iter().map(String::as_str)).unwrap_or_default()
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Threads {
    threads: Vec<Told>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sentences {
    sentences: Vec<String>,
}

/// All that came along.
pub(super) struct Content {
    /// Whole threads.
    pub(super) threads: Vec<Told>,
    sentences: Vec<String>,
    /// Sentences that can stand as a title.
    titles: Vec<String>,
}

/// What somebody says, without the board that it is said on.
pub(super) struct Said {
    /// The title of a thread.
    pub(super) title: String,
    /// What its writer would like.
    pub(super) seeking: Seeking,
    /// Its warnings.
    pub(super) warnings: Warnings,
    /// The Markdown.
    pub(super) body: String,
}

impl Content {
    /// Reads the files that came along.
    pub(super) fn load() -> Result<Self, ContentError> {
        let read = |file, e: toml::de::Error| ContentError::new(file, e.message());
        let threads: Threads = toml::from_str(include_str!("../../../frontend/content/demo/threads.toml"))
            .map_err(|e| read("demo/threads.toml", e))?;
        let Sentences { sentences } = toml::from_str(include_str!("../../../frontend/content/demo/sentences.toml"))
            .map_err(|e| read("demo/sentences.toml", e))?;
        let titles = sentences.iter().map(|sentence| sentence.trim_end_matches('.').to_owned());
        let titles: Vec<String> = titles.filter(|title| (8..=140).contains(&title.chars().count())).collect();
        if titles.is_empty() {
            return Err(ContentError::new("demo/sentences.toml", "no sentence can stand as a title"));
        }
        Ok(Self { threads: threads.threads, sentences, titles })
    }

    /// The first post of the `n`-th thread: told, or made of sentences.
    pub(super) fn first_post(&self, seed: u64, n: u64, told: Option<usize>) -> Said {
        if let Some(told) = told.and_then(|told| self.threads.get(told)) {
            return Said {
                title: told.title.clone(),
                seeking: told.seeking(),
                warnings: told.warnings(),
                body: told.body.clone(),
            };
        }
        let mut chance = Chance::new(seed, Stream::Words, n << 1);
        // Walking through the titles meets each of them before one comes again.
        let at = usize::try_from(n).unwrap_or(0) % self.titles.len();
        let title = self.titles.get(at).cloned().unwrap_or_default();
        let seeking = chance.pick(&Seeking::ALL).copied().unwrap_or(Seeking::Listening);
        let body = format!("{}\n\n{}", self.some(&mut chance, 2, 5), self.some(&mut chance, 1, 4));
        Said { title, seeking, warnings: Warnings::default(), body }
    }

    /// A reply: the `number`-th of a told thread (from 1), or sentences. `n` numbers all posts.
    pub(super) fn reply(&self, seed: u64, n: u64, told: Option<usize>, number: usize) -> String {
        let told = told.and_then(|told| self.threads.get(told));
        if let Some(reply) = told.zip(number.checked_sub(1)).and_then(|(told, at)| told.replies.get(at)) {
            return reply.clone();
        }
        let mut chance = Chance::new(seed, Stream::Words, (n << 1) | 1);
        let mut body = self.some(&mut chance, 2, 5);
        if chance.percent(25) {
            body.push_str("\n\n");
            body.push_str(&self.some(&mut chance, 1, 3));
        }
        body
    }

    /// A sentence that somebody adds.
    pub(super) fn afterthought(&self, chance: &mut Chance) -> String {
        self.some(chance, 1, 1)
    }

    /// From `least` to `most` different sentences.
    fn some(&self, chance: &mut Chance, least: usize, most: usize) -> String {
        let count = least + chance.below(most - least + 1);
        let mut chosen: Vec<usize> = Vec::with_capacity(count);
        while chosen.len() < count.min(self.sentences.len()) {
            let at = chance.below(self.sentences.len());
            if !chosen.contains(&at) {
                chosen.push(at);
            }
        }
        let sentences: Vec<&str> = chosen.iter().filter_map(|at| self.sentences.get(*at).map(String::as_str)).collect();
        sentences.join(" ")
    }
}
