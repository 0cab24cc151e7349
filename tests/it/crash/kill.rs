//! SIGKILL while sixteen people write.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use sea_orm::{ConnectionTrait, Database, Statement};
use serde_json::json;

use super::script::{Node, Script};
use crate::harness::app::fresh_postgres;

const WRITERS: usize = 16;
const THREADS: usize = 4;
const BOARD: &str = "about-this-place";

/// Something that was sent: the writer's place, its once-only key, its thread, its words.
#[derive(Clone)]
struct Sent {
    writer: usize,
    once: String,
    thread: String,
    body: String,
    /// The answer's post, if an answer came.
    told: Option<String>,
}

impl Sent {
    /// Sends it, perhaps again; the id of its post when it was acknowledged.
    fn send(&self, script: &Script) -> Option<String> {
        let path = format!("/threads/{}/posts", self.thread);
        let (status, answer) = script.call("POST", &path, Some(&self.once), Some(&json!({"body": self.body})))?;
        (status == 201).then(|| answer["post"].as_str().unwrap().to_owned())
    }
}

#[expect(clippy::disallowed_methods, reason = "tests have no settings of their own but these")]
fn rounds() -> usize {
    std::env::var("LEEWARD_CRASH_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(3)
}

/// Writes until the program is gone; answers all that was sent.
fn write_until_killed(node: &Node, tokens: &[String], threads: &[String], round: usize) -> Vec<Sent> {
    let (tell, acknowledged) = mpsc::channel();
    let writers: Vec<_> = tokens
        .iter()
        .enumerate()
        .map(|(writer, token)| {
            let (script, thread, tell) = (node.script(token), threads[writer % THREADS].clone(), tell.clone());
            thread::spawn(move || {
                let mut sent: Vec<Sent> = Vec::new();
                loop {
                    let once = format!("round-{round}-writer-{writer}-{}", sent.len());
                    let body = format!("These are the words of {once}.");
                    let mut one = Sent { writer, once, thread: thread.clone(), body, told: None };
                    one.told = one.send(&script);
                    let gone = one.told.is_none();
                    let _ = tell.send(());
                    sent.push(one);
                    if gone {
                        return sent;
                    }
                }
            })
        })
        .collect();
    // After any number of answers, so that a slow machine writes as much as a fast one.
    for _ in 0..rand::random_range(20..150) {
        acknowledged.recv_timeout(Duration::from_secs(20)).expect("the program answers");
    }
    rustix::process::kill_process(rustix::process::Pid::from_child(&node.program.0), rustix::process::Signal::KILL)
        .unwrap();
    writers.into_iter().flat_map(|writer| writer.join().unwrap()).collect()
}

/// Looks at every thread: positions without a gap, every sent post there once, none moved since it was last seen.
fn check(node: &Node, tokens: &[String], threads: &[String], sent: &[Sent], seen: &mut HashMap<String, i64>) {
    let mut found: BTreeMap<String, (i64, String)> = BTreeMap::new();
    for thread in threads {
        let posts = node.script(&tokens[0]).posts(thread);
        for (post, position) in posts.iter().zip(1_i64..) {
            assert_eq!(post["position"], json!(position), "a gap in {thread}");
            let id = post["id"].as_str().unwrap().to_owned();
            let words = post["body_html"].as_str().unwrap().to_owned();
            assert!(found.insert(id, (position, words)).is_none(), "a post stands twice");
        }
    }
    for one in sent {
        let told = one.told.as_ref().unwrap();
        let (position, words) = found.get(told).unwrap_or_else(|| panic!("{} was acknowledged and is lost", one.once));
        assert!(words.contains(&one.body), "{words}");
        assert_eq!(*seen.entry(told.clone()).or_insert(*position), *position, "{} has moved", one.once);
    }
    let different: BTreeSet<&String> = sent.iter().filter_map(|one| one.told.as_ref()).collect();
    assert_eq!(different.len(), sent.len(), "two keys met one post");
    assert_eq!(found.len(), sent.len() + threads.len(), "a post that nobody sent, or one that was posted twice");
}

async fn events_are_without_a_gap(database: &str) {
    let conn = Database::connect(database).await.unwrap();
    let sql = "SELECT COUNT(*) AS wrong FROM threads t WHERE t.seq <> (SELECT COUNT(*) FROM events e WHERE \
               e.thread = t.id) OR t.seq <> (SELECT COALESCE(MAX(e.seq), 0) FROM events e WHERE e.thread = t.id) \
               OR t.last_position <> (SELECT COUNT(*) FROM posts p WHERE p.thread = t.id AND p.position IS NOT NULL)";
    let row = conn.query_one_raw(Statement::from_string(conn.get_database_backend(), sql)).await.unwrap().unwrap();
    assert_eq!(row.try_get::<i64>("", "wrong").unwrap(), 0);
    conn.close().await.unwrap();
}

fn play(folder: &Path, variables: &[(&str, &str)]) -> usize {
    let (mut tokens, mut threads) = (Vec::new(), Vec::new());
    let (mut sent, mut seen): (Vec<Sent>, HashMap<String, i64>) = (Vec::new(), HashMap::new());
    for round in 0..rounds() {
        let node = Node::start(folder, variables);
        if tokens.is_empty() {
            tokens = (0..WRITERS).map(|_| node.join()).collect();
            threads = (0..THREADS).map(|n| node.script(&tokens[n]).thread(BOARD, &format!("thread-{n}"))).collect();
        }
        let mut new = write_until_killed(&node, &tokens, &threads, round);
        drop(node);
        let node = Node::start(folder, variables);
        // Each key once more: who had an answer gets the same, who had none gets theirs now.
        for one in &mut new {
            let again = one.send(&node.script(&tokens[one.writer]));
            assert!(again.is_some(), "{} is refused after the restart", one.once);
            assert!(one.told.is_none() || one.told == again, "{} got another answer", one.once);
            one.told = again;
        }
        sent.extend(new);
        check(&node, &tokens, &threads, &sent, &mut seen);
        node.program.terminate();
    }
    sent.len()
}

#[test]
fn what_was_acknowledged_is_there_after_the_program_was_killed() {
    let runtime = crate::program::runtime();
    let folder = tempfile::tempdir().unwrap();
    let postgres = runtime.block_on(fresh_postgres());
    let mut variables = vec![("LEEWARD_LIMITS__OFF", "true"), ("LEEWARD_LOG", "error")];
    if let Some((_, url)) = &postgres {
        variables.push(("LEEWARD_DATABASE_URL", url));
    }
    let posts = play(folder.path(), &variables);
    assert!(posts > rounds() * WRITERS, "too few posts were sent to mean anything: {posts}");
    println!("{posts} posts over {} rounds, none lost, none twice", rounds());
    let file = format!("sqlite://{}", folder.path().join("data/leeward.db").display());
    let database = postgres.map_or(file, |(_, url)| url);
    runtime.block_on(events_are_without_a_gap(&database));
}
