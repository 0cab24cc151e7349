//! `/support`, "Help now": without a cookie, without the database, for everybody.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;

use crate::domain::clock::{DAY_MS, Timestamp};
use crate::library::support::{Country as Place, Line, Support};
use crate::view::page::Page;
use crate::view::support::{Country, Directory, Emergency, SupportLine, SupportPage};
use crate::web::draw::page;
use crate::web::extract::form::Typed;
use crate::web::extract::query::Asked;
use crate::web::fault::WebError;
use crate::web::state::App;

use super::{documents, errors, shell};

/// After so many days without a check the page says "we are checking this number".
const GOOD_DAYS: i64 = 180;

/// GET `/support`, `?country=`.
pub(crate) async fn show(State(app): State<App>, headers: HeaderMap, asked: Asked) -> Result<Response, WebError> {
    draw(&app, &headers, asked.get("country"))
}

/// POST `/support`. The country is remembered in the page alone.
pub(crate) async fn choose(State(app): State<App>, headers: HeaderMap, typed: Typed) -> Result<Response, WebError> {
    draw(&app, &headers, typed.get("country"))
}

fn draw(app: &App, headers: &HeaderMap, country: &str) -> Result<Response, WebError> {
    let languages = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let place = find(&app.support, country).or_else(|| spoken(&app.support, languages?));
    let shown = SupportPage {
        country: place.map(|place| place.code.clone()).unwrap_or_default(),
        countries: app
            .support
            .countries
            .iter()
            .map(|c| Country { code: c.code.clone(), name: c.name.clone() })
            .collect(),
        emergency: place.map_or_else(|| anywhere(app), emergency),
        topics: place.map(|place| topics(&app.support, &place.code, app.ctx.now())).unwrap_or_default(),
        directory: Some(Directory {
            name: app.support.directory.name.clone(),
            address: app.support.directory.address.clone(),
            note: app.support.directory.note.clone(),
        }),
    };
    let shell = shell::offline(app, headers, "/support");
    Ok(page(StatusCode::OK, shown.render(&app.engine, &shell)?))
}

fn find<'a>(support: &'a Support, code: &str) -> Option<&'a Place> {
    support.countries.iter().find(|place| place.code.eq_ignore_ascii_case(code))
}

/// Before anything was chosen: the country of the first language that names one (`en-GB`, RFC 9110 §12.5.4). The page
/// says which one it is; nothing of it is kept.
pub(super) fn spoken<'a>(support: &'a Support, languages: &str) -> Option<&'a Place> {
    languages.split(',').take(10).find_map(|language| {
        let tag = language.split(';').next()?.trim();
        tag.split('-').skip(1).find_map(|part| find(support, part))
    })
}

fn emergency(place: &Place) -> Vec<Emergency> {
    place.emergency.iter().map(|line| Emergency { number: line.number.clone(), what: line.what.clone() }).collect()
}

/// A few countries' numbers, each with its country, while none is chosen.
fn anywhere(app: &App) -> Vec<Emergency> {
    errors::help_lines(app).into_iter().map(|line| Emergency { number: line.phone, what: line.name }).collect()
}

/// The lines of a country by topic, topics in the order of their first line.
fn topics(support: &Support, country: &str, now: Timestamp) -> Vec<(String, Vec<SupportLine>)> {
    let mut topics: Vec<(String, Vec<SupportLine>)> = Vec::new();
    for line in support.lines_of(country) {
        let shown = support_line(line, now);
        match topics.iter_mut().find(|(topic, _)| *topic == line.topic) {
            Some((_, lines)) => lines.push(shown),
            None => topics.push((line.topic.clone(), vec![shown])),
        }
    }
    topics
}

fn support_line(line: &Line, now: Timestamp) -> SupportLine {
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let checked = documents::day(&line.verified_on);
    let digits: String = line.phone.chars().filter(|c| c.is_ascii_digit() || matches!(c, '+' | '*' | '#')).collect();
    SupportLine {
        name: line.name.clone(),
        about: line.what_happens.clone(),
        phone: some(&line.phone),
        tel: some(&digits),
        text: some(&line.text),
        hours: some(&line.hours),
        languages: some(&line.languages.join(", ")),
        cost: some(&line.cost),
        stale: checked.is_none_or(|day| now.since_ms(day.0) > GOOD_DAYS * DAY_MS),
        checked,
    }
}
