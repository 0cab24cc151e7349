//! "My data": everything as a file, and deleting the account.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use crate::forum::export::Export;
use crate::forum::leave::{self, Leaver, Posts};
use crate::forum::names::{self, Standing};
use crate::identity::join::JoinError;
use crate::identity::member::Member;
use crate::view::form::{FieldError, FormState};
use crate::view::leaving::{GonePage, Leave, LeavingPage};
use crate::view::page::Shell;
use crate::view::sign_in::SignInPage;
use crate::view::words::Sentence;
use crate::web::draw::{retry_after_s, see_other};
use crate::web::export;
use crate::web::extract::form::Typed;
use crate::web::extract::query::Asked;
use crate::web::fault::WebError;
use crate::web::leaving::{finish, forgotten};
use crate::web::state::App;
use crate::web::viewer::Viewer;

use super::shell;
use super::sign_in::PhraseRefusal;

const HERE: &str = "/me/delete";
const DONE: &str = "/me/delete/done";

/// POST `/me/export`, `as` `json` or `page`. A form and no link: no other site, and no link in somebody's post, can
/// make a browser put everything onto a device that others use.
pub(crate) async fn export(State(app): State<App>, viewer: Viewer, typed: Typed) -> Result<Response, WebError> {
    let export = Export::begin(&app.ctx, viewer.member()?).await?;
    let response = match typed.get("as") {
        "page" => export::page(&app, viewer.language(), export),
        _ => export::json(export),
    };
    Ok(viewer.answer(&app, response))
}

/// GET `/me/delete`.
pub(crate) async fn ask(State(app): State<App>, viewer: Viewer, asked: Asked) -> Result<Response, WebError> {
    let member = viewer.member()?;
    let shell = shell::of(&app, &viewer).await?;
    let shown = page(&app, &member, FormState::default(), asked.get("show") == "1").await?;
    shell::answer(&app, &viewer, &shell, StatusCode::OK, &shown)
}

async fn page(app: &App, member: &Member, form: FormState<Leave>, show: bool) -> Result<LeavingPage, WebError> {
    let (_, mine) = names::mine(&app.ctx, member).await?;
    let count = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
    let in_use = mine.iter().filter(|name| name.standing != Standing::Retired).count();
    let posts = mine.iter().map(|name| name.posts).sum();
    Ok(LeavingPage { names: count(in_use as u64), posts: count(posts), form, show })
}

/// POST `/me/delete`. Choice and phrase are checked together, so that nobody types the phrase twice for a missing tick.
pub(crate) async fn delete(State(app): State<App>, viewer: Viewer, typed: Typed) -> Result<Response, WebError> {
    let member = viewer.member()?;
    let posts = match typed.get("posts") {
        "keep" => Posts::Depart,
        "remove" => Posts::Remove,
        _ => {
            let form = FormState::new(values(&typed));
            let form = form.with_error("posts", Sentence::new("error.field.retire_posts"));
            return refuse(&app, &viewer, &member, form, StatusCode::UNPROCESSABLE_ENTITY, None).await;
        }
    };
    match begin(&app, &viewer, &member, typed.get("phrase"), posts).await? {
        Ok(leaver) => go_on(&app, &viewer, leaver).await,
        Err(refusal) => {
            let mut values = values(&typed);
            if !refusal.keep_typed {
                values.phrase.clear();
            }
            let form = FormState::new(values).with_error(refusal.field, refusal.message);
            refuse(&app, &viewer, &member, form, refusal.status, refusal.wait_s).await
        }
    }
}

fn values(typed: &Typed) -> Leave {
    Leave { posts: typed.get("posts").to_owned(), phrase: typed.get("phrase").to_owned() }
}

/// A phrase typed here is a try like any other: whoever sits at an open browser can't guess on and on.
async fn begin(
    app: &App,
    viewer: &Viewer,
    member: &Member,
    phrase: &str,
    posts: Posts,
) -> Result<Result<Option<Leaver>, PhraseRefusal>, WebError> {
    let now = app.ctx.now();
    if let Err(wait_s) = app.gates.begin_sign_in(&viewer.network, now) {
        return Ok(Err(PhraseRefusal::too_many(wait_s)));
    }
    let begun = leave::begin(&app.ctx, &app.hasher, member, phrase, posts).await;
    if matches!(begun, Ok(_) | Err(JoinError::Busy | JoinError::Store(_))) {
        app.gates.forgive_sign_in(&viewer.network, now);
    }
    match begun {
        Ok(leaver) => Ok(Ok(leaver)),
        Err(error) => PhraseRefusal::of(error).map(Err),
    }
}

/// Deletes what is left, and leads to a page that says so to a browser that knows nothing any more.
pub(super) async fn go_on(app: &App, viewer: &Viewer, leaver: Option<Leaver>) -> Result<Response, WebError> {
    let unfinished = match leaver {
        Some(leaver) => finish(app, leaver).await.err(),
        None => None,
    };
    match unfinished {
        None => Ok(forgotten(app, see_other(DONE))),
        Some(error) => come_back(app, viewer, error).await,
    }
}

/// Half of it is done, and the phrase does the rest: the page that asks for it says so.
async fn come_back(app: &App, viewer: &Viewer, error: WebError) -> Result<Response, WebError> {
    let Some(said) = error.detail else { return Err(error) };
    let form = FormState::default().with_error(FieldError::WHOLE, *said);
    let shown = SignInPage { form, show: false, to: "/".to_owned(), carried: None };
    let shell = Shell { path: "/sign-in".to_owned(), signed_in: false, ..shell::or_bare(app, viewer).await };
    let answer = shell::answer(app, viewer, &shell, error.status, &shown)?;
    Ok(forgotten(app, retry_after_s(answer, error.retry_after_s)))
}

async fn refuse(
    app: &App,
    viewer: &Viewer,
    member: &Member,
    form: FormState<Leave>,
    status: StatusCode,
    wait_s: Option<u64>,
) -> Result<Response, WebError> {
    let shell = Shell { path: HERE.to_owned(), ..shell::or_bare(app, viewer).await };
    let shown = page(app, member, form, true).await?;
    Ok(retry_after_s(shell::answer(app, viewer, &shell, status, &shown)?, wait_s))
}

/// GET `/me/delete/done`: for everybody the same.
pub(crate) async fn done(State(app): State<App>, viewer: Viewer) -> Result<Response, WebError> {
    let shell = shell::of(&app, &viewer).await?;
    shell::answer(&app, &viewer, &shell, StatusCode::OK, &GonePage {})
}
