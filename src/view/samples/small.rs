//! Documents, help, the gate, and everything that went wrong.

use super::{Desk, days_ago, html, people, writing};
use crate::view::documents::{GuidelinesPage, PrivacyPage, RuleView, Section};
use crate::view::engine::ViewError;
use crate::view::error::{Closed, ClosedPage, ErrorKind, ErrorPage, SentForm, TooFastPage};
use crate::view::gate::GatePage;
use crate::view::returned::ReturnedPage;
use crate::view::support::{Country, Directory, Emergency, SupportLine, SupportPage};
use crate::view::when;
use crate::view::words::Sentence;

/// Draws the small pages.
pub(super) fn draw(desk: &mut Desk<'_>) -> Result<(), ViewError> {
    documents(desk)?;
    support(desk)?;
    errors(desk)
}

/// A part of a document.
fn section(id: &str, title: Option<&str>, body: &str) -> Section {
    Section { id: id.to_owned(), title: title.map(str::to_owned), body: html(body) }
}

/// `/guidelines`, `/privacy`.
fn documents(desk: &mut Desk<'_>) -> Result<(), ViewError> {
    let rule = |number: u32, title: &str| RuleView {
        id: format!("r{number}"),
        number,
        title: title.to_owned(),
        why: "One small detail can tell a partner, a parent or a colleague who is writing.".to_owned(),
        example: "Fine: “I saw a physiotherapist last spring.” Not fine: the name of the clinic.".to_owned(),
        consequence: "We ask the writer to edit the detail out. Until then the post is out of sight.".to_owned(),
    };
    let page = GuidelinesPage {
        before: vec![section(
            "opening",
            None,
            "<p>This place is for adults who want to talk about sex, bodies and \
            relationships without giving a name.</p>",
        )],
        rules: vec![
            rule(1, "Speak from your own experience"),
            rule(2, "Keep names and places out"),
            rule(3, "No sexual contact, meetings, pictures, “practice” or recruiting for surrogate work"),
        ],
        after: vec![section(
            "decisions",
            Some("How decisions are made"),
            "<p>A person reads it and decides.</p>\
            <ul><li>leave it up;</li><li>add a content warning;</li><li>ask the writer to edit it.</li></ul>",
        )],
        changed: Some(days_ago(2)),
    };
    desk.visitor("guidelines", &page)?;
    let text = "<p>We do not ask for your name, e-mail address or phone number. We know you by a phrase of seven words \
        that only you have.</p>";
    let sections = vec![
        section("short", Some("In short"), text),
        section("ask", Some("What we ask for"), text),
        section("keep", Some("What we keep, and for how long"), text),
        section("in-private", Some("Using this site in private"), text),
    ];
    desk.visitor("privacy/full", &PrivacyPage { sections: sections.clone(), changed: Some(days_ago(200)) })?;
    let short = sections.into_iter().take(1).collect();
    desk.visitor("privacy/short", &PrivacyPage { sections: short, changed: None })
}

/// `/support`.
fn support(desk: &mut Desk<'_>) -> Result<(), ViewError> {
    let line = |name: &str, phone: &str, stale| SupportLine {
        name: name.to_owned(),
        about: "Someone listens. You can stay silent, and you do not have to say who you are.".to_owned(),
        phone: Some(phone.to_owned()),
        tel: Some(phone.replace(' ', "")),
        text: None,
        hours: Some("any time".to_owned()),
        languages: Some("English, Welsh".to_owned()),
        cost: Some("free".to_owned()),
        checked: Some(days_ago(30)),
        stale,
    };
    let country = |code: &str, name: &str| Country { code: code.to_owned(), name: name.to_owned() };
    let emergency = |number: &str, what: &str| Emergency { number: number.to_owned(), what: what.to_owned() };
    let textable = SupportLine {
        text: Some("85258, with the word SHOUT".to_owned()),
        phone: None,
        tel: None,
        hours: None,
        languages: None,
        cost: None,
        checked: None,
        ..line("Shout", "", true)
    };
    let page = SupportPage {
        country: "GB".to_owned(),
        countries: vec![country("DE", "Germany"), country("GB", "United Kingdom")],
        emergency: vec![emergency("999", "police, ambulance, fire")],
        topics: vec![
            ("suicide-and-crisis".to_owned(), vec![line("Samaritans", "116 123", false), textable]),
            ("sexual-violence".to_owned(), vec![line("Rape Crisis, England and Wales", "0808 500 2222", true)]),
        ],
        directory: Some(Directory {
            name: "Find A Helpline".to_owned(),
            address: "https://findahelpline.com/".to_owned(),
            note: "Free helplines in about 130 countries, by topic.".to_owned(),
        }),
    };
    desk.visitor("support/filled", &page)?;
    let bare = SupportPage { topics: Vec::new(), directory: None, ..page };
    desk.visitor("support/no-lines", &bare)
}

