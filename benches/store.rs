//! Posts a second through the whole program but the socket, with and without commits that writers share.
//!
//! The ratio is what counts: how many more posts sixteen writers get through because they share commits.
#![expect(clippy::unwrap_used, reason = "a bench may stop at the first surprise")]

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use http_body_util::BodyExt;
use leeward::app::running::{Running, Tuning, from_address};
use leeward::app::system::{SystemClock, SystemEntropy};
use leeward::config::Config;
use leeward::config::read::Given;
use leeward::config::secret_key::SecretKey;
use serde_json::{Value, json};
use tokio::task::JoinSet;
use tower::ServiceExt;

/// Runs of each kind, alternated; the median is shown.
const RUNS: usize = 3;
/// How long each run writes.
const LENGTH: Duration = Duration::from_secs(3);
/// A reply of about 820 characters.
const SENTENCE: &str =
    "I read your words twice, and I know this feeling well though I came to it from another corner. ";

/// Prints the table, unless a name was given that is not this one's: `cargo bench -- store`.
pub(crate) fn benches() {
    let mut wanted = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).peekable();
    if wanted.peek().is_some() && wanted.all(|name| name != "store") {
        return;
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let kinds = [(1, 64), (1, 1), (16, 64), (16, 1)];
    let mut rates = kinds.map(|_| Vec::new());
    for _ in 0..RUNS {
        for ((writers, batch), rates) in kinds.into_iter().zip(&mut rates) {
            rates.push(runtime.block_on(posts_a_second(writers, batch)));
        }
    }
    let medians = rates.map(|mut rates| {
        rates.sort_by(f64::total_cmp);
        rates.get(RUNS / 2).copied().unwrap_or(0.0)
    });
    println!("writers  posts a commit  posts a second (median of {RUNS} runs of {} s)", LENGTH.as_secs());
    for ((writers, batch), rate) in kinds.into_iter().zip(medians) {
        println!("{writers:>7}  {batch:>14}  {rate:>14.0}");
    }
    let [alone, alone_each, together, together_each] = medians;
    println!("sharing commits, 16 writers: {:.2} ×   1 writer: {:.2} ×", together / together_each, alone / alone_each);
}

async fn posts_a_second(writers: usize, batch: usize) -> f64 {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().to_string_lossy().into_owned();
    let pairs = [("data_dir", path.as_str()), ("limits.off", "true")];
    let config = Config::from_given(&Given::from_pairs(&pairs)).unwrap();
    let key = Arc::new(SecretKey::from_bytes([7; 32]));
    let (clock, entropy) = (Arc::new(SystemClock), Arc::new(SystemEntropy));
    let running = Running::open_tuned(&config, key, clock, entropy, Tuning { batch, ..Tuning::default() })
        .await
        .map_err(|e| e.to_string())
        .unwrap();
    running.start_sweeps();
    let mut tokens = Vec::new();
    for _ in 0..writers {
        let body = json!({"age_confirmed": true, "guidelines_accepted": true});
        let (_, answer) = call(&running.router, "/members", "", &body).await;
        tokens.push(answer.get("session_token").and_then(Value::as_str).unwrap().to_owned());
    }
    let body = json!({"title": "A thread of a bench", "body": "It begins.", "seeking": "listening"});
    let first = tokens.first().unwrap();
    let (_, answer) = call(&running.router, "/boards/about-this-place/threads", first, &body).await;
    let thread = answer.get("thread").and_then(Value::as_str).unwrap().to_owned();
    let path = format!("/threads/{thread}/posts");
    let (written, started) = (Arc::new(AtomicU32::new(0)), Instant::now());
    let mut all = JoinSet::new();
    for token in tokens {
        let (router, path, written) = (running.router.clone(), path.clone(), Arc::clone(&written));
        all.spawn(async move {
            let body = json!({"body": SENTENCE.repeat(8)});
            while started.elapsed() < LENGTH {
                let (status, _) = call(&router, &path, &token, &body).await;
                written.fetch_add(u32::from(status == StatusCode::CREATED), Ordering::Relaxed);
            }
        });
    }
    all.join_all().await;
    let rate = f64::from(written.load(Ordering::Relaxed)) / started.elapsed().as_secs_f64();
    running.close(Duration::from_secs(5)).await;
    rate
}

async fn call(router: &Router, path: &str, token: &str, body: &Value) -> (StatusCode, Value) {
    let mut request = Request::post(format!("/api/v1{path}"))
        .header(header::HOST, "localhost")
        .header(header::CONTENT_TYPE, "application/json");
    if !token.is_empty() {
        request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
    }
    let mut request = request.body(Body::from(body.to_string())).unwrap();
    from_address(&mut request, std::net::Ipv4Addr::LOCALHOST.into());
    let response = router.clone().oneshot(request).await.unwrap();
    let status = response.status();
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    (status, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
}
