//! Leaving: afterwards every page is one button.

use axum::body::Body;
use axum::http::Request;

use super::{come_back, join, set_cookies};
use crate::harness::app;

/// The routes of the pages, as their list names them.
fn routes() -> Vec<String> {
    let mut paths: Vec<String> = leeward::app::running::route_list().into_iter().map(|(_, path)| path).collect();
    paths.dedup();
    paths.retain(|path| !path.starts_with("/api/") && path != "/livez" && path != "/readyz");
    paths
}

/// A path of a route, its places filled.
fn filled(route: &str) -> String {
    let mut path = String::new();
    for part in route.split('/').skip(1) {
        path.push('/');
        path.push_str(if part.starts_with('{') { "k7" } else { part });
    }
    path
}

#[tokio::test]
async fn after_leaving_every_page_is_the_gate() {
    let app = app::start().await;
    let client = app.client();
    join(&client).await;
    let left = client.get("/leave").await.expect(303);
    assert_eq!(left.location(), "https://www.wikipedia.org/");
    assert_eq!(left.headers["cache-control"], "no-store");
    assert_eq!(left.headers["referrer-policy"], "no-referrer");
    assert!(!left.headers.contains_key("clear-site-data"));
    assert_eq!(set_cookies(&left), ["away=1; Path=/; HttpOnly; SameSite=Lax"]);
    let routes = routes();
    assert!(routes.len() > 40, "{routes:?}");
    let pass = ["/leave", "/away/continue", "/favicon.ico", "/robots.txt"];
    let mut seen = 0;
    for route in routes.iter().filter(|route| !pass.contains(&route.as_str()) && !route.starts_with("/static")) {
        let path = filled(route);
        for answer in [client.get(&path).await, client.post(&path, &[]).await] {
            assert_eq!(answer.status.as_u16(), 200, "{path}");
            assert!(answer.body.contains("<title>Page</title>"), "{path}: {}", answer.body);
            assert!(!answer.body.contains("Leeward"), "{path}");
            assert_eq!(answer.headers["cache-control"], "no-store", "{path}");
            assert_eq!(answer.headers["clear-site-data"], "\"cache\"", "{path}");
            seen += 1;
        }
    }
    assert!(seen > 70, "{seen}");
    assert!(client.get("/no/such/page").await.expect(200).body.contains("<title>Page</title>"));
    let refused = Request::post("/sign-in").header("sec-fetch-site", "cross-site").body(Body::empty()).unwrap();
    assert!(client.send(refused).await.expect(200).body.contains("<title>Page</title>"));
    app.end().await;
}

#[tokio::test]
async fn files_the_api_and_monitors_pass_the_gate() {
    let app = app::start().await;
    let client = app.client();
    let sheet = client.get("/support").await;
    let sheet = sheet.body.split("href=\"").find(|rest| rest.contains("site.css\"")).unwrap();
    let sheet = sheet.split('"').next().unwrap().to_owned();
    client.get("/leave").await;
    assert_eq!(client.get(&sheet).await.expect(200).headers["content-type"], "text/css; charset=utf-8");
    assert_eq!(client.get("/favicon.ico").await.expect(200).headers["content-type"], "image/png");
    client.get("/livez").await.expect(200);
    client.get("/readyz").await.expect(200);
    client.get("/leave").await.expect(303);
    assert_eq!(client.get("/api/v1/nothing").await.status.as_u16(), 404);
    app.end().await;
}

#[tokio::test]
async fn continue_opens_the_page_that_was_asked_for_and_the_session_lives() {
    let app = app::start().await;
    let client = app.client();
    join(&client).await;
    client.get("/leave").await;
    let gate = client.get("/me?open=look").await.expect(200);
    let on = gate.form("/away/continue").send(&client).await.expect(303);
    assert_eq!(on.location(), "/me?open=look");
    assert_eq!(set_cookies(&on), ["away=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0"]);
    assert!(client.get("/me?open=look").await.expect(200).body.contains("Only you see this page."));
    app.end().await;
}

