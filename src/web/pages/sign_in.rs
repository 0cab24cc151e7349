//! `/sign-in` and `/sign-out`.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use crate::forum::leave::{self, Leaver};
use crate::identity::follows;
use crate::identity::join::{self, JoinError, Leaving};
use crate::identity::member;
use crate::identity::phrase::{PhraseError, WORDS};
use crate::identity::session::SessionKind;
use crate::view::form::{FieldError, FormState};
use crate::view::page::Shell;
use crate::view::sign_in::{Return, SignInPage};
use crate::view::when;
use crate::view::words::Sentence;
use crate::web::carry::Onward;
use crate::web::did::Did;
use crate::web::draw::{retry_after_s, see_other};
use crate::web::extract::form::Typed;
use crate::web::extract::query::Asked;
use crate::web::fault::WebError;
use crate::web::leaving;
use crate::web::own_path::own_path_or_home;
use crate::web::state::App;
use crate::web::viewer::Viewer;

use super::arrive::{arrive, kind_of};
use super::{leaving as leaving_pages, shell};

/// Seconds after which somebody who met a full queue may try again.
const BUSY_S: u64 = 10;

/// A refusal of something typed as a phrase: the status, what is said, and for how long.
pub(crate) struct PhraseRefusal {
    /// The status.
    pub(crate) status: StatusCode,
    /// The field that it concerns.
    pub(crate) field: &'static str,
    /// What is said.
    pub(crate) message: Sentence,
    /// Seconds until it may be tried again.
    pub(crate) wait_s: Option<u64>,
    /// What was typed stays in the field: it may be a slip, not a try.
    pub(crate) keep_typed: bool,
}

impl PhraseRefusal {
    /// Too many phrases failed from this network.
    pub(crate) fn too_many(wait_s: u64) -> Self {
        Self::later(StatusCode::TOO_MANY_REQUESTS, "error.limit.sign_ins", wait_s)
    }

    fn later(status: StatusCode, key: &str, wait_s: u64) -> Self {
        let message = Sentence::new(key).with("wait", when::wait(wait_s));
        Self { status, field: FieldError::WHOLE, message, wait_s: Some(wait_s), keep_typed: true }
    }

    fn of_phrase(error: &PhraseError) -> Self {
        let message = match error {
            PhraseError::Empty => Sentence::new("error.field.phrase_empty"),
            PhraseError::UnknownWord { typed, nearest, .. } => {
                Sentence::new("error.field.phrase_word").with("word", typed.as_str()).with("nearest", *nearest)
            }
            PhraseError::WordCount { found } if *found < WORDS => {
                Sentence::new("error.field.phrase_few").with("n", *found)
            }
            PhraseError::TooLong | PhraseError::WordCount { .. } => Sentence::new("error.field.phrase_many"),
        };
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        Self { status, field: "phrase", message, wait_s: None, keep_typed: true }
    }

    /// What a failure means for the form; the error itself where it is none of the form's.
    pub(crate) fn of(error: JoinError) -> Result<Self, WebError> {
        match error {
            JoinError::Phrase(error) => Ok(Self::of_phrase(&error)),
            // Of somebody who is leaving nothing is left when this is said.
            JoinError::NoAccount | JoinError::Leaving(_) => {
                let message = Sentence::new("error.field.phrase_unknown");
                let status = StatusCode::UNPROCESSABLE_ENTITY;
                Ok(Self { status, field: "phrase", message, wait_s: None, keep_typed: false })
            }
            JoinError::Busy => Ok(Self::later(StatusCode::SERVICE_UNAVAILABLE, "error.limit.busy", BUSY_S)),
            JoinError::Store(error) => Err(error.into()),
            JoinError::PageExpired | JoinError::WrongWords(_) | JoinError::ProofUsed => Err(WebError::not_found()),
        }
    }
}

/// GET `/sign-in`.
pub(crate) async fn show(State(app): State<App>, viewer: Viewer, asked: Asked) -> Result<Response, WebError> {
    let shown = SignInPage {
        form: FormState::default(),
        show: asked.get("show") == "1",
        to: own_path_or_home(asked.get("to")),
        carried: None,
    };
    let shell = shell::of(&app, &viewer).await?;
    shell::answer(&app, &viewer, &shell, StatusCode::OK, &shown)
}

