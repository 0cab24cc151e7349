//! `/join`: what this is, two ticks, and the door behind which the words lie.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use crate::identity::proof;
use crate::identity::wait::{Redeemed, WaitTicket};
use crate::view::form::FormState;
use crate::view::join::{JoinCrowdedPage, JoinPage, JoinTicks};
use crate::view::page::Shell;
use crate::view::words::Sentence;
use crate::web::carry::Onward;
use crate::web::draw::retry_after_s;
use crate::web::extract::Fields;
use crate::web::extract::form::Typed;
use crate::web::extract::query::Asked;
use crate::web::fault::WebError;
use crate::web::own_path::own_path_or_home;
use crate::web::state::App;
use crate::web::viewer::Viewer;

use super::{join_phrase, shell};

/// Somebody at the door.
pub(crate) enum Door {
    /// Come in.
    Open,
    /// Many join at once: a wait, or work for the browser.
    Crowded {
        /// Seconds to wait.
        seconds: u64,
        /// The wait's ticket.
        ticket: String,
        /// Asked for too early.
        too_early: bool,
    },
}

/// GET `/join`.
pub(crate) async fn show(State(app): State<App>, viewer: Viewer, asked: Asked) -> Result<Response, WebError> {
    let onward = Onward { to: own_path_or_home(asked.get("to")), carried: None };
    draw(&app, &viewer, FormState::default(), onward).await
}

/// POST `/join`: the ticks. The button `step=start` only brings a text along.
pub(crate) async fn start(State(app): State<App>, viewer: Viewer, typed: Typed) -> Result<Response, WebError> {
    let onward = Onward::of(&typed);
    let ticks = JoinTicks { age: typed.ticked("age"), guidelines: typed.ticked("guidelines") };
    let mut form = FormState::new(ticks);
    if typed.get("step") == "start" {
        return draw(&app, &viewer, form, onward).await;
    }
    for (ticked, field, key) in
        [(form.values.age, "age", "error.field.age"), (form.values.guidelines, "guidelines", "error.field.guidelines")]
    {
        if !ticked {
            form = form.with_error(field, Sentence::new(key));
        }
    }
    if !form.errors.is_empty() {
        return draw(&app, &viewer, form, onward).await;
    }
    match knock(&app, &viewer, &typed).await? {
        Door::Open => join_phrase::offer(&app, &viewer, onward, None).await,
        crowded => draw_crowded(&app, &viewer, crowded, onward).await,
    }
}

/// Asks for a place: a free one of this network, or one that was paid for by work or by waiting. Each place is good for
/// one offered phrase.
pub(crate) async fn knock(app: &App, viewer: &Viewer, typed: &Fields) -> Result<Door, WebError> {
    if app.gates.take_join(&viewer.network, app.ctx.now()).is_ok() {
        return Ok(Door::Open);
    }
    if let Some(pass) = proof::check(&app.ctx, typed.get("proof"))
        && pass.spend(&app.ctx).await?
    {
        return Ok(Door::Open);
    }
    let ticket = typed.get("ticket");
    match WaitTicket::redeem(&app.ctx, ticket) {
        Redeemed::Ready(pass) if pass.spend(&app.ctx).await? => Ok(Door::Open),
        Redeemed::TooEarly { seconds } => Ok(Door::Crowded { seconds, ticket: ticket.to_owned(), too_early: true }),
        Redeemed::Ready(_) | Redeemed::Invalid => {
            let wait = WaitTicket::issue(&app.ctx)?;
            Ok(Door::Crowded { seconds: wait.seconds, ticket: wait.text, too_early: false })
        }
    }
}

/// The page of the wait. The status is 429.
pub(crate) async fn draw_crowded(app: &App, viewer: &Viewer, door: Door, onward: Onward) -> Result<Response, WebError> {
    let (seconds, ticket, too_early) = match door {
        Door::Open => (0, String::new(), false),
        Door::Crowded { seconds, ticket, too_early } => (seconds, ticket, too_early),
    };
    let challenge = serde_json::to_string(&proof::draw_work(&app.ctx)?).ok();
    let shown = JoinCrowdedPage { seconds, ticket, challenge, to: onward.to, carried: onward.carried, too_early };
    let shell = Shell { path: "/join".to_owned(), ..shell::or_bare(app, viewer).await };
    let response = shell::answer(app, viewer, &shell, StatusCode::TOO_MANY_REQUESTS, &shown)?;
    Ok(retry_after_s(response, Some(seconds)))
}

async fn draw(app: &App, viewer: &Viewer, form: FormState<JoinTicks>, onward: Onward) -> Result<Response, WebError> {
    let status = if form.errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let rules = &app.documents.of(viewer.language()).rules;
    let rules = rules.iter().map(|rule| (rule.id.clone(), rule.title.clone())).collect();
    let shown = JoinPage { form, rules, to: onward.to, carried: onward.carried, closed: false };
    let shell = Shell { path: "/join".to_owned(), ..shell::or_bare(app, viewer).await };
    shell::answer(app, viewer, &shell, status, &shown)
}