#[tokio::test]
async fn a_text_that_was_sent_after_leaving_waits_behind_the_gate() {
    let app = app::start().await;
    let client = app.client();
    join(&client).await;
    client.get("/leave").await;
    let gate = client.post("/boards/k7/new", &[("title", "A long week"), ("body", "It is\r\nnot <easy>.")]).await;
    assert!(gate.body.contains("<title>Page</title>"));
    let back = gate.form("/away/continue").send(&client).await.expect(200);
    let form = back.form("/boards/k7/new");
    assert_eq!(form.value("title"), "A long week");
    assert_eq!(form.value("body").replace("\r\n", "\n"), "It is\nnot <easy>.");
    app.end().await;
}

#[tokio::test]
async fn browsers_that_load_ahead_and_other_sites_close_no_gate() {
    let app = app::start().await;
    for (name, value) in [
        ("sec-purpose", "prefetch"),
        ("sec-purpose", "prefetch;prerender"),
        ("purpose", "prefetch"),
        ("x-moz", "prefetch"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
    ] {
        let client = app.client();
        let request = Request::get("/leave").header(name, value).body(Body::empty()).unwrap();
        let answer = client.send(request).await.expect(303);
        assert!(set_cookies(&answer).is_empty(), "{name}: {value}");
    }
    for value in ["same-origin", "none"] {
        let client = app.client();
        let request = Request::get("/leave").header("sec-fetch-site", value).body(Body::empty()).unwrap();
        assert_eq!(set_cookies(&client.send(request).await).len(), 1, "{value}");
    }
    let head = Request::head("/leave").body(Body::empty()).unwrap();
    assert!(set_cookies(&app.client().send(head).await).is_empty());
    app.end().await;
}

#[tokio::test]
async fn leaving_signs_out_whoever_ticked_it_and_nobody_else() {
    let app = app::start().await;
    let (client, other) = (app.client(), app.client());
    let phrase = join(&client).await;
    come_back(&other, &phrase).await.expect(303);
    // The kind of session that is ticked beforehand is no choice.
    for person in [&client, &other] {
        person.get("/leave").await.expect(303);
        person.get("/").await.expect(200).form("/away/continue").send(person).await.expect(303);
        person.get("/me").await.expect(200);
    }
    let form = client.get("/me").await.form("/me/reading");
    assert_eq!(form.value("leave_signs_out"), "");
    form.set("leave_signs_out", "yes").send(&client).await.expect(303);
    assert_eq!(client.get("/me").await.form("/me/reading").value("leave_signs_out"), "yes");
    let token = client.cookie("leeward").unwrap();
    // With scripts the browser sets the cookie and is gone: `/leave` is never asked. Without them it is, and waits for
    // nothing either.
    assert_eq!(set_cookies(&client.get("/leave").await), ["away=1; Path=/; HttpOnly; SameSite=Lax"]);
    let gate = client.get("/threads/x").await.expect(200);
    assert_eq!(set_cookies(&gate), ["leeward=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0"]);
    assert!(gate.body.contains("<title>Page</title>"));
    assert_eq!(set_cookies(&client.get("/").await), Vec::<String>::new());
    client.get("/").await.form("/away/continue").send(&client).await.expect(303);
    assert_eq!(client.get("/me").await.expect(303).location(), "/sign-in?to=%2Fme");
    // The token is dead, not only forgotten.
    let stolen = Request::get("/me").header("cookie", format!("leeward={token}")).body(Body::empty()).unwrap();
    client.send(stolen).await.expect(303);
    other.get("/me").await.expect(200);
    app.end().await;
}

#[tokio::test]
async fn the_gate_ends_a_sign_in_only_with_its_token_and_stands_without_one() {
    let app = app::start().await;
    let client = app.client();
    join(&client).await;
    let token = client.cookie("leeward").unwrap();
    let wrong = "lw1.".to_owned() + &"A".repeat(76);
    for session in ["", "x", &wrong, &format!("{wrong}.AAAA")] {
        let cookies = format!("away=1; preferences=vo; leeward={session}");
        let request = Request::get("/").header("cookie", cookies).body(Body::empty()).unwrap();
        assert!(app.client().send(request).await.expect(200).body.contains("<title>Page</title>"), "{session:?}");
    }
    let mine = Request::get("/me").header("cookie", format!("leeward={token}")).body(Body::empty()).unwrap();
    client.send(mine).await.expect(200);
    app.end().await;
}
