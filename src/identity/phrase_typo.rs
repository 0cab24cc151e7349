//! Naming the word that is not on the list, and the word that was probably meant.
//!
//! Works on what was typed and on the public list alone; nothing is looked up.

use std::cmp::Reverse;

use strsim::damerau_levenshtein;
use zeroize::Zeroizing;

use crate::identity::phrase::{BY_LETTERS, PhraseError, Piece, Reading, SHOWN_MAX, spelling, word_at_start};

/// The shortest and the longest word of the list with one letter too many, in letters.
const LENGTHS: std::ops::RangeInclusive<usize> = 3..=10;

/// A stretch of letters that is not a word, and the word nearest to it.
struct Suspect {
    start: usize,
    end: usize,
    nearest: u16,
    distance: usize,
}

/// The first word of `pieces` that cannot be read. `reading` is their letters read as far as they could be.
pub(in crate::identity) fn name(pieces: &[Piece], reading: &Reading) -> PhraseError {
    let nothing = Piece { letters: Zeroizing::default(), typed: Zeroizing::default() };
    let (mut piece, mut next, mut piece_start, mut start) = (&nothing, None, 0, 0);
    // Reading from the end of a word goes one way only. So the last piece that begins where a word ended (or at the
    // very start) is the one that neither by itself nor together with what follows is made of words.
    for (candidate, following) in pieces.iter().zip(pieces.iter().skip(1).map(Some).chain([None])) {
        if start == 0 || reading.ends.binary_search(&start).is_ok() {
            (piece, next, piece_start) = (candidate, following, start);
        }
        start += candidate.letters.len();
    }
    let inner = reading.ends.iter().filter(|end| **end > piece_start).map(|end| end - piece_start);
    let inner: Vec<_> = std::iter::once(0).chain(inner.filter(|end| *end < piece.letters.len())).collect();
    let suspect = suspect(&piece.letters, &inner);
    let words_before = reading.ends.iter().filter(|end| **end <= piece_start + suspect.start).count();
    if let Some((typed, nearest)) = next.and_then(|next| hyphenated(piece, next, suspect.distance)) {
        return PhraseError::UnknownWord { typed, nearest, position: words_before + 1 };
    }
    let whole = suspect.start == 0 && suspect.end == piece.letters.len();
    let shown = if whole { &piece.typed } else { piece.letters.get(suspect.start..suspect.end).unwrap_or_default() };
    PhraseError::UnknownWord {
        typed: shown.chars().take(SHOWN_MAX).collect(),
        nearest: spelling(suspect.nearest),
        position: words_before + 1,
    }
}

/// Two pieces that together are nearly a word with a hyphen (`felt-tpi`), and no farther from it than the first piece
/// alone is from another word.
fn hyphenated(piece: &Piece, next: &Piece, distance_alone: usize) -> Option<(String, &'static str)> {
    let joined = Zeroizing::new(format!("{}{}", *piece.letters, *next.letters));
    let (index, distance) = (joined.len() <= SHOWN_MAX).then(|| nearest(&joined))?;
    let near = distance <= distance_alone.min(2) && spelling(index).contains('-');
    let typed = format!("{}-{}", *piece.typed, *next.typed);
    near.then(|| (typed.chars().take(SHOWN_MAX).collect(), spelling(index)))
}

/// Which stretch of a run of letters is the wrong word. `starts`: where words were read inside it, from 0 up.
///
/// The last word that was read may itself be the beginning of the wrong one (`lanternx`), so two starts are tried.
/// Where nothing separates it from the next word, each end is tried behind which a word begins again.
fn suspect(letters: &str, starts: &[usize]) -> Suspect {
    let mut best: Option<Suspect> = None;
    for start in starts.iter().rev().take(2).rev().copied() {
        let rest = letters.get(start..).unwrap_or_default();
        let ends_before_words =
            LENGTHS.filter(|end| rest.get(*end..).is_some_and(|after| word_at_start(after).is_some()));
        let whole = (rest.len() <= SHOWN_MAX).then_some(rest.len());
        for end in whole.into_iter().chain(ends_before_words) {
            let found = nearest(rest.get(..end).unwrap_or_default());
            if best.as_ref().is_none_or(|best| found.1 < best.distance) {
                best = Some(Suspect { start, end: start + end, nearest: found.0, distance: found.1 });
            }
        }
    }
    best.unwrap_or_else(|| {
        let start = starts.last().copied().unwrap_or_default();
        let rest = letters.get(start..).unwrap_or_default();
        let (nearest, distance) = nearest(rest.get(..*LENGTHS.end()).unwrap_or(rest));
        Suspect { start, end: (start + SHOWN_MAX).min(letters.len()), nearest, distance }
    })
}

/// The nearest word of the list and its distance (letters added, lost, changed, or two neighbours swapped: Damerau
/// 1964). Of equally near words the one that begins alike for longer, then the earlier one.
fn nearest(letters: &str) -> (u16, usize) {
    let wanted = letter_counts(letters);
    let mut best = (usize::MAX, Reverse(0), 0);
    for word in BY_LETTERS.iter() {
        // Most words are ruled out by their letters alone, which is fifty times cheaper.
        if least_distance(&wanted, &letter_counts(&word.letters)) > best.0 {
            continue;
        }
        let alike = word.letters.bytes().zip(letters.bytes()).take_while(|(a, b)| a == b).count();
        best = best.min((damerau_levenshtein(letters, &word.letters), Reverse(alike), word.index));
    }
    (best.2, best.0)
}

/// How often each letter from a to z occurs.
fn letter_counts(letters: &str) -> [i16; 26] {
    let mut counts = [0; 26];
    for letter in letters.bytes() {
        if let Some(count) = counts.get_mut(usize::from(letter.wrapping_sub(b'a'))) {
            *count += 1;
        }
    }
    counts
}

/// A distance that no two words with these letters can go below: swaps change no count, every other step changes at
/// most one letter into another.
fn least_distance(one: &[i16; 26], other: &[i16; 26]) -> usize {
    let (mut missing, mut extra) = (0, 0);
    for (a, b) in one.iter().zip(other) {
        missing += usize::from(a.saturating_sub(*b).max(0).unsigned_abs());
        extra += usize::from(b.saturating_sub(*a).max(0).unsigned_abs());
    }
    missing.max(extra)
}
