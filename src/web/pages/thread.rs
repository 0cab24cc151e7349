//! A thread's page.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use crate::domain::ids::{ThreadId, encode_base32};
use crate::domain::persona::Persona;
use crate::domain::post::{Post, PostState};
use crate::domain::thread::{TITLE_EDIT_MS, ThreadState};
use crate::forum::read::{self, PAGE, PublicPost, ThreadPage};
use crate::identity::personal::Personal;
use crate::markup;
use crate::view::composer::{Answered, Composer, NameHere, Writing};
use crate::view::face::Face;
use crate::view::form::{FieldError, FormState};
use crate::view::live::LiveTopic;
use crate::view::post::{Cover, POSTS_A_PAGE};
use crate::view::public;
use crate::view::thread::{
    OwnPost, OwnState, OwnThread, PendingPost, PendingState, PostRow, ThreadEnd, ThreadPage as Page,
};
use crate::view::when::Moment;
use crate::view::words::Sentence;
use crate::web::extract::Fields as Asking;
use crate::web::extract::query::Asked;
use crate::web::fault::WebError;
use crate::web::state::App;
use crate::web::viewer::Viewer;

use super::compose::{self, Fields, For, USUAL_HOURS};
use super::{board, present, reading, shell};
use crate::domain::language::Language;

/// `GET /threads/{thread}`.
pub(crate) async fn show(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
    query: Asked,
) -> Result<Response, WebError> {
    draw(&app, &viewer, &id, &query, Opened { all_shown: false, retitle: None }).await
}

/// What differs from a plain visit.
pub(crate) struct Opened {
    /// All warnings are open.
    pub(crate) all_shown: bool,
    /// A title that came back: what was typed, and what was wrong.
    pub(crate) retitle: Option<(String, Vec<FieldError>, StatusCode)>,
}

/// Draws a thread's page for this reader.
pub(crate) async fn draw(
    app: &App,
    viewer: &Viewer,
    id: &str,
    query: &Asking,
    opened: Opened,
) -> Result<Response, WebError> {
    let id: ThreadId = id.parse().map_err(|_| WebError::not_found())?;
    let wanted = query.number("page").unwrap_or(1);
    let after = (wanted - 1).saturating_mul(PAGE);
    let limit = PAGE.unsigned_abs();
    let Some(found) = read::thread_posts(&app.ctx, viewer.reader(), id, after, limit).await? else {
        return board::hidden(app, viewer).await;
    };
    let pages = found.thread.last_position.max(1).saturating_add(PAGE - 1) / PAGE;
    if wanted > pages {
        return Err(WebError::not_found());
    }
    let personal = viewer.personal(app).await?;
    let status = opened.retitle.as_ref().map_or(StatusCode::OK, |(_, _, status)| *status);
    let page = page(app, viewer, &personal, &found, (wanted, pages), query, opened).await?;
    let personal = reading::note(app, viewer, personal, &found).await;
    let mut shell = shell::with(app, viewer, &personal).await?;
    shell.board = Some(page.board.code.clone());
    shell::answer(app, viewer, &shell, status, &page)
}

async fn page(
    app: &App,
    viewer: &Viewer,
    personal: &Personal,
    found: &ThreadPage,
    (page, pages): (i64, i64),
    query: &Asking,
    opened: Opened,
) -> Result<Page, WebError> {
    let mut posts = Vec::with_capacity(found.posts.len());
    let mut covered = 0;
    let mark = personal.follows.mark(found.thread.id);
    for shown in &found.posts {
        let cover = public::post_cover(&personal.settings, &personal.mutes, shown, opened.all_shown);
        let warned = !shown.post.warnings.is_empty() && shown.post.state.shows_text();
        covered += u32::from(warned && (cover == Cover::Behind || opened.all_shown));
        let unread = mark.is_some_and(|mark| shown.post.position.is_some_and(|position| position > mark.read));
        posts.push(PostRow { unread: unread && !shown.mine, ..row(app, viewer.language(), shown, cover)? });
    }
    let pending =
        if page == pages { found.unpublished.iter().map(|p| pending(viewer, p)).collect() } else { Vec::new() };
    Ok(Page {
        id: found.thread.id,
        board: present::link(app, viewer.language(), &found.board),
        title: found.thread.title.clone(),
        seeking: found.thread.seeking.map(|seeking| seeking.name().to_owned()),
        warnings: public::warnings(&found.thread.warnings),
        state: present::state(found.state),
        page: public::count(page),
        pages: public::count(pages),
        posts,
        pending,
        covered,
        all_shown: opened.all_shown,
        following: viewer.reader().filter(|_| found.thread.visible).map(|_| reading::following(found, mark)),
        own: own_thread(app, found, opened.retitle),
        live: found.thread.visible.then(|| live_topic(app, found)),
        end: end(app, viewer, found, query).await?,
    })
}

