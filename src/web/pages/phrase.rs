//! `/me/phrase`: a new phrase, in a way that can't lose the account.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use crate::identity::join::{self, JoinError, Offer};
use crate::identity::member::Member;
use crate::identity::new_phrase::{self, NewPhraseError};
use crate::view::form::{FieldError, FormState};
use crate::view::join::WordCheck;
use crate::view::me::{NewPhrasePage, PhrasePage};
use crate::view::page::Shell;
use crate::view::words::Sentence;
use crate::web::did::Did;
use crate::web::draw::{retry_after_s, see_other};
use crate::web::extract::form::Typed;
use crate::web::extract::query::Asked;
use crate::web::fault::WebError;
use crate::web::state::App;
use crate::web::viewer::Viewer;

use super::join_phrase::{sheet, typed_words, wrong_words};
use super::shell;
use super::sign_in::PhraseRefusal;

const HERE: &str = "/me/phrase";

/// GET `/me/phrase`.
pub(crate) async fn show(State(app): State<App>, viewer: Viewer, asked: Asked) -> Result<Response, WebError> {
    viewer.member()?;
    let shown = PhrasePage { form: FormState::default(), show: asked.get("show") == "1" };
    let shell = shell::of(&app, &viewer).await?;
    shell::answer(&app, &viewer, &shell, StatusCode::OK, &shown)
}

/// POST `/me/phrase`: the present phrase, then the new one.
pub(crate) async fn begin(State(app): State<App>, viewer: Viewer, typed: Typed) -> Result<Response, WebError> {
    let member = viewer.member()?;
    match try_begin(&app, &viewer, &member, typed.get("phrase")).await? {
        Ok(offer) => draw_new(&app, &viewer, &offer, FormState::default(), StatusCode::OK).await,
        Err(refusal) => {
            let phrase = if refusal.keep_typed { typed.get("phrase").to_owned() } else { String::new() };
            let form = FormState::new(phrase).with_error(refusal.field, refusal.message);
            let shell = Shell { path: HERE.to_owned(), ..shell::or_bare(&app, &viewer).await };
            let shown = PhrasePage { form, show: true };
            let response = shell::answer(&app, &viewer, &shell, refusal.status, &shown)?;
            Ok(retry_after_s(response, refusal.wait_s))
        }
    }
}

/// A phrase typed here is a try like any other: whoever sits at an open browser can't guess on and on.
async fn try_begin(
    app: &App,
    viewer: &Viewer,
    member: &Member,
    old: &str,
) -> Result<Result<Offer, PhraseRefusal>, WebError> {
    let now = app.ctx.now();
    if let Err(wait_s) = app.gates.begin_sign_in(&viewer.network, now) {
        return Ok(Err(PhraseRefusal::too_many(wait_s)));
    }
    let error = match new_phrase::begin(&app.ctx, &app.hasher, member, old).await {
        Ok(new) => {
            app.gates.forgive_sign_in(&viewer.network, now);
            let offer = join::offer_of(&app.ctx, new.phrase, new.positions);
            return offer.map(Ok).map_err(|_| WebError::unavailable());
        }
        Err(NewPhraseError::Old(error)) => error,
        Err(NewPhraseError::Store(error)) => JoinError::Store(error),
        Err(NewPhraseError::NothingWaits | NewPhraseError::WrongWords(_)) => return Err(WebError::not_found()),
    };
    if matches!(error, JoinError::Busy | JoinError::Store(_)) {
        app.gates.forgive_sign_in(&viewer.network, now);
    }
    PhraseRefusal::of(error).map(Err)
}

/// POST `/me/phrase/confirm`: two words of the new phrase, and the old one opens nothing any more.
pub(crate) async fn confirm(State(app): State<App>, viewer: Viewer, typed: Typed) -> Result<Response, WebError> {
    let member = viewer.member()?;
    let values = typed_words(&typed);
    let said = match new_phrase::confirm(&app.ctx, &member, [&values.first, &values.second]).await {
        Ok(()) => return Ok(viewer.answer(&app, see_other(&Did::PhraseChanged.on("/me?open=phrase")))),
        Err(NewPhraseError::NothingWaits | NewPhraseError::Old(_)) => {
            return Ok(viewer.answer(&app, see_other(&Did::PhraseGone.on("/me?open=phrase"))));
        }
        Err(NewPhraseError::WrongWords(wrong)) => Ok(wrong),
        Err(NewPhraseError::Store(error)) => Err(WebError::from(error)),
    };
    let Ok(offer) = join::reopen(&app.ctx, typed.get("sealed")) else {
        return Ok(viewer.answer(&app, see_other(&Did::PhraseGone.on("/me?open=phrase"))));
    };
    let (form, status) = match said {
        Ok(wrong) => (wrong_words(values, offer.positions, wrong), StatusCode::UNPROCESSABLE_ENTITY),
        // The words are shown once: they stay on the page whatever failed.
        Err(fault) => {
            let message = fault.detail.map_or_else(|| Sentence::new("error.page.broken.text"), |detail| *detail);
            (FormState::new(values).with_error(FieldError::WHOLE, message), fault.status)
        }
    };
    draw_new(&app, &viewer, &offer, form, status).await
}

async fn draw_new(
    app: &App,
    viewer: &Viewer,
    offer: &Offer,
    form: FormState<WordCheck>,
    status: StatusCode,
) -> Result<Response, WebError> {
    let shell = Shell { path: HERE.to_owned(), ..shell::or_bare(app, viewer).await };
    shell::answer(app, viewer, &shell, status, &NewPhrasePage { sheet: sheet(offer, form) })
}
