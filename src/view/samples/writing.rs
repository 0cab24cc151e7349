//! Composers, previews, drafts, and what comes after a post.

use super::{Desk, all_warnings, days_ago, face, hours_ago, html, link, owned, post_id, thread_id};
use crate::view::composer::{Answered, Audience, Composer, Draft, DraftRef, NameHere, Preview, Spotted, Writing};
use crate::view::documents::RuleRef;
use crate::view::drafts::{DiscardPage, DraftRow, DraftsPage};
use crate::view::edit::DeletePage;
use crate::view::engine::ViewError;
use crate::view::form::{FieldError, FormState};
use crate::view::outcome::{AfterPage, ReceiptPage, ReceiptState};
use crate::view::support::{Directory, HelpLine, HelpPanel, HideHelp};
use crate::view::thread::PendingState;
use crate::view::words::Sentence;
use crate::view::write::WritePage;

/// Draws the pages for writing.
pub(super) fn draw(desk: &mut Desk<'_>) -> Result<(), ViewError> {
    new_threads(desk)?;
    replies(desk)?;
    edits(desk)?;
    outcomes(desk)?;
    drafts(desk)
}

/// A composer for a reply, as the end of a thread has it.
pub(super) fn reply() -> Composer {
    Composer {
        board: "k7".to_owned(),
        writing: Writing::Reply { thread: thread_id().to_string(), answers: None },
        once: "b7wq4nx2k9d1h6tz".to_owned(),
        form: FormState::default(),
        name: NameHere::Settled { face: face("slow-river") },
        one_off: false,
        warnings: all_warnings(),
        warning_needed: false,
        warned_by_quote: None,
        audience: Audience::Everyone,
        held_hours: None,
        first_time: false,
        draft: None,
        hints: Vec::new(),
        hinted: false,
        help: None,
        help_hidden: false,
        max_body: 10_000,
    }
}

/// Help lines of a country.
pub(super) fn help() -> Vec<HelpLine> {
    [("Samaritans", "116 123", "116123"), ("Rape Crisis, England and Wales", "0808 500 2222", "08085002222")]
        .into_iter()
        .map(|(name, phone, tel)| HelpLine { name: name.to_owned(), phone: phone.to_owned(), tel: tel.to_owned() })
        .collect()
}

/// Help beside a text: with a button before it is posted, with a link after.
fn panel(before: bool) -> HelpPanel {
    HelpPanel {
        lines: help(),
        directory: Directory {
            name: "Find A Helpline".to_owned(),
            address: "https://findahelpline.com/".to_owned(),
            note: "Free helplines in about 130 countries, by topic.".to_owned(),
        },
        hide: match before {
            true => HideHelp::Button { action: "/boards/k7/new/preview".to_owned() },
            false => HideHelp::Link { to: "/threads/8f3kd2a1b9c7e5m4#post-1".to_owned() },
        },
    }
}

fn spotted(key: &str, words: &str) -> Spotted {
    Spotted { text: Sentence::new(key), words: words.to_owned() }
}

/// What somebody typed.
fn typed() -> Draft {
    Draft {
        title: "Telling a new partner".to_owned(),
        body: "I met somebody in March and I like her.\n\nWe have not slept together yet. My number is 07700 900123."
            .to_owned(),
        seeking: "experiences".to_owned(),
        warnings: owned(&["sexual-violence"]),
        one_off: false,
        publish: String::new(),
        reply_to: None,
    }
}

/// A page that is all composer.
fn page(composer: Composer) -> WritePage {
    WritePage {
        board: link("k7", "Erectile difficulties"),
        thread_title: None,
        back: "/boards/k7".to_owned(),
        preview: None,
        composer,
    }
}

