//! Joining, coming back, and the page "Me".

use super::{Desk, all_warnings, days_ago, face, link, owned, thread_id};
use crate::view::engine::ViewError;
use crate::view::form::FormState;
use crate::view::join::{Carried, JoinCrowdedPage, JoinPage, JoinPhrasePage, JoinTicks, PhraseSheet, WordCheck};
use crate::view::me::{
    Group, MePage, MutedName, MyName, MyOneOff, MyThread, NewPhrasePage, PhrasePage, RetirePage, SignedIn,
    WarningChoice,
};
use crate::view::page::{Density, ExitKeys, Theme, Titles};
use crate::view::post::Cover;
use crate::view::sign_in::{Return, SignInPage, SignedOutPage};
use crate::view::words::Sentence;

/// Draws the pages about a member.
pub(super) fn draw(desk: &mut Desk<'_>) -> Result<(), ViewError> {
    joins(desk)?;
    returns(desk)?;
    me(desk)?;
    phrases(desk)
}

/// A text on its way.
pub(super) fn carried() -> Carried {
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    Carried {
        action: "/boards/k7/new".to_owned(),
        fields: vec![
            pair("title", "Telling a new partner"),
            pair("body", "I met somebody in March and I like her.\n\nShe does not know yet."),
            pair("warnings", "sexual-violence"),
            pair("warnings", "pain"),
        ],
    }
}

/// `/join`.
fn joins(desk: &mut Desk<'_>) -> Result<(), ViewError> {
    let rules = ["Speak from your own experience", "Keep names and places out", "Adults only"];
    let page = JoinPage {
        form: FormState::default(),
        rules: rules.iter().zip(1..).map(|(title, n)| (format!("r{n}"), (*title).to_owned())).collect(),
        to: "/boards/k7/new".to_owned(),
        carried: None,
        closed: false,
    };
    desk.visitor("join/first", &page)?;
    let wrong = FormState::new(JoinTicks { age: true, guidelines: false })
        .with_error("age", Sentence::new("error.field.age"))
        .with_error("guidelines", Sentence::new("error.field.guidelines"));
    desk.visitor("join/error", &JoinPage { form: wrong, carried: Some(carried()), ..page.clone() })?;
    desk.visitor("join/closed", &JoinPage { closed: true, ..page })?;
    let sheet = sheet();
    let shown = JoinPhrasePage { sheet: sheet.clone(), to: "/".to_owned(), carried: None };
    desk.visitor("join/phrase", &shown)?;
    let values = WordCheck { first: "lantren".to_owned(), second: "gravel".to_owned(), keep: true };
    let wrong = FormState::new(values).with_error("first", Sentence::new("error.field.check_word").with("n", 2));
    let again = JoinPhrasePage { sheet: PhraseSheet { form: wrong, ..sheet }, carried: Some(carried()), ..shown };
    desk.visitor("join/phrase-error", &again)?;
    let crowded = JoinCrowdedPage {
        seconds: 30,
        ticket: "tk9".to_owned(),
        challenge: Some("{\"algorithm\":\"SHA-256\"}".to_owned()),
        to: "/".to_owned(),
        carried: None,
        too_early: false,
    };
    desk.visitor("join/crowded", &crowded)?;
    let early = JoinCrowdedPage { too_early: true, seconds: 11, challenge: None, carried: Some(carried()), ..crowded };
    desk.visitor("join/crowded-early", &early)?;
    desk.visitor("join/crowded-over", &JoinCrowdedPage { too_early: false, seconds: 0, ..early })
}

/// Seven words.
fn sheet() -> PhraseSheet {
    PhraseSheet {
        words: owned(&["gravel", "lantern", "unplanned", "ferry", "tidy", "oatmeal", "crisply"]),
        sealed: "c2VhbGVk".to_owned(),
        asked: (2, 5),
        form: FormState::default(),
    }
}

/// `/sign-in`.
fn returns(desk: &mut Desk<'_>) -> Result<(), ViewError> {
    let page = SignInPage { form: FormState::default(), show: false, to: "/me".to_owned(), carried: None };
    desk.visitor("sign-in/first", &page)?;
    let nearest = Sentence::new("error.field.phrase_word").with("word", "lantren").with("nearest", "lantern");
    let values = Return { phrase: "gravel lantren unplanned ferry tidy oatmeal crisply".to_owned(), keep: true };
    let form = FormState::new(values).with_error("phrase", nearest);
    desk.visitor("sign-in/unknown-word", &SignInPage { form, show: true, carried: Some(carried()), ..page })?;
    desk.visitor("signed-out/ended", &SignedOutPage::new(carried(), true))?;
    desk.visitor("signed-out/new", &SignedOutPage::new(Carried { fields: Vec::new(), ..carried() }, false))
}

