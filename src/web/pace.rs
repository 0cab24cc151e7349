//! The page limit by network (CONTRACT §7): the cheapest refusal that a person can meet, so it says when to come back.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::domain::network::NetworkKeys;
use crate::view::when;
use crate::view::words::Sentence;

use super::code::Code;
use super::fault::WebError;
use super::state::App;

/// Never counted: help, the way out, files that a page brings along.
const FREE: [&str; 5] = ["/support", "/leave", "/away", "/static", "/avatars"];

/// Counts one page or call of this network.
pub(crate) async fn pages(State(app): State<App>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let free = FREE.iter().any(|place| path.strip_prefix(place).is_some_and(|r| r.is_empty() || r.starts_with('/')));
    let network = request.extensions().get::<NetworkKeys>();
    match network.filter(|_| !free).map(|network| app.gates.page(network)) {
        Some(Err(seconds)) => {
            let sentence = Sentence::new("error.come_back").with("wait", when::wait(seconds));
            WebError::too_many(Code::TooManyPages, sentence, seconds).into_response()
        }
        _ => next.run(request).await,
    }
}
