//! No form and no link of ours leads away (SECURITY T38).

use super::{come_back, join};
use crate::harness::app;

/// What is put into `to` by somebody who means harm.
const AWAY: [&str; 48] = [
    "https://evil.example/",
    "http://evil.example",
    "HTTPS://EVIL.EXAMPLE",
    "//evil.example",
    "///evil.example",
    "////evil.example//",
    "/\\evil.example",
    "\\/evil.example",
    "\\\\evil.example",
    "/\\/evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r\n/evil.example",
    "\t//evil.example",
    " //evil.example",
    "/ /evil.example",
    "/.//evil.example",
    "/..//evil.example",
    "/%2e//evil.example",
    "/%2E%2e//evil.example",
    "/me/..//evil.example",
    "/me/../..//evil.example",
    "/./\\evil.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "/javascript:alert(1)\n",
    "data:text/html,hello",
    "vbscript:x",
    "file:///etc/passwd",
    "evil.example",
    "evil.example/me",
    "@evil.example",
    "http:evil.example",
    "http:/evil.example",
    "https:///evil.example",
    "http:\\\\evil.example",
    "/\u{0}/evil.example",
    "/me\r\nSet-Cookie: a=b",
    "/me\u{2028}",
    "/\u{feff}\\evil.example\u{0}",
    "?to=//evil.example",
    "#//evil.example",
    "",
    "/leave",
    "/x/../leave?now",
    "/away/continue",
    "/sign-out",
    "/api/v1/members",
];

/// What stays ours, and how it looks afterwards.
const OURS: [(&str, &str); 10] = [
    ("/", "/"),
    ("/me?open=names", "/me?open=names"),
    ("/threads/8f3k?page=2#post-26", "/threads/8f3k?page=2#post-26"),
    ("/boards/k7/../p5", "/boards/p5"),
    ("/%2F/evil.example", "/%2F/evil.example"),
    ("/@evil.example", "/@evil.example"),
    ("/http://evil.example", "/http://evil.example"),
    ("/me?to=//evil.example", "/me?to=//evil.example"),
    ("/;//evil.example", "/;//evil.example"),
    ("/ä", "/%C3%A4"),
];

#[tokio::test]
async fn forty_eight_ways_out_lead_to_the_first_page() {
    let app = app::start().await;
    let client = app.client();
    for to in AWAY {
        let answer = client.post("/preferences", &[("titles", "full"), ("to", to)]).await.expect(303);
        assert_eq!(answer.location(), "/?did=preferences", "{to:?}");
        assert_eq!(client.post("/away/continue", &[("to", to)]).await.expect(303).location(), "/", "{to:?}");
        let page = client.post("/sign-in", &[("step", "start"), ("to", to)]).await.expect(200);
        assert_eq!(page.form("/sign-in").value("to"), "/", "{to:?}");
        let page = client.post("/join", &[("step", "start"), ("to", to)]).await.expect(200);
        assert_eq!(page.form("/join").value("to"), "/", "{to:?}");
    }
    let long = format!("/{}", "a".repeat(2_000));
    assert_eq!(client.post("/away/continue", &[("to", &long)]).await.location(), "/");
    app.end().await;
}

#[tokio::test]
async fn own_pages_are_reached() {
    let app = app::start().await;
    let client = app.client();
    for (to, then) in OURS {
        assert_eq!(client.post("/away/continue", &[("to", to)]).await.expect(303).location(), then, "{to:?}");
    }
    for (to, then) in [
        ("/me?open=names", "/me?open=names&did=preferences"),
        ("/threads/8f3k#post-2", "/threads/8f3k?did=preferences#post-2"),
        ("/me?did=joined&open=look", "/me?open=look&did=preferences"),
    ] {
        assert_eq!(client.post("/preferences", &[("to", to)]).await.expect(303).location(), then);
    }
    app.end().await;
}

#[tokio::test]
async fn a_member_page_asks_to_sign_in_and_goes_on_to_itself() {
    let app = app::start().await;
    let client = app.client();
    let phrase = join(&client).await;
    client.forget_cookies();
    let away = client.get("/me?open=sessions").await.expect(303);
    assert_eq!(away.location(), "/sign-in?to=%2Fme%3Fopen%3Dsessions");
    let page = client.get(&away.location()).await.expect(200);
    let done = page.form("/sign-in").set("phrase", &phrase).send(&client).await.expect(303);
    assert_eq!(done.location(), "/me?open=sessions&did=came-back");
    app.end().await;
}

#[tokio::test]
async fn what_was_done_is_said_by_words_of_a_closed_list_and_not_for_other_sites() {
    let app = app::start().await;
    let client = app.client();
    come_back(&client, "").await;
    assert!(client.get("/guidelines?did=signed-out").await.body.contains("You are signed out on this browser."));
    assert!(!client.get("/guidelines?did=you+won").await.body.contains("you won"));
    let request = axum::http::Request::get("/guidelines?did=signed-out").header("sec-fetch-site", "cross-site");
    let foreign = client.send(request.body(axum::body::Body::empty()).unwrap()).await.expect(200);
    assert!(!foreign.body.contains("You are signed out"));
    app.end().await;
}
