//! Who does not take their frames at once: what waits for them follows what happens meanwhile.

use leeward::app::live_probe::sit_down;
use serde_json::json;

use crate::harness::app::start_unlimited;
use crate::harness::live::{Ear, Port};
use crate::harness::make::{OPEN, text};

#[tokio::test]
async fn a_text_that_is_gone_is_not_told_to_who_lags_behind() {
    let app = start_unlimited().await;
    let port = Port::open(&app.running);
    let (starter, writer) = (app.member().await, app.member().await);
    let thread = text(&starter.start(OPEN, "How did you begin to talk").await, "thread");
    let late = sit_down(&app.running, &thread).await.unwrap();
    let mut ear = Ear::visitor(&port).await;
    ear.subscribe(&format!("thread/{thread}"), None).await;
    ear.hear("subscribed").await;

    let deleted = text(&writer.reply(&thread, "Heron words that go.").await, "post");
    let edited = text(&writer.reply(&thread, "Otter words before.").await, "post");
    writer.reply(&thread, "Linnet words that stay.").await;
    writer.delete(&format!("/posts/{deleted}")).await.expect(204);
    writer.patch(&format!("/posts/{edited}"), json!({"body": "Otter words after."})).await.expect(200);
    // The other reader has all five: they were handed out to everybody.
    while ear.hear("post").await["kind"] != "edited" {}

    let told: Vec<(Option<i64>, String)> = std::iter::from_fn(|| late.take()).collect();
    let seqs: Vec<i64> = told.iter().filter_map(|(seq, _)| *seq).collect();
    assert!(seqs.len() == 5 && seqs.windows(2).all(|two| two[1] == two[0] + 1), "{seqs:?}");
    for (_, frame) in &told {
        assert!(!frame.contains("Heron words") && !frame.contains("before."), "{frame}");
    }
    assert!(told[0].1.contains(r#""state":"deleted""#), "{}", told[0].1);
    assert!(told[1].1.contains("Otter words after."), "{}", told[1].1);
    assert!(told[2].1.contains("Linnet words that stay."), "{}", told[2].1);
    app.end().await;
}
