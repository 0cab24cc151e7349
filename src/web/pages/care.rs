//! What a writer is told of their own text: help, if it may speak of a crisis, and what in it could tell who they are.
//! Neither stops a post. Hints are shown once before posting (`docs/decisions/11-hints-once.md`), help beside it.

use std::collections::HashSet;

use crate::domain::flag::CrisisKind;
use crate::library::support::{Country, Support};
use crate::moderation::hints::{self, Hint, HintKind};
use crate::view::composer::Spotted;
use crate::view::support::{Directory, HelpLine, HelpPanel, HideHelp};
use crate::view::words::Sentence;
use crate::web::state::App;
use crate::web::viewer::Viewer;

use super::{errors, support};

/// Lines of help in a panel.
const LINES: usize = 3;

/// What in a text could tell who wrote it. Numbers of our own help lines are none of it.
pub(crate) fn hints(app: &App, text: &str) -> Vec<Hint> {
    hints::find(text, &our_numbers(&app.support))
}

/// What a kind of hint says.
pub(crate) fn sentence(kind: HintKind) -> Sentence {
    Sentence::new(match kind {
        HintKind::Phone => "hint.phone",
        HintKind::Email => "hint.email",
        HintKind::Elsewhere => "hint.handle",
        HintKind::Link => "hint.link",
        HintKind::Address | HintKind::Place => "hint.place",
        HintKind::Birth => "hints.birth",
        HintKind::Name => "hints.name",
    })
}

/// The hints of a title and a text, as a composer shows them.
pub(crate) fn spotted(app: &App, title: &str, body: &str) -> Vec<Spotted> {
    let found = hints(app, title).into_iter().chain(hints(app, body));
    found.map(|hint| Spotted { text: sentence(hint.kind), words: hint.words }).collect()
}

/// The panel for a text; `None` when it speaks of no crisis.
pub(crate) fn panel(app: &App, viewer: &Viewer, kind: Option<CrisisKind>, hide: HideHelp) -> Option<HelpPanel> {
    let kind = kind?;
    let spoken = viewer.languages.as_deref().and_then(|languages| support::spoken(&app.support, languages));
    let mut lines: Vec<HelpLine> = spoken.into_iter().filter_map(first_emergency).collect();
    if let Some(country) = spoken {
        lines.extend(called(&app.support, country, kind));
    } else {
        lines.extend(errors::help_lines(app));
    }
    lines.truncate(LINES);
    let directory = &app.support.directory;
    let directory =
        Directory { name: directory.name.clone(), address: directory.address.clone(), note: directory.note.clone() };
    Some(HelpPanel { lines, directory, hide })
}

fn first_emergency(country: &Country) -> Option<HelpLine> {
    country.emergency.first().map(|line| HelpLine {
        name: country.name.clone(),
        phone: line.number.clone(),
        tel: dialled(&line.number),
    })
}

/// Lines of a country that the operator has called, those for this kind of crisis first.
fn called(support: &Support, country: &Country, kind: CrisisKind) -> Vec<HelpLine> {
    let topics: &[&str] = match kind {
        CrisisKind::SelfHarm => &["suicide-and-crisis"],
        CrisisKind::Danger => &["domestic-abuse", "sexual-violence", "suicide-and-crisis"],
        CrisisKind::Child => &["children-and-young-people", "sexual-violence", "domestic-abuse"],
    };
    let lines = topics.iter().flat_map(|topic| {
        support.lines_of(&country.code).filter(move |line| line.topic == *topic && !line.phone.is_empty())
    });
    lines
        .map(|line| HelpLine { name: line.name.clone(), phone: line.phone.clone(), tel: dialled(&line.phone) })
        .collect()
}

fn dialled(number: &str) -> String {
    number.chars().filter(|c| c.is_ascii_digit() || matches!(c, '+' | '*' | '#')).collect()
}

fn our_numbers(support: &Support) -> HashSet<String> {
    let lines = support.lines.iter().flat_map(|line| [&line.phone, &line.text]);
    let emergency = support.countries.iter().flat_map(|country| country.emergency.iter().map(|line| &line.number));
    let digits = |number: &String| number.chars().filter(char::is_ascii_digit).collect::<String>();
    lines.chain(emergency).map(digits).filter(|digits| !digits.is_empty()).collect()
}
