//! Every page in its states, filled by hand: what the tests of the templates draw, and what a designer looks at.
//!
//! A page or a state without a sample is not done (DESIGN §10). Nothing here is reachable from a request.

mod following;
mod leaving;
mod parts;
mod people;
mod reading;
mod small;
mod stream;
mod texts;
mod writing;

use crate::domain::clock::{DAY_MS, HOUR_MS, MINUTE_MS, Timestamp};
use crate::domain::ids::{PersonaId, PostId, ThreadId};
use crate::view::engine::{Engine, ViewError};
use crate::view::face::{Author, Face};
use crate::view::html::Html;
use crate::view::page::{BoardLink, Page, Shell};
use crate::view::when::Moment;
use crate::view::words::Language;

/// A drawn sample: a name like `thread/held` and its HTML.
pub type Sample = (String, String);

/// The moment at which all samples are drawn: 2026-05-04, 14:02 UTC.
pub const NOW: Timestamp = Timestamp(1_777_903_320_000);

/// Draws every sample of every page, then of every part, in this language.
///
/// # Errors
/// When a template, a text or a sample file is wrong.
pub fn render_all(engine: &Engine, assets: &str, language: Language) -> Result<Vec<Sample>, ViewError> {
    let mut desk = Desk { engine, assets, language, drawn: Vec::new() };
    reading::draw(&mut desk)?;
    following::draw(&mut desk)?;
    writing::draw(&mut desk)?;
    people::draw(&mut desk)?;
    leaving::draw(&mut desk)?;
    small::draw(&mut desk)?;
    let mut drawn = desk.drawn;
    drawn.extend(parts::draw(engine, language)?);
    Ok(drawn)
}

/// Where samples are drawn.
struct Desk<'a> {
    /// The engine under test.
    engine: &'a Engine,
    /// The assets' path.
    assets: &'a str,
    /// The language of the pages.
    language: Language,
    /// What was drawn so far.
    drawn: Vec<Sample>,
}

impl Desk<'_> {
    /// Draws a page for a visitor.
    fn visitor<P: Page>(&mut self, name: &str, page: &P) -> Result<(), ViewError> {
        let shell = self.shell(false);
        self.with(name, page, &shell)
    }

    /// Draws a page for a member.
    fn member<P: Page>(&mut self, name: &str, page: &P) -> Result<(), ViewError> {
        let shell = self.shell(true);
        self.with(name, page, &shell)
    }

    /// Draws a page in a given shell.
    fn with<P: Page>(&mut self, name: &str, page: &P, shell: &Shell) -> Result<(), ViewError> {
        let html = page.render(self.engine, shell).inspect_err(|_| eprintln!("in {name}"))?;
        self.drawn.push((name.to_owned(), html));
        Ok(())
    }

    /// A shell as a fresh install has it.
    fn shell(&self, signed_in: bool) -> Shell {
        Shell {
            language: self.language,
            now: NOW,
            site_name: "Leeward".to_owned(),
            theme: Default::default(),
            density: Default::default(),
            titles: Default::default(),
            exit_keys: Default::default(),
            cover_tabs: false,
            away_cookie: "away",
            exit_url: "https://www.example.org/".to_owned(),
            assets: self.assets.to_owned(),
            integrity: "sha384-sample".to_owned(),
            path: "/threads/8f3kd2a1b9c7e5m4?page=2".to_owned(),
            signed_in,
            boards: boards().into_iter().filter(|b| signed_in || b.code != "x9").collect(),
            board: Some("k7".to_owned()),
            updates: signed_in.then_some(3),
            spoken: "count",
            notice: None,
            indexed: false,
        }
    }
}

/// The boards of a fresh install.
fn boards() -> Vec<BoardLink> {
    [
        ("k7", "Erectile difficulties"),
        ("q3", "Vaginismus and pelvic floor"),
        ("x9", "Trauma recovery"),
        ("d4", "Little or no experience"),
        ("m2", "Body image and anxiety"),
        ("w8", "Disability and intimacy"),
        ("p5", "Partners and communication"),
        ("t6", "Therapy and exercises"),
        ("a1", "About this place"),
    ]
    .into_iter()
    .map(|(code, name)| link(code, name))
    .collect()
}

/// A board's link.
fn link(code: &str, name: &str) -> BoardLink {
    BoardLink { code: code.to_owned(), name: name.to_owned() }
}

/// The thread of the samples.
fn thread_id() -> ThreadId {
    ThreadId([0x43, 0xc7, 0x36, 0x88, 0x2a, 0x5b, 0x13, 0x77, 0x4a, 0x9e])
}

/// The n-th post's id.
fn post_id(n: u32) -> PostId {
    let [a, b, c, d] = n.wrapping_mul(2_654_435_761).to_be_bytes();
    PostId([a, b, c, d, 0x6b, d, 0x19, b, 0xe4, a])
}

/// A face whose picture follows from its handle's length and letters, so that samples differ.
fn face(handle: &str) -> Face {
    let sum = handle.bytes().fold(7_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(u32::from(byte)));
    let [a, b, c, d] = sum.wrapping_mul(2_654_435_761).to_be_bytes();
    Face::new(handle, &PersonaId([a, b, c, d, a, b, c, d, a, b]))
}

/// A member as author.
fn by(handle: &str) -> Author {
    Author::Face(face(handle))
}

/// Rendered text.
fn html(text: &str) -> Html {
    Html::of_ours(text.to_owned())
}

/// So many minutes before now.
fn minutes_ago(n: i64) -> Moment {
    Moment(NOW.plus_ms(-n * MINUTE_MS))
}

/// So many hours before now.
fn hours_ago(n: i64) -> Moment {
    Moment(NOW.plus_ms(-n * HOUR_MS))
}

/// So many days before now (negative: after).
fn days_ago(n: i64) -> Moment {
    Moment(NOW.plus_ms(-n * DAY_MS))
}

/// Owned texts.
fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

/// All warnings in the contract's order.
fn all_warnings() -> Vec<String> {
    owned(&[
        "sexual-violence",
        "abuse-by-professional",
        "childhood-abuse",
        "self-harm",
        "medical-detail",
        "pain",
        "pregnancy-loss",
        "body-weight",
        "explicit-language",
    ])
}
