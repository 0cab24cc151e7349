//! `GET /threads/{thread}/stream`: the page that stays open. The same reader as on a socket, writing HTML.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::Response;
use futures_util::stream;
use tokio::time::Instant;

use crate::domain::event::EventKind;
use crate::domain::ids::ThreadId;
use crate::forum::read::{self, PAGE, ThreadPage};
use crate::live::ears::Listening;
use crate::live::frame::{Body as Told, PostFrame};
use crate::live::protocol::Topic;
use crate::live::reading::{Heard, Reading, Refused};
use crate::view::engine::ViewError;
use crate::view::page::Shell;
use crate::view::public;
use crate::view::stream::{self as page, Changed, HEARTBEAT, StreamPage};
use crate::view::words::Sentence;
use crate::web::code::Code;
use crate::web::draw;
use crate::web::extract::query::Asked;
use crate::web::fault::WebError;
use crate::web::router::StaysOpen;
use crate::web::state::App;
use crate::web::viewer::Viewer;

use super::{board, present, shell};

/// How long a page grows before it asks whether anybody still reads it.
const OPEN: Duration = Duration::from_secs(15 * 60);
/// Between two signs of life.
const HEARTBEAT_EVERY: Duration = Duration::from_secs(15);
/// Posts read at once while the page catches up.
const PIECE: u64 = 100;
/// Asks nginx to pass on what comes when it comes.
const BUFFERING: HeaderName = HeaderName::from_static("x-accel-buffering");

/// A page that grows.
struct Growing {
    app: App,
    shell: Shell,
    reading: Reading,
    listening: Listening,
    page: StreamPage,
    topic: Topic,
    until: Instant,
    /// What was asked for is not sent yet: the head, and posts that were there before.
    head: Option<String>,
    over: bool,
}

/// `GET /threads/{thread}/stream`.
pub(crate) async fn show(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
    query: Asked,
) -> Result<Response, WebError> {
    let id: ThreadId = id.parse().map_err(|_| WebError::not_found())?;
    let language = viewer.language();
    let mut reading = Reading::new(Arc::clone(&app.live), viewer.member.clone(), viewer.network, language);
    let Some(listening) = app.live.ears.enter(reading.session(), reading.network()) else {
        return Err(WebError::too_many(Code::TooManyConnections, Sentence::new("error.many_open"), 30));
    };
    // First the place, then the posts: what happens in between is heard.
    let topic = Topic::Thread(id);
    match reading.enter(&topic, None, None).await {
        Ok(_) => {}
        Err(Refused::Fault(_)) => return board::hidden(&app, &viewer).await,
        Err(Refused::Store) => return Err(WebError::unavailable()),
    }
    let Some(found) = first_posts(&app, &viewer, id, query.number("after")).await? else {
        return board::hidden(&app, &viewer).await;
    };
    let page = begin(&app, &reading, &found)?;
    let mut shell = shell::of(&app, &viewer).await?;
    shell.board = Some(page.board.code.clone());
    let head = page::head(&page, &app.engine, &shell)?;
    let until = Instant::now() + OPEN;
    let growing =
        Growing { app: app.clone(), shell, reading, listening, page, topic, until, head: Some(head), over: false };
    let pieces = stream::unfold(growing, |mut growing| async move {
        let piece = growing.next().await?;
        Some((Ok::<_, Infallible>(Bytes::from(piece)), growing))
    });
    let mut response = draw::page(StatusCode::OK, String::new());
    *response.body_mut() = Body::from_stream(pieces);
    response.headers_mut().insert(BUFFERING, HeaderValue::from_static("no"));
    response.extensions_mut().insert(StaysOpen);
    Ok(viewer.answer(&app, response))
}