/// `/boards/k7/new`.
fn new_threads(desk: &mut Desk<'_>) -> Result<(), ViewError> {
    let fresh = Composer {
        writing: Writing::Thread,
        name: NameHere::Fresh { face: face("slow-river"), rolls_left: 4 },
        one_off: true,
        warning_needed: true,
        audience: Audience::Members,
        held_hours: Some(12),
        first_time: true,
        ..reply()
    };
    desk.member("new-thread/first-time", &page(fresh.clone()))?;
    let signed_out = Composer { name: NameHere::Nobody, audience: Audience::Everyone, ..fresh.clone() };
    desk.visitor("new-thread/signed-out", &page(signed_out))?;
    let wrong = FormState::new(Draft { title: "Help".to_owned(), publish: "soon".to_owned(), ..Draft::default() })
        .with_error("title", Sentence::new("error.field.title_short").with("min", 8))
        .with_error("body", Sentence::new("error.field.body_empty"))
        .with_error("seeking", Sentence::new("error.field.seeking"))
        .with_error("warnings", Sentence::new("error.field.warnings_needed"));
    desk.member("new-thread/errors", &page(Composer { form: wrong, ..fresh.clone() }))?;
    let restored = DraftRef { id: "d8s2".to_owned(), saved: Some(hours_ago(2)), kept_until: days_ago(-14) };
    let restored = Composer {
        form: FormState::new(typed()),
        draft: Some(restored),
        first_time: false,
        held_hours: None,
        name: NameHere::Settled { face: face("slow-river") },
        hints: vec![spotted("hint.phone", "07700 900123")],
        hinted: true,
        ..fresh
    };
    desk.member("new-thread/draft", &page(restored.clone()))?;
    let preview = Preview {
        body: html("<p>I met somebody in March and I like her.</p>\n<p>We have not slept together yet.</p>"),
        warnings: owned(&["sexual-violence"]),
    };
    let composer = Composer { help: Some(panel(true)), ..restored };
    desk.member("preview/thread", &WritePage { preview: Some(preview.clone()), ..page(composer.clone()) })?;
    let hidden = Composer { help: None, help_hidden: true, ..composer.clone() };
    desk.member("preview/help-hidden", &WritePage { preview: Some(preview.clone()), ..page(hidden) })?;
    let kinds = ["hint.email", "hint.link", "hint.handle", "hint.place", "hints.birth", "hints.name"];
    let hints = kinds.into_iter().map(|key| spotted(key, "some words")).collect();
    desk.member("preview/hints", &WritePage { preview: Some(preview), ..page(Composer { hints, ..composer }) })
}

/// A reply that came back.
fn replies(desk: &mut Desk<'_>) -> Result<(), ViewError> {
    let base = WritePage {
        thread_title: Some("After prostate surgery".to_owned()),
        back: "/threads/8f3kd2a1b9c7e5m4?page=2".to_owned(),
        ..page(reply())
    };
    let values = Draft { title: String::new(), seeking: String::new(), ..typed() };
    let fast =
        FormState::new(values.clone()).with_error(FieldError::WHOLE, Sentence::new("error.too_fast").with("s", 40));
    desk.member("reply/too-fast", &WritePage { composer: Composer { form: fast, ..reply() }, ..base.clone() })?;
    let warned = Draft { body: "> It hurt.\n\n".to_owned(), warnings: owned(&["pain"]), ..values.clone() };
    let answers = Answered { position: 28, handle: Some("kind-otter".to_owned()) };
    let composer = Composer {
        form: FormState::new(warned),
        warned_by_quote: Some(28),
        writing: Writing::Reply { thread: thread_id().to_string(), answers: Some(answers) },
        ..reply()
    };
    desk.member("reply/quotes-a-warning", &WritePage { composer, ..base.clone() })?;
    let answers = Answered { position: 28, handle: None };
    let composer = Composer {
        form: FormState::new(values),
        writing: Writing::Reply { thread: thread_id().to_string(), answers: Some(answers) },
        ..reply()
    };
    let preview = Preview { body: html("<p>I met somebody in March.</p>"), warnings: Vec::new() };
    desk.member("preview/reply", &WritePage { preview: Some(preview), composer, ..base })
}

