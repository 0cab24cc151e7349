//! Coming back and going.

use axum::body::Body;
use axum::http::Request;

use super::{come_back, join, set_cookies, words_of, words_page};
use crate::harness::app;
use crate::harness::client::{Answer, Client};

#[tokio::test]
async fn capitals_commas_and_dashes_do_not_matter() {
    let app = app::start().await;
    let client = app.client();
    let phrase = join(&client).await;
    for typed in [phrase.to_uppercase().replace(' ', ", "), phrase.replace([' ', '-'], ""), format!("  {phrase}\r\n")] {
        let other = app.client();
        let done = come_back(&other, &typed).await.expect(303);
        assert_eq!(done.location(), "/?did=came-back");
        other.get("/me").await.expect(200);
    }
    app.end().await;
}

#[tokio::test]
async fn a_slip_is_named_with_the_nearest_word_and_stays_to_be_put_right() {
    let app = app::start().await;
    let client = app.client();
    let typed = "gravel lantren unplanned ferry tidy oatmeal crisply";
    let page = come_back(&client, typed).await.expect(422);
    assert!(page.body.contains("“lantren” is not one of our words. Did you mean “lantern”?"), "{}", page.body);
    assert!(page.body.contains("<title>Error: Come back"));
    assert_eq!(page.form("/sign-in").value("phrase"), typed);
    assert_eq!(page.headers["cache-control"], "no-store");
    for (typed, said) in [
        ("", "Enter your seven words"),
        ("gravel tidy", "This has 2 words. A phrase has seven. Add the missing ones"),
        ("tidy tidy tidy tidy tidy tidy tidy tidy", "This has more than seven words."),
    ] {
        let page = come_back(&client, typed).await.expect(422);
        assert!(page.body.contains(said), "{typed}: {}", page.body);
    }
    app.end().await;
}

#[tokio::test]
async fn a_phrase_of_nobody_is_not_repeated_by_the_page() {
    let app = app::start().await;
    let client = app.client();
    let words = words_of(&words_page(&client).await);
    let page = come_back(&client, &words.join(" ")).await.expect(422);
    assert!(page.body.contains("This phrase opens no account. Check the order of the words"), "{}", page.body);
    assert_eq!(page.form("/sign-in").value("phrase"), "");
    assert!(words.iter().any(|word| !page.body.contains(word.as_str())), "the words stand in the page");
    app.end().await;
}

#[tokio::test]
async fn the_eleventh_failed_try_in_a_quarter_of_an_hour_waits_and_help_stays() {
    let app = app::start().await;
    let client = app.client();
    let phrase = join(&client).await;
    client.forget_cookies();
    for _ in 0..10 {
        come_back(&client, "nothing of ours").await.expect(422);
    }
    let refused = come_back(&client, &phrase).await.expect(429);
    assert_eq!(refused.headers["retry-after"], "901");
    assert!(refused.body.contains("Wait 16 minutes, then try again. Help now stays open."), "{}", refused.body);
    client.get("/support").await.expect(200);
    let mut elsewhere = app.client();
    elsewhere.address = "127.7.7.7".parse().unwrap();
    come_back(&elsewhere, &phrase).await.expect(303);
    app.clock.advance_s(900);
    come_back(&client, &phrase).await.expect(303);
    app.end().await;
}

#[tokio::test]
async fn many_tries_at_once_do_not_slip_past_the_limit() {
    let app = app::start().await;
    let client = app.client();
    let tries = (0..30).map(|_| come_back(&client, "gravel lantern unplanned ferry tidy oatmeal crisply"));
    let answers = futures_util::future::join_all(tries).await;
    let tried = answers.iter().filter(|answer| answer.status.as_u16() == 422).count();
    assert_eq!(tried, 10);
    app.end().await;
}

#[tokio::test]
async fn signing_in_again_ends_the_session_that_this_browser_had() {
    let app = app::start().await;
    let client = app.client();
    let phrase = join(&client).await;
    let old = client.cookie("leeward").unwrap();
    come_back(&client, &phrase).await.expect(303);
    assert_ne!(client.cookie("leeward").unwrap(), old);
    let before = Request::get("/me").header("cookie", format!("leeward={old}")).body(Body::empty()).unwrap();
    assert_eq!(client.send(before).await.location(), "/sign-in?to=%2Fme");
    app.end().await;
}

#[tokio::test]
async fn signing_out_ends_the_session_and_clears_the_browser() {
    let app = app::start().await;
    let client = app.client();
    join(&client).await;
    let token = client.cookie("leeward").unwrap();
    let out = client.get("/me").await.form("/sign-out").send(&client).await.expect(303);
    assert_eq!(out.location(), "/?did=signed-out");
    assert_eq!(out.headers["clear-site-data"], "\"cache\", \"cookies\", \"storage\"");
    let removed = |name: &str| format!("{name}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
    assert_eq!(set_cookies(&out), [removed("leeward"), removed("preferences")]);
    let with_old = Request::get("/me").header("cookie", format!("leeward={token}")).body(Body::empty()).unwrap();
    let answer = client.send(with_old).await.expect(303);
    assert_eq!(answer.location(), "/sign-in?to=%2Fme");
    app.end().await;
}

async fn ask(client: &Client, host: &str, request: axum::http::request::Builder, body: String) -> Answer {
    let form = "application/x-www-form-urlencoded";
    let request = request.header("host", host).header("content-type", form).header("sec-fetch-site", "same-origin");
    client.send(request.body(Body::from(body)).unwrap()).await
}

#[tokio::test]
async fn with_a_base_url_cookies_are_bound_to_host_and_tls() {
    const SITE: &str = "forum.example";
    let app = app::start_with(&[("base_url", "https://forum.example"), ("limits.joins_per_hour", "9")]).await;
    let client = app.client();
    let page = ask(&client, SITE, Request::post("/join"), "age=yes&guidelines=yes".to_owned()).await.expect(200);
    let (words, (first, second)) = (words_of(&page), super::asked_of(&page));
    let sealed = page.form("/join/confirm").value("sealed").to_owned();
    let body = format!("sealed={sealed}&first={}&second={}&keep=month", words[first - 1], words[second - 1]);
    let done = ask(&client, SITE, Request::post("/join/confirm"), body).await.expect(303);
    let cookies = set_cookies(&done);
    assert!(cookies[0].starts_with("__Host-leeward=lw1."), "{cookies:?}");
    assert!(cookies[0].ends_with("; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=2592000"), "{cookies:?}");
    let saved = ask(&client, SITE, Request::post("/preferences"), "theme=dark".to_owned()).await.expect(303);
    assert_eq!(
        set_cookies(&saved),
        ["__Host-preferences=vd; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=31536000"]
    );
    let left = ask(&client, SITE, Request::get("/leave"), String::new()).await.expect(303);
    assert_eq!(set_cookies(&left), ["__Host-away=1; Path=/; HttpOnly; SameSite=Lax; Secure"]);
    app.end().await;
}
