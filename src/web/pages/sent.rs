//! After a post that is not public yet: what happens next; and what a receipt's code opens.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use crate::domain::ids::PostId;
use crate::domain::post::PostState;
use crate::forum::{read, text};
use crate::identity::tags::ReceiptCode;
use crate::moderation::crisis;
use crate::view::outcome::{AfterPage, ReceiptPage, ReceiptState};
use crate::view::public;
use crate::view::support::HideHelp;
use crate::view::thread::PendingState;
use crate::view::words::Sentence;
use crate::web::fault::WebError;
use crate::web::state::App;
use crate::web::viewer::Viewer;

use super::compose::USUAL_HOURS;
use super::thread::{address_of, pending_state};
use super::{care, shell};

/// `GET /posts/{post}/sent`: for its writer alone.
pub(crate) async fn show(State(app): State<App>, viewer: Viewer, Path(id): Path<String>) -> Result<Response, WebError> {
    let member = viewer.member()?;
    let id: PostId = id.parse().map_err(|_| WebError::not_found())?;
    let found = read::find_post(&app.ctx, Some(&member), id).await?;
    let (shown, thread, board) = found.filter(|(shown, _, _)| shown.mine).ok_or_else(WebError::not_found)?;
    let change = shown.post.position.is_some();
    let text = shown.post.pending_body.as_deref().unwrap_or(&shown.post.body);
    let title = if shown.post.starts_thread { thread.title.as_str() } else { "" };
    let crisis = crisis::judge(text).max(crisis::judge(title));
    let published = change && shown.post.pending_body.is_none();
    if published && crisis.is_none() {
        let address = address_of(thread.id, shown.post.position.unwrap_or(1));
        return Ok(viewer.answer(&app, crate::web::draw::see_other(&address)));
    }
    // Of a held change its writer sees the new text: the old one stays up for all others.
    let body = match shown.post.pending_body.as_deref() {
        Some(pending) => text::body(pending).await.map_or_else(|_| public::html(&shown.html), |body| body.html.into()),
        None => public::html(&shown.html),
    };
    let back_to_board = shown.post.starts_thread && !change;
    let back = match shown.post.position {
        Some(position) if published => address_of(thread.id, position),
        _ if back_to_board => format!("/boards/{}", board.code),
        _ => format!("/threads/{}", thread.id),
    };
    let hide = HideHelp::Link { to: back.clone() };
    let page = AfterPage {
        state: if change { PendingState::Held { hours: USUAL_HOURS } } else { pending_state(&shown.post) },
        change,
        receipt: if shown.post.with_receipt { member.root.receipt(id).text() } else { String::new() },
        body,
        back,
        back_to_board,
        published,
        help: care::panel(&app, &viewer, crisis, hide),
    };
    shell::answer(&app, &viewer, &shell::of(&app, &viewer).await?, StatusCode::OK, &page)
}

/// `GET /receipts/{code}`: the state of one post, without its text, for whoever holds the code.
pub(crate) async fn receipt(
    State(app): State<App>,
    viewer: Viewer,
    Path(code): Path<String>,
) -> Result<Response, WebError> {
    let parsed = ReceiptCode::parse(&code).ok_or_else(WebError::not_found)?;
    let found = read::receipt(&app.ctx, parsed).await?.ok_or_else(WebError::not_found)?;
    let state = match found.state {
        PostState::Held if found.was_waiting => {
            ReceiptState::Refused { text: Sentence::new("pending.refused_at_its_time") }
        }
        PostState::Held => ReceiptState::Held { hours: USUAL_HOURS },
        PostState::Waiting => ReceiptState::Waiting,
        PostState::Published | PostState::Folded => {
            ReceiptState::Published { path: address_of(found.thread, found.position.unwrap_or(1)) }
        }
        PostState::Asked => ReceiptState::Asked { rule: public::rule(&app.documents.of(viewer.language()).rules) },
        PostState::Removed => ReceiptState::Removed { rule: public::rule(&app.documents.of(viewer.language()).rules) },
        PostState::Deleted => ReceiptState::Deleted,
    };
    let page = ReceiptPage { code, state };
    shell::answer(&app, &viewer, &shell::of(&app, &viewer).await?, StatusCode::OK, &page)
}
