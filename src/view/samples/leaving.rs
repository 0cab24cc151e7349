//! "My data": the readable page of an export, and deleting an account.

use crate::view::engine::ViewError;
use crate::view::form::FormState;
use crate::view::leaving::{
    GonePage, Leave, LeavingPage, Saved, SavedDraft, SavedKept, SavedName, SavedPost, SavedReaction, SavedRow,
};
use crate::view::words::Sentence;

use super::{Desk, NOW, days_ago, minutes_ago, owned, thread_id};

/// Draws all.
pub(super) fn draw(desk: &mut Desk<'_>) -> Result<(), ViewError> {
    let page = LeavingPage { names: 3, posts: 12, form: FormState::default(), show: false };
    desk.member("delete-account/first", &page)?;
    desk.member("delete-account/no-posts", &LeavingPage { names: 1, posts: 0, ..page.clone() })?;
    desk.member("delete-account/nothing", &LeavingPage { names: 0, posts: 0, ..page.clone() })?;
    let typed = Leave { posts: "keep".to_owned(), phrase: String::new() };
    let unknown = FormState::new(typed).with_error("phrase", Sentence::new("error.field.phrase_unknown"));
    desk.member("delete-account/unknown-phrase", &LeavingPage { form: unknown, show: true, ..page.clone() })?;
    let typed = Leave { posts: String::new(), phrase: "gravel lantern".to_owned() };
    let unchosen = FormState::new(typed).with_error("posts", Sentence::new("error.field.retire_posts"));
    desk.member("delete-account/unchosen", &LeavingPage { form: unchosen, show: true, ..page })?;
    desk.visitor("account-gone/done", &GonePage {})?;
    readable(desk)
}

fn readable(desk: &mut Desk<'_>) -> Result<(), ViewError> {
    let saved = Saved { engine: desk.engine, language: desk.language, now: NOW };
    let empty = SavedKept {
        made: minutes_ago(0),
        level: 0,
        names: Vec::new(),
        sessions: vec![days_ago(0)],
        sealed: Vec::new(),
        drafts: Vec::new(),
    };
    let nothing = [saved.head(&empty)?, saved.turn()?, saved.end()?].concat();
    let name = |handle: &str, one_off, standing: &str| SavedName {
        handle: handle.to_owned(),
        board: "Trauma recovery".to_owned(),
        one_off,
        posts: 2,
        standing: standing.to_owned(),
    };
    let account = SavedKept {
        level: 1,
        names: vec![
            name("slow-river", false, "good"),
            name("calm-linnet", true, "restricted"),
            name("", false, "retired"),
        ],
        sealed: vec![SavedRow { name: "settings".to_owned(), json: "{\n  \"theme\": \"dark\"\n}".to_owned() }],
        drafts: vec![
            SavedDraft { title: String::new(), body: "Not yet <said>".to_owned(), saved: minutes_ago(9) },
            SavedDraft { title: "A title".to_owned(), body: "Two\nlines".to_owned(), saved: days_ago(1) },
        ],
        ..empty
    };
    let post = |state: &str, position, body: &str| SavedPost {
        board: "Trauma recovery".to_owned(),
        title: "Something heavy".to_owned(),
        position,
        handle: "slow-river".to_owned(),
        state: state.to_owned(),
        written: days_ago(2),
        warnings: owned(&["pain", "medical-detail"]),
        body: body.to_owned(),
        pending: String::new(),
    };
    let posts = [
        post("published", Some(1), "First line\nSecond line"),
        SavedPost { pending: "Better words".to_owned(), ..post("folded", Some(2), "Words") },
        SavedPost { title: String::new(), handle: String::new(), ..post("deleted", Some(3), "") },
        post("removed", Some(4), "Words"),
        post("asked", Some(5), "Words"),
        post("held", None, "Words"),
        post("waiting", None, "Words"),
    ];
    let given =
        |kind: &str, position| SavedReaction { kind: kind.to_owned(), thread: thread_id().to_string(), position };
    let reactions = [given("with-you", Some(3)), given("thank-you", None)];
    let parts =
        [saved.head(&account)?, saved.posts(&posts)?, saved.turn()?, saved.reactions(&reactions)?, saved.end()?];
    desk.drawn.push(("export/nothing".to_owned(), nothing));
    desk.drawn.push(("export/all".to_owned(), parts.concat()));
    Ok(())
}
