//! "Me": names, settings, sign-ins, the phrase.

use sea_orm::{ConnectionTrait, Statement};

use super::{asked_of, come_back, join, words_of};
use crate::harness::app::{self, TestApp};
use crate::harness::client::Client;
use crate::harness::html::text;

async fn board(app: &TestApp) -> String {
    let raw = app.raw().await;
    let query = "SELECT code FROM boards WHERE slug = 'low-experience'";
    let row = raw.query_one_raw(Statement::from_string(raw.get_database_backend(), query)).await.unwrap().unwrap();
    row.try_get("", "code").unwrap()
}

/// The handle that "Me" shows.
async fn handle(client: &Client) -> String {
    let me = client.get("/me").await.expect(200);
    let dom = me.dom();
    let spans = dom.all("span");
    let found = spans.iter().find(|span| crate::harness::html::attr(span, "class").as_deref() == Some("handle"));
    found.map(text).unwrap_or_else(|| panic!("no name: {}", me.body))
}

#[tokio::test]
async fn other_sign_ins_are_listed_and_end() {
    let app = app::start().await;
    let (here, there, third) = (app.client(), app.client(), app.client());
    let phrase = join(&here).await;
    come_back(&there, &phrase).await.expect(303);
    come_back(&third, &phrase).await.expect(303);
    let me = here.get("/me?open=sessions").await.expect(200);
    assert!(me.body.contains("This browser") && me.body.contains("Another browser"), "{}", me.body);
    let ends: Vec<String> = me.dom().actions().into_iter().filter(|a| a.starts_with("/me/sessions/")).collect();
    assert_eq!(ends.len(), 3, "two others, and all others: {ends:?}");
    let ended = me.form(&ends[0]).send(&here).await.expect(303);
    assert_eq!(ended.location(), "/me?open=sessions&did=session-ended");
    assert!(here.get(&ended.location()).await.body.contains("That sign-in has ended."));
    let alive = |status: u16| status == 200;
    let left = [there.get("/me").await.status.as_u16(), third.get("/me").await.status.as_u16()];
    assert_eq!(left.into_iter().filter(|status| alive(*status)).count(), 1, "{left:?}");
    let me = here.get("/me").await;
    me.form("/me/sessions/end-others").send(&here).await.expect(303);
    assert_eq!(there.get("/me").await.status.as_u16(), 303);
    assert_eq!(third.get("/me").await.status.as_u16(), 303);
    here.get("/me").await.expect(200);
    app.end().await;
}

#[tokio::test]
async fn nobody_ends_the_session_of_somebody_else() {
    let app = app::start().await;
    let (one, twin, other) = (app.client(), app.client(), app.client());
    let phrase = join(&one).await;
    come_back(&twin, &phrase).await.expect(303);
    join(&other).await;
    let me = one.get("/me").await;
    let end = me.dom().actions().into_iter().find(|a| a.starts_with("/me/sessions/") && !a.contains("others")).unwrap();
    other.post(&end, &[]).await.expect(303);
    twin.get("/me").await.expect(200);
    app.end().await;
}

#[tokio::test]
async fn a_new_phrase_replaces_the_old_one_when_two_words_came_back() {
    let app = app::start().await;
    let (client, other) = (app.client(), app.client());
    let old = join(&client).await;
    come_back(&other, &old).await.expect(303);
    let ask = client.get("/me/phrase").await.expect(200).form("/me/phrase");
    ask.clone().set("phrase", "gravel lantren").send(&client).await.expect(422);
    let shown = ask.set("phrase", &old).send(&client).await.expect(200);
    let (words, (first, second)) = (words_of(&shown), asked_of(&shown));
    let wrong = shown.form("/me/phrase/confirm").set("first", "x").set("second", "y").send(&client).await.expect(422);
    assert_eq!((words_of(&wrong), asked_of(&wrong)), (words.clone(), (first, second)));
    let form = wrong.form("/me/phrase/confirm").set("first", &words[first - 1]).set("second", &words[second - 1]);
    let done = form.send(&client).await.expect(303);
    assert_eq!(done.location(), "/me?open=phrase&did=phrase");
    client.get("/me").await.expect(200);
    other.get("/me").await.expect(303);
    come_back(&app.client(), &old).await.expect(422);
    come_back(&app.client(), &words.join(" ")).await.expect(303);
    let twice = form.send(&client).await.expect(303);
    assert_eq!(twice.location(), "/me?open=phrase&did=phrase-gone");
    app.end().await;
}

#[tokio::test]
async fn when_the_answer_with_the_new_words_is_lost_the_old_phrase_works() {
    let app = app::start().await;
    let client = app.client();
    let old = join(&client).await;
    let ask = client.get("/me/phrase").await.form("/me/phrase").set("phrase", &old);
    let lost = ask.send(&client).await.expect(200);
    come_back(&app.client(), &old).await.expect(303);
    come_back(&app.client(), &words_of(&lost).join(" ")).await.expect(422);
    let shown = ask.send(&client).await.expect(200);
    come_back(&app.client(), &words_of(&shown).join(" ")).await.expect(303);
    come_back(&app.client(), &old).await.expect(422);
    app.end().await;
}

