//! Addresses: which of them may become links, what they are shown as, and where they hide in plain text.

use std::net::Ipv6Addr;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_security::{MixedScript, skeleton};
use url::{Host, Url};

use super::bounds::MAX_ADDRESS;

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Target {
    /// As written into the page: an absolute http or https address, or a path of our own.
    pub(super) href: String,
    /// The host (and port) as shown to readers; `None` for a path of our own.
    pub(super) host: Option<String>,
    /// The host and port as typed.
    authority: String,
}

impl Target {
    /// The host, if it has to be shown behind a link that reads `label`: not for our own paths, nor where the
    /// text is the address itself and shows the same host.
    pub(super) fn host_beside(&self, typed: &str, label: &str) -> Option<&str> {
        let host = self.host.as_deref()?;
        let told = label.trim() == typed && self.authority.eq_ignore_ascii_case(host);
        (!told).then_some(host)
    }
}

/// Whether `text` begins like an absolute web address.
pub(super) fn is_web_address(text: &str) -> bool {
    scheme_len(text).is_some()
}

fn scheme_len(text: &str) -> Option<usize> {
    ["http://", "https://"].iter().map(|scheme| scheme.len()).find(|len| {
        text.get(..*len).is_some_and(|start| matches!(&*start.to_ascii_lowercase(), "http://" | "https://"))
    })
}

/// The target of a typed address, or `None` when it must stay text: another scheme, a relative path, a user name
/// in it, a host in an odd notation, or characters that browsers drop or turn around (tabs, line ends,
/// backslashes).
pub(super) fn target(typed: &str) -> Option<Target> {
    let odd = |c: char| c.is_control() || c.is_whitespace() || matches!(c, '\\' | '<' | '>' | '"' | '`');
    if typed.len() > MAX_ADDRESS || typed.contains(odd) {
        return None;
    }
    if typed.starts_with('/') {
        return own_path(typed).map(|href| Target { href, host: None, authority: String::new() });
    }
    let rest = typed.get(scheme_len(typed)?..)?;
    let authority = rest.get(..rest.find(['/', '?', '#']).unwrap_or(rest.len()))?;
    if authority.is_empty() || authority.contains(['@', '%']) {
        return None;
    }
    let url = Url::parse(typed).ok()?;
    if !url.username().is_empty() || url.password().is_some() {
        return None;
    }
    let host = shown_host(&url, typed_host(authority))?;
    let host = match url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host,
    };
    Some(Target { href: url.into(), host: Some(host), authority: authority.to_owned() })
}

/// A path on this site, in the form that browsers make of it; `None` for anything that could lead elsewhere.
pub(super) fn own_path(typed: &str) -> Option<String> {
    static OWN: LazyLock<Option<Url>> = LazyLock::new(|| Url::parse("https://own.invalid/").ok());
    let own = OWN.as_ref()?;
    let url = own.join(typed).ok()?;
    let path = url.as_str().strip_prefix(own.as_str().trim_end_matches('/'))?;
    // "/..//host" resolves to "//host", which is another site.
    let stays = |path: &str| path.starts_with('/') && !path.starts_with("//") && !path.contains('\\');
    (url.origin() == own.origin() && stays(typed) && stays(path)).then(|| path.to_owned())
}

fn typed_host(authority: &str) -> &str {
    match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|b| b.is_ascii_digit()) => host,
        _ => authority,
    }
}

/// A host as readers see it. An IP address must be typed the way it is meant: `0x7f.1` and `127.1` hide where
/// they lead.
fn shown_host(url: &Url, typed: &str) -> Option<String> {
    match url.host()? {
        Host::Ipv4(address) => (address.to_string() == typed).then(|| typed.to_owned()),
        Host::Ipv6(address) => {
            let inside = typed.strip_prefix('[')?.strip_suffix(']')?;
            (inside.parse::<Ipv6Addr>().ok()? == address).then(|| format!("[{address}]"))
        }
        Host::Domain(ascii) => {
            let shown = typed.to_lowercase();
            let is_plain = shown.is_ascii() || !shown.split('.').all(is_honest);
            let same = || Url::parse(&format!("http://{shown}/")).is_ok_and(|url| url.host_str() == Some(ascii));
            Some(if is_plain || !same() { ascii.to_owned() } else { shown })
        }
    }
}

/// Whether a label of a host may be shown in its own script: in one script only, not to be taken for ASCII, and
/// in its usual form (Unicode Technical Standard 39, §5.1 and §4).
fn is_honest(label: &str) -> bool {
    label.is_ascii()
        || (label.is_single_script() && !skeleton(label).all(|c| c.is_ascii()) && label.nfkc().eq(label.chars()))
}

/// A part of plain text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Span<'a> {
    /// Words.
    Words(&'a str),
    /// A web address.
    Address(&'a str),
    /// The slug of `[[slug]]`.
    Article(&'a str),
}

/// Finds web addresses and `[[articles]]` in plain text, in one pass.
pub(super) fn spans(text: &str) -> Vec<Span<'_>> {
    let mut found = Vec::new();
    let (mut words, mut at) = (0, 0);
    let mut before = ' ';
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = text.get(at..).unwrap_or("");
        let special = match c {
            'h' | 'H' if !before.is_alphanumeric() => address_len(rest).map(|len| (len, rest.get(..len))),
            '[' => article(rest).map(|slug| (slug.len() + 4, Some(slug))),
            _ => None,
        };
        if let Some((len, Some(part))) = special {
            found.extend(text.get(words..at).filter(|words| !words.is_empty()).map(Span::Words));
            found.push(if c == '[' { Span::Article(part) } else { Span::Address(part) });
            at += len;
            words = at;
            before = ' ';
        } else {
            at += c.len_utf8();
            before = c;
        }
    }
    found.extend(text.get(words..).filter(|words| !words.is_empty()).map(Span::Words));
    found
}

fn article(text: &str) -> Option<&str> {
    let inside = text.strip_prefix("[[")?;
    let end = inside.bytes().take(65).position(|b| !(b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'))?;
    let (slug, after) = inside.split_at(end);
    (!slug.is_empty() && after.starts_with("]]")).then_some(slug)
}

/// Length of the web address with which `text` begins, without what more likely belongs to the sentence.
fn address_len(text: &str) -> Option<usize> {
    let start = scheme_len(text)?;
    let stops = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '`' | '“' | '”' | '«' | '»');
    let mut address = text.get(..text.find(stops).unwrap_or(text.len()))?;
    let closing = |mark: [char; 2]| {
        let opened = address.matches(mark.first().copied().unwrap_or(' ')).count();
        address.matches(mark.last().copied().unwrap_or(' ')).count().saturating_sub(opened)
    };
    let (mut round, mut square) = (closing(['(', ')']), closing(['[', ']']));
    while let Some(last) = address.chars().next_back() {
        match last {
            ')' if round > 0 => round -= 1,
            ']' if square > 0 => square -= 1,
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' | '_' | '~' | '…' | '’' | '‘' | '}' | '|' => {}
            _ => break,
        }
        address = address.get(..address.len() - last.len_utf8())?;
    }
    (address.len() > start).then_some(address.len())
}
