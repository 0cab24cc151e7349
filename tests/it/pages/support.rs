//! Help now, and documents: for everybody, whatever else is broken.

use sea_orm::ConnectionTrait;

use super::{join, set_cookies};
use crate::harness::app;

#[tokio::test]
async fn help_is_there_without_cookie_and_with_the_database_gone() {
    let app = app::start().await;
    let member = app.client();
    join(&member).await;
    let raw = app.raw().await;
    for table in ["sessions", "boards"] {
        raw.execute_unprepared(&format!("ALTER TABLE {table} RENAME TO gone_{table}")).await.unwrap();
    }
    member.get("/me").await.expect(503);
    for client in [&member, &app.client()] {
        let page = client.get("/support?country=gb").await.expect(200);
        assert!(page.body.contains("href=\"tel:999\""), "{}", page.body);
        assert!(page.body.contains("findahelpline.com"));
        assert!(set_cookies(&page).is_empty());
        assert_eq!(page.headers["cache-control"], "no-store");
        let chosen = client.post("/support", &[("country", "IE")]).await.expect(200);
        assert!(chosen.body.contains("<option value=\"IE\" selected>"), "{}", chosen.body);
        assert!(set_cookies(&chosen).is_empty());
    }
    let closed = app.client().get("/").await.expect(503);
    assert!(closed.body.contains("Nothing you posted is lost."), "{}", closed.body);
    assert!(closed.body.contains("tel:999"));
    for table in ["sessions", "boards"] {
        raw.execute_unprepared(&format!("ALTER TABLE gone_{table} RENAME TO {table}")).await.unwrap();
    }
    member.get("/me").await.expect(200);
    app.end().await;
}

#[tokio::test]
async fn before_a_country_is_chosen_the_browsers_language_decides_and_nothing_is_guessed_else() {
    let app = app::start().await;
    let client = app.client();
    let plain = client.get("/support").await.expect(200);
    assert!(!plain.body.contains(" selected>"), "{}", plain.body);
    assert!(plain.body.contains("tel:999") && plain.body.contains("United Kingdom"));
    let request = axum::http::Request::get("/support").header("accept-language", "de;q=0.9, de-AT;q=0.8");
    let austrian = client.send(request.body(axum::body::Body::empty()).unwrap()).await;
    assert!(austrian.body.contains("<option value=\"AT\" selected>"), "{}", austrian.body);
    assert!(client.get("/support?country=%3Cb%3E").await.expect(200).body.contains("tel:999"));
    app.end().await;
}

#[tokio::test]
async fn documents_have_their_parts_and_their_day() {
    let app = app::start().await;
    let client = app.client();
    let guidelines = client.get("/guidelines").await.expect(200);
    for part in ["Speak from your own experience", "How decisions are made", "2026-11-23", "id=\"r10\""] {
        assert!(guidelines.body.contains(part), "{part}");
    }
    let privacy = client.get("/privacy").await.expect(200);
    for part in ["We do not ask for your name", "id=\"in-private\"", "2026-11-23"] {
        assert!(privacy.body.contains(part), "{part}");
    }
    app.end().await;
}

#[tokio::test]
async fn search_engines_get_nothing_until_a_board_is_opened_to_them() {
    let app = app::start().await;
    let client = app.client();
    assert_eq!(client.get("/robots.txt").await.expect(200).body, "User-agent: *\nDisallow: /\n");
    let raw = app.raw().await;
    raw.execute_unprepared("UPDATE boards SET indexing = TRUE WHERE slug = 'low-experience'").await.unwrap();
    assert_eq!(client.get("/robots.txt").await.body, "User-agent: *\nDisallow: /leave\n");
    app.end().await;
}

#[tokio::test]
async fn preferences_work_signed_out_and_keep_what_a_form_does_not_name() {
    let app = app::start().await;
    let client = app.client();
    let footer = client.get("/guidelines").await.form("/preferences").set("theme", "dark");
    let saved = footer.send(&client).await.expect(303);
    assert_eq!(saved.location(), "/guidelines?did=preferences");
    assert_eq!(set_cookies(&saved), ["preferences=vd; Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000"]);
    client.post("/preferences", &[("titles", "full"), ("theme", "nonsense")]).await;
    assert_eq!(client.cookie("preferences").unwrap(), "vdf");
    let page = client.get("/guidelines").await;
    assert!(page.body.contains("data-theme=\"dark\""));
    client.post("/preferences", &[("titles", "neutral"), ("theme", "system"), ("seen", "yes")]).await;
    assert_eq!(client.cookie("preferences").unwrap(), "vn");
    app.end().await;
}

#[tokio::test]
async fn the_privacy_page_says_every_line_of_what_is_kept() {
    let app = app::start().await;
    let page = app.client().get("/privacy").await.expect(200);
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let dom = page.dom();
    let said: Vec<String> = dom.all("li").iter().map(|line| words(&crate::harness::html::text(line))).collect();
    let lines = leeward::app::probe::kept_lines();
    assert!(lines.len() > 12, "{}", lines.len());
    for [_, name, what, how_long, why] in lines {
        let line = format!("{name}: {what}. Kept {how_long}. Why: {why}.");
        assert!(said.contains(&words(&line)), "{line}\nis not among\n{said:#?}");
    }
    assert!(!page.body.contains("{kept"), "a place was left empty");
    app.end().await;
}
