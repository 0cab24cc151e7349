//! The second page of joining: seven words, and two of them asked back. Nothing is written before that.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::identity::join::{self as joining, JoinError, Offer};
use crate::identity::phrase::{self, WrongWords};
use crate::identity::session::SessionKind;
use crate::view::form::{FieldError, FormState};
use crate::view::join::{JoinPhrasePage, PhraseSheet, WordCheck};
use crate::view::page::Shell;
use crate::view::words::Sentence;
use crate::web::carry::Onward;
use crate::web::code::Code;
use crate::web::did::Did;
use crate::web::draw::retry_after_s;
use crate::web::extract::Fields;
use crate::web::extract::form::Typed;
use crate::web::fault::WebError;
use crate::web::state::App;
use crate::web::viewer::Viewer;

use super::arrive::{arrive, kind_of};
use super::sign_in::PhraseRefusal;
use super::{join, shell};
use crate::web::cookies::Preferences;

/// A sheet of words with what was typed under it.
pub(crate) fn sheet(offer: &Offer, form: FormState<WordCheck>) -> PhraseSheet {
    let asked = offer.positions.map(|n| u8::try_from(n).unwrap_or(1));
    PhraseSheet {
        words: offer.phrase.words().map(str::to_owned).to_vec(),
        sealed: offer.sealed.clone(),
        asked: asked.into(),
        form,
    }
}

/// What was typed under the words.
pub(crate) fn typed_words(typed: &Fields) -> WordCheck {
    WordCheck {
        first: typed.get("first").to_owned(),
        second: typed.get("second").to_owned(),
        keep: kind_of(typed) == SessionKind::Keep,
    }
}

/// The same with the fields that were wrong.
pub(crate) fn wrong_words(values: WordCheck, positions: [usize; 2], wrong: WrongWords) -> FormState<WordCheck> {
    let [first, second] = positions;
    let mut form = FormState::new(values);
    for (is_wrong, field, n) in [(wrong.first, "first", first), (wrong.second, "second", second)] {
        if is_wrong {
            form = form.with_error(field, Sentence::new("error.field.check_word").with("n", n));
        }
    }
    form
}

/// Draws new words and shows them; `said` stands above, when something has to be said about the ones before.
pub(crate) async fn offer(
    app: &App,
    viewer: &Viewer,
    onward: Onward,
    said: Option<(StatusCode, Sentence)>,
) -> Result<Response, WebError> {
    let Ok(offer) = joining::offer(&app.ctx) else { return Err(WebError::unavailable()) };
    let form = FormState::default();
    let (form, status) = match said {
        Some((status, sentence)) => (form.with_error(FieldError::WHOLE, sentence), status),
        None => (form, StatusCode::OK),
    };
    draw(app, viewer, &offer, form, onward, status).await
}

/// POST `/join/confirm`.
pub(crate) async fn confirm(State(app): State<App>, viewer: Viewer, typed: Typed) -> Result<Response, WebError> {
    let (onward, sealed) = (Onward::of(&typed), typed.get("sealed"));
    let Ok(offer) = joining::reopen(&app.ctx, sealed) else { return expired(&app, &viewer, &typed, onward).await };
    let (kind, values) = (kind_of(&typed), typed_words(&typed));
    let words = [values.first.as_str(), values.second.as_str()];
    // Words that were given up open nothing. A wrong word settles nothing: other words can still be asked for.
    let right = phrase::check_words(&offer.phrase, offer.positions, words).is_ok();
    let given_up = if right { !app.gates.offers.confirm(sealed, app.ctx.now()) } else { app.gates.offers.gone(sealed) };
    if given_up {
        return expired(&app, &viewer, &typed, onward).await;
    }
    let (form, status, wait_s) = match joining::confirm(&app.ctx, &app.hasher, &offer, words, kind).await {
        Ok(signed) => return arrive(&app, &viewer, signed, &onward, Did::Joined).await,
        Err(JoinError::WrongWords(wrong)) => {
            (wrong_words(values, offer.positions, wrong), StatusCode::UNPROCESSABLE_ENTITY, None)
        }
        // The words are written down by now: whatever failed, they stay on the page.
        Err(error) => still_shown(values, error),
    };
    let response = draw(&app, &viewer, &offer, form, onward, status).await?;
    Ok(retry_after_s(response, wait_s))
}

fn still_shown(values: WordCheck, error: JoinError) -> (FormState<WordCheck>, StatusCode, Option<u64>) {
    let (message, status, wait_s) = match PhraseRefusal::of(error) {
        Ok(refusal) => (refusal.message, refusal.status, refusal.wait_s),
        Err(fault) => {
            let message = fault.detail.map_or_else(|| Sentence::new("error.page.broken.text"), |detail| *detail);
            (message, fault.status, fault.retry_after_s)
        }
    };
    (FormState::new(values).with_error(FieldError::WHOLE, message), status, wait_s)
}

/// The page lay open too long, or its words were given up: there are new ones, if there is a place.
async fn expired(app: &App, viewer: &Viewer, typed: &Fields, onward: Onward) -> Result<Response, WebError> {
    let said = Some((StatusCode::UNPROCESSABLE_ENTITY, Sentence::new("error.act.sealed_old")));
    match join::knock(app, viewer, typed).await? {
        join::Door::Open => offer(app, viewer, onward, said).await,
        crowded => join::draw_crowded(app, viewer, crowded, onward).await,
    }
}

/// POST `/join/other-words`.
pub(crate) async fn other_words(State(app): State<App>, viewer: Viewer, typed: Typed) -> Result<Response, WebError> {
    let (onward, sealed) = (Onward::of(&typed), typed.get("sealed"));
    let ours = joining::reopen(&app.ctx, sealed).is_ok();
    if ours && app.gates.offers.exchange(sealed, app.ctx.now()) {
        return offer(&app, &viewer, onward, None).await;
    }
    match join::knock(&app, &viewer, &typed).await? {
        join::Door::Open => offer(&app, &viewer, onward, None).await,
        crowded => join::draw_crowded(&app, &viewer, crowded, onward).await,
    }
}

/// POST `/join/words.txt`: the words as a file. It says nothing of the site.
pub(crate) async fn file(State(app): State<App>, headers: HeaderMap, typed: Typed) -> Result<Response, WebError> {
    let old = |_| WebError::new(StatusCode::GONE, Code::PageTooOld, Sentence::new("error.page.gone.text"));
    let offer = joining::reopen(&app.ctx, typed.get("sealed")).map_err(old)?;
    let language = Preferences::read(&headers, app.secure_cookies()).language;
    let note = app.engine.say(language, &Sentence::new("phrase.file"))?;
    let text = format!("{}\n\n{note}\n", offer.phrase.words().join(" "));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"words.txt\"")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    Ok((headers, text).into_response())
}

async fn draw(
    app: &App,
    viewer: &Viewer,
    offer: &Offer,
    form: FormState<WordCheck>,
    onward: Onward,
    status: StatusCode,
) -> Result<Response, WebError> {
    let shown = JoinPhrasePage { sheet: sheet(offer, form), to: onward.to, carried: onward.carried };
    let shell = Shell { path: "/join".to_owned(), ..shell::or_bare(app, viewer).await };
    shell::answer(app, viewer, &shell, status, &shown)
}