/// POST `/sign-in`. The button `step=start` signs nobody in: it brings a text along.
pub(crate) async fn enter(State(app): State<App>, viewer: Viewer, typed: Typed) -> Result<Response, WebError> {
    let onward = Onward::of(&typed);
    if typed.get("step") == "start" {
        return draw(&app, &viewer, FormState::default(), onward, None).await;
    }
    let kind = kind_of(&typed);
    match try_phrase(&app, &viewer, typed.get("phrase"), kind).await? {
        Ok(Back::Leaving(leaver)) => leaving_pages::go_on(&app, &viewer, leaver).await,
        Ok(Back::SignedIn(signed)) => arrive(&app, &viewer, signed, &onward, Did::CameBack).await,
        Err(refusal) => {
            let phrase = if refusal.keep_typed { typed.get("phrase").to_owned() } else { String::new() };
            let form = FormState::new(Return { phrase, keep: kind == SessionKind::Keep });
            draw(&app, &viewer, form, onward, Some(refusal)).await
        }
    }
}

/// Who came back.
enum Back {
    /// A member.
    SignedIn(member::SignedIn),
    /// Somebody who had begun to leave, and of whom something is left.
    Leaving(Option<Leaver>),
}

/// Tries a phrase, within the gate of failed tries: the try counts as failed until it has worked, so that many at once
/// are counted too.
async fn try_phrase(
    app: &App,
    viewer: &Viewer,
    typed: &str,
    kind: SessionKind,
) -> Result<Result<Back, PhraseRefusal>, WebError> {
    let now = app.ctx.now();
    if let Err(wait_s) = app.gates.begin_sign_in(&viewer.network, now) {
        return Ok(Err(PhraseRefusal::too_many(wait_s)));
    }
    match join::sign_in(&app.ctx, &app.hasher, typed, kind).await {
        Ok(signed) => {
            app.gates.forgive_sign_in(&viewer.network, now);
            Ok(Ok(Back::SignedIn(signed)))
        }
        Err(JoinError::Leaving(Leaving(root))) => {
            app.gates.forgive_sign_in(&viewer.network, now);
            Ok(Ok(Back::Leaving(leave::resume(&app.ctx, root).await?)))
        }
        Err(error @ (JoinError::Busy | JoinError::Store(_))) => {
            app.gates.forgive_sign_in(&viewer.network, now);
            PhraseRefusal::of(error).map(Err)
        }
        Err(error) => PhraseRefusal::of(error).map(Err),
    }
}

async fn draw(
    app: &App,
    viewer: &Viewer,
    form: FormState<Return>,
    onward: Onward,
    refusal: Option<PhraseRefusal>,
) -> Result<Response, WebError> {
    let (form, status, wait_s) = match refusal {
        Some(refusal) => (form.with_error(refusal.field, refusal.message), refusal.status, refusal.wait_s),
        None => (form, StatusCode::OK, None),
    };
    let shown = SignInPage { show: !form.errors.is_empty(), form, to: onward.to, carried: onward.carried };
    let shell = Shell { path: "/sign-in".to_owned(), ..shell::or_bare(app, viewer).await };
    Ok(retry_after_s(shell::answer(app, viewer, &shell, status, &shown)?, wait_s))
}

/// POST `/sign-out`. Preferences go, too: after it this browser holds nothing that says who read here, or that anybody
/// did (`docs/decisions/06-preference-cookie.md`).
pub(crate) async fn leave(State(app): State<App>, viewer: Viewer, _typed: Typed) -> Result<Response, WebError> {
    if let Some(member) = &viewer.member {
        if !viewer.marks().is_empty() {
            follows::save(&app.ctx, member, viewer.marks()).await?;
        }
        member::end(&app.ctx, member.session).await?;
    }
    Ok(leaving::forgotten(&app, see_other(&Did::SignedOut.on("/"))))
}
