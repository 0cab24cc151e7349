//! `leeward load` as a judge: it passes a site that keeps its word, and finds out one that does not.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::extract::ws::{Message, WebSocketUpgrade};
use axum::routing::get;
use serde_json::{Value, json};

use super::{Running, program, runtime};

/// Runs `load` with these arguments: its exit code and its report.
fn load(arguments: &[&str]) -> (i32, Value) {
    let folder = tempfile::tempdir().unwrap();
    let out = program(folder.path()).args(["load", "--json"]).args(arguments).output().unwrap();
    let text = String::from_utf8_lossy(&out.stdout);
    let report =
        serde_json::from_str(&text).unwrap_or_else(|_| panic!("{text}{}", String::from_utf8_lossy(&out.stderr)));
    (out.status.code().unwrap(), report)
}

#[test]
fn a_site_that_keeps_its_word_passes_beside_its_limit() {
    let folder = tempfile::tempdir().unwrap();
    let tokens = folder.path().join("tokens");
    let demo = ["demo", "--members", "4", "--threads", "2", "--posts", "4", "--tokens", tokens.to_str().unwrap()];
    let filled = program(folder.path()).args(demo).output().unwrap();
    assert!(filled.status.success(), "{}", String::from_utf8_lossy(&filled.stderr));
    let (served, address) = Running::start(folder.path(), &[("LEEWARD_LIMITS__OFF", "true")]);
    let (code, report) = load(
        &[
            &["--address", &address, "--tokens", tokens.to_str().unwrap(), "--readers", "12", "--writers", "3"],
            ["--visitors", "1", "--posts", "15", "--every-ms", "5", "--runs", "2", "--limit"].as_slice(),
        ]
        .concat(),
    );
    assert_eq!((code, &report["complete"], &report["faults"]), (0, &json!(true), &json!([])), "{report}");
    assert_eq!(report["posts"], json!({"published": 30}));
    assert_eq!(report["site"]["deliveries"], 360);
    assert_eq!(report["limit"]["deliveries"], 360);
    assert_eq!(report["site"]["last"]["count"], 30);
    drop(served);
}

/// A site that tells its readers these frames and then this number as its last, and lists these posts.
fn liar(frames: &'static [Value], posts: Value) -> (tokio::runtime::Runtime, String) {
    let runtime = runtime();
    let asked = Arc::new(AtomicUsize::new(0));
    // The head is asked for twice before there are readers, and once when all is told.
    let head = async move || {
        let seq = if asked.fetch_add(1, Ordering::Relaxed) < 2 { 0 } else { 3 };
        axum::Json(json!({"id": "x", "board": "k7", "seq": seq}))
    };
    let live = async move |upgrade: WebSocketUpgrade| {
        upgrade.protocols(["leeward.v1"]).on_upgrade(async move |mut socket| {
            let _ = socket.recv().await;
            let subscribed = json!({"ev": "subscribed", "topic": "thread/x", "seq": 0, "epoch": "e", "you": null});
            for frame in [&subscribed].into_iter().chain(frames) {
                let _ = socket.send(Message::text(frame.to_string())).await;
            }
            while let Some(Ok(_)) = socket.recv().await {}
        })
    };
    // The thread is empty before there are readers; in the end it is listed in one piece.
    let looked = Arc::new(AtomicUsize::new(0));
    let listed = async move || {
        let items = if looked.fetch_add(1, Ordering::Relaxed) == 1 { posts.clone() } else { json!([]) };
        axum::Json(json!({"items": items, "next_cursor": null}))
    };
    let routes = Router::new()
        .route("/api/v1/threads/x", get(head))
        .route("/api/v1/threads/x/posts", get(listed))
        .route("/live", get(live));
    let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    runtime.spawn(async move { axum::serve(listener, routes).await });
    (runtime, address)
}

fn created(seq: i64) -> Value {
    let post = json!({"id": format!("p{seq}"), "position": seq, "body_html": "<p>\"seq\":99</p>"});
    json!({"ev": "post", "topic": "thread/x", "seq": seq, "kind": "created", "post": post, "html": "\"seq\":99"})
}

fn listed(seqs: &[i64]) -> Value {
    seqs.iter().map(|seq| created(*seq)["post"].clone()).collect()
}

#[test]
fn a_site_that_loses_doubles_or_hides_is_found_out() {
    let all: [(&str, Vec<Value>, Value, &str); 6] = [
        ("honest", (1..=3).map(created).collect(), listed(&[1, 2, 3]), ""),
        ("loses the last", (1..=2).map(created).collect(), listed(&[1, 2, 3]), "1 events missing at the end"),
        ("passes one over", [1, 3].map(created).to_vec(), listed(&[1, 3]), "1 passed over"),
        ("doubles one", [1, 2, 2, 3].map(created).to_vec(), listed(&[1, 2, 3]), "1 came twice"),
        ("shows another", (1..=3).map(created).collect(), listed(&[1, 2]), "post p3 was told and is not there"),
        ("is silent", (1..=3).map(created).collect(), listed(&[1, 2, 3, 4]), "1 posts are there of which no reader"),
    ];
    for (what, frames, posts, fault) in all {
        let (server, address) = liar(frames.leak(), posts);
        let arguments =
            ["--address", &address, "--thread", "x", "--readers", "2", "--writers", "0", "--patience-s", "1"];
        let (code, report) = load(&arguments);
        server.shutdown_background();
        assert_eq!(code, i32::from(!fault.is_empty()), "{what}: {report}");
        assert!(report["faults"].to_string().contains(fault), "{what}: {report}");
        assert_eq!(report["complete"], json!(fault.is_empty()), "{what}");
    }
}
