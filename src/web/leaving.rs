//! Finishing what a member who leaves has begun, and the answer that makes their browser forget.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;

use crate::forum::leave::{self, Leaver};
use crate::view::words::Sentence;

use super::code::Code;
use super::cookies::Cookie;
use super::fault::WebError;
use super::state::App;

/// Seconds after which what is left may go.
const AGAIN_S: u64 = 10;

/// Deletes what is left of a member. It goes on when the caller hangs up: nobody deletes an account halfway by closing
/// a tab. Fails with 503 and the way on when the database does.
pub(crate) async fn finish(app: &App, leaver: Leaver) -> Result<(), WebError> {
    let ctx = std::sync::Arc::clone(&app.ctx);
    let work = app.work.spawn(async move { leave::finish(&ctx, leaver).await });
    match work.await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => {
            tracing::warn!(target: "leeward::web", reason = %error, "somebody left halfway");
            Err(unfinished())
        }
        Err(_) => Err(unfinished()),
    }
}

fn unfinished() -> WebError {
    let detail = Sentence::new("delete_account.unfinished");
    let error = WebError::new(StatusCode::SERVICE_UNAVAILABLE, Code::Unavailable, detail);
    WebError { retry_after_s: Some(AGAIN_S), ..error }
}

/// An answer after which this browser holds nothing that says who read here, or that anybody did
/// (`docs/decisions/06-preference-cookie.md`).
pub(crate) fn forgotten(app: &App, mut response: Response) -> Response {
    // By name, too: over plain http browsers take no notice of `Clear-Site-Data`.
    for cookie in [Cookie::Session, Cookie::Preferences] {
        if let Some(cookie) = cookie.remove(app.secure_cookies()) {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
    }
    let all = HeaderValue::from_static("\"cache\", \"cookies\", \"storage\"");
    response.headers_mut().insert("clear-site-data", all);
    response
}
