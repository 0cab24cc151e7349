//! Lists and their cursors.

use serde_json::Value;

use crate::harness::app;
use crate::harness::client::Client;
use crate::harness::make::{OPEN, text};

/// Reads a list to its end, so many at a time.
async fn walk(client: &Client, path: &str, limit: usize) -> Vec<String> {
    let joint = if path.contains('?') { '&' } else { '?' };
    let (mut ids, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = client.ask(&format!("{path}{joint}limit={limit}{cursor}")).await.expect(200).json();
        let items = page["items"].as_array().unwrap();
        assert!(items.len() <= limit, "{page}");
        ids.extend(items.iter().map(|item| text(item, "id")));
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return ids,
        }
    }
}

#[tokio::test]
async fn a_board_is_read_whole_in_pieces_of_any_size() {
    let app = app::start_unlimited().await;
    let writer = app.member().await;
    let mut newest = Vec::new();
    for n in 0..7 {
        newest.insert(0, text(&writer.start(OPEN, &format!("Thread number {n}")).await, "thread"));
        if n % 3 == 0 {
            app.clock.advance_s(60);
        }
    }
    let path = format!("/boards/{OPEN}/threads?sort=newest");
    let whole = walk(&app.client(), &path, 100).await;
    assert_eq!(whole.len(), 8);
    for limit in 1..=8 {
        assert_eq!(walk(&app.client(), &path, limit).await, whole, "{limit}");
    }
    // The welcome first, then minute by minute; within a minute the order is the same each time.
    assert_eq!(whole[1..4].iter().collect::<std::collections::BTreeSet<_>>(), newest[0..3].iter().collect());
    assert_eq!(whole[7], newest[6]);
    let unanswered = walk(&app.client(), &format!("/boards/{OPEN}/threads?sort=unanswered"), 2).await;
    assert_eq!(unanswered.len(), 7);
    assert_eq!(unanswered[0], newest[6]);
    let listening = walk(&app.client(), &format!("/boards/{OPEN}/threads?seeking=listening"), 3).await;
    assert_eq!(listening.len(), 7);
    assert!(walk(&app.client(), &format!("/boards/{OPEN}/threads?seeking=advice"), 3).await.is_empty());
    app.end().await;
}

#[tokio::test]
async fn a_thread_is_read_whole_in_pieces_with_ones_own_unpublished_posts_last() {
    let app = app::start_with(&[("limits.joins_per_hour", "1000"), ("limits.reply_gap_s_l0", "0")]).await;
    let (writer, other) = (app.member().await, app.member().await);
    let thread = text(&writer.start(OPEN, "Many short replies").await, "thread");
    for n in 0..4 {
        writer.reply(&thread, &format!("Reply {n}.")).await;
    }
    app.release_all().await;
    for n in 0..3 {
        other.reply(&thread, &format!("Held {n}.")).await;
    }
    let path = format!("/threads/{thread}/posts");
    let (public, own) = (walk(&app.client(), &path, 100).await, walk(&other, &path, 100).await);
    assert_eq!((public.len(), own.len()), (5, 8));
    for limit in 1..=8 {
        assert_eq!(walk(&app.client(), &path, limit).await, public, "{limit}");
        assert_eq!(walk(&other, &path, limit).await, own, "{limit}");
    }
    let after = app.client().ask(&format!("{path}?after=3&limit=1")).await.expect(200).json();
    assert_eq!(after["items"][0]["position"], 4);
    app.end().await;
}

#[tokio::test]
async fn a_cursor_of_another_list_or_a_changed_one_is_refused() {
    let app = app::start_unlimited().await;
    let writer = app.member().await;
    let thread = text(&writer.start(OPEN, "One with two posts").await, "thread");
    writer.reply(&thread, "The second.").await;
    let client = app.client();
    let path = format!("/boards/{OPEN}/threads");
    let page = client.ask(&format!("{path}?limit=1")).await.expect(200).json();
    let cursor = text(&page, "next_cursor");
    client.ask(&format!("{path}?limit=1&cursor={cursor}")).await.expect(200);
    let mut changed = cursor.clone().into_bytes();
    changed[40] = if changed[40] == b'A' { b'B' } else { b'A' };
    let changed = String::from_utf8(changed).unwrap();
    for wrong in [
        format!("/boards/low-experience/threads?cursor={cursor}"),
        format!("{path}?sort=newest&cursor={cursor}"),
        format!("{path}?seeking=advice&cursor={cursor}"),
        format!("{path}?cursor={changed}"),
        format!("{path}?cursor="),
        format!("{path}?cursor={}", "A".repeat(5_000)),
        format!("/threads/{thread}/posts?cursor={cursor}"),
        format!("/boards?cursor={cursor}"),
    ] {
        let answer = client.ask(&wrong).await.expect(422);
        assert_eq!(answer.fields(), ["cursor"], "{wrong}");
    }
    let posts = client.ask(&format!("/threads/{thread}/posts?limit=1")).await.json();
    let both = format!("/threads/{thread}/posts?after=1&cursor={}", text(&posts, "next_cursor"));
    client.ask(&both).await.expect(422);
    app.end().await;
}

#[tokio::test]
async fn a_limit_is_1_to_100_and_a_query_has_no_other_names() {
    let app = app::start().await;
    let client = app.client();
    for limit in ["0", "101", "-1", "+1", "1.0", "ten", "", "99999999999999999999"] {
        let answer = client.ask(&format!("/boards?limit={limit}")).await.expect(422);
        assert_eq!(answer.fields(), ["limit"], "{limit}");
    }
    for (query, field) in [("limit=1&limit=2", "limit"), ("page=2", "page"), ("cursor=a&cursor=b", "cursor")] {
        assert_eq!(client.ask(&format!("/boards?{query}")).await.expect(422).fields(), [field]);
    }
    let path = format!("/boards/{OPEN}/threads");
    assert_eq!(client.ask(&format!("{path}?sort=best")).await.expect(422).fields(), ["sort"]);
    assert_eq!(client.ask(&format!("{path}?seeking=money")).await.expect(422).fields(), ["seeking"]);
    let short = client.ask("/boards?limit=4").await.expect(200).json();
    assert_eq!(short["items"].as_array().map(Vec::len), Some(4));
    assert_ne!(short["next_cursor"], Value::Null);
    app.end().await;
}

#[tokio::test]
async fn calls_have_a_number_a_minute_by_network() {
    let app = app::start_with(&[("limits.pages_per_min", "5")]).await;
    for _ in 0..5 {
        app.client().ask("/boards").await.expect(200);
    }
    let refused = app.client().ask("/boards").await.expect(429);
    assert_eq!(refused.code(), "too_many_pages");
    assert!((1..=60).contains(&refused.retry_after()), "{}", refused.retry_after());
    app.client().elsewhere().ask("/boards").await.expect(200);
    app.end().await;
}
