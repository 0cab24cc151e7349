//! Replying: sending and preview. A refusal brings the form back with everything that was typed.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Redirect, Response};

use crate::domain::flag::CrisisKind;
use crate::domain::ids::ThreadId;
use crate::forum::read::{self, ThreadPage};
use crate::forum::refusal::Refusal;
use crate::forum::reply::{self, NewReply, Written};
use crate::forum::text::{self, Body};
use crate::identity::tags::OnceKey;
use crate::moderation::crisis;
use crate::view::composer::{Preview, Spotted, Writing};
use crate::view::form::FieldError;
use crate::view::support::HideHelp;
use crate::view::write::WritePage;
use crate::web::carry;
use crate::web::draw::retry_after_s;
use crate::web::extract::form::Typed;
use crate::web::fault::WebError;
use crate::web::state::App;
use crate::web::viewer::Viewer;

use super::compose::{self, Fields, For, keep};
use super::{board, care, present, shell, thread};
use crate::domain::language::Language;

/// `POST /threads/{thread}/reply`.
pub(crate) async fn send(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
    typed: Typed,
) -> Result<Response, WebError> {
    let Some(member) = viewer.member.clone() else {
        return carry::signed_out(&app, &viewer, &format!("/threads/{id}/reply"), typed.0).await;
    };
    let thread: ThreadId = id.parse().map_err(|_| WebError::not_found())?;
    let fields = Fields::read(&typed);
    let mut errors = Vec::new();
    let body = keep(text::body(&fields.draft.body).await, &mut errors);
    let choices = fields.choices(&mut errors);
    let (Some(body), Some((warnings, publish, once))) = (body, choices) else {
        let errors = compose::text_errors(&errors);
        return again(&app, &viewer, thread, fields, errors, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let new = NewReply {
        body,
        reply_to: fields.draft.reply_to.map(i64::from),
        warnings,
        one_off: fields.draft.one_off,
        publish,
    };
    if let Some(looked) = first_look(&app, &fields, &new.body) {
        return preview_page(&app, &viewer, thread, fields, looked).await;
    }
    let help = new.body.crisis.is_some() && !fields.help_hidden;
    match reply::reply(&app.ctx, member, thread, once, new).await {
        Ok(written) => Ok(viewer.answer(&app, after(&written, help))),
        Err(refusal) => refused(&app, &viewer, thread, fields, refusal).await,
    }
}

/// Where a writer lands: at the post, or at the page that says what happens next, which offers help too.
pub(crate) fn after(written: &Written, help: bool) -> Redirect {
    match written.position.filter(|_| !help) {
        Some(position) => Redirect::to(&thread::address_of(written.thread, position)),
        None => Redirect::to(&format!("/posts/{}/sent", written.post)),
    }
}

async fn refused(
    app: &App,
    viewer: &Viewer,
    thread: ThreadId,
    mut fields: Fields,
    refusal: Refusal,
) -> Result<Response, WebError> {
    if matches!(refusal, Refusal::KeyReused) {
        // Another text under a used key: it comes back in a fresh form.
        fields.once = OnceKey::draw_text(app.ctx.entropy.as_ref());
    }
    let error = WebError::from_refusal(refusal, app.ctx.now());
    if error.status.is_server_error() {
        // Without the database no form can be drawn: the page for that gives the text back.
        return Err(error);
    }
    let errors = compose::form_errors(&error);
    let mut response = again(app, viewer, thread, fields, errors, error.status).await?;
    crate::web::draw::retry_after(&mut response, &error);
    Ok(response)
}

/// The form once more.
async fn again(
    app: &App,
    viewer: &Viewer,
    thread: ThreadId,
    fields: Fields,
    errors: Vec<FieldError>,
    status: StatusCode,
) -> Result<Response, WebError> {
    let Some(page) = write_page(app, viewer, thread, fields, errors).await? else {
        return board::hidden(app, viewer).await;
    };
    shell::answer(app, viewer, &shell::of(app, viewer).await?, status, &page)
}

/// `POST /threads/{thread}/reply/preview`.
pub(crate) async fn preview(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
    typed: Typed,
) -> Result<Response, WebError> {
    if viewer.member.is_none() {
        return carry::signed_out(&app, &viewer, &format!("/threads/{id}/reply"), typed.0).await;
    }
    let thread: ThreadId = id.parse().map_err(|_| WebError::not_found())?;
    let fields = Fields::read(&typed);
    let looked = rendered(&app, &viewer, &fields).await;
    preview_page(&app, &viewer, thread, fields, looked).await
}

async fn preview_page(
    app: &App,
    viewer: &Viewer,
    thread: ThreadId,
    fields: Fields,
    mut looked: Looked,
) -> Result<Response, WebError> {
    let errors = std::mem::take(&mut looked.errors);
    let Some(mut page) = write_page(app, viewer, thread, fields, errors).await? else {
        return board::hidden(app, viewer).await;
    };
    let (status, wait_s) = (looked.status, looked.wait_s);
    looked.put(app, viewer, &mut page, &format!("/threads/{thread}/reply/preview"));
    let response = shell::answer(app, viewer, &shell::of(app, viewer).await?, status, &page)?;
    Ok(retry_after_s(response, wait_s))
}

/// What came of a preview.
pub(crate) struct Looked {
    /// The text as it will look; `None` when it was refused.
    pub(crate) shown: Option<Preview>,
    /// Why there is none.
    pub(crate) errors: Vec<FieldError>,
    /// The status.
    pub(crate) status: StatusCode,
    /// Seconds until there is another one, when there were too many.
    pub(crate) wait_s: Option<u64>,
    /// What in it could tell who wrote it.
    pub(crate) hints: Vec<Spotted>,
    /// What it may speak of.
    pub(crate) crisis: Option<CrisisKind>,
}

impl Looked {
    /// Puts all of it on a page. `preview` is where its form is previewed.
    pub(crate) fn put(self, app: &App, viewer: &Viewer, page: &mut WritePage, preview: &str) {
        let composer = &mut page.composer;
        composer.hinted |= !self.hints.is_empty();
        composer.hints = self.hints;
        if !composer.help_hidden {
            composer.help = care::panel(app, viewer, self.crisis, HideHelp::Button { action: preview.to_owned() });
        }
        page.preview = self.shown;
    }

    fn of(app: &App, fields: &Fields, body: &Body) -> Self {
        let shown = Preview { body: body.html.clone().into(), warnings: fields.draft.warnings.clone() };
        Self {
            shown: Some(shown),
            errors: Vec::new(),
            status: StatusCode::OK,
            wait_s: None,
            hints: care::spotted(app, &fields.draft.title, &body.source),
            crisis: body.crisis.max(crisis::judge(&fields.draft.title)),
        }
    }
}

/// The first press of "Post" with something in the text that could tell who wrote it: the text is shown once with that,
/// and the next press posts. `None` when there is nothing, or it was shown before.
pub(crate) fn first_look(app: &App, fields: &Fields, body: &Body) -> Option<Looked> {
    if fields.hinted {
        return None;
    }
    Some(Looked::of(app, fields, body)).filter(|looked| !looked.hints.is_empty())
}

/// The text as it will look, or why there is none: too many previews, or a text that does not fit.
pub(crate) async fn rendered(app: &App, viewer: &Viewer, fields: &Fields) -> Looked {
    let refused =
        |errors, status, wait_s| Looked { shown: None, errors, status, wait_s, hints: Vec::new(), crisis: None };
    if let Err(seconds) = app.gates.preview(&viewer.network) {
        let wait = crate::view::when::wait(seconds);
        let message = crate::view::words::Sentence::new("error.limit.previews").with("wait", wait);
        let error = FieldError { field: FieldError::WHOLE, message };
        return refused(vec![error], StatusCode::TOO_MANY_REQUESTS, Some(seconds));
    }
    match text::body(&fields.draft.body).await {
        Ok(body) => Looked::of(app, fields, &body),
        Err(error) => refused(compose::text_errors(&[error]), StatusCode::UNPROCESSABLE_ENTITY, None),
    }
}

/// The reply's form on a page of its own; `None` when this reader may not know of the thread.
pub(crate) async fn write_page(
    app: &App,
    viewer: &Viewer,
    id: ThreadId,
    fields: Fields,
    errors: Vec<FieldError>,
) -> Result<Option<WritePage>, WebError> {
    let Some(member) = viewer.reader() else { return Ok(None) };
    let to = fields.draft.reply_to.map(i64::from);
    let Some(found) = read::thread_posts(&app.ctx, Some(member), id, to.unwrap_or(1) - 1, 1).await? else {
        return Ok(None);
    };
    let home = thread::home(app, &found).await?;
    let purpose = For {
        board: &found.board,
        writing: Writing::Reply {
            thread: id.to_string(),
            answers: thread::answered(&found, to).map(|(answers, _)| answers),
        },
        name: match &found.speaking {
            Some(persona) => thread::settled(persona),
            None => compose::name_here(app, member, &home).await?,
        },
        one_off: home.one_off && found.speaking.is_none(),
    };
    Ok(Some(page_of(app, viewer.language(), &found, purpose, fields, errors)))
}

fn page_of(
    app: &App,
    language: Language,
    found: &ThreadPage,
    purpose: For<'_>,
    fields: Fields,
    errors: Vec<FieldError>,
) -> WritePage {
    WritePage {
        board: present::link(app, language, &found.board),
        thread_title: Some(found.thread.title.clone()),
        back: format!("/threads/{}", found.thread.id),
        preview: None,
        composer: compose::composer(app, purpose, fields, errors),
    }
}
