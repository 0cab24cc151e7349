//! An export as an answer that grows piece by piece: JSON, or a page to read.

use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use futures_util::stream;
use serde::Serialize;
use serde_json::{Value, json};

use crate::domain::clock::Timestamp;
use crate::forum::export::{Export, Kept, OwnPost, OwnReaction, Piece};
use crate::forum::names::{OwnName, Standing};
use crate::view::leaving::{Saved, SavedDraft, SavedKept, SavedName, SavedPost, SavedReaction, SavedRow};
use crate::view::when::Moment;
use crate::view::words::Language;

use super::router::StaysOpen;
use super::state::App;

/// Why an export broke off. The answer then ends without its end, and browsers say that the download failed.
type Broken = Box<dyn std::error::Error + Send + Sync>;

/// How pieces are written.
trait Writer: Send + 'static {
    /// One piece.
    fn piece(&mut self, piece: Piece) -> Result<String, Broken>;
    /// What follows the last piece.
    fn end(&mut self) -> Result<String, Broken>;
}

/// Everything as JSON, for a download.
pub(crate) fn json(export: Export) -> Response {
    grow(export, Json { part: Part::Kept, first: true }, "application/json", "attachment; filename=\"my-data.json\"")
}

/// Everything as one page that needs nothing else, for a download.
pub(crate) fn page(app: &App, language: Language, export: Export) -> Response {
    let writer = Readable { app: App::clone(app), language, turned: false, boards: Vec::new() };
    grow(export, writer, "text/html; charset=utf-8", "attachment; filename=\"my-data.html\"")
}

/// An answer of pieces. The file's name says nothing of the site.
fn grow(export: Export, writer: impl Writer, kind: &'static str, disposition: &'static str) -> Response {
    let pieces = stream::unfold(Some((export, writer)), |under_way| async move {
        let (mut export, mut writer) = under_way?;
        let written = match export.next().await {
            Ok(Some(piece)) => writer.piece(piece).map(|text| (text, true)),
            Ok(None) => writer.end().map(|text| (text, false)),
            Err(error) => Err(Broken::from(error)),
        };
        match written {
            Ok((text, true)) => Some((Ok(Bytes::from(text)), Some((export, writer)))),
            Ok((text, false)) => Some((Ok(Bytes::from(text)), None)),
            Err(error) => {
                tracing::warn!(target: "leeward::web", reason = %error, "an export broke off");
                Some((Err(error), None))
            }
        }
    });
    let mut response = Response::new(Body::from_stream(pieces));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static(disposition));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // Not compressed: Chromium gives up a download that grows in a compressor.
    response.extensions_mut().insert(StaysOpen);
    response
}

/// Which list is open.
#[derive(PartialEq, Eq)]
enum Part {
    Kept,
    Posts,
    Reactions,
}

/// The JSON: one object, whose last two members are the long lists.
struct Json {
    part: Part,
    first: bool,
}

impl Json {
    fn list<T: Serialize>(&mut self, items: impl Iterator<Item = T>) -> Result<String, Broken> {
        let mut text = String::new();
        for item in items {
            text.push_str(if self.first { "\n" } else { ",\n" });
            text.push_str(&serde_json::to_string(&item)?);
            self.first = false;
        }
        Ok(text)
    }
}

impl Writer for Json {
    fn piece(&mut self, piece: Piece) -> Result<String, Broken> {
        match piece {
            Piece::Kept(kept) => {
                let text = serde_json::to_string(&kept_json(&kept))?;
                self.part = Part::Posts;
                Ok(format!("{},\n\"posts\": [", text.strip_suffix('}').unwrap_or(&text)))
            }
            Piece::Posts(posts) => self.list(posts.iter().map(post_json)),
            Piece::Reactions(given) => {
                let mut text = String::new();
                if self.part == Part::Posts {
                    (self.part, self.first) = (Part::Reactions, true);
                    text.push_str("],\n\"reactions\": [");
                }
                text.push_str(&self.list(given.iter().map(reaction_json))?);
                Ok(text)
            }
        }
    }

    fn end(&mut self) -> Result<String, Broken> {
        Ok("]}\n".to_owned())
    }
}

fn day(at: Timestamp) -> String {
    let (year, month, day) = at.civil();
    format!("{year:04}-{month:02}-{day:02}")
}

fn standing(name: &OwnName) -> &'static str {
    match name.standing {
        Standing::Good => "good",
        Standing::Restricted => "restricted",
        Standing::Retired => "retired",
    }
}