/// The posts with which the page begins: those behind `after`, or the last page of the thread.
async fn first_posts(
    app: &App,
    viewer: &Viewer,
    id: ThreadId,
    after: Option<i64>,
) -> Result<Option<ThreadPage>, WebError> {
    let known = match after {
        Some(after) => after.max(0),
        None => {
            let Some(head) = read::thread_head(&app.ctx, viewer.reader(), id).await? else { return Ok(None) };
            (head.thread.thread.last_position.max(1) - 1) / PAGE * PAGE
        }
    };
    let Some(mut found) = read::thread_posts(&app.ctx, viewer.reader(), id, known, PIECE).await? else {
        return Ok(None);
    };
    while let Some(last) = found.posts.last().and_then(|post| post.post.position)
        && last < found.thread.last_position
    {
        let more = read::thread_posts(&app.ctx, viewer.reader(), id, last, PIECE).await?;
        let Some(more) = more.filter(|more| !more.posts.is_empty()) else { break };
        found.posts.extend(more.posts);
    }
    Ok(Some(found))
}

fn begin(app: &App, reading: &Reading, found: &ThreadPage) -> Result<StreamPage, ViewError> {
    let (thread, language) = (&found.thread, reading.taste().language());
    let mut posts = Vec::with_capacity(found.posts.len());
    for shown in &found.posts {
        let part = public::post_part(&app.documents.of(language).rules, shown);
        let cover = reading.taste().cover(shown);
        posts.push(part.render(&app.engine, language, app.ctx.now(), cover)?);
    }
    let first = found.posts.first().and_then(|post| post.post.position).unwrap_or(thread.last_position + 1);
    let board = present::link(app, language, &found.board);
    let mut page = StreamPage::new(thread.id, board, thread.title.clone(), public::count(first), posts);
    page.warnings = public::warnings(&thread.warnings);
    Ok(page)
}

impl Growing {
    /// The next piece of the page; `None` at its end.
    async fn next(&mut self) -> Option<String> {
        if let Some(head) = self.head.take() {
            return Some(head);
        }
        if self.over {
            return None;
        }
        loop {
            let beat = tokio::time::sleep(HEARTBEAT_EVERY);
            let heard = tokio::select! {
                () = self.listening.ended().cancelled() => return self.end(),
                () = tokio::time::sleep_until(self.until) => return self.end(),
                heard = self.reading.hear() => heard,
                () = beat => return Some(HEARTBEAT.to_owned()),
            };
            let Ok(heard) = heard else { return self.end() };
            match self.write(&heard).await {
                Ok(Some(piece)) => return Some(piece),
                Ok(None) => {}
                Err(()) => return self.end(),
            }
        }
    }

    /// What a frame adds; `None` when it is nothing. An `Err` ends the page.
    async fn write(&mut self, heard: &Heard) -> Result<Option<String>, ()> {
        if heard.frame.changes_access() && !self.reading.may_stay(&self.topic, &heard.frame).await.unwrap_or(false) {
            return Err(());
        }
        match &heard.frame.body {
            Told::Post(post) => self.write_post(post).map_err(|_| ()),
            Told::Same(_) | Told::Presence(..) | Told::Judge => Ok(None),
        }
    }

    fn write_post(&mut self, post: &PostFrame) -> Result<Option<String>, ViewError> {
        let (engine, now, position) = (&self.app.engine, self.app.ctx.now(), post.position());
        let language = self.reading.taste().language();
        if position > self.page.last {
            self.page.last = position;
            return page::post(post.fragment(self.reading.taste()), engine, language, now).map(Some);
        }
        // A creation that the page begins with already.
        if position < self.page.first || post.kind() == EventKind::PostCreated {
            return Ok(None);
        }
        let changed = if post.kind() == EventKind::PostRemoved { Changed::Removed } else { Changed::Edited };
        page::note(position, changed, engine, language, now).map(Some)
    }

    fn end(&mut self) -> Option<String> {
        self.over = true;
        self.page.page = crate::view::post::page_of(self.page.last.max(1));
        self.page.posts.clear();
        page::end(&self.page, &self.app.engine, &self.shell).ok()
    }
}
