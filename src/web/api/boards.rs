//! `/boards`.

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::board::Board;
use crate::forum::{guidelines, read};
use crate::web::extract::params::ApiQuery;
use crate::web::extract::path::{ApiPath, BoardName};
use crate::web::fault::WebError;
use crate::web::state::App;
use crate::web::viewer::Viewer;

use super::choices::WarningName;
use super::lists::{ListQuery, Page, cut};

/// Who may read a board.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[expect(dead_code, reason = "only its schema is used: values come from the domain's own names")]
pub(crate) enum ReadableByName {
    /// Everyone on the web.
    Everyone,
    /// Signed-in members.
    Members,
}

/// Whose posts wait for a moderator.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[expect(dead_code, reason = "only its schema is used: values come from the domain's own names")]
pub(crate) enum PremoderationName {
    /// Nobody's.
    Off,
    /// Those of people whose first posts have not been approved yet.
    Newcomers,
    /// Everybody's.
    All,
}

/// A board.
#[derive(Serialize, ToSchema)]
pub(crate) struct BoardShape {
    /// Its short code, which never changes and stands in addresses.
    #[schema(example = "k7")]
    code: String,
    /// Its slug; accepted wherever the code is.
    #[schema(example = "trauma-recovery")]
    slug: String,
    /// Its name.
    name: String,
    /// What it is for.
    description: String,
    /// Its guidelines.
    guidelines_html: String,
    /// Who may read it.
    #[schema(value_type = ReadableByName)]
    readable_by: &'static str,
    /// Whose posts wait.
    #[schema(value_type = PremoderationName)]
    premoderation: &'static str,
    /// Least seconds between two posts of one member; 0 is off.
    slow_mode_s: u32,
    /// Whether a name for one thread is offered.
    one_off: bool,
    /// Visible threads; null when the caller may not read the board.
    #[schema(required = true, minimum = 0)]
    threads: Option<u64>,
    /// Warnings that every thread here bears.
    #[schema(value_type = Vec<WarningName>)]
    content_warnings: Vec<&'static str>,
    /// It takes nothing new.
    archived: bool,
}

/// Boards as this caller sees them.
async fn shapes(app: &App, viewer: &Viewer, boards: Vec<Board>) -> Result<Vec<BoardShape>, WebError> {
    let counts = read::thread_counts(&app.ctx).await?;
    let mut shapes = Vec::with_capacity(boards.len());
    for board in boards {
        let count = counts.iter().find(|(code, _)| *code == board.code).map_or(0, |(_, count)| *count);
        shapes.push(BoardShape {
            guidelines_html: guidelines::html(&board).await.into_string(),
            threads: read::may_read(&board, viewer.reader()).then_some(count),
            code: board.code.to_string(),
            slug: board.slug,
            name: board.name,
            description: board.description,
            readable_by: board.readable_by.name(),
            premoderation: board.premoderation.name(),
            slow_mode_s: board.slow_mode_s,
            one_off: board.one_off,
            content_warnings: board.default_warnings.names().collect(),
            archived: board.archived,
        });
    }
    Ok(shapes)
}

/// All boards.
///
/// Everybody sees which boards there are; the threads of a board for members are hidden from visitors.
#[utoipa::path(get, path = "/boards", tag = "forum", operation_id = "list_boards", params(ListQuery),
    security((), ("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "The boards, in their owners' order.", body = Page<BoardShape>),
))]
pub(crate) async fn list(
    State(app): State<App>,
    viewer: Viewer,
    ApiQuery(query): ApiQuery<ListQuery>,
) -> Result<Response, WebError> {
    let boards = cut(&app, "boards", &query, read::boards(&app.ctx).await?)?;
    let items = shapes(&app, &viewer, boards.items).await?;
    Ok(viewer.answer(&app, axum::Json(Page { items, next_cursor: boards.next_cursor })))
}

/// One board.
///
/// Everybody sees which boards there are and what for; of a board for members, visitors get `threads: null`.
#[utoipa::path(get, path = "/boards/{board}", tag = "forum", operation_id = "get_board",
    params(("board" = String, Path, description = "Code or slug.")),
    security((), ("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "The board.", body = BoardShape),
))]
pub(crate) async fn show(
    State(app): State<App>,
    viewer: Viewer,
    ApiPath((board,)): ApiPath<(BoardName,)>,
) -> Result<Response, WebError> {
    let board = read::find_board(&app.ctx, &board.0).await?.ok_or_else(WebError::not_found)?;
    let shape = shapes(&app, &viewer, vec![board]).await?.pop().ok_or_else(WebError::not_found)?;
    Ok(viewer.answer(&app, axum::Json(shape)))
}
