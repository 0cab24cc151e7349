//! The first page.

use super::join;
use crate::harness::app;
use crate::harness::client::Client;
use crate::harness::html::text as text_of;
use crate::harness::make::{OPEN, text};

/// What the first page says of new posts, for each board that has some.
async fn fresh(client: &Client) -> Vec<String> {
    let page = client.get("/").await.expect(200);
    let dom = page.dom();
    let lines: Vec<String> = dom.all("p").iter().map(|line| text_of(line).trim().to_owned()).collect();
    lines.into_iter().filter(|line| line.ends_with("new today")).collect()
}

#[tokio::test]
async fn new_today_counts_what_can_be_read_and_not_the_welcome() {
    let app = app::start_unlimited().await;
    let (writer, reader) = (app.member().await, app.client());
    assert_eq!(fresh(&reader).await, Vec::<String>::new(), "nine welcome threads were written today");
    let thread = text(&writer.start(OPEN, "The first of the day").await, "thread");
    let reply = text(&writer.reply(&thread, "A second post.").await, "post");
    assert_eq!(fresh(&reader).await, ["2 new today"]);
    writer.delete(&format!("/posts/{reply}")).await.expect(204);
    assert_eq!(fresh(&reader).await, ["1 new today"]);
    let welcome = text(&reader.ask(&format!("/boards/{OPEN}/threads")).await.json()["items"][0], "id");
    writer.reply(&welcome, "Thank you for having me.").await;
    assert_eq!(fresh(&reader).await, ["2 new today"], "a member's answer to the welcome is new");
    app.clock.advance_days(1);
    assert_eq!(fresh(&reader).await, Vec::<String>::new());
    join(&reader).await;
    assert_eq!(fresh(&reader).await, Vec::<String>::new());
    app.end().await;
}
