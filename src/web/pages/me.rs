//! `/me`: names, look, reading, sign-ins.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use crate::domain::language::Language;
use crate::domain::warning::Warning;
use crate::forum::names::{self, Standing};
use crate::forum::read;
use crate::identity::member::{self, Member};
use crate::identity::session::SessionKind;
use crate::identity::settings::{self, SettingsChange, WarningChoice as Choice};
use crate::view::me::{Group, MePage, MyName, MyOneOff, MyThread, SignedIn, WarningChoice};
use crate::view::page::ExitKeys;
use crate::view::public;
use crate::view::when::Moment;
use crate::web::did::Did;
use crate::web::draw::see_other;
use crate::web::extract::Fields;
use crate::web::extract::form::Typed;
use crate::web::extract::query::Asked;
use crate::web::fault::WebError;
use crate::web::state::App;
use crate::web::viewer::Viewer;

use super::names::face;
use super::{preferences, present, shell};

/// What can be chosen for a warning, as the form names it.
const CHOICES: [(&str, Choice); 3] = [("hide", Choice::Hide), ("ask", Choice::Ask), ("show", Choice::Show)];

/// GET `/me`, `?open=` a group.
pub(crate) async fn show(State(app): State<App>, viewer: Viewer, asked: Asked) -> Result<Response, WebError> {
    let member = viewer.member()?;
    let (names, one_offs) = my_names(&app, viewer.language(), &member).await?;
    let shown = MePage {
        open: group(asked.get("open")),
        names,
        one_offs,
        theme: viewer.preferences.theme,
        density: viewer.preferences.density,
        language: viewer.preferences.chosen_language.map_or("auto", Language::tag),
        warnings: warnings(&app, &member).await?,
        titles: viewer.preferences.titles,
        exit_keys: viewer.preferences.exit_keys,
        leave_signs_out: viewer.preferences.leave_signs_out,
        cover_tabs: viewer.preferences.cover_tabs,
        sessions: sessions(&app, &viewer, &member).await?,
    };
    let shell = shell::of(&app, &viewer).await?;
    shell::answer(&app, &viewer, &shell, StatusCode::OK, &shown)
}

fn group(name: &str) -> Option<Group> {
    match name {
        "names" => Some(Group::Names),
        "look" => Some(Group::Look),
        "reading" => Some(Group::Reading),
        "privacy" => Some(Group::Privacy),
        "sessions" => Some(Group::Sessions),
        "phrase" => Some(Group::Phrase),
        "data" => Some(Group::Data),
        _ => None,
    }
}

/// The names in use, in the boards' order: those of boards, then those that live in one thread.
async fn my_names(app: &App, language: Language, member: &Member) -> Result<(Vec<MyName>, Vec<MyOneOff>), WebError> {
    let (_, mut mine) = names::mine(&app.ctx, member).await?;
    mine.retain(|name| name.standing != Standing::Retired);
    let boards = read::boards(&app.ctx).await?;
    let threads = names::threads_of(&app.ctx, &mine).await?;
    let settings = settings::read(&app.ctx, member).await?;
    let (mut shown, mut one_offs) = (Vec::new(), Vec::new());
    for board in &boards {
        for name in mine.iter().filter(|name| name.board == board.code) {
            let (face, posts) = (face(&name.handle, &name.id), u32::try_from(name.posts).unwrap_or(u32::MAX));
            let Some(id) = name.thread else {
                shown.push(MyName {
                    board: present::link(app, language, board),
                    face,
                    posts,
                    rolls_left: name.rerolls_left,
                });
                continue;
            };
            let thread = threads.iter().find(|thread| thread.id == id && !thread.title.is_empty());
            let thread = thread.map(|thread| MyThread {
                id,
                title: thread.title.clone(),
                warnings: public::warnings(&thread.warnings),
                cover: public::cover(&settings, &thread.warnings, false),
            });
            one_offs.push(MyOneOff {
                id: name.id.to_string(),
                board: app.documents.of(language).boards.name(board),
                thread,
                face,
                posts,
            });
        }
    }
    Ok((shown, one_offs))
}

async fn sessions(app: &App, viewer: &Viewer, member: &Member) -> Result<Vec<SignedIn>, WebError> {
    let mut all = member::sessions(&app.ctx, member).await?;
    all.sort_by_key(|session| !session.current);
    let keep = viewer.kind == Some(SessionKind::Keep);
    let shown = all.into_iter().map(|session| SignedIn {
        this: session.current,
        day: Moment(session.day),
        keep: session.current.then_some(keep),
        id: session.id,
    });
    Ok(shown.collect())
}

/// POST `/me/look`: colours and air, or what becomes of a page behind another tab. The browser shows it at once; the
/// next browser of this member gets it at signing in.
pub(crate) async fn look(State(app): State<App>, viewer: Viewer, typed: Typed) -> Result<Response, WebError> {
    let member = viewer.member()?;
    let chosen = preferences::chosen(viewer.preferences, &typed);
    settings::change(&app.ctx, &member, &preferences::as_change(chosen)).await?;
    let (did, group) = match typed.get("cover_tabs") {
        "" => (Did::Look, "/me?open=look"),
        _ => (Did::Preferences, "/me?open=privacy"),
    };
    let saved = viewer.answer(&app, see_other(&did.on(group)));
    Ok(preferences::set(saved, chosen, app.secure_cookies()))
}

/// POST `/me/reading`: all of it goes with the member, but for what leaving does in this browser.
pub(crate) async fn reading(State(app): State<App>, viewer: Viewer, typed: Typed) -> Result<Response, WebError> {
    let member = viewer.member()?;
    let mut chosen = preferences::chosen(viewer.preferences, &typed);
    chosen.exit_keys = ExitKeys { esc: typed.ticked("exit_esc"), shift: typed.ticked("exit_shift") };
    chosen.leave_signs_out = typed.ticked("leave_signs_out");
    let change = SettingsChange { warnings: chosen_warnings(&typed), ..preferences::as_change(chosen) };
    settings::change(&app.ctx, &member, &change).await?;
    let saved = viewer.answer(&app, see_other(&Did::Reading.on("/me?open=reading")));
    Ok(preferences::set(saved, chosen, app.secure_cookies()))
}

/// What the member chose for each warning.
async fn warnings(app: &App, member: &Member) -> Result<Vec<WarningChoice>, WebError> {
    let settings = settings::read(&app.ctx, member).await?;
    let choice = |warning: Warning| {
        let named = CHOICES.iter().find(|(_, choice)| *choice == settings.warning(warning));
        WarningChoice {
            slug: warning.name().to_owned(),
            choice: named.map(|(name, _)| (*name).to_owned()).unwrap_or_default(),
        }
    };
    Ok(Warning::ALL.into_iter().map(choice).collect())
}

/// What a form says of warnings; what it does not name stays.
fn chosen_warnings(typed: &Fields) -> Vec<(Warning, Choice)> {
    let named = |warning: Warning| {
        let typed = typed.get(&format!("warning.{}", warning.name()));
        CHOICES.iter().find(|(name, _)| *name == typed).map(|(_, choice)| (warning, *choice))
    };
    Warning::ALL.into_iter().filter_map(named).collect()
}
