//! What stands behind the question mark.

use std::convert::Infallible;
use std::ops::Deref;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use super::Fields;

/// The query's fields. Never fails: what it does not know, no page asks for.
pub(crate) struct Asked(Fields);

impl Deref for Asked {
    type Target = Fields;

    fn deref(&self) -> &Fields {
        &self.0
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Asked {
    type Rejection = Infallible;

    async fn from_request_parts(head: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let query = head.uri.query().unwrap_or_default();
        Ok(Self(Fields::parse(query.as_bytes()).unwrap_or_default()))
    }
}
