//! Which addresses a form may lead to: pages of our own, nothing else (SECURITY T38).

use url::Url;

/// The longest path, in bytes.
const LONGEST: usize = 2_000;
/// Stands for our own address while a path is read as a browser reads it.
const OWN: &str = "http://own.invalid";
/// Own addresses that nobody comes back to: they act, or they are no pages.
const NO_PAGES: [&str; 5] = ["/leave", "/away", "/api", "/static", "/sign-out"];

/// The path (with query and fragment) as browsers normalise it (WHATWG URL), if it leads to a page of ours; `None` for
/// everything else: other hosts in any spelling, other schemes, control characters, addresses that are no pages.
pub(crate) fn own_path(text: &str) -> Option<String> {
    let odd = |c: char| c.is_control() || c.is_whitespace() || c == '\\';
    if text.len() > LONGEST || !text.starts_with('/') || text.chars().any(odd) {
        return None;
    }
    let base = Url::parse(OWN).ok()?;
    let url = base.join(text).ok()?;
    // Dot segments can leave two slashes in front: `/.//evil.example` is another host once it stands alone.
    let path = url.as_str().strip_prefix(OWN).filter(|path| path.starts_with('/') && !path.starts_with("//"))?;
    let leads =
        |place: &str| url.path().strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    if NO_PAGES.into_iter().any(leads) { None } else { Some(path.to_owned()) }
}

/// [`own_path`], or the first page.
pub(crate) fn own_path_or_home(text: &str) -> String {
    own_path(text).unwrap_or_else(|| "/".to_owned())
}

/// `path` as the value of `to` in a query.
pub(crate) fn with_to(page: &str, to: &str) -> String {
    let query: String = url::form_urlencoded::Serializer::new(String::new()).append_pair("to", to).finish();
    format!("{page}?{query}")
}
