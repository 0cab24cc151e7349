//! Drafts: kept texts, continued in the form that they came from.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use crate::domain::ids::ThreadId;
use crate::forum::drafts::{self, Draft, DraftId, DraftText};
use crate::forum::read;
use crate::view::drafts::{DiscardPage, DraftRow, DraftsPage};
use crate::view::when::Moment;
use crate::web::carry;
use crate::web::did::Did;
use crate::web::draw::see_other;
use crate::web::extract::form::Typed;
use crate::web::fault::WebError;
use crate::web::state::App;
use crate::web::viewer::Viewer;

use super::compose::{Fields, kept_until};
use super::{new_thread, reply, shell};

/// Characters of a draft's text in the list.
const OPENING: usize = 60;

fn text_of(typed: &Typed, fields: &Fields) -> DraftText {
    let filled = |name: &str| Some(typed.get(name).to_owned()).filter(|value| !value.is_empty());
    DraftText {
        board: filled("board"),
        thread: filled("thread"),
        title: fields.draft.title.clone(),
        body: fields.draft.body.clone(),
        seeking: filled("seeking"),
        warnings: fields.draft.warnings.clone(),
        reply_to: fields.draft.reply_to.map(i64::from),
        once: Some(fields.once.clone()).filter(|once| !once.is_empty()),
        ..DraftText::default()
    }
}

/// `POST /drafts`: keeps what a composer holds.
pub(crate) async fn save(State(app): State<App>, viewer: Viewer, typed: Typed) -> Result<Response, WebError> {
    let Some(member) = viewer.member.clone() else {
        return carry::signed_out(&app, &viewer, "/drafts", typed.0).await;
    };
    let fields = Fields::read(&typed);
    let id = fields.draft_id.as_deref().and_then(|id| id.parse().ok());
    let saved = match drafts::save(&app.ctx, &member, id, text_of(&typed, &fields)).await {
        // The draft of this form was discarded in another tab: the text gets a new place.
        Err(drafts::DraftError::NotFound) => drafts::save(&app.ctx, &member, None, text_of(&typed, &fields)).await?,
        other => other?,
    };
    Ok(viewer.answer(&app, see_other(&format!("/drafts/{saved}"))))
}

/// `GET /drafts`.
pub(crate) async fn list(State(app): State<App>, viewer: Viewer) -> Result<Response, WebError> {
    let member = viewer.member()?;
    let boards = read::boards(&app.ctx).await?;
    let words = &app.documents.of(viewer.language()).boards;
    let mut rows = Vec::new();
    for draft in drafts::list(&app.ctx, &member).await? {
        let thread = thread_of(&app, &viewer, &draft).await?;
        let code = thread.as_ref().map(|(_, board)| board.clone()).or(draft.text.board.clone()).unwrap_or_default();
        let opening = if draft.text.title.is_empty() { &draft.text.body } else { &draft.text.title };
        rows.push(DraftRow {
            id: draft.id.to_string(),
            opening: opening.chars().take(OPENING).collect(),
            board: boards.iter().find(|board| board.code.as_str() == code).map(|b| words.name(b)).unwrap_or_default(),
            thread: thread.map(|(title, _)| title),
            kept_until: Moment(kept_until(&draft.id.to_string(), app.ctx.now())),
        });
    }
    let shell = shell::of(&app, &viewer).await?;
    shell::answer(&app, &viewer, &shell, StatusCode::OK, &DraftsPage { drafts: rows })
}

/// Title and board of the thread that a draft replies to, if its writer may still read it.
async fn thread_of(app: &App, viewer: &Viewer, draft: &Draft) -> Result<Option<(String, String)>, WebError> {
    let Some(id) = draft.text.thread.as_deref().and_then(|id| id.parse::<ThreadId>().ok()) else { return Ok(None) };
    let found = read::find_thread(&app.ctx, viewer.reader(), id).await?;
    Ok(found.map(|(thread, board, _)| (thread.title, board.code.to_string())))
}

async fn find(app: &App, viewer: &Viewer, id: &str) -> Result<Draft, WebError> {
    let member = viewer.member()?;
    let id: DraftId = id.parse().map_err(|_| WebError::not_found())?;
    drafts::find(&app.ctx, &member, id).await?.ok_or_else(WebError::not_found)
}

/// `GET /drafts/{draft}`: the form that it came from.
pub(crate) async fn show(State(app): State<App>, viewer: Viewer, Path(id): Path<String>) -> Result<Response, WebError> {
    let draft = find(&app, &viewer, &id).await?;
    let fields = fields_of(&draft);
    let thread = draft.text.thread.as_deref().and_then(|id| id.parse().ok());
    let page = match (thread, draft.text.board.as_deref()) {
        (Some(thread), _) => reply::write_page(&app, &viewer, thread, fields, Vec::new()).await?,
        (None, Some(board)) => match super::board::readable(&app, &viewer, board).await? {
            Some(board) => Some(new_thread::write_page(&app, &viewer, &board, fields, Vec::new()).await?),
            None => None,
        },
        (None, None) => None,
    };
    // The thread or board is gone: the text can still be read and copied before it is discarded.
    let Some(mut page) = page else { return Ok(see_other(&format!("/drafts/{id}/discard"))) };
    if let Some(kept) = page.composer.draft.as_mut() {
        kept.saved = Some(Moment(crate::domain::clock::Timestamp(draft.text.saved_ms)));
    }
    let shell = shell::of(&app, &viewer).await?;
    shell::answer(&app, &viewer, &shell, StatusCode::OK, &page)
}

fn fields_of(draft: &Draft) -> Fields {
    let text = &draft.text;
    let mut fields = Fields { once: text.once.clone().unwrap_or_default(), ..Fields::default() };
    fields.draft_id = Some(draft.id.to_string());
    fields.draft.title = text.title.clone();
    fields.draft.body = text.body.clone();
    fields.draft.seeking = text.seeking.clone().unwrap_or_default();
    fields.draft.warnings = text.warnings.clone();
    fields.draft.reply_to = text.reply_to.and_then(|position| u32::try_from(position).ok());
    fields
}

/// `GET /drafts/{draft}/discard`: asks first.
pub(crate) async fn ask_discard(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Response, WebError> {
    let draft = find(&app, &viewer, &id).await?;
    let page = DiscardPage { id, body: draft.text.body };
    shell::answer(&app, &viewer, &shell::of(&app, &viewer).await?, StatusCode::OK, &page)
}

/// `POST /drafts/{draft}/discard`.
pub(crate) async fn discard(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
    _: Typed,
) -> Result<Response, WebError> {
    let draft = find(&app, &viewer, &id).await?;
    drafts::discard(&app.ctx, viewer.member()?.as_ref(), draft.id).await?;
    Ok(viewer.answer(&app, see_other(&Did::DraftDiscarded.on("/drafts"))))
}
