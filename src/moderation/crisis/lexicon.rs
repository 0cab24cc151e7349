//! The phrases, read from `frontend/content/crisis/`, and the grammar they are written in.
//!
//! A pattern is a row of words. `(a|b c)` is a choice, `x?` may be missing, `~3` are up to three words none of which
//! negates, `{want}` is a class of the file, `#` a number, `#minor` one below 18, `hang*` all words that begin so.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::automaton::{Automaton, Expr};
use super::words::Vocabulary;

/// The file of a language.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// Words that negate.
    negators: Vec<String>,
    /// Long words that are found with one letter wrong.
    forgiven: Vec<String>,
    /// Words that are found with stars for letters.
    starred: Vec<String>,
    /// Parts of patterns by name.
    class: BTreeMap<String, Vec<String>>,
    /// The patterns.
    group: Vec<Group>,
}

/// What a group of patterns means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Sense {
    /// The writer may harm themselves, or somebody whom they tell of.
    SelfHarm,
    /// Somebody is in danger of others now.
    Danger,
    /// A child is in danger.
    Child,
    /// A figure of speech: what it touches counts for nothing.
    Figure,
    /// What follows within a few words is negated.
    Not,
    /// What looks like a negation and is none ("can't stop thinking of").
    Double,
    /// Somebody else asks or says what follows, to the end of the sentence.
    Reported,
    /// Long ago: the sentence tells of then.
    Past,
    /// Now, or just now.
    Recent,
    /// Somebody who is not the writer, before a phrase without a subject.
    Other,
    /// The writer, or a new clause: what stood before no longer rules.
    Anew,
}

/// Phrases of one sense out of one place.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Group {
    /// What they mean.
    pub(super) sense: Sense,
    /// They count only beside a phrase of `recent`.
    #[serde(default)]
    pub(super) only_recent: bool,
    /// They count although the sentence has words of `past`.
    #[serde(default)]
    pub(super) even_past: bool,
    /// They count whoever stands before them.
    #[serde(default)]
    pub(super) any_subject: bool,
    /// The address that was read, or `own`.
    #[expect(dead_code, reason = "for whoever looks after the phrases")]
    source: String,
    /// The day on which it was read.
    #[serde(default)]
    #[expect(dead_code, reason = "the same")]
    read: Option<String>,
    /// The patterns.
    pattern: Vec<String>,
}

/// Everything together, all languages in one.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    /// The words.
    pub(super) words: Vocabulary,
    /// The patterns.
    pub(super) automaton: Automaton,
    /// What the numbers of groups mean.
    pub(super) groups: Vec<Group>,
}

/// A file that can't be read: which pattern, and why.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct LexiconError(String);

impl Lexicon {
    /// All files.
    pub(super) fn read(files: &[&str]) -> Result<Self, LexiconError> {
        let mut lexicon = Self::default();
        for file in files {
            let file: File = toml::from_str(file).map_err(|error| LexiconError(error.to_string()))?;
            lexicon.add(file)?;
        }
        lexicon.automaton = lexicon.automaton.finish();
        Ok(lexicon)
    }

    fn add(&mut self, file: File) -> Result<(), LexiconError> {
        file.negators.iter().for_each(|word| self.words.negate(word));
        file.forgiven.iter().for_each(|word| self.words.forgive(word));
        file.starred.iter().for_each(|word| self.words.reveal(word));
        for group in file.group {
            let number = self.groups.len();
            for pattern in &group.pattern {
                let mut parser = Parser { words: &mut self.words, class: &file.class, depth: 0 };
                let expr = parser.parse(pattern)?;
                self.automaton.add(number, &expr);
            }
            self.groups.push(group);
        }
        Ok(())
    }
}

struct Parser<'a> {
    words: &'a mut Vocabulary,
    class: &'a BTreeMap<String, Vec<String>>,
    depth: usize,
}

impl Parser<'_> {
    /// Classes within classes are followed so deep.
    const DEEPEST: usize = 6;

    fn parse(&mut self, pattern: &str) -> Result<Expr, LexiconError> {
        let mut left = pattern;
        let expr = self.choice(&mut left)?;
        if left.is_empty() { Ok(expr) } else { Err(LexiconError(format!("{pattern}: {left} is too much"))) }
    }

    fn choice(&mut self, left: &mut &str) -> Result<Expr, LexiconError> {
        let mut ways = Vec::new();
        loop {
            ways.push(self.row(left)?);
            match left.strip_prefix('|') {
                Some(more) => *left = more,
                None => return Ok(if ways.len() == 1 { ways.remove(0) } else { Expr::Alt(ways) }),
            }
        }
    }

    fn row(&mut self, left: &mut &str) -> Result<Expr, LexiconError> {
        let mut parts = Vec::new();
        loop {
            *left = left.trim_start();
            if left.is_empty() || left.starts_with(['|', ')']) {
                return Ok(Expr::Seq(parts));
            }
            let mut part = self.part(left)?;
            if let Some(more) = left.strip_prefix('?') {
                *left = more;
                part = Expr::Maybe(Box::new(part));
            }
            parts.push(part);
        }
    }

    fn part(&mut self, left: &mut &str) -> Result<Expr, LexiconError> {
        let wrong = |left: &str| LexiconError(format!("what is this: {left}"));
        if let Some(more) = left.strip_prefix('(') {
            *left = more;
            let inner = self.choice(left)?;
            *left = left.strip_prefix(')').ok_or_else(|| wrong(left))?;
            return Ok(inner);
        }
        if let Some(more) = left.strip_prefix('{') {
            let (name, rest) = more.split_once('}').ok_or_else(|| wrong(left))?;
            *left = rest;
            return self.class(name);
        }
        let end = left.find([' ', '|', '(', ')', '?', '{']).unwrap_or(left.len());
        let (word, rest) =
            left.split_at_checked(end).filter(|(word, _)| !word.is_empty()).ok_or_else(|| wrong(left))?;
        *left = rest;
        match word.strip_prefix('~') {
            Some(number) => Ok(Expr::Gap(number.parse().map_err(|_| wrong(word))?)),
            None => Ok(Expr::Word(self.words.id(word))),
        }
    }

    fn class(&mut self, name: &str) -> Result<Expr, LexiconError> {
        let ways = self.class.get(name).ok_or_else(|| LexiconError(format!("no class {name}")))?;
        if self.depth == Self::DEEPEST {
            return Err(LexiconError(format!("{name} leads in circles")));
        }
        self.depth += 1;
        let ways: Result<Vec<Expr>, _> = ways.iter().map(|way| self.parse(way)).collect();
        self.depth -= 1;
        Ok(Expr::Alt(ways?))
    }
}
