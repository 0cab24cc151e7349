//! The page that stays open, for readers without scripts.

use axum::body::Body;
use axum::http::{Request, header};
use http_body_util::BodyExt;
use leeward::app::running::from_address;
use serde_json::json;
use tower::ServiceExt;

use crate::harness::app::{TestApp, start_unlimited, start_with};
use crate::harness::live::PATIENCE;
use crate::harness::make::{OPEN, text};

/// An open page.
struct Page(Body);

impl Page {
    async fn open(app: &TestApp, path: &str) -> Self {
        let mut request = Request::get(path).header(header::HOST, "localhost:8080").body(Body::empty()).unwrap();
        request.headers_mut().insert(header::ACCEPT_ENCODING, "gzip, br".parse().unwrap());
        from_address(&mut request, "127.0.0.1".parse().unwrap());
        let response = app.running.router.clone().oneshot(request).await.unwrap();
        assert_eq!(response.status(), 200);
        assert!(!response.headers().contains_key(header::CONTENT_ENCODING), "it would wait in the compressor");
        assert_eq!(response.headers()["cache-control"], "no-store");
        Self(response.into_body())
    }

    /// The next piece, signs of life left out; `None` at the end of the page.
    async fn piece(&mut self) -> Option<String> {
        loop {
            let frame = tokio::time::timeout(PATIENCE, self.0.frame()).await.expect("a piece in time")?;
            let piece = String::from_utf8(frame.unwrap().into_data().unwrap().to_vec()).unwrap();
            if !piece.starts_with("<!--") {
                return Some(piece);
            }
        }
    }
}

#[tokio::test]
async fn each_reply_is_appended_as_the_page_shows_it() {
    let app = start_unlimited().await;
    let writer = app.member().await;
    let thread = text(&writer.start(OPEN, "A thread that is read along").await, "thread");
    let mut page = Page::open(&app, &format!("/threads/{thread}/stream")).await;
    let head = page.piece().await.unwrap();
    assert!(head.contains("id=\"post-1\"") && !head.contains("</html>"), "{head}");

    let reply = text(&writer.reply(&thread, "Here is *one* answer.").await, "post");
    let piece = page.piece().await.unwrap();
    assert!(piece.contains("id=\"post-2\"") && piece.contains("<em>one</em>"), "{piece}");
    let whole = app.client().get(&format!("/threads/{thread}")).await.expect(200).body;
    let fragment = &piece[piece.find("<article").unwrap()..piece.find("</article>").unwrap()];
    assert!(whole.contains(fragment), "{fragment}");

    writer.patch(&format!("/posts/{reply}"), json!({"body": "Another answer."})).await.expect(200);
    let edited = page.piece().await.unwrap();
    assert!(edited.contains("class=\"changed\"") && edited.contains('2'), "{edited}");
    writer.delete(&format!("/posts/{reply}")).await.expect(204);
    let removed = page.piece().await.unwrap();
    assert!(!removed.contains("Another answer") && removed.contains('2'), "{removed}");

    app.running.dismiss_readers().await;
    let end = page.piece().await.unwrap();
    assert!(end.contains(&format!("/threads/{thread}/stream?after=2")) && end.contains("</html>"), "{end}");
    assert_eq!(page.piece().await, None);
    app.end().await;
}

#[tokio::test]
async fn a_page_that_goes_on_begins_where_the_one_before_ended() {
    let app = start_unlimited().await;
    let writer = app.member().await;
    let thread = text(&writer.start(OPEN, "A thread with thirty replies").await, "thread");
    for n in 0..30 {
        writer.reply(&thread, &format!("Reply number {n}.")).await;
    }
    let mut page = Page::open(&app, &format!("/threads/{thread}/stream?after=3")).await;
    let head = page.piece().await.unwrap();
    assert!(!head.contains("id=\"post-3\"") && head.contains("id=\"post-4\"") && head.contains("id=\"post-31\""));
    let mut last = Page::open(&app, &format!("/threads/{thread}/stream")).await;
    let head = last.piece().await.unwrap();
    assert!(!head.contains("id=\"post-25\"") && head.contains("id=\"post-26\""));
    app.end().await;
}

#[tokio::test]
async fn open_pages_count_among_the_connections_of_a_network() {
    let app = start_with(&[("limits.joins_per_hour", "100"), ("limits.live_per_network", "1")]).await;
    let writer = app.member().await;
    let about = app.client().ask("/boards/about-this-place/threads").await.json();
    let thread = text(&about["items"][0], "id");
    drop(writer);
    let path = format!("/threads/{thread}/stream");
    let first = Page::open(&app, &path).await;
    let second = app.client().get(&path).await;
    assert_eq!(second.status, 429);
    assert!(second.headers.contains_key("retry-after"));
    drop(first);
    assert_eq!(app.client().get(&path).await.status, 200);
    app.end().await;
}
