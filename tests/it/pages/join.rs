//! Joining: two ticks, seven words, two of them asked back.

use sea_orm::{ConnectionTrait, Statement};

use super::{asked_of, confirm, set_cookies, words_of, words_page};
use crate::harness::app::{self, TestApp};

async fn members(app: &TestApp) -> i64 {
    let raw = app.raw().await;
    let statement = Statement::from_string(raw.get_database_backend(), "SELECT COUNT(*) AS n FROM members");
    raw.query_one_raw(statement).await.unwrap().unwrap().try_get("", "n").unwrap()
}

#[tokio::test]
async fn somebody_joins_with_two_words_given_back() {
    let app = app::start().await;
    let client = app.client();
    let page = words_page(&client).await;
    assert_eq!(members(&app).await, 0, "nothing is written before the words came back");
    let done = confirm(&client, &page).await.expect(303);
    assert_eq!(done.location(), "/?did=joined");
    let cookies = set_cookies(&done);
    assert_eq!(cookies.len(), 1, "{cookies:?}");
    assert!(cookies[0].starts_with("leeward=lw1."), "{cookies:?}");
    assert!(cookies[0].ends_with("; Path=/; HttpOnly; SameSite=Lax"), "no end: it goes with the browser: {cookies:?}");
    assert_eq!(members(&app).await, 1);
    let me = client.get("/me").await.expect(200);
    assert_eq!(me.headers["cache-control"], "no-store");
    assert!(client.get(&done.location()).await.body.contains("Welcome. You are signed in."));
    app.end().await;
}

#[tokio::test]
async fn both_ticks_are_needed_and_the_other_stays() {
    let app = app::start().await;
    let client = app.client();
    let page = client.get("/join").await.expect(200).form("/join").set("age", "yes").send(&client).await.expect(422);
    assert!(page.body.contains("<title>Error: Join"), "{}", page.body);
    assert!(page.body.contains("Read the guidelines, then tick the box"));
    assert_eq!(page.form("/join").value("age"), "yes");
    assert_eq!(page.form("/join").value("guidelines"), "");
    app.end().await;
}

#[tokio::test]
async fn a_wrong_word_keeps_the_phrase_and_what_was_typed() {
    let app = app::start().await;
    let client = app.client();
    let page = words_page(&client).await;
    let (words, (first, second)) = (words_of(&page), asked_of(&page));
    let form =
        page.form("/join/confirm").set("first", "lantren").set("second", &words[second - 1]).set("keep", "month");
    let again = form.send(&client).await.expect(422);
    assert_eq!(words_of(&again), words);
    assert_eq!(asked_of(&again), (first, second));
    assert!(again.body.contains(&format!("This is not word {first}.")), "{}", again.body);
    assert!(!again.body.contains(&format!("This is not word {second}.")));
    let form = again.form("/join/confirm");
    assert_eq!((form.value("first"), form.value("keep")), ("lantren", "month"));
    assert_eq!(members(&app).await, 0);
    let done = form.set("first", &words[first - 1].to_uppercase()).send(&client).await.expect(303);
    assert!(set_cookies(&done)[0].contains("Max-Age=2592000"), "{:?}", set_cookies(&done));
    app.end().await;
}

#[tokio::test]
async fn a_reload_and_other_words_show_new_words_never_the_old() {
    let app = app::start().await;
    let client = app.client();
    let (one, reloaded) = (words_page(&client).await, words_page(&client).await);
    assert_ne!(words_of(&one), words_of(&reloaded));
    let other = one.form("/join/confirm").press(&client, "/join/other-words").await.expect(200);
    assert_ne!(words_of(&one), words_of(&other));
    let stale = confirm(&client, &one).await.expect(422);
    assert!(stale.body.contains("Keep these, not the ones before."), "{}", stale.body);
    assert_ne!(words_of(&stale), words_of(&one));
    assert_eq!(members(&app).await, 0);
    confirm(&client, &other).await.expect(303);
    app.end().await;
}

#[tokio::test]
async fn a_page_that_lay_open_for_two_hours_gives_new_words() {
    let app = app::start().await;
    let client = app.client();
    let page = words_page(&client).await;
    app.clock.advance_s(2 * 3_600);
    confirm(&client, &page).await.expect(303);
    let page = words_page(&client).await;
    app.clock.advance_s(2 * 3_600 + 1);
    let late = confirm(&client, &page).await.expect(422);
    assert_ne!(words_of(&late), words_of(&page));
    confirm(&client, &late).await.expect(303);
    app.end().await;
}

#[tokio::test]
async fn a_double_press_makes_one_account() {
    let app = app::start().await;
    let (one, other) = (app.client(), app.client());
    let page = words_page(&one).await;
    let (first, second) = tokio::join!(confirm(&one, &page), confirm(&other, &page));
    assert_eq!((first.status.as_u16(), second.status.as_u16()), (303, 303));
    assert_eq!(members(&app).await, 1);
    app.end().await;
}

#[tokio::test]
async fn the_words_can_be_saved_as_a_file_without_a_name_of_ours() {
    let app = app::start().await;
    let client = app.client();
    let page = words_page(&client).await;
    let file = page.form("/join/words.txt").send(&client).await.expect(200);
    assert_eq!(file.headers["content-disposition"], "attachment; filename=\"words.txt\"");
    assert_eq!(file.headers["content-type"], "text/plain; charset=utf-8");
    assert_eq!(file.headers["cache-control"], "no-store");
    assert!(file.body.starts_with(&format!("{}\n", words_of(&page).join(" "))), "{}", file.body);
    assert!(!file.body.to_lowercase().contains("leeward"));
    client.post("/join/words.txt", &[("sealed", "abc")]).await.expect(410);
    app.end().await;
}

#[tokio::test]
async fn the_fourth_join_of_an_hour_waits_and_then_goes_on() {
    let app = app::start_with(&[]).await;
    let client = app.client();
    for _ in 0..3 {
        words_page(&client).await;
    }
    let form = client.get("/join?to=/me").await.form("/join").set("age", "yes").set("guidelines", "yes");
    let crowded = form.send(&client).await.expect(429);
    let wait: i64 = crowded.headers["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((15..=45).contains(&wait), "{wait}");
    assert!(crowded.body.contains(&format!("Wait {wait} seconds, then press Continue.")), "{}", crowded.body);
    app.clock.advance_s(wait - 5);
    let early = crowded.form("/join").send(&client).await.expect(429);
    assert!(early.body.contains("That was a bit early. Wait 5 seconds"), "{}", early.body);
    app.clock.advance_s(5);
    let words = early.form("/join").send(&client).await.expect(200);
    assert_eq!(confirm(&client, &words).await.expect(303).location(), "/me?did=joined");
    early.form("/join").send(&client).await.expect(429);
    app.end().await;
}

#[tokio::test]
async fn one_place_is_one_account_however_often_other_words_are_asked_for() {
    let app = app::start_with(&[("limits.joins_per_hour", "1")]).await;
    let client = app.client();
    let page = words_page(&client).await;
    let other = page.form("/join/confirm").press(&client, "/join/other-words").await.expect(200);
    confirm(&client, &other).await.expect(303);
    page.form("/join/confirm").press(&client, "/join/other-words").await.expect(429);
    other.form("/join/confirm").press(&client, "/join/other-words").await.expect(429);
    confirm(&client, &page).await.expect(429);
    assert_eq!(members(&app).await, 1);
    app.end().await;
}