/// What stands once; its last member is a list, so that the object can be opened again.
fn kept_json(kept: &Kept) -> Value {
    let names = kept.names.iter().map(|name| {
        json!({
            "id": name.id.to_string(),
            "board": name.board.as_str(),
            "handle": (!name.handle.is_empty()).then_some(&name.handle),
            "one_off_in": name.thread.map(|thread| thread.to_string()),
            "posts": name.posts,
            "standing": standing(name),
        })
    });
    let drafts = kept.drafts.iter().map(|draft| {
        json!({
            "id": draft.id.to_string(),
            "board": draft.text.board,
            "thread": draft.text.thread,
            "title": draft.text.title,
            "body": draft.text.body,
            "seeking": draft.text.seeking,
            "content_warnings": draft.text.warnings,
            "reply_to": draft.text.reply_to,
            "saved_at": Timestamp(draft.text.saved_ms).rfc3339_minute(),
        })
    });
    let sealed: serde_json::Map<String, Value> =
        kept.sealed.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    json!({
        "made_at": kept.made.rfc3339_minute(),
        "trust_level": kept.level,
        "personas": names.collect::<Vec<_>>(),
        "sessions": kept.sessions.iter().map(|session| day(session.day)).collect::<Vec<_>>(),
        "kept_for_you": sealed,
        "drafts": drafts.collect::<Vec<_>>(),
    })
}

fn post_json(own: &OwnPost) -> Value {
    let post = &own.post;
    json!({
        "id": post.id.to_string(),
        "board": own.board,
        "thread": post.thread.to_string(),
        "title": own.title,
        "position": post.position,
        "persona": own.persona.to_string(),
        "handle": own.handle,
        "state": post.state.name(),
        "starts_thread": post.starts_thread,
        "reply_to": post.reply_to,
        "content_warnings": post.warnings.names().collect::<Vec<_>>(),
        "body": post.body,
        "waiting_change": post.pending_body,
        "written_at": post.created.rfc3339_minute(),
        "published_at": post.published.map(Timestamp::rfc3339_minute),
        "due_at": post.due.map(Timestamp::rfc3339_minute),
        "edited": post.edited,
    })
}

fn reaction_json(given: &OwnReaction) -> Value {
    json!({
        "kind": given.kind.name(),
        "thread": given.thread.to_string(),
        "post": given.post.to_string(),
        "position": given.position,
    })
}

/// The page to read.
struct Readable {
    app: App,
    language: Language,
    turned: bool,
    boards: Vec<(String, String)>,
}

impl Readable {
    fn saved(&self) -> Saved<'_> {
        Saved { engine: &self.app.engine, language: self.language, now: self.app.ctx.now() }
    }

    fn board(&self, code: &str) -> String {
        let known = self.boards.iter().find(|(known, _)| known == code);
        known.map_or_else(|| code.to_owned(), |(_, name)| name.clone())
    }

    fn kept(&self, kept: &Kept) -> Result<SavedKept, Broken> {
        let names = kept.names.iter().map(|name| SavedName {
            handle: name.handle.clone(),
            board: self.board(name.board.as_str()),
            one_off: name.thread.is_some(),
            posts: u32::try_from(name.posts).unwrap_or(u32::MAX),
            standing: standing(name).to_owned(),
        });
        let drafts = kept.drafts.iter().map(|draft| SavedDraft {
            title: draft.text.title.clone(),
            body: draft.text.body.clone(),
            saved: Moment(Timestamp(draft.text.saved_ms)),
        });
        let mut sealed = Vec::new();
        for (name, value) in &kept.sealed {
            sealed.push(SavedRow { name: (*name).to_owned(), json: serde_json::to_string_pretty(value)? });
        }
        Ok(SavedKept {
            made: Moment(kept.made),
            level: kept.level,
            names: names.collect(),
            sessions: kept.sessions.iter().map(|session| Moment(session.day)).collect(),
            sealed,
            drafts: drafts.collect(),
        })
    }

    fn post(&self, own: &OwnPost) -> SavedPost {
        let post = &own.post;
        SavedPost {
            board: self.board(&own.board),
            title: own.title.clone(),
            position: post.position,
            handle: own.handle.clone().unwrap_or_default(),
            state: post.state.name().to_owned(),
            written: Moment(post.created),
            warnings: post.warnings.names().map(str::to_owned).collect(),
            body: post.body.clone(),
            pending: post.pending_body.clone().unwrap_or_default(),
        }
    }
}

fn saved_reaction(given: &OwnReaction) -> SavedReaction {
    SavedReaction {
        kind: given.kind.name().to_owned(),
        thread: format!("/threads/{}", given.thread),
        position: given.position,
    }
}

impl Writer for Readable {
    fn piece(&mut self, piece: Piece) -> Result<String, Broken> {
        match piece {
            Piece::Kept(kept) => {
                self.boards.clone_from(&kept.boards);
                Ok(self.saved().head(&self.kept(&kept)?)?)
            }
            Piece::Posts(posts) => {
                Ok(self.saved().posts(&posts.iter().map(|post| self.post(post)).collect::<Vec<_>>())?)
            }
            Piece::Reactions(given) => {
                let head = if self.turned { String::new() } else { self.saved().turn()? };
                self.turned = true;
                Ok(head + &self.saved().reactions(&given.iter().map(saved_reaction).collect::<Vec<_>>())?)
            }
        }
    }

    fn end(&mut self) -> Result<String, Broken> {
        Ok(self.saved().end()?)
    }
}
