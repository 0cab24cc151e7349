//! `POST /preview`: the very pipeline of posts.

use axum::extract::State;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::forum::refusal::Refusal;
use crate::forum::text;
use crate::view::when;
use crate::view::words::{Language, Sentence};
use crate::web::code::Code;
use crate::web::extract::json::ApiJson;
use crate::web::fault::WebError;
use crate::web::pages::care;
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

/// Something that its writer may want to know before posting. Hints never stop a post, and nothing of them is kept.
#[derive(Serialize, ToSchema)]
pub(crate) struct Hint {
    /// `phone`, `email`, `handle` (an account elsewhere), `link`, `address`, `birth`, `name`, `place` (a clinic, a
    /// school, an employer): details that could tell who wrote the text. `crisis`: the text may speak of self-harm, of
    /// danger or of a child in danger; a client offers `/support`.
    kind: &'static str,
    /// What it says, in words.
    message: String,
    /// The first character of the detail in `body`, counted from 0 in Unicode scalar values; absent for `crisis`.
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<usize>,
    /// Behind its last character.
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<usize>,
    /// The detail as typed.
    #[serde(skip_serializing_if = "Option::is_none")]
    words: Option<String>,
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
    let hints = hints(&app, viewer.language(), &sent.body, body.crisis.is_some());
    Ok(viewer.answer(&app, axum::Json(Preview { html: body.html.into_string(), hints })))
}

/// A crisis first, then the details in order.
fn hints(app: &App, language: Language, typed: &str, crisis: bool) -> Vec<Hint> {
    let say = |sentence: &Sentence| app.engine.say(language, sentence).unwrap_or_default();
    let help = crisis.then(|| Hint {
        kind: "crisis",
        message: say(&Sentence::new("crisis.hint")),
        start: None,
        end: None,
        words: None,
    });
    let details = care::hints(app, typed).into_iter().map(|hint| Hint {
        kind: hint.kind.name(),
        message: say(&care::sentence(hint.kind)),
        start: Some(hint.start),
        end: Some(hint.end),
        words: Some(hint.words),
    });
    help.into_iter().chain(details).collect()
}
