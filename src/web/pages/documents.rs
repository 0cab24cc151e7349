//! `/guidelines` and `/privacy`.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use crate::domain::clock::Timestamp;
use crate::library::documents::{Document, Rule};
use crate::view::documents::{GuidelinesPage, PrivacyPage, RuleView, Section};
use crate::view::when::Moment;
use crate::web::fault::WebError;
use crate::web::state::App;
use crate::web::viewer::Viewer;

use super::shell;

/// The part that stands before the rules.
const OPENING: &str = "opening";

/// GET `/guidelines`.
pub(crate) async fn guidelines(State(app): State<App>, viewer: Viewer) -> Result<Response, WebError> {
    let documents = app.documents.of(viewer.language());
    let document = &documents.guidelines;
    let (before, after) = sections(document).into_iter().partition(|section| section.id == OPENING);
    let rules = documents.rules.iter().zip(1..).map(rule).collect();
    let shown = GuidelinesPage { before, rules, after, changed: day(&document.changed) };
    let shell = shell::or_bare(&app, &viewer).await;
    shell::answer(&app, &viewer, &shell, StatusCode::OK, &shown)
}

/// GET `/privacy`.
pub(crate) async fn privacy(State(app): State<App>, viewer: Viewer) -> Result<Response, WebError> {
    let document = &app.documents.of(viewer.language()).privacy;
    let shown = PrivacyPage { sections: sections(document), changed: day(&document.changed) };
    let shell = shell::or_bare(&app, &viewer).await;
    shell::answer(&app, &viewer, &shell, StatusCode::OK, &shown)
}

/// A day as content files write it.
pub(super) fn day(date: &str) -> Option<Moment> {
    Timestamp::from_date(date).map(Moment)
}

fn sections(document: &Document) -> Vec<Section> {
    let section = |section: &crate::library::documents::Section| Section {
        id: section.id.clone(),
        title: section.title.clone(),
        body: section.html.clone().into(),
    };
    document.sections.iter().map(section).collect()
}

fn rule((rule, number): (&Rule, u32)) -> RuleView {
    RuleView {
        id: rule.id.clone(),
        number,
        title: rule.title.clone(),
        why: rule.why.clone(),
        example: rule.example.clone(),
        consequence: rule.what_happens.clone(),
    }
}