/// The thread's row was read before its posts, as [`LiveTopic::thread`] asks.
fn live_topic(app: &App, found: &ThreadPage) -> LiveTopic {
    LiveTopic::thread(found.thread.id, found.thread.seq, encode_base32(&app.ctx.site.epoch))
}

fn row(app: &App, language: Language, shown: &PublicPost, cover: Cover) -> Result<PostRow, WebError> {
    let part = public::post_part(&app.documents.of(language).rules, shown);
    Ok(PostRow {
        id: shown.post.id,
        position: part.position,
        fragment: part.render(&app.engine, language, app.ctx.now(), cover)?,
        unread: false,
        own: shown.mine.then(|| own_post(app, language, shown)),
        reacted: shown.reacted.iter().map(|kind| kind.name().to_owned()).collect(),
    })
}

fn own_post(app: &App, language: Language, shown: &PublicPost) -> OwnPost {
    let post = &shown.post;
    let state = match post.state {
        PostState::Folded => OwnState::Folded,
        PostState::Asked => OwnState::Asked { rule: public::rule(&app.documents.of(language).rules) },
        PostState::Removed => OwnState::Removed { rule: public::rule(&app.documents.of(language).rules) },
        PostState::Deleted => OwnState::Deleted,
        _ if post.pending_body.is_some() => OwnState::ChangeHeld,
        _ => OwnState::Published,
    };
    let gone = matches!(post.state, PostState::Deleted | PostState::Removed);
    OwnPost {
        state,
        may_edit: !gone,
        may_delete: !gone,
        text: (post.state == PostState::Asked).then(|| public::html(&shown.html)),
        received: public::reactions(&post.reactions),
    }
}

fn pending(viewer: &Viewer, shown: &PublicPost) -> PendingPost {
    let post = &shown.post;
    PendingPost {
        id: post.id,
        state: pending_state(post),
        body: public::html(&shown.html),
        warnings: public::warnings(&post.warnings),
        at: Moment(post.created),
        receipt: viewer.reader().filter(|_| post.with_receipt).map(|member| member.root.receipt(post.id).text()),
    }
}

/// Why an own post is not public yet.
pub(crate) fn pending_state(post: &Post) -> PendingState {
    match (post.state, post.due) {
        (PostState::Waiting, Some(due)) if due.since_ms(post.created) <= 20 * crate::domain::clock::MINUTE_MS => {
            PendingState::Soon
        }
        (PostState::Waiting, _) => PendingState::Today,
        (_, _) if post.first_answer == PostState::Waiting => {
            PendingState::Refused { text: Sentence::new("pending.refused_at_its_time") }
        }
        _ => PendingState::Held { hours: USUAL_HOURS },
    }
}

fn own_thread(
    app: &App,
    found: &ThreadPage,
    came_back: Option<(String, Vec<FieldError>, StatusCode)>,
) -> Option<OwnThread> {
    if !found.mine {
        return None;
    }
    let young = app.ctx.now().since_ms(found.thread.created) <= TITLE_EDIT_MS && !found.thread.title.is_empty();
    let retitle = match came_back {
        Some((values, errors, _)) => Some(FormState { values, errors }),
        None => young.then(|| FormState::new(found.thread.title.clone())),
    };
    Some(OwnThread { retitle, may_close: found.state == ThreadState::Open })
}

