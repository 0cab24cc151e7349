//! `/me/phrase`: a new phrase beside the old one, until it is confirmed.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::identity::join::JoinError;
use crate::identity::new_phrase::{self, NewPhraseError};
use crate::identity::phrase::WrongWords;
use crate::view::words::Sentence;
use crate::web::code::Code;
use crate::web::draw::empty;
use crate::web::extract::json::ApiJson;
use crate::web::fault::{FieldFault, WebError};
use crate::web::state::App;
use crate::web::viewer::Signed;

use super::sessions::{TryError, within_gate};

/// Asking for a new phrase.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OldPhrase {
    /// The phrase of this account.
    #[schema(max_length = 400)]
    recovery_phrase: String,
}

/// A new phrase.
#[derive(Serialize, ToSchema)]
pub(crate) struct NewPhraseShape {
    /// Seven words, shown once.
    recovery_phrase: String,
    /// Which two words are asked back, from 1.
    #[schema(value_type = Vec<u8>, min_items = 2, max_items = 2, example = json!([2, 5]))]
    confirm: [usize; 2],
}

/// The two words.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TwoWords {
    /// The words at the positions of `confirm`, in that order.
    #[schema(value_type = Vec<String>, min_items = 2, max_items = 2)]
    words: [String; 2],
}

/// A new phrase beside the old one.
///
/// The old phrase works until two words of the new one were given back, or the new one has signed in once; signing in
/// with the old one before that drops the new one. So no account is lost when this answer is.
#[utoipa::path(put, path = "/me/phrase", tag = "people", operation_id = "new_phrase", request_body = OldPhrase,
    responses(
    (status = 200, description = "The new phrase.", body = NewPhraseShape),
    (status = 429, description = "`too_many_sign_ins`: many tries failed from this network."),
))]
pub(crate) async fn begin(
    State(app): State<App>,
    me: Signed,
    ApiJson(sent): ApiJson<OldPhrase>,
) -> Result<Response, WebError> {
    let attempt = async {
        let begun = new_phrase::begin(&app.ctx, &app.hasher, &me.member, &sent.recovery_phrase).await;
        begun.map_err(|error| match error {
            NewPhraseError::Old(error) => error,
            NewPhraseError::Store(error) => JoinError::Store(error),
            NewPhraseError::NothingWaits | NewPhraseError::WrongWords(_) => JoinError::NoAccount,
        })
    };
    let new = within_gate(&app, &me.viewer.network, attempt).await.map_err(|error| match error {
        // 401 would say that the session is over.
        TryError::Join(JoinError::NoAccount) => WebError::fields(vec![FieldFault {
            field: "recovery_phrase".into(),
            message: Sentence::new("error.field.phrase_unknown"),
        }]),
        error => error.into(),
    })?;
    let shape = NewPhraseShape { recovery_phrase: new.phrase.words().join(" "), confirm: new.positions };
    Ok(me.viewer.answer(&app, axum::Json(shape)))
}

fn wrong_words(wrong: WrongWords, positions: [usize; 2]) -> WebError {
    let [first, second] = positions;
    let faults = [(wrong.first, "words[0]", first), (wrong.second, "words[1]", second)];
    let faults = faults.into_iter().filter(|(wrong, ..)| *wrong).map(|(_, field, position)| FieldFault {
        field: field.into(),
        message: Sentence::new("error.field.check_word").with("n", position),
    });
    WebError::fields(faults.collect())
}

/// Give two words of the new phrase back.
///
/// From then on the old phrase opens nothing, and all other sessions have ended.
#[utoipa::path(post, path = "/me/phrase/confirmation", tag = "people", operation_id = "confirm_phrase",
    request_body = TwoWords, responses(
    (status = 204, description = "The new phrase is the phrase."),
    (status = 409, description = "`nothing_waits`: no new phrase waits."),
))]
pub(crate) async fn confirm(
    State(app): State<App>,
    me: Signed,
    ApiJson(sent): ApiJson<TwoWords>,
) -> Result<Response, WebError> {
    let nothing = || WebError::new(StatusCode::CONFLICT, Code::NothingWaits, Sentence::new("error.api.nothing_waits"));
    let positions = new_phrase::waiting(&app.ctx, &me.member).await?.ok_or_else(nothing)?;
    let [first, second] = &sent.words;
    match new_phrase::confirm(&app.ctx, &me.member, [first, second]).await {
        Ok(()) => Ok(me.viewer.answer(&app, empty(StatusCode::NO_CONTENT))),
        Err(NewPhraseError::WrongWords(wrong)) => Err(wrong_words(wrong, positions)),
        Err(NewPhraseError::Store(error)) => Err(error.into()),
        Err(NewPhraseError::NothingWaits | NewPhraseError::Old(_)) => Err(nothing()),
    }
}
