//! Ids in an address. What can't be an id leads nowhere, like an id of nothing: 404.

use std::str::FromStr;

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;

use crate::domain::ids::NotAnId;
use crate::domain::post::ReactionKind;
use crate::web::fault::WebError;

/// The ids of an address, in order.
pub(crate) struct ApiPath<T>(pub(crate) T);

async fn texts<S: Send + Sync>(head: &mut Parts, state: &S) -> Result<Vec<String>, WebError> {
    let params = RawPathParams::from_request_parts(head, state).await.map_err(|_| WebError::not_found())?;
    Ok(params.iter().map(|(_, value)| value.to_owned()).collect())
}

fn read<T: FromStr>(text: Option<&String>) -> Result<T, WebError> {
    text.and_then(|text| text.parse().ok()).ok_or_else(WebError::not_found)
}

impl<T: FromStr, S: Send + Sync> FromRequestParts<S> for ApiPath<(T,)> {
    type Rejection = WebError;

    async fn from_request_parts(head: &mut Parts, state: &S) -> Result<Self, WebError> {
        let texts = texts(head, state).await?;
        Ok(Self((read(texts.first())?,)))
    }
}

impl<A: FromStr, B: FromStr, S: Send + Sync> FromRequestParts<S> for ApiPath<(A, B)> {
    type Rejection = WebError;

    async fn from_request_parts(head: &mut Parts, state: &S) -> Result<Self, WebError> {
        let texts = texts(head, state).await?;
        Ok(Self((read(texts.first())?, read(texts.get(1))?)))
    }
}

/// A board's code or slug, as far as its letters go: nothing else reaches the database.
pub(crate) struct BoardName(pub(crate) String);

impl FromStr for BoardName {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        let letters = text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        let good = letters && (1..=64).contains(&text.len());
        good.then(|| Self(text.to_owned())).ok_or(NotAnId)
    }
}

/// A reaction's name.
pub(crate) struct Kind(pub(crate) ReactionKind);

impl FromStr for Kind {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        ReactionKind::from_name(text).map(Self).ok_or(NotAnId)
    }
}
