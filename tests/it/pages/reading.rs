//! What stands behind warnings and behind the door of a board.

use serde_json::json;

use super::join;
use crate::harness::app::{self, TestApp};
use crate::harness::client::Answer;
use crate::harness::html::{attr, text as text_of};
use crate::harness::make::{MEMBERS, OPEN, text};

/// A thread whose second post bears warnings and whose third bears none.
async fn warned(app: &TestApp) -> String {
    let writer = app.member().await;
    let thread = text(&writer.start(OPEN, "A quiet beginning").await, "thread");
    let path = format!("/threads/{thread}/posts");
    let body = json!({"body": "It hurt for years.", "content_warnings": ["pain", "medical-detail"]});
    writer.tell(&path, body).await.expect(201);
    writer.reply(&thread, "And now it does not.").await;
    thread
}

fn ticked(page: &Answer, action: &str) -> Vec<String> {
    let fields = page.form(action).fields;
    fields.into_iter().filter(|(name, _)| name == "warnings").map(|(_, value)| value).collect()
}

#[tokio::test]
async fn a_quote_of_a_warned_post_has_its_warnings_ticked_and_says_why() {
    let app = app::start_unlimited().await;
    let (thread, client) = (warned(&app).await, app.client());
    join(&client).await;
    let action = format!("/threads/{thread}/reply");
    let why = "Post 2 stands behind a warning. Your quote of it does too, so we ticked what it bears.";
    let quoting = client.get(&format!("/threads/{thread}?reply_to=2&quote=1")).await.expect(200);
    assert_eq!(ticked(&quoting, &action), ["medical-detail", "pain"]);
    assert!(quoting.body.contains(why), "{}", quoting.body);
    let dom = quoting.dom();
    let group = dom.all("details").into_iter().find(|d| attr(d, "id").as_deref() == Some("warnings")).unwrap();
    assert!(attr(&group, "open").is_some(), "the line is seen without a press");
    let sent = quoting.form(&action).send(&client).await.expect(303);
    assert!(sent.location().ends_with("#post-4"), "{}", sent.location());
    let posts = app.client().posts(&thread).await;
    assert_eq!(posts[3]["content_warnings"], json!(["medical-detail", "pain"]));
    for plain in ["?reply_to=2", "?reply_to=3&quote=1", ""] {
        let page = client.get(&format!("/threads/{thread}{plain}")).await.expect(200);
        assert_eq!(ticked(&page, &action), Vec::<String>::new(), "{plain}");
        assert!(!page.body.contains("stands behind a warning"), "{plain}");
    }
    app.end().await;
}

#[tokio::test]
async fn a_post_that_ones_settings_hide_keeps_its_line_and_leads_to_the_settings() {
    let app = app::start_unlimited().await;
    let (thread, client) = (warned(&app).await, app.client());
    join(&client).await;
    client.post("/me/reading", &[("warning.pain", "hide")]).await.expect(303);
    let page = client.get(&format!("/threads/{thread}")).await.expect(200);
    assert!(!page.body.contains("It hurt for years."));
    let dom = page.dom();
    let row = dom.all("article").into_iter().find(|post| attr(post, "id").as_deref() == Some("post-2")).unwrap();
    let words = text_of(&row).split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(words, "2 Hidden by your settings. Warnings: medical detail, pain Change what is hidden");
    let settings = client.get("/me?open=reading").await.expect(200);
    let link = dom.all("a").into_iter().find(|link| text_of(link) == "Change what is hidden").unwrap();
    assert_eq!(attr(&link, "href").as_deref(), Some("/me?open=reading#reading"));
    assert!(settings.body.contains("<details class=\"group\" id=\"reading\" open>"));
    app.end().await;
}

#[tokio::test]
async fn page_and_api_tell_a_visitor_the_same_of_a_board_for_members() {
    let app = app::start_unlimited().await;
    let (visitor, member) = (app.client(), app.member().await);
    let thread = text(&member.start(MEMBERS, "Not for everyone").await, "thread");
    let board = visitor.ask(&format!("/boards/{MEMBERS}")).await.expect(200).json();
    let code = text(&board, "code");
    let page = visitor.get(&format!("/boards/{code}")).await.expect(404);
    let words = text_of(&page.dom().all("main")[0]).split_whitespace().collect::<Vec<_>>().join(" ");
    for part in [text(&board, "name"), text(&board, "description")] {
        assert!(words.contains(&part), "{part:?} is told by the API and by the first page: {words}");
    }
    let guidelines = text(&board, "guidelines_html");
    assert!(page.body.contains(guidelines.trim()), "{guidelines}");
    assert!(words.contains("Only signed-in members can read the threads of this board."), "{words}");
    assert_eq!(board["threads"], json!(null));
    assert!(!page.body.contains("Not for everyone") && !page.body.contains(&thread), "{}", page.body);
    let links: Vec<String> = page.dom().all("a").iter().filter_map(|link| attr(link, "href")).collect();
    assert!(links.contains(&format!("/join?to=/boards/{code}")), "{links:?}");
    let slug = visitor.get(&format!("/boards/{MEMBERS}")).await;
    assert_eq!(slug.location(), format!("/boards/{code}"));
    let nothing = visitor.get("/boards/zz").await.expect(404);
    let words = text_of(&nothing.dom().all("main")[0]);
    assert!(words.contains("This part is for members") && !words.contains(&text(&board, "name")), "{words}");
    app.end().await;
}
