//! `POST /preview`: the very pipeline of posts.

use axum::extract::State;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::forum::refusal::Refusal;
use crate::forum::text;
use crate::view::when;
use crate::view::words::Sentence;
use crate::web::code::Code;
use crate::web::extract::json::ApiJson;
use crate::web::fault::WebError;
use crate::web::state::App;
use crate::web::viewer::Viewer;

/// A text to be looked at.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PreviewBody {
    /// The text, in Markdown.
    #[schema(min_length = 1, max_length = 10000)]
    body: String,
}

/// Something that its writer may want to know before posting.
#[derive(Serialize, ToSchema)]
pub(crate) struct Hint {
    /// A stable word.
    code: String,
    /// What it says.
    message: String,
}

/// A text as readers would see it.
#[derive(Serialize, ToSchema)]
pub(crate) struct Preview {
    /// The HTML.
    html: String,
    /// Hints; often none.
    hints: Vec<Hint>,
}

/// See a text as readers would. Nothing is kept.
#[utoipa::path(post, path = "/preview", tag = "forum", operation_id = "preview",
    security((), ("bearer" = []), ("cookie" = [])), request_body = PreviewBody, responses(
    (status = 200, description = "The text.", body = Preview),
    (status = 429, description = "`too_many_previews`: many previews from this network."),
))]
pub(crate) async fn show(
    State(app): State<App>,
    viewer: Viewer,
    ApiJson(sent): ApiJson<PreviewBody>,
) -> Result<Response, WebError> {
    app.gates.preview(&viewer.network).map_err(|seconds| {
        let detail = Sentence::new("error.limit.previews").with("wait", when::wait(seconds));
        WebError::too_many(Code::TooManyPreviews, detail, seconds)
    })?;
    let body = text::body(&sent.body).await;
    let body = body.map_err(|error| WebError::from_refusal(Refusal::Text(vec![error]), app.ctx.now()))?;
    Ok(viewer.answer(&app, axum::Json(Preview { html: body.html.into_string(), hints: Vec::new() })))
}
