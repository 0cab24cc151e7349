//! What stands around a phrase and takes its weight away: noted once for each word, so that judging a phrase looks at a
//! few words and never at the whole text again.

use super::automaton::{Found, Token};
use super::lexicon::{Group, Sense};

/// How many words lie between a negation and what it negates.
const NEGATION_REACHES: usize = 5;
/// How many words lie between a subject and its verb.
const SUBJECT_REACHES: usize = 3;

/// What is known of one word.
#[derive(Clone, Debug, Default)]
struct Mark {
    /// It is no word: a pause.
    pause: bool,
    /// The sentence that it belongs to.
    sentence: usize,
    /// Within a figure of speech.
    figure: bool,
    /// Within words of long ago.
    past: bool,
    /// Within what only looks like a negation.
    double: bool,
    /// The writer, or a new clause.
    anew: bool,
    /// A negation ends with it; the word with which that one began.
    not_since: Option<usize>,
    /// Somebody else is named, and this is the last word of it.
    other: bool,
}

/// What is known of one sentence.
#[derive(Clone, Debug, Default)]
struct Tone {
    past: bool,
    recent: bool,
    /// From this word on, somebody else speaks.
    reported: Option<usize>,
}

/// All marks of a text.
#[derive(Debug, Default)]
pub(super) struct Marks {
    words: Vec<Mark>,
    tones: Vec<Tone>,
}

impl Marks {
    /// Of these tokens, with nothing noted yet.
    pub(super) fn of(tokens: &[Token]) -> Self {
        let mut sentence = 0;
        let words = tokens.iter().map(|token| {
            sentence += usize::from(*token == Token::Stop);
            Mark { pause: !matches!(token, Token::Word { .. }), sentence, ..Mark::default() }
        });
        let words = words.collect();
        Self { words, tones: vec![Tone::default(); sentence + 1] }
    }

    /// Notes what was found; what tells of the past comes first.
    pub(super) fn note(&mut self, sense: Sense, found: &Found) {
        let last = found.end.saturating_sub(1);
        let words = self.words.get_mut(found.start..found.end).unwrap_or_default();
        match sense {
            Sense::Figure => words.iter_mut().for_each(|mark| mark.figure = true),
            Sense::Double => words.iter_mut().for_each(|mark| mark.double = true),
            Sense::Anew => words.iter_mut().take(1).for_each(|mark| mark.anew = true),
            Sense::Other => words.iter_mut().rev().take(1).for_each(|mark| mark.other = true),
            Sense::Not => words.iter_mut().rev().take(1).for_each(|mark| {
                mark.not_since = Some(mark.not_since.map_or(found.start, |since| since.min(found.start)));
            }),
            Sense::Past => {
                words.iter_mut().for_each(|mark| mark.past = true);
                self.note_tone(sense, found.start, last);
            }
            Sense::Recent | Sense::Reported => self.note_tone(sense, found.start, last),
            Sense::SelfHarm | Sense::Danger | Sense::Child => {}
        }
    }

    fn note_tone(&mut self, sense: Sense, start: usize, last: usize) {
        let Some(tone) = self.words.get(last).and_then(|mark| self.tones.get_mut(mark.sentence)) else { return };
        match sense {
            Sense::Past => tone.past = true,
            // "Today I am glad": what belongs to a phrase of the past does not make it now.
            Sense::Recent => tone.recent |= !self.words.get(last).is_some_and(|mark| mark.past),
            _ => tone.reported = Some(tone.reported.map_or(start, |from| from.min(start))),
        }
    }

    /// A phrase counts: nothing around it says otherwise.
    pub(super) fn counts(&self, group: &Group, hit: &Found) -> bool {
        let Some(words) = self.words.get(hit.start..hit.end) else { return false };
        let tone = words.first().and_then(|mark| self.tones.get(mark.sentence)).cloned().unwrap_or_default();
        if (group.only_recent && !tone.recent) || (tone.past && !tone.recent && !group.even_past) {
            return false;
        }
        let reported = tone.reported.is_some_and(|from| from < hit.start);
        !(reported || words.iter().any(|mark| mark.figure) || self.negated(hit) || self.of_another(group, hit))
    }

    fn at(&self, at: usize) -> Option<&Mark> {
        self.words.get(at)
    }

    /// A negation stands before it, in its clause. One that ends within it reaches it in any case ("don't think I").
    fn negated(&self, hit: &Found) -> bool {
        let negates = |at: usize| {
            let mark = self.at(at)?;
            mark.not_since.filter(|since| *since < hit.start && !mark.double)
        };
        (hit.start..hit.end).any(|at| negates(at).is_some())
            || self.before(hit, NEGATION_REACHES).any(|at| negates(at).is_some())
    }

    /// It has no subject of its own, and one that is not the writer stands before it.
    fn of_another(&self, group: &Group, hit: &Found) -> bool {
        let matters = group.sense == Sense::SelfHarm && !group.any_subject;
        matters && self.before(hit, SUBJECT_REACHES).any(|at| self.at(at).is_some_and(|mark| mark.other))
    }

    /// The words before a phrase that rule it, nearest first: until a pause, at most so many between, and up to the
    /// word that begins its clause.
    fn before(&self, hit: &Found, reach: usize) -> impl Iterator<Item = usize> + '_ {
        let own = self.at(hit.start).is_some_and(|mark| mark.anew);
        let nearest = (0..hit.start).rev().take(if own { 0 } else { reach + 1 });
        let clear = move |at: &usize| self.at(*at).is_some_and(|mark| !mark.pause);
        let follows = move |at: usize| !self.at(at).is_some_and(|mark| mark.anew);
        nearest
            .take_while(clear)
            .scan(true, move |open, at| std::mem::replace(open, *open && follows(at)).then_some(at))
    }
}