/// `/me`.
fn me(desk: &mut Desk<'_>) -> Result<(), ViewError> {
    let name = |code: &str, board: &str, handle: &str, posts, rolls_left| MyName {
        board: link(code, board),
        face: face(handle),
        posts,
        rolls_left,
    };
    let choices = ["ask", "show", "hide"].into_iter().cycle();
    let page = MePage {
        open: None,
        names: vec![
            name("k7", "Erectile difficulties", "slow-river", 3, 0),
            name("p5", "Partners and communication", "plain-cedar", 0, 4),
        ],
        one_offs: one_offs(),
        theme: Theme::System,
        density: Density::Comfortable,
        language: "auto",
        warnings: all_warnings()
            .into_iter()
            .zip(choices)
            .map(|(slug, choice)| WarningChoice { slug, choice: choice.to_owned() })
            .collect(),
        words: FormState::new("needle\nknife".to_owned()),
        muted: vec![
            MutedName {
                id: "2wq9k1h6tz4n7xbd".to_owned(),
                face: Some((face("grey-plover"), "Partners and communication".to_owned())),
            },
            MutedName { id: "3xq9k1h6tz4n7xbd".to_owned(), face: None },
        ],
        spoken: "count".to_owned(),
        titles: Titles::Neutral,
        exit_keys: ExitKeys::default(),
        leave_signs_out: false,
        cover_tabs: false,
        sessions: vec![
            SignedIn { id: "s1".to_owned(), this: true, day: days_ago(0), keep: Some(false) },
            SignedIn { id: "s2".to_owned(), this: false, day: days_ago(9), keep: None },
        ],
    };
    desk.member("me/closed", &page)?;
    for (name, group) in [
        ("names", Group::Names),
        ("look", Group::Look),
        ("reading", Group::Reading),
        ("live", Group::Live),
        ("privacy", Group::Privacy),
        ("sessions", Group::Sessions),
        ("phrase", Group::Phrase),
        ("data", Group::Data),
    ] {
        desk.member(&format!("me/{name}"), &MePage { open: Some(group), ..page.clone() })?;
    }
    let words = page.words.clone().with_error("hidden_words", Sentence::new("mute.words_wrong"));
    desk.member("me/words-error", &MePage { open: Some(Group::Reading), words, ..page.clone() })?;
    let none = MePage { open: Some(Group::Reading), muted: Vec::new(), words: FormState::default(), ..page.clone() };
    desk.member("me/nobody-muted", &none)?;
    let sessions = page.sessions.iter().take(1).cloned().collect();
    let fresh = MePage { names: Vec::new(), one_offs: Vec::new(), open: Some(Group::Names), sessions, ..page };
    desk.member("me/no-names", &fresh)?;
    retires(desk)
}

/// `/boards/k7/name/retire`.
fn retires(desk: &mut Desk<'_>) -> Result<(), ViewError> {
    let retire = RetirePage {
        action: "/boards/k7/name/retire".to_owned(),
        one_off: false,
        board: link("k7", "Erectile difficulties"),
        face: face("slow-river"),
        posts: 3,
        form: FormState::default(),
    };
    desk.member("retire/first", &retire)?;
    let form = FormState::new(String::new()).with_error("posts", Sentence::new("error.field.retire_posts"));
    desk.member("retire/error", &RetirePage { form, ..retire.clone() })?;
    desk.member("retire/no-posts", &RetirePage { posts: 0, ..retire.clone() })?;
    let action = "/me/names/2wq9k1h6tz4n7xbd/retire".to_owned();
    desk.member("retire/one-off", &RetirePage { action, one_off: true, ..retire })
}

/// Names for one thread: with its title, with the title behind a warning, and without either.
fn one_offs() -> Vec<MyOneOff> {
    let thread = |warnings: &[&str], cover| MyThread {
        id: thread_id(),
        title: "Something heavy".to_owned(),
        warnings: owned(warnings),
        cover,
    };
    let name = |handle: &str, thread| MyOneOff {
        id: "2wq9k1h6tz4n7xbd".to_owned(),
        board: "Trauma recovery".to_owned(),
        thread,
        face: face(handle),
        posts: 2,
    };
    vec![
        name("calm-linnet", Some(thread(&[], Cover::Open))),
        name("amber-wren", Some(thread(&["sexual-violence"], Cover::Behind))),
        name("kind-otter", None),
    ]
}

/// `/me/phrase`.
fn phrases(desk: &mut Desk<'_>) -> Result<(), ViewError> {
    desk.member("phrase/ask", &PhrasePage { form: FormState::default(), show: false })?;
    let form = FormState::new("gravel lantern".to_owned())
        .with_error("phrase", Sentence::new("error.field.phrase_few").with("n", 2));
    desk.member("phrase/error", &PhrasePage { form, show: true })?;
    desk.member("phrase/new", &NewPhrasePage { sheet: sheet() })
}
