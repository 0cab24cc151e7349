//! Names for one thread on "Me": listed by their thread, and given up one by one.

use serde_json::Value;

use super::join;
use crate::harness::app::{self, TestApp};
use crate::harness::client::Client;
use crate::harness::html::{attr, text as text_of};
use crate::harness::make::{MEMBERS, text};

const NAMES: &str = "/me?open=names";

async fn code(app: &TestApp) -> String {
    text(&app.client().ask(&format!("/boards/{MEMBERS}")).await.json(), "code")
}

/// Starts a thread under a name for it alone, through the page; answers the thread's id.
async fn start(client: &Client, code: &str, title: &str) -> String {
    let action = format!("/boards/{code}/new");
    let form = client.get(&action).await.expect(200).form(&action);
    let form = form.set("title", title).set("body", "The text.").set("seeking", "listening").set("one_off", "yes");
    let place = form.send(client).await.expect(303).location();
    place.trim_start_matches("/threads/").split(['#', '?']).next().unwrap().to_owned()
}

/// Where "Me" offers to retire names of threads.
async fn retirements(client: &Client) -> Vec<String> {
    let page = client.get(NAMES).await.expect(200);
    let links: Vec<String> = page.dom().all("a").iter().filter_map(|link| attr(link, "href")).collect();
    links.into_iter().filter(|href| href.starts_with("/me/names/")).collect()
}

async fn posts(reader: &Client, thread: &str) -> Vec<Value> {
    reader.posts(thread).await
}

#[tokio::test]
async fn a_name_for_one_thread_is_listed_with_its_thread_and_retired_with_its_posts_or_without() {
    let app = app::start_unlimited().await;
    let (client, reader, code) = (app.client(), app.member().await, code(&app).await);
    join(&client).await;
    let kept = start(&client, &code, "The text that stays").await;
    let gone = start(&client, &code, "The text that goes").await;
    // With an answer below it, a thread stays when its first post goes.
    reader.reply(&gone, "I have read this.").await;
    let page = client.get(NAMES).await.expect(200);
    for (thread, title) in [(&kept, "The text that stays"), (&gone, "The text that goes")] {
        let dom = page.dom();
        let link = dom.all("a").into_iter().find(|a| attr(a, "href") == Some(format!("/threads/{thread}")));
        assert_eq!(text_of(&link.unwrap()).trim(), title);
    }
    assert!(page.body.contains("1 post") && !page.body.contains("You have no name yet."), "{}", page.body);
    for (thread, choice) in [(&kept, "keep"), (&gone, "remove")] {
        let persona = text(&posts(&reader, thread).await[0]["author"], "persona");
        let path = format!("/me/names/{persona}/retire");
        let ask = client.get(&path).await.expect(200);
        assert!(ask.body.contains("you cannot write there any more"), "{}", ask.body);
        let unchosen = ask.form(&path).send(&client).await.expect(422);
        assert!(unchosen.body.contains("Choose what happens with the posts"), "{}", unchosen.body);
        let form = unchosen.form(&path).set("posts", choice);
        assert_eq!(form.send(&client).await.expect(303).location(), "/me?open=names&did=name-retired");
        form.send(&client).await.expect(303);
        client.get(&path).await.expect(404);
    }
    let (kept, gone) = (posts(&reader, &kept).await, posts(&reader, &gone).await);
    assert_eq!((&kept[0]["state"], &kept[0]["body_html"]), (&"published".into(), &"<p>The text.</p>".into()));
    assert_eq!(kept[0]["author"]["handle"], "departed member 1");
    assert_eq!(gone[0]["state"], "deleted");
    assert!(client.get(NAMES).await.body.contains("You have no name yet."));
    app.end().await;
}

#[tokio::test]
async fn giving_up_one_name_leaves_the_others_and_its_thread_is_only_read_afterwards() {
    let app = app::start_unlimited().await;
    let (client, code) = (app.client(), code(&app).await);
    join(&client).await;
    let first = start(&client, &code, "The first of two").await;
    let second = start(&client, &code, "The second of two").await;
    assert_eq!(retirements(&client).await.len(), 2);
    let persona = text(&app.member().await.posts(&first).await[0]["author"], "persona");
    let path = format!("/me/names/{persona}/retire");
    client.get(&path).await.form(&path).set("posts", "keep").send(&client).await.expect(303);
    assert_eq!(retirements(&client).await.len(), 1);
    let (closed, open) = (format!("/threads/{first}/reply"), format!("/threads/{second}/reply"));
    assert!(!client.get(&format!("/threads/{first}")).await.dom().actions().contains(&closed));
    assert!(client.get(&format!("/threads/{second}")).await.dom().actions().contains(&open));
    app.end().await;
}

#[tokio::test]
async fn nobody_retires_the_name_of_somebody_else() {
    let app = app::start_unlimited().await;
    let (client, stranger, code) = (app.client(), app.client(), code(&app).await);
    join(&client).await;
    join(&stranger).await;
    let thread = start(&client, &code, "Mine alone").await;
    let [own] = &retirements(&client).await[..] else { panic!("one name") };
    stranger.get(own).await.expect(404);
    stranger.post(own, &[("posts", "remove")]).await.expect(404);
    stranger.post("/me/names/0000000000000000/retire", &[("posts", "remove")]).await.expect(404);
    stranger.post("/me/names/x/retire", &[("posts", "remove")]).await.expect(404);
    assert_eq!(app.member().await.posts(&thread).await[0]["state"], "published");
    app.end().await;
}

#[tokio::test]
async fn the_title_of_a_warned_thread_stands_behind_its_warning_on_me_too() {
    let app = app::start_unlimited().await;
    let (client, code) = (app.client(), code(&app).await);
    join(&client).await;
    let thread = start(&client, &code, "Something heavy").await;
    let page = client.get(NAMES).await.expect(200);
    let dom = page.dom();
    let behind = dom.all("details").into_iter().find(|d| attr(d, "class").as_deref() == Some("warning title")).unwrap();
    assert!(attr(&behind, "open").is_none());
    assert!(text_of(&behind).contains("Something heavy"));
    client.post("/me/reading", &[("warning.sexual-violence", "show")]).await.expect(303);
    let page = client.get(NAMES).await.expect(200);
    assert!(
        page.body.contains(&format!("<h4 dir=\"auto\"><a href=\"/threads/{thread}\">Something heavy</a></h4>")),
        "{}",
        page.body
    );
    assert!(!page.body.contains("warning title"));
    app.end().await;
}