/// Errors, the gate, the closed page.
fn errors(desk: &mut Desk<'_>) -> Result<(), ViewError> {
    for kind in ErrorKind::ALL {
        let page = ErrorPage {
            kind,
            told: None,
            wait_s: (kind == ErrorKind::TooMany).then_some(60),
            reference: (kind == ErrorKind::Broken).then(|| "f3k9-22ab".to_owned()),
        };
        desk.visitor(&format!("error/{}", kind.name().replace('_', "-")), &page)?;
    }
    let told = Some(Sentence::new("error.act.own_reaction"));
    desk.member("error/told", &ErrorPage { kind: ErrorKind::NotAllowed, told, wait_s: None, reference: None })?;
    let carried = people::carried();
    let text = carried.body().map(|text| ("body".to_owned(), text.to_owned()));
    let fields = carried.fields.into_iter().filter(|(name, _)| name != "body").collect();
    let form = SentForm { action: carried.action, fields, title: None, text };
    let fast = |told, form: &SentForm| TooFastPage { told, form: form.clone() };
    let press = SentForm { text: None, ..form.clone() };
    desk.member("too-fast/text", &fast(when::too_fast(40), &form))?;
    desk.member("too-fast/long", &fast(when::too_fast(600), &form))?;
    let wait = Sentence::new("error.too_fast_form").with("wait", when::wait(40));
    desk.member("too-fast/form", &fast(wait, &press))?;
    let assets = desk.assets.to_owned();
    for (name, why) in [("resting", Closed::Resting), ("busy", Closed::Busy), ("no-answer", Closed::NoAnswer)] {
        for (part, form) in [("plain", None), ("text", Some(form.clone()))] {
            let site_name = "Leeward".to_owned();
            let closed = ClosedPage { why, site_name, assets: assets.clone(), help: writing::help(), form };
            let drawn = closed.render(desk.engine, desk.language)?;
            desk.drawn.push((format!("closed/{name}-{part}"), drawn));
        }
    }
    let gate = GatePage { to: "/threads/8f3kd2a1b9c7e5m4?page=2".to_owned(), assets, carried: None };
    let drawn = gate.render(desk.engine, desk.language)?;
    desk.drawn.push(("gate/plain".to_owned(), drawn));
    let gate = GatePage { carried: Some(people::carried()), ..gate };
    let drawn = gate.render(desk.engine, desk.language)?;
    desk.drawn.push(("gate/text".to_owned(), drawn));
    returned(desk)
}

/// A text that comes back.
fn returned(desk: &mut Desk<'_>) -> Result<(), ViewError> {
    let words = |key: &str| Sentence::new(key);
    let pair = |name: &str, value: &str| Some((name.to_owned(), value.to_owned()));
    let page = ReturnedPage {
        heading: words("returned.heading"),
        lead: words("returned.lead"),
        next: None,
        form: SentForm {
            action: "/boards/k7/new".to_owned(),
            fields: vec![("seeking".to_owned(), "advice".to_owned())],
            title: pair("title", "Telling a new partner"),
            text: pair("body", "I met somebody in March and I like her."),
        },
        reference: None,
        refused: false,
    };
    desk.member("returned/kept", &page)?;
    for kind in ErrorKind::ALL {
        let refused = ReturnedPage {
            heading: kind.words("title"),
            lead: kind.words("text"),
            next: Some(kind.words("again")),
            reference: (kind == ErrorKind::Broken).then(|| "f3k9-22ab".to_owned()),
            refused: true,
            ..page.clone()
        };
        desk.visitor(&format!("returned/{}", kind.name().replace('_', "-")), &refused)?;
    }
    Ok(())
}
