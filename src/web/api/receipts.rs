//! `GET /receipts/{code}`: what became of a post, without signing in.

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::ids::NotAnId;
use crate::forum::read;
use crate::identity::tags::ReceiptCode;
use crate::web::extract::path::ApiPath;
use crate::web::fault::WebError;
use crate::web::state::App;
use crate::web::viewer::Viewer;

use super::shapes::PostStateName;

/// What became of a post.
#[derive(Serialize, ToSchema)]
pub(crate) struct Receipt {
    /// Its thread's id.
    thread: String,
    /// Its state.
    #[schema(value_type = PostStateName)]
    state: &'static str,
    /// Its position; null while it is not published.
    #[schema(required = true, minimum = 1)]
    position: Option<i64>,
    /// The minute at which a waiting post appears; null otherwise.
    #[schema(required = true, format = "date-time")]
    due_at: Option<String>,
}

/// A receipt's code in an address.
pub(crate) struct Code(ReceiptCode);

impl std::str::FromStr for Code {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        ReceiptCode::parse(text).map(Self).ok_or(NotAnId)
    }
}

/// Open a receipt. Whoever has the code may.
#[utoipa::path(get, path = "/receipts/{code}", tag = "forum", operation_id = "get_receipt",
    params(("code" = String, Path, description = "The receipt.")),
    security((), ("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "What became of the post.", body = Receipt),
))]
pub(crate) async fn show(
    State(app): State<App>,
    viewer: Viewer,
    ApiPath((code,)): ApiPath<(Code,)>,
) -> Result<Response, WebError> {
    let receipt = read::receipt(&app.ctx, code.0).await?.ok_or_else(WebError::not_found)?;
    let shape = Receipt {
        thread: receipt.thread.to_string(),
        state: receipt.state.name(),
        position: receipt.position,
        due_at: receipt.due.map(|due| due.rfc3339_minute()),
    };
    Ok(viewer.answer(&app, axum::Json(shape)))
}