#[tokio::test]
async fn the_phrase_of_another_account_makes_no_new_phrase() {
    let app = app::start().await;
    let (one, other) = (app.client(), app.client());
    let (_, theirs) = (join(&one).await, join(&other).await);
    let answer = one.post("/me/phrase", &[("phrase", &theirs)]).await.expect(422);
    assert!(answer.body.contains("This phrase opens no account."), "{}", answer.body);
    for _ in 0..9 {
        one.post("/me/phrase", &[("phrase", "guess")]).await.expect(422);
    }
    one.post("/me/phrase", &[("phrase", "guess")]).await.expect(429);
    app.end().await;
}

#[tokio::test]
async fn what_was_set_follows_the_member_but_full_titles_stay_with_the_browser() {
    let app = app::start().await;
    let client = app.client();
    let phrase = join(&client).await;
    let form = client.get("/me").await.form("/me/reading");
    assert_eq!(form.value("warning.pain"), "ask");
    let form = form
        .set("warning.pain", "hide")
        .set("warning.self-harm", "show")
        .set("titles", "full")
        .set("exit_shift", "yes");
    let saved = form.send(&client).await.expect(303);
    assert_eq!(saved.location(), "/me?open=reading&did=reading");
    client
        .get("/me")
        .await
        .form("/me/look")
        .set("theme", "light")
        .set("density", "compact")
        .send(&client)
        .await
        .expect(303);
    let form = client.get("/me").await.form("/me/reading");
    assert_eq!((form.value("warning.pain"), form.value("warning.self-harm")), ("hide", "show"));
    assert_eq!((form.value("titles"), form.value("exit_shift")), ("full", "yes"));
    assert_eq!(client.cookie("preferences").unwrap(), "vlcfh");
    let other = app.client();
    come_back(&other, &phrase).await.expect(303);
    let form = other.get("/me").await.form("/me/reading");
    assert_eq!((form.value("warning.pain"), form.value("titles")), ("hide", "neutral"));
    assert_eq!(other.cookie("preferences").unwrap(), "vlch");
    other.post("/me/reading", &[("warning.pain", "nonsense"), ("warning.x", "hide")]).await.expect(303);
    assert_eq!(other.get("/me").await.form("/me/reading").value("warning.pain"), "hide");
    app.end().await;
}

#[tokio::test]
async fn a_name_is_drawn_anew_five_times_and_retired_once() {
    let app = app::start().await;
    let client = app.client();
    join(&client).await;
    let code = board(&app).await;
    assert!(client.get("/me").await.body.contains("You have no name yet."));
    client.get(&format!("/boards/{code}/name/retire")).await.expect(404);
    let (reroll, retire) = (format!("/boards/{code}/name/reroll"), format!("/boards/{code}/name/retire"));
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..5 {
        assert_eq!(client.post(&reroll, &[]).await.expect(303).location(), "/me?open=names&did=name");
        seen.insert(handle(&client).await);
    }
    assert_eq!(seen.len(), 5, "{seen:?}");
    assert_eq!(client.post(&reroll, &[]).await.expect(303).location(), "/me?open=names&did=names-seen");
    let ask = client.get(&retire).await.expect(200);
    let done = ask.form(&retire).send(&client).await.expect(303);
    assert_eq!(done.location(), "/me?open=names&did=name-retired");
    assert!(client.get("/me").await.body.contains("You have no name yet."));
    ask.form(&retire).send(&client).await.expect(303);
    client.post("/boards/nowhere/name/retire", &[("posts", "keep")]).await.expect(404);
    client.post(&retire, &[("posts", "burn")]).await.expect(404);
    app.end().await;
}

#[tokio::test]
async fn signing_out_leaves_no_cookie_of_ours_in_the_browser() {
    let app = app::start().await;
    let client = app.client();
    join(&client).await;
    client.post("/preferences", &[("titles", "full"), ("theme", "dark")]).await.expect(303);
    let me = client.get("/me?open=sessions").await.expect(200);
    assert!(me.body.contains("Signing out also forgets colours, spacing and titles on this browser."), "{}", me.body);
    let out = me.form("/sign-out").send(&client).await.expect(303);
    assert_eq!(out.headers["clear-site-data"], "\"cache\", \"cookies\", \"storage\"");
    assert_eq!((client.cookie("leeward"), client.cookie("preferences")), (None, None));
    app.end().await;
}

#[tokio::test]
async fn covering_pages_behind_other_tabs_is_off_until_chosen_and_goes_along_to_the_next_browser() {
    let app = app::start().await;
    let (here, there) = (app.client(), app.client());
    let phrase = join(&here).await;
    assert!(!here.get("/").await.body.contains("data-cover-tabs"));
    let saved = here.post("/me/look", &[("cover_tabs", "yes")]).await.expect(303);
    assert!(saved.location().starts_with("/me?open=privacy"), "{}", saved.location());
    here.post("/me/look", &[("theme", "dark")]).await.expect(303);
    assert!(here.get("/").await.body.contains(" data-cover-tabs data-continue=\"Continue\""));
    come_back(&there, &phrase).await.expect(303);
    assert!(there.get("/").await.body.contains("data-cover-tabs"));
    there.post("/me/look", &[("cover_tabs", "no")]).await.expect(303);
    assert!(!there.get("/").await.body.contains("data-cover-tabs"));
    app.end().await;
}
