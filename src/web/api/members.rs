//! `POST /members`, `GET /proof`: joining.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::network::NetworkKeys;
use crate::identity::join::{self, JoinError};
use crate::identity::proof::{self, Pass};
use crate::identity::session::SessionKind;
use crate::view::words::Sentence;
use crate::web::code::Code;
use crate::web::extract::json::{ApiJson, present};
use crate::web::fault::{FieldFault, WebError};
use crate::web::state::App;
use crate::web::viewer::Network;

use super::sessions::phrase_fault;

/// Joining.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Join {
    /// `true`: 18 or older.
    #[schema(example = true)]
    age_confirmed: bool,
    /// `true`: the guidelines were read and are accepted.
    #[schema(example = true)]
    guidelines_accepted: bool,
    /// Only when the answer was `proof_required`: base64 of the JSON object `{algorithm, challenge, number, salt,
    /// signature}`, which is `GET /proof` with the number that was found.
    #[serde(default, deserialize_with = "present")]
    #[schema(nullable = false, max_length = 2048)]
    proof: Option<String>,
}

/// A new account.
#[derive(Serialize, ToSchema)]
pub(crate) struct Joined {
    /// Seven words: the only way back. Shown once, kept nowhere.
    #[schema(example = "amber drizzle kettle motion pebble quarry sunlit")]
    recovery_phrase: String,
    /// For `Authorization: Bearer`; ends in 24 hours.
    session_token: String,
}

/// A piece of work.
#[derive(Serialize, ToSchema)]
pub(crate) struct Work {
    /// `SHA-256`.
    algorithm: &'static str,
    /// The hash to be met, in hexadecimal: of `salt` followed by the number in decimal digits.
    challenge: String,
    /// The greatest number that can be the answer.
    maxnumber: u64,
    /// What stands before the number.
    salt: String,
    /// To be sent back as it is.
    signature: String,
}

fn ticks(sent: &Join) -> Result<(), WebError> {
    let wanted =
        [(sent.age_confirmed, "age_confirmed", "age"), (sent.guidelines_accepted, "guidelines_accepted", "guidelines")];
    let errors: Vec<FieldFault> = wanted
        .into_iter()
        .filter(|(ticked, ..)| !ticked)
        .map(|(_, field, key)| FieldFault { field: field.into(), message: Sentence::new(format!("error.field.{key}")) })
        .collect();
    if errors.is_empty() { Ok(()) } else { Err(WebError::fields(errors)) }
}

fn wrong_proof() -> WebError {
    WebError::fields(vec![FieldFault { field: "proof".into(), message: Sentence::new("error.act.proof_wrong") }])
}

/// A proof that was sent is used, so that a network's free joins are left to those who can't work; without one, a free
/// join is taken.
fn knock(app: &App, network: &NetworkKeys, proof: Option<&str>) -> Result<Option<Pass>, WebError> {
    if let Some(answer) = proof {
        return proof::check(&app.ctx, answer).map(Some).ok_or_else(wrong_proof);
    }
    app.gates
        .take_join(network, app.ctx.now())
        .map(|()| None)
        .map_err(|_| WebError::new(StatusCode::FORBIDDEN, Code::ProofRequired, Sentence::new("error.act.proof")))
}

/// Join.
///
/// Writes an account and signs it in. The phrase is answered once: whoever loses it can't come back.
#[utoipa::path(post, path = "/members", tag = "people", operation_id = "join", security(()), request_body = Join,
    responses(
    (status = 201, description = "The account.", body = Joined),
    (status = 403, description = "`proof_required`: the free joins of this network are used up for now. Solve `GET \
        /proof`."),
))]
pub(crate) async fn join(
    State(app): State<App>,
    Network(network): Network,
    ApiJson(sent): ApiJson<Join>,
) -> Result<Response, WebError> {
    ticks(&sent)?;
    let pass = knock(&app, &network, sent.proof.as_deref())?;
    let joined = join::at_once(&app.ctx, &app.hasher, pass, SessionKind::Script).await;
    let (phrase, signed) = joined.map_err(|error| match error {
        JoinError::ProofUsed => wrong_proof(),
        error => phrase_fault(error),
    })?;
    let body = Joined { recovery_phrase: phrase.words().join(" "), session_token: signed.token.text().to_string() };
    Ok((StatusCode::CREATED, axum::Json(body)).into_response())
}

/// A piece of work for joining.
///
/// Protocol 1 of ALTCHA: try the numbers from 0 to `maxnumber`. It can be answered for ten minutes, and opens one
/// account.
#[utoipa::path(get, path = "/proof", tag = "people", operation_id = "get_proof", security(()), responses(
    (status = 200, description = "The work.", body = Work),
))]
pub(crate) async fn proof(State(app): State<App>) -> Result<axum::Json<Work>, WebError> {
    let proof::Work { algorithm, challenge, maxnumber, salt, signature } = proof::draw_work(&app.ctx)?;
    Ok(axum::Json(Work { algorithm, challenge, maxnumber, salt, signature }))
}
