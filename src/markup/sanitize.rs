//! The sanitiser and its policy, and the type that only this room makes.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fmt;
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};

use super::{PIPELINE_VERSION, links, spoiler, write};

/// On every link, our own too: `ugc` and `nofollow` for search engines, the others so that no page learns where
/// its reader came from.
pub const REL: &str = "nofollow noopener noreferrer ugc";

const TAGS: [&str; 14] =
    ["a", "blockquote", "br", "code", "del", "em", "hr", "li", "ol", "p", "pre", "span", "strong", "ul"];
const SCHEMES: [&str; 2] = ["http", "https"];
const SPAN_CLASSES: [&str; 2] = ["host", "spoiler"];

/// HTML that has passed the sanitiser and may stand in a page as it is.
#[derive(Clone, PartialEq, Eq)]
pub struct SafeHtml(String);

impl SafeHtml {
    /// The HTML.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The HTML, to be kept together with [`PIPELINE_VERSION`].
    pub fn into_string(self) -> String {
        self.0
    }

    /// HTML that was stored under a version of the pipeline. `None` when that is not today's: render it again.
    pub fn from_stored(html: String, version: i32) -> Option<SafeHtml> {
        (version == PIPELINE_VERSION).then_some(SafeHtml(html))
    }

    /// A text as it is, every sign of it escaped: what is shown when the renderer has a fault.
    pub fn from_plain(text: &str) -> SafeHtml {
        let mut html = String::with_capacity(text.len() + 7);
        html.push_str("<p>");
        for (at, line) in text.split('\n').enumerate() {
            html.push_str(if at > 0 { "<br>" } else { "" });
            write::escape(line, &mut html);
        }
        html.push_str("</p>");
        SafeHtml(html)
    }
}

impl fmt::Debug for SafeHtml {
    /// Its length only: bodies do not belong into logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SafeHtml({} bytes)", self.0.len())
    }
}

/// Sanitises what the writer made, and gives hidden text its checkbox.
pub(super) fn sanitize(neutral: &str) -> SafeHtml {
    SafeHtml(spoiler::expand(&CLEANER.clean(neutral).to_string()))
}

/// Built once. Everything is listed; nothing is left to the library's defaults.
static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut cleaner = Builder::empty();
    cleaner
        .tags(HashSet::from(TAGS))
        .clean_content_tags(HashSet::from(["script", "style"]))
        .generic_attributes(HashSet::new())
        .tag_attributes(HashMap::from([("a", HashSet::from(["href"]))]))
        .tag_attribute_values(HashMap::new())
        .set_tag_attribute_values(HashMap::new())
        .allowed_classes(HashMap::from([("span", HashSet::from(SPAN_CLASSES))]))
        .url_schemes(HashSet::from(SCHEMES))
        .url_relative(UrlRelative::Custom(Box::new(own_path_only)))
        .link_rel(Some(REL))
        .strip_comments(true)
        .id_prefix(None);
    cleaner
});

fn own_path_only(url: &str) -> Option<Cow<'_, str>> {
    (links::own_path(url).as_deref() == Some(url)).then_some(Cow::Borrowed(url))
}

/// What the sanitiser lets through, read back from the sanitiser itself, for the test that fails when somebody
/// widens it (SECURITY T8).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Elements.
    pub tags: BTreeSet<String>,
    /// Elements that go with their content.
    pub tags_with_content: BTreeSet<String>,
    /// Attributes by element; `*` for those on all elements.
    pub attributes: BTreeMap<String, BTreeSet<String>>,
    /// Values of `class` by element.
    pub classes: BTreeMap<String, BTreeSet<String>>,
    /// Schemes of absolute addresses.
    pub schemes: BTreeSet<String>,
    /// What is written as `rel` on every link.
    pub rel: Option<String>,
    /// Whether relative addresses are judged by us; otherwise they would pass or fail as a whole.
    pub own_paths_only: bool,
    /// Whether comments go.
    pub comments_stripped: bool,
}

/// The policy of today.
pub fn policy() -> Policy {
    let names = |set: HashSet<&str>| set.into_iter().map(str::to_owned).collect::<BTreeSet<_>>();
    let by_tag = |map: HashMap<&str, HashSet<&str>>| {
        map.into_iter().map(|(tag, set)| (tag.to_owned(), names(set))).collect::<BTreeMap<_, _>>()
    };
    let mut attributes = by_tag(CLEANER.clone_tag_attributes());
    attributes.insert("*".to_owned(), names(CLEANER.clone_generic_attributes()));
    for (tag, values) in CLEANER.clone_tag_attribute_values() {
        attributes.entry(tag.to_owned()).or_default().extend(values.into_keys().map(str::to_owned));
    }
    for (tag, values) in CLEANER.clone_set_tag_attribute_values() {
        attributes.entry(tag.to_owned()).or_default().extend(values.into_keys().map(str::to_owned));
    }
    Policy {
        tags: names(CLEANER.clone_tags()),
        tags_with_content: names(CLEANER.clone_clean_content_tags()),
        attributes,
        classes: by_tag(CLEANER.clone_allowed_classes()),
        schemes: names(CLEANER.clone_url_schemes()),
        rel: CLEANER.get_link_rel().map(str::to_owned),
        own_paths_only: CLEANER.is_url_relative_custom(),
        comments_stripped: CLEANER.will_strip_comments(),
    }
}
