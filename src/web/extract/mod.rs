//! What handlers ask of a request.

pub(crate) mod form;
pub(crate) mod json;
pub(crate) mod once;
pub(crate) mod params;
pub(crate) mod path;
pub(crate) mod query;
pub(crate) mod strict;
pub(crate) mod wrong;

/// The most fields that a form or a query may have.
pub(crate) const MOST_FIELDS: usize = 200;

/// Names and values in the order in which they came. A name may stand more than once.
#[derive(Clone, Default)]
pub(crate) struct Fields(pub(crate) Vec<(String, String)>);

impl Fields {
    /// Reads `application/x-www-form-urlencoded` (WHATWG URL §5); what is no UTF-8 becomes U+FFFD. `None` when there
    /// are more fields than any form of ours has.
    pub(crate) fn parse(bytes: &[u8]) -> Option<Self> {
        let more = url::form_urlencoded::parse(bytes).nth(MOST_FIELDS).is_some();
        (!more).then(|| Self::beginning(bytes))
    }

    /// The same, without what follows the most fields that a form may have: for giving back what was typed. NUL goes:
    /// nobody types it, and no page can give it back (HTML §13.2.5 makes U+FFFD of it).
    pub(crate) fn beginning(bytes: &[u8]) -> Self {
        let pairs = url::form_urlencoded::parse(bytes).take(MOST_FIELDS);
        Self(pairs.map(|(name, value)| (name.into_owned(), value.replace('\0', ""))).collect())
    }

    /// The first value of this name; empty when it is not there.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str())
    }

    /// All values of this name, in order.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The first value of this name as a number from 1; `None` when it is none.
    pub(crate) fn number(&self, name: &str) -> Option<i64> {
        self.get(name).parse().ok().filter(|number| *number > 0)
    }

    /// Whether a field of this name came, empty or not.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(key, _)| key == name)
    }

    /// Whether a box of this name was ticked (`yes`).
    pub(crate) fn ticked(&self, name: &str) -> bool {
        self.get(name) == "yes"
    }
}
