//! Which language a page speaks, and that a choice goes along.

use axum::body::Body;
use axum::http::Request;
use serde_json::json;

use super::{come_back, join};
use crate::harness::app;
use crate::harness::client::{Answer, Client};
use crate::harness::live::{Ear, Port};
use crate::harness::make::text;

/// GET with this `Accept-Language`.
async fn asking(client: &Client, path: &str, languages: &str) -> Answer {
    client.send(Request::get(path).header("accept-language", languages).body(Body::empty()).unwrap()).await
}

/// The tag and the direction that a page says it is in.
fn of(page: &Answer) -> (String, String) {
    let html = page.dom().all("html").remove(0);
    let attr = |name| crate::harness::html::attr(&html, name).unwrap_or_default();
    (attr("lang"), attr("dir"))
}

fn is(page: &Answer, tag: &str) -> bool {
    of(page) == (tag.to_owned(), "ltr".to_owned())
}

#[tokio::test]
async fn the_browser_is_answered_in_the_language_that_it_asks_for_first() {
    let app = app::start().await;
    let client = app.client();
    for (languages, tag, leave) in [
        ("de-AT,de;q=0.9,en;q=0.8", "de", "Schnell weg"),
        ("fr-FR,fr;q=0.9,es;q=0.5,de;q=0.4", "es", "Salir ya"),
        ("en;q=0.3, es;q=0.7", "es", "Salir ya"),
        ("ES-mx", "es", "Salir ya"),
        ("de;q=0, es;q=0.1", "es", "Salir ya"),
        ("fr", "en", "Leave now"),
        ("*", "en", "Leave now"),
        ("", "en", "Leave now"),
        ("deutsch, x-y; q=zz, ;;", "en", "Leave now"),
        ("de;q=2", "en", "Leave now"),
        ("ar-XB", "en", "Leave now"),
    ] {
        for path in ["/", "/join", "/boards/2h", "/no/such/page", "/support", "/guidelines", "/privacy"] {
            let page = asking(&client, path, languages).await;
            assert!(is(&page, tag), "{path} for {languages:?} is {:?}", of(&page));
            assert!(page.body.contains(leave), "{path} for {languages:?}");
        }
    }
    app.end().await;
}

#[tokio::test]
async fn a_language_chosen_in_the_footer_wins_and_keeps_to_this_browser() {
    let app = app::start().await;
    let client = app.client();
    let chosen = client.post("/preferences", &[("to", "/"), ("language", "de")]).await.expect(303);
    assert!(is(&asking(&client, &chosen.location(), "es").await, "de"));
    client.post("/preferences", &[("to", "/"), ("language", "klingon")]).await.expect(303);
    assert!(is(&asking(&client, "/", "es").await, "de"), "what nobody speaks changes nothing");
    client.post("/preferences", &[("to", "/"), ("language", "auto")]).await.expect(303);
    assert!(is(&asking(&client, "/", "es").await, "es"));
    client.get("/leave").await.expect(303);
    assert!(is(&asking(&client, "/", "de").await, "de"), "the gate too");
    app.end().await;
}

#[tokio::test]
async fn what_a_member_set_stands_in_the_next_browser() {
    let app = app::start().await;
    let (here, there) = (app.client(), app.client());
    let phrase = join(&here).await;
    let me = here.get("/me").await.expect(200);
    let look = me.form("/me/look").set("language", "es").set("theme", "dark").set("density", "compact");
    look.send(&here).await.expect(303);
    assert!(is(&here.get("/").await, "es"));
    there.post("/preferences", &[("to", "/"), ("language", "de")]).await.expect(303);
    come_back(&there, &phrase).await.expect(303);
    let page = asking(&there, "/me", "en").await.expect(200);
    assert!(is(&page, "es"), "{:?}", of(&page));
    assert!(page.body.contains("data-theme=\"dark\" data-density=\"compact\""), "{}", page.body);
    app.end().await;
}

#[tokio::test]
async fn who_never_set_anything_keeps_what_the_browser_had() {
    let app = app::start().await;
    let client = app.client();
    client.post("/preferences", &[("to", "/"), ("language", "de"), ("theme", "dark")]).await.expect(303);
    let english = app.client();
    let phrase = join(&english).await;
    come_back(&client, &phrase).await.expect(303);
    assert!(is(&client.get("/me").await, "de"));
    app.end().await;
}

#[tokio::test]
async fn a_script_reads_and_sets_the_language() {
    let app = app::start().await;
    let member = app.member().await;
    assert_eq!(member.ask("/me/settings").await.json()["language"], "auto");
    assert_eq!(member.patch("/me/settings", json!({"language": "de"})).await.json()["language"], "de");
    assert_eq!(member.patch("/me/settings", json!({"language": "fr"})).await.status, 422);
    app.end().await;
}

#[tokio::test]
async fn boards_speak_the_readers_language_until_an_owner_names_them_anew() {
    use sea_orm::ConnectionTrait;
    let app = app::start().await;
    let client = app.client();
    let page = asking(&client, "/boards/g6", "de").await.expect(200);
    assert!(page.body.contains("<h1>Körperbild und Angst</h1>"), "{}", page.body);
    let raw = app.raw().await;
    raw.execute_unprepared("UPDATE boards SET name = 'Mirrors' WHERE slug = 'body-image-and-anxiety'").await.unwrap();
    let page = asking(&client, "/boards/g6", "de").await.expect(200);
    assert!(page.body.contains("<h1>Mirrors</h1>"), "{}", page.body);
    app.end().await;
}

#[tokio::test]
async fn a_live_reply_is_in_the_language_of_the_page_that_it_enters() {
    let app = app::start_unlimited().await;
    let (writer, port) = (app.member().await, Port::open(&app.running));
    let thread = text(&writer.start("low-experience", "In two languages").await, "thread");
    let topic = format!("thread/{thread}");
    let mut german = Ear::try_connect(&port, &[("accept-language", "de-CH")]).await.unwrap();
    let mut english = Ear::visitor(&port).await;
    for ear in [&mut german, &mut english] {
        ear.subscribe(&topic, None).await;
        ear.hear("subscribed").await;
    }
    writer.reply(&thread, "A reply that both of them read.").await;
    let told = [german.hear("post").await, english.hear("post").await].map(|frame| text(&frame, "html"));
    let client = app.client();
    for (languages, html) in [("de-CH", &told[0]), ("en", &told[1])] {
        let page = asking(&client, &format!("/threads/{thread}"), languages).await.expect(200);
        assert!(page.body.contains(html.as_str()), "{languages}: {html}");
    }
    assert_ne!(told[0], told[1]);
    app.end().await;
}
