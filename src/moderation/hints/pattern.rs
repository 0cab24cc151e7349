//! Patterns over a folded text. The engine has no backtracking: its time is linear in the text.

use std::sync::LazyLock;

use regex::Regex;

/// A pattern that is read when it is first needed. One that can't be read finds nothing: the
/// lines of the tests need all of them.
pub(super) struct Pattern(LazyLock<Option<Regex>>);

impl Pattern {
    /// This pattern.
    pub(super) const fn new(read: fn() -> Option<Regex>) -> Self {
        Self(LazyLock::new(read))
    }

    /// Where it is found: the group `hit` if it has one, else all of it.
    pub(super) fn all<'t>(&self, text: &'t str) -> impl Iterator<Item = regex::Match<'t>> + use<'t, '_> {
        let found = self.0.as_ref().map(|regex| regex.captures_iter(text));
        found.into_iter().flatten().filter_map(|found| found.name("hit").or_else(|| found.get(0)))
    }

    /// It is found.
    pub(super) fn is_in(&self, text: &str) -> bool {
        self.0.as_ref().is_some_and(|regex| regex.is_match(text))
    }
}