/// Changing and deleting.
fn edits(desk: &mut Desk<'_>) -> Result<(), ViewError> {
    let writing = |body| Writing::Edit { post: post_id(27).to_string(), body };
    let form = FormState::new(typed());
    let base = WritePage { thread_title: Some("After prostate surgery".to_owned()), ..page(reply()) };
    let all = Composer { writing: writing(true), form: form.clone(), ..reply() };
    desk.member("edit/all", &WritePage { composer: all, ..base.clone() })?;
    let late = Composer { writing: writing(false), form, ..reply() };
    desk.member("edit/warnings-only", &WritePage { composer: late, ..base })?;
    let page = DeletePage {
        post: post_id(27),
        body: html("<p>It is seven months now.</p>"),
        quoted: 2,
        first: false,
        pending: false,
        back: "/threads/8f3kd2a1b9c7e5m4?page=2#post-27".to_owned(),
    };
    desk.member("delete/quoted", &page)?;
    desk.member("delete/first", &DeletePage { quoted: 0, first: true, ..page.clone() })?;
    desk.member("delete/pending", &DeletePage { quoted: 0, pending: true, ..page })
}

/// After a post, and receipts.
fn outcomes(desk: &mut Desk<'_>) -> Result<(), ViewError> {
    let page = AfterPage {
        state: PendingState::Held { hours: 12 },
        change: false,
        receipt: "7k2m-9qpd-x4ta-w8rn-c3hv-6ze5-bj".to_owned(),
        body: html("<p>It is seven months now.</p>"),
        back: "/boards/k7".to_owned(),
        back_to_board: true,
        published: false,
        help: Some(panel(false)),
    };
    desk.member("after/held", &page)?;
    desk.member("after/published", &AfterPage { published: true, back_to_board: false, ..page.clone() })?;
    let others = [
        ("soon", PendingState::Soon, false),
        ("today", PendingState::Today, false),
        ("change", PendingState::Held { hours: 1 }, true),
        ("refused", PendingState::Refused { text: Sentence::new("error.act.locked") }, false),
    ];
    for (name, state, change) in others {
        let page = AfterPage { state, change, help: None, back_to_board: false, ..page.clone() };
        desk.member(&format!("after/{name}"), &page)?;
    }
    let rule = RuleRef { number: 2, title: "Keep names and places out".to_owned() };
    let states = [
        ("held", ReceiptState::Held { hours: 12 }),
        ("waiting", ReceiptState::Waiting),
        ("refused", ReceiptState::Refused { text: Sentence::new("error.act.locked") }),
        ("published", ReceiptState::Published { path: "/threads/8f3kd2a1b9c7e5m4?page=2#post-27".to_owned() }),
        ("asked", ReceiptState::Asked { rule: rule.clone() }),
        ("removed", ReceiptState::Removed { rule }),
        ("deleted", ReceiptState::Deleted),
    ];
    for (name, state) in states {
        let page = ReceiptPage { code: "7k2m-9qpd-x4ta-w8rn-c3hv-6ze5-bj".to_owned(), state };
        desk.visitor(&format!("receipt/{name}"), &page)?;
    }
    Ok(())
}

/// `/drafts`.
fn drafts(desk: &mut Desk<'_>) -> Result<(), ViewError> {
    let row = |opening: &str, thread: Option<&str>| DraftRow {
        id: "d8s2".to_owned(),
        opening: opening.to_owned(),
        board: "Erectile difficulties".to_owned(),
        thread: thread.map(str::to_owned),
        kept_until: days_ago(-12),
    };
    let drafts = vec![row("I have not told …", None), row("Thank you for …", Some("After prostate surgery"))];
    desk.member("drafts/filled", &DraftsPage { drafts })?;
    desk.member("drafts/empty", &DraftsPage { drafts: Vec::new() })?;
    desk.member("drafts/discard", &DiscardPage { id: "d8s2".to_owned(), body: typed().body })
}
