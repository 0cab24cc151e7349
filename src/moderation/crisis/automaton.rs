//! Many patterns of words at once, in one pass: an automaton over words (Thompson's construction), without
//! backtracking. Its time is the number of words times the states that are alive, which the patterns bound.

use std::collections::HashMap;

/// A word of the vocabulary.
pub(super) type WordId = u32;

/// A piece of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Expr {
    /// This word.
    Word(WordId),
    /// One after the other.
    Seq(Vec<Expr>),
    /// One of them.
    Alt(Vec<Expr>),
    /// It, or nothing.
    Maybe(Box<Expr>),
    /// Up to so many words, none of which negates.
    Gap(usize),
}

/// One word of a text, or where it pauses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// A word: all that it may stand for; and whether gaps may pass over it.
    Word {
        /// Ids in the vocabulary; empty when it is in none.
        ids: Vec<WordId>,
        /// It negates.
        negates: bool,
    },
    /// A comma, or something like it.
    Pause,
    /// The end of a sentence.
    Stop,
}

/// A pattern that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// Its group.
    pub(super) group: usize,
    /// The first token.
    pub(super) start: usize,
    /// Behind the last token.
    pub(super) end: usize,
}

#[derive(Clone, Debug, Default)]
struct State {
    words: Vec<(WordId, usize)>,
    any: Vec<usize>,
    then: Vec<usize>,
    accepts: Option<usize>,
}

/// All patterns together.
#[derive(Debug, Default)]
pub(super) struct Automaton {
    states: Vec<State>,
    starts: HashMap<WordId, Vec<usize>>,
    firsts: Vec<usize>,
}

impl Automaton {
    /// Adds a pattern of a group.
    pub(super) fn add(&mut self, group: usize, pattern: &Expr) {
        let first = self.state();
        let last = self.build(pattern, first);
        if let Some(state) = self.states.get_mut(last) {
            state.accepts = Some(group);
        }
        self.firsts.push(first);
    }

    fn state(&mut self) -> usize {
        self.states.push(State::default());
        self.states.len() - 1
    }

    fn link(&mut self, from: usize, to: usize) {
        if let Some(state) = self.states.get_mut(from) {
            state.then.push(to);
        }
    }

    fn build(&mut self, expr: &Expr, from: usize) -> usize {
        match expr {
            Expr::Word(id) => {
                let to = self.state();
                if let Some(state) = self.states.get_mut(from) {
                    state.words.push((*id, to));
                }
                to
            }
            Expr::Seq(parts) => parts.iter().fold(from, |at, part| self.build(part, at)),
            Expr::Alt(ways) => {
                let to = self.state();
                for way in ways {
                    let fork = self.state();
                    self.link(from, fork);
                    let end = self.build(way, fork);
                    self.link(end, to);
                }
                to
            }
            Expr::Maybe(inner) => {
                let to = self.build(inner, from);
                self.link(from, to);
                to
            }
            Expr::Gap(most) => {
                let to = self.state();
                let mut at = from;
                self.link(at, to);
                for _ in 0..*most {
                    let next = self.state();
                    if let Some(state) = self.states.get_mut(at) {
                        state.any.push(next);
                    }
                    self.link(next, to);
                    at = next;
                }
                to
            }
        }
    }

    /// Makes the automaton ready: what can be reached without a word is drawn together.
    pub(super) fn finish(mut self) -> Self {
        let closed: Vec<State> = (0..self.states.len()).map(|at| self.closed(at)).collect();
        self.states = closed;
        for first in std::mem::take(&mut self.firsts) {
            let begins = self.states.get(first).map(|state| state.words.clone()).unwrap_or_default();
            for (word, to) in begins {
                let starts = self.starts.entry(word).or_default();
                if !starts.contains(&to) {
                    starts.push(to);
                }
            }
        }
        self
    }

    fn closed(&self, at: usize) -> State {
        let mut whole = State::default();
        let mut seen = vec![at];
        let mut next = 0;
        while let Some(state) = seen.get(next).and_then(|at| self.states.get(*at)) {
            whole.words.extend(state.words.iter().copied());
            whole.any.extend(state.any.iter().copied());
            whole.accepts = whole.accepts.or(state.accepts);
            let more: Vec<usize> = state.then.iter().copied().filter(|to| !seen.contains(to)).collect();
            seen.extend(more);
            next += 1;
        }
        whole.words.sort_unstable();
        whole.words.dedup();
        whole
    }

    /// All that is found, in order of where it ends.
    pub(super) fn run(&self, tokens: &[Token]) -> Vec<Found> {
        let mut found = Vec::new();
        // States alive, each with the token at which it began; the earliest beginning is kept.
        let mut alive: Vec<(usize, usize)> = Vec::new();
        let mut next: Vec<(usize, usize)> = Vec::new();
        let mut stamps = vec![usize::MAX; self.states.len()];
        for (at, token) in tokens.iter().enumerate() {
            let Token::Word { ids, negates } = token else {
                if *token == Token::Stop {
                    alive.clear();
                }
                continue;
            };
            let mut reach = |to: usize, start: usize, next: &mut Vec<(usize, usize)>| {
                let Some(stamp) = stamps.get_mut(to).filter(|stamp| **stamp != at) else { return };
                *stamp = at;
                next.push((to, start));
                if let Some(group) = self.states.get(to).and_then(|state| state.accepts) {
                    found.push(Found { group, start, end: at + 1 });
                }
            };
            for (state, start) in alive.drain(..) {
                let Some(state) = self.states.get(state) else { continue };
                for id in ids {
                    let first = state.words.partition_point(|(word, _)| word < id);
                    for (_, to) in state.words.iter().skip(first).take_while(|(word, _)| word == id) {
                        reach(*to, start, &mut next);
                    }
                }
                for to in state.any.iter().filter(|_| !negates) {
                    reach(*to, start, &mut next);
                }
            }
            for to in ids.iter().filter_map(|id| self.starts.get(id)).flatten() {
                reach(*to, at, &mut next);
            }
            std::mem::swap(&mut alive, &mut next);
        }
        found
    }
}
