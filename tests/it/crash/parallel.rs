//! Sixty-four writes of one member at once, over two programs on PostgreSQL (over one on SQLite, which has one).

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Arc, Barrier};
use std::thread;

use serde_json::{Value, json};

use super::script::{Node, Script};
use crate::harness::app::fresh_postgres;

const AT_ONCE: usize = 64;
/// Replies a day at level 0 (CONTRACT §7).
const A_DAY: usize = 10;

/// Calls at the same moment; what each was told.
fn at_once(scripts: &[Script], path: &str, body: impl Fn(usize) -> Value) -> Vec<(u16, Value)> {
    let start = Arc::new(Barrier::new(AT_ONCE));
    let calls: Vec<_> = (0..AT_ONCE)
        .map(|n| {
            let (script, path, body) = (scripts[n % scripts.len()].clone(), path.to_owned(), body(n));
            let start = Arc::clone(&start);
            thread::spawn(move || {
                start.wait();
                script.call("POST", &path, Some(&format!("once-{n}")), Some(&body)).unwrap()
            })
        })
        .collect();
    calls.into_iter().map(|call| call.join().unwrap()).collect()
}

/// Nodes on one database: two on PostgreSQL.
fn nodes(folders: [&Path; 2], variables: &[(&str, &str)]) -> Vec<Node> {
    let postgres = crate::program::runtime().block_on(fresh_postgres());
    let mut variables = variables.to_vec();
    let Some((_, url)) = &postgres else { return vec![Node::start(folders[0], &variables)] };
    variables.push(("LEEWARD_DATABASE_URL", url));
    folders.map(|folder| Node::start(folder, &variables)).into()
}

#[test]
fn the_limit_of_a_day_holds_for_writes_at_once_on_two_nodes() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let variables =
        [("LEEWARD_LIMITS__REPLY_GAP_S_L0", "0"), ("LEEWARD_LIMITS__FIRST_POSTS_HELD", "0"), ("LEEWARD_LOG", "error")];
    let nodes = nodes([one.path(), two.path()], &variables);
    let token = nodes[0].join();
    let thread = nodes[0].script(&nodes[0].join()).thread("about-this-place", "thread");
    let scripts: Vec<Script> = nodes.iter().map(|node| node.script(&token)).collect();
    let told = at_once(&scripts, &format!("/threads/{thread}/posts"), |n| json!({"body": format!("Words {n}.")}));
    let count = |wanted| told.iter().filter(|(status, _)| *status == wanted).count();
    assert_eq!(
        (count(201), count(429)),
        (A_DAY, AT_ONCE - A_DAY),
        "{:?}",
        told.iter().map(|t| t.0).collect::<Vec<_>>()
    );
    assert_eq!(scripts[0].posts(&thread).len(), A_DAY + 1);
}

#[test]
fn in_one_thread_a_member_has_one_face_whatever_comes_at_once() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let nodes = nodes([one.path(), two.path()], &[("LEEWARD_LIMITS__OFF", "true"), ("LEEWARD_LOG", "error")]);
    let (token, board) = (nodes[0].join(), "trauma-recovery");
    let thread = nodes[0].script(&nodes[0].join()).thread(board, "thread");
    let scripts: Vec<Script> = nodes.iter().map(|node| node.script(&token)).collect();
    let told = at_once(
        &scripts,
        &format!("/threads/{thread}/posts"),
        |n| json!({"body": format!("Words {n}."), "one_off": n % 2 == 0}),
    );
    assert!(told.iter().all(|(status, _)| *status == 201), "{told:?}");
    let posts = scripts[0].posts(&thread);
    let faces: BTreeSet<String> = posts[1..].iter().map(|post| post["author"]["persona"].to_string()).collect();
    assert_eq!((posts.len(), faces.len()), (AT_ONCE + 1, 1), "{faces:?}");
}
