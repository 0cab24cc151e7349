//! Requests that no route has seen: forms that did not come from us, bodies that are too long. They get a page too, and
//! what was typed.

use std::sync::Arc;

use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::Response;
use futures_util::future::BoxFuture;

use crate::view::words::Sentence;
use crate::web::error::{Refusal, is_api};
use crate::web::extract::Fields;
use crate::web::fault::WebError;
use crate::web::layers::{RefusalPage, RefusedWrite};
use crate::web::state::App;

use super::errors::{self, Failed};
use super::gate;

/// Draws refusals with the site's own pages.
pub(crate) struct DrawnRefusal(pub(crate) App);

impl DrawnRefusal {
    fn page(&self, head: &Parts, typed: Option<Fields>, error: &WebError) -> Response {
        let path = head.uri.path_and_query().map_or("/", |path| path.as_str());
        let typed = typed.unwrap_or_default();
        if gate::stands(&self.0, &head.headers) {
            return gate::draw(&self.0, path, Some(typed));
        }
        let failed = Failed { method: &head.method, path, headers: &head.headers, typed: Some(typed) };
        errors::draw(&self.0, &failed, error)
    }
}

impl RefusalPage for DrawnRefusal {
    fn draw(&self, refused: RefusedWrite) -> BoxFuture<'_, Response> {
        let detail = Sentence::new("error.page.forbidden.text");
        let error = WebError::new(StatusCode::FORBIDDEN, "other_origin", detail);
        let response = self.page(&refused.head, Some(Fields(refused.typed)), &error);
        Box::pin(async { response })
    }

    fn tell(&self, head: &Parts, refusal: &Refusal) -> Response {
        if is_api(head.uri.path()) || refusal.status != StatusCode::PAYLOAD_TOO_LARGE {
            return refusal.answer(head.uri.path());
        }
        let detail = Sentence::new("error.page.too_large.text");
        self.page(head, None, &WebError::new(refusal.status, refusal.code, detail))
    }
}

/// The refusals of this site.
pub(crate) fn drawn(app: &App) -> Arc<dyn RefusalPage> {
    Arc::new(DrawnRefusal(Arc::clone(app)))
}