async fn end(app: &App, viewer: &Viewer, found: &ThreadPage, query: &Asking) -> Result<ThreadEnd, WebError> {
    let Some(member) = viewer.reader() else { return Ok(ThreadEnd::SignedOut) };
    if found.board.archived {
        return Ok(ThreadEnd::Archived);
    }
    match found.state {
        ThreadState::Open if found.read_only => return Ok(ThreadEnd::OnlyRead),
        ThreadState::Open => {}
        ThreadState::Locked => return Ok(ThreadEnd::Locked),
        ThreadState::Closed => return Ok(ThreadEnd::Closed),
    }
    let mut fields = Fields::default();
    let mut warned_by_quote = None;
    let answers = answered(found, query.number("reply_to"));
    if let Some((answers, quote)) = &answers {
        fields.draft.reply_to = Some(answers.position);
        if query.has("quote") {
            fields.draft.body = quote.clone();
            // Replies inherit no warning, but a quote shows what stood behind one.
            fields.draft.warnings = warnings_of_quoted(found, answers.position);
            warned_by_quote = (!fields.draft.warnings.is_empty()).then_some(answers.position);
        }
    }
    let home = home(app, found).await?;
    let purpose = For {
        board: &found.board,
        writing: Writing::Reply { thread: found.thread.id.to_string(), answers: answers.map(|(answers, _)| answers) },
        name: match &found.speaking {
            Some(persona) => settled(persona),
            None => compose::name_here(app, member, &home).await?,
        },
        one_off: home.one_off && found.speaking.is_none(),
    };
    let composer = compose::composer(app, purpose, fields, Vec::new());
    Ok(ThreadEnd::Reply(Box::new(Composer { warned_by_quote, ..composer })))
}

/// The board whose faces speak here.
pub(crate) async fn home(app: &App, found: &ThreadPage) -> Result<crate::domain::board::Board, WebError> {
    if found.thread.home_board == found.board.code {
        return Ok(found.board.clone());
    }
    let home = read::find_board(&app.ctx, found.thread.home_board.as_str()).await?;
    home.ok_or_else(WebError::not_found)
}

/// The name line of a face that spoke here.
pub(crate) fn settled(persona: &Persona) -> NameHere {
    NameHere::Settled { face: Face::new(persona.handle.clone().unwrap_or_default(), &persona.id) }
}

/// The post that is answered, if it stands on this page, and its text as a quotation.
pub(crate) fn answered(found: &ThreadPage, position: Option<i64>) -> Option<(Answered, String)> {
    let position = position?;
    let shown = found.posts.iter().find(|shown| shown.post.position == Some(position))?;
    let handle = match &shown.author {
        read::PublicAuthor::Persona { handle, .. } if shown.post.state.shows_text() => Some(handle.clone()),
        _ => None,
    };
    let quote = if shown.post.state.shows_text() { markup::excerpt::quote(&shown.post.body) } else { String::new() };
    Some((Answered { position: public::count(position), handle }, quote))
}

/// Slugs of the warnings behind which a quoted post of this page stands.
fn warnings_of_quoted(found: &ThreadPage, position: u32) -> Vec<String> {
    let quoted = found.posts.iter().find(|shown| shown.post.position == Some(i64::from(position)));
    let quoted = quoted.filter(|shown| shown.post.state.shows_text());
    quoted.map(|shown| public::warnings(&shown.post.warnings)).unwrap_or_default()
}

/// Where a post stands, for the redirect after writing it.
pub(crate) fn address_of(thread: ThreadId, position: i64) -> String {
    let page = (position.max(1) - 1) / i64::from(POSTS_A_PAGE) + 1;
    if page == 1 {
        format!("/threads/{thread}#post-{position}")
    } else {
        format!("/threads/{thread}?page={page}#post-{position}")
    }
}
