//! `/boards`, and what visitors may not know of.

use serde_json::Value;

use crate::harness::app;
use crate::harness::make::{MEMBERS, OPEN, text};

#[tokio::test]
async fn nine_boards_stand_in_their_order_and_visitors_see_which_there_are() {
    let app = app::start().await;
    let page = app.client().ask("/boards").await.expect(200).json();
    let slugs: Vec<&str> = page["items"].as_array().unwrap().iter().map(|b| b["slug"].as_str().unwrap()).collect();
    assert_eq!(
        slugs,
        [
            "erectile-difficulties",
            "vaginismus-and-pelvic-floor",
            "trauma-recovery",
            "low-experience",
            "body-image-and-anxiety",
            "disability-and-intimacy",
            "partners-and-communication",
            "therapy-and-exercises",
            "about-this-place",
        ]
    );
    assert_eq!(page["next_cursor"], Value::Null);
    app.end().await;
}

#[tokio::test]
async fn code_and_slug_lead_to_the_same_board() {
    let app = app::start().await;
    let by_slug = app.client().ask(&format!("/boards/{OPEN}")).await.expect(200).json();
    let by_code = app.client().ask(&format!("/boards/{}", text(&by_slug, "code"))).await.expect(200).json();
    assert_eq!(by_slug, by_code);
    assert_eq!(by_slug["readable_by"], "everyone");
    assert_eq!(by_slug["threads"], 1);
    assert!(text(&by_slug, "guidelines_html").starts_with("<"), "{by_slug}");
    app.end().await;
}

#[tokio::test]
async fn a_board_for_members_is_listed_but_its_threads_are_hidden_from_visitors() {
    let app = app::start().await;
    let (visitor, member) = (app.client(), app.member().await);
    let board = visitor.ask(&format!("/boards/{MEMBERS}")).await.expect(200).json();
    assert_eq!(board["readable_by"], "members");
    assert_eq!(board["threads"], Value::Null);
    let list = format!("/boards/{MEMBERS}/threads");
    visitor.ask(&list).await.expect(404);
    let threads = member.ask(&list).await.expect(200).json();
    let thread = text(&threads["items"][0], "id");
    let post = text(&member.posts(&thread).await[0], "id");
    for path in [format!("/threads/{thread}"), format!("/threads/{thread}/posts"), format!("/posts/{post}")] {
        member.ask(&path).await.expect(200);
        let hidden = visitor.ask(&path).await.expect(404);
        let nothing = visitor.ask(&path.replace(&thread, "0000000000000000").replace(&post, "0000000000000000")).await;
        assert_eq!(hidden.body, nothing.body);
    }
    app.end().await;
}

#[tokio::test]
async fn what_cannot_be_a_board_leads_nowhere() {
    let app = app::start().await;
    let long = "a".repeat(65);
    for name in ["zz", "%00", "K7", "..%2f..", "%ff", "k7'", long.as_str()] {
        app.client().ask(&format!("/boards/{name}")).await.expect(404);
        app.client().ask(&format!("/boards/{name}/threads")).await.expect(404);
    }
    app.end().await;
}

#[tokio::test]
async fn the_welcome_is_pinned_and_speaks_as_the_team() {
    let app = app::start().await;
    let page = app.client().ask(&format!("/boards/{OPEN}/threads")).await.expect(200).json();
    let welcome = &page["items"][0];
    assert_eq!(welcome["pinned"], true);
    let team = serde_json::json!({"persona": null, "handle": "The team", "avatar_url": null, "badge": "team"});
    assert_eq!(welcome["author"], team);
    let post = app.client().posts(&text(welcome, "id")).await[0].clone();
    assert_eq!(post["author"], team);
    assert_eq!(post["position"], 1);
    app.end().await;
}
