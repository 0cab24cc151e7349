//! The header `Idempotency-Key`: what is sent twice under one key is written once.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use crate::identity::tags::OnceKey;
use crate::web::fault::WebError;
use crate::web::state::App;

use super::wrong;

/// The header's name, as the document and faults spell it.
pub(crate) const HEADER: &str = "Idempotency-Key";

/// The key of this call; drawn here when none was sent.
pub(crate) struct Once(pub(crate) OnceKey);

impl FromRequestParts<App> for Once {
    type Rejection = WebError;

    async fn from_request_parts(head: &mut Parts, app: &App) -> Result<Self, WebError> {
        let mut sent = head.headers.get_all(HEADER).iter();
        let text = match (sent.next(), sent.next()) {
            (None, _) => OnceKey::draw_text(app.ctx.entropy.as_ref()),
            (Some(one), None) => one.to_str().unwrap_or_default().to_owned(),
            (Some(_), Some(_)) => return Err(wrong::refuse(HEADER, "twice")),
        };
        OnceKey::parse(&text).map(Self).map_err(|_| wrong::refuse(HEADER, "wrong_value"))
    }
}
