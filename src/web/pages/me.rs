//! `/me`: names, look, reading, sign-ins.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use crate::domain::language::Language;
use crate::domain::warning::Warning;
use crate::forum::names::{self, Standing};
use crate::forum::{mute, read};
use crate::identity::member::{self, Member};
use crate::identity::personal::Personal;
use crate::identity::session::SessionKind;
use crate::identity::settings::{self, Settings, SettingsChange, Spoken, WarningChoice as Choice};
use crate::view::form::FormState;
use crate::view::me::{Group, MePage, MutedName, MyName, MyOneOff, MyThread, SignedIn, WarningChoice};
use crate::view::page::ExitKeys;
use crate::view::public;
use crate::view::when::Moment;
use crate::view::words::Sentence;
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
    draw(&app, &viewer, group(asked.get("open")), None).await
}

/// Draws the page, with words to hide that came back.
async fn draw(
    app: &App,
    viewer: &Viewer,
    open: Option<Group>,
    came_back: Option<FormState<String>>,
) -> Result<Response, WebError> {
    let member = viewer.member()?;
    let personal = viewer.personal(app).await?;
    let (names, one_offs) = my_names(app, viewer.language(), &member, &personal.settings).await?;
    let status = if came_back.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let words: Vec<&str> = personal.settings.hidden_words.iter().map(String::as_str).collect();
    let shown = MePage {
        open,
        names,
        one_offs,
        theme: viewer.preferences.theme,
        density: viewer.preferences.density,
        language: viewer.preferences.chosen_language.map_or("auto", Language::tag),
        warnings: warnings(&personal.settings),
        words: came_back.unwrap_or_else(|| FormState::new(words.join("\n"))),
        muted: muted(app, viewer, &personal).await?,
        spoken: personal.settings.spoken.name().to_owned(),
        titles: viewer.preferences.titles,
        exit_keys: viewer.preferences.exit_keys,
        leave_signs_out: viewer.preferences.leave_signs_out,
        cover_tabs: viewer.preferences.cover_tabs,
        sessions: sessions(app, viewer, &member).await?,
    };
    let mut shell = shell::of(app, viewer).await?;
    if status != StatusCode::OK {
        shell.path = "/me?open=reading".to_owned();
    }
    shell::answer(app, viewer, &shell, status, &shown)
}

/// Muted names, with their boards.
async fn muted(app: &App, viewer: &Viewer, personal: &Personal) -> Result<Vec<MutedName>, WebError> {
    let boards = read::boards(&app.ctx).await?;
    let muted = mute::list(&app.ctx, &personal.mutes).await?;
    let shown = muted.into_iter().map(|one| {
        let named = one.name.map(|(handle, code)| {
            let words = &app.documents.of(viewer.language()).boards;
            let board = boards.iter().find(|board| board.code == code).map(|board| words.name(board));
            (face(&handle, &one.id), board.unwrap_or_default())
        });
        MutedName { id: one.id.to_string(), face: named }
    });
    Ok(shown.collect())
}

fn group(name: &str) -> Option<Group> {
    match name {
        "names" => Some(Group::Names),
        "look" => Some(Group::Look),
        "reading" => Some(Group::Reading),
        "live" => Some(Group::Live),
        "privacy" => Some(Group::Privacy),
        "sessions" => Some(Group::Sessions),
        "phrase" => Some(Group::Phrase),
        "data" => Some(Group::Data),
        _ => None,
    }
}

/// The names in use, in the boards' order: those of boards, then those that live in one thread.
async fn my_names(
    app: &App,
    language: Language,
    member: &Member,
    settings: &Settings,
) -> Result<(Vec<MyName>, Vec<MyOneOff>), WebError> {
    let (_, mut mine) = names::mine(&app.ctx, member).await?;
    mine.retain(|name| name.standing != Standing::Retired);
    let boards = read::boards(&app.ctx).await?;
    let threads = names::threads_of(&app.ctx, &mine).await?;
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
                cover: public::cover(settings, &thread.warnings, false),
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

/// POST `/me/reading`: all of it goes with the member, but for what leaving does in this browser. Words that do not fit
/// come back; everything else of the form is saved.
pub(crate) async fn reading(State(app): State<App>, viewer: Viewer, typed: Typed) -> Result<Response, WebError> {
    let member = viewer.member()?;
    let words = settings::hidden_words(typed.get("hidden_words").lines().filter(|line| !line.trim().is_empty()));
    let mut chosen = preferences::chosen(viewer.preferences, &typed);
    chosen.exit_keys = ExitKeys { esc: typed.ticked("exit_esc"), shift: typed.ticked("exit_shift") };
    chosen.leave_signs_out = typed.ticked("leave_signs_out");
    let hidden_words = words.clone().filter(|_| typed.has("hidden_words"));
    let change = SettingsChange { warnings: chosen_warnings(&typed), hidden_words, ..preferences::as_change(chosen) };
    settings::change(&app.ctx, &member, &change).await?;
    let saved = match words {
        Some(_) => viewer.answer(&app, see_other(&Did::Reading.on("/me?open=reading"))),
        None => {
            let form = FormState::new(typed.get("hidden_words").to_owned());
            let form = form.with_error("hidden_words", Sentence::new("mute.words_wrong"));
            draw(&app, &viewer, Some(Group::Reading), Some(form)).await?
        }
    };
    Ok(preferences::set(saved, chosen, app.secure_cookies()))
}

/// POST `/me/live`.
pub(crate) async fn live(State(app): State<App>, viewer: Viewer, typed: Typed) -> Result<Response, WebError> {
    let member = viewer.member()?;
    let all = [Spoken::Off, Spoken::Count, Spoken::Text];
    let change = SettingsChange {
        spoken: all.into_iter().find(|spoken| spoken.name() == typed.get("spoken")),
        ..SettingsChange::default()
    };
    settings::change(&app.ctx, &member, &change).await?;
    Ok(viewer.answer(&app, see_other(&Did::Live.on("/me?open=live"))))
}

/// What the member chose for each warning.
fn warnings(settings: &Settings) -> Vec<WarningChoice> {
    let choice = |warning: Warning| {
        let named = CHOICES.iter().find(|(_, choice)| *choice == settings.warning(warning));
        WarningChoice {
            slug: warning.name().to_owned(),
            choice: named.map(|(name, _)| (*name).to_owned()).unwrap_or_default(),
        }
    };
    Warning::ALL.into_iter().map(choice).collect()
}

/// What a form says of warnings; what it does not name stays.
fn chosen_warnings(typed: &Fields) -> Vec<(Warning, Choice)> {
    let named = |warning: Warning| {
        let typed = typed.get(&format!("warning.{}", warning.name()));
        CHOICES.iter().find(|(name, _)| *name == typed).map(|(_, choice)| (warning, *choice))
    };
    Warning::ALL.into_iter().filter_map(named).collect()
}
