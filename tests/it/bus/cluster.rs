//! Two nodes on one database and one bus. On SQLite there is one node, and nothing to see here.

use serde_json::{Value, json};

use crate::crash::script::Script;
use crate::harness::cluster::Cluster;

/// Replies, and is told that it is published.
fn reply(script: &Script, thread: &str, once: &str) {
    let body = json!({"body": format!("The words of {once}.")});
    let (status, answer) = script.call("POST", &format!("/threads/{thread}/posts"), Some(once), Some(&body)).unwrap();
    assert_eq!(status, 201, "{answer}");
}

#[test]
fn one_node_goes_on_while_the_other_is_killed_stopped_or_without_a_bus_and_both_show_the_same() {
    let Some(mut cluster) = Cluster::start(&[("LEEWARD_LIMITS__OFF", "true")]) else { return };
    let token = cluster.node(0).join();
    let thread = cluster.node(0).script(&token).thread("about-this-place", "thread");
    reply(&cluster.node(1).script(&token), &thread, "with-both");
    let address = cluster.node(0).address().to_owned();
    cluster.kill(0);
    reply(&cluster.node(1).script(&token), &thread, "with-one");
    cluster.start_again(0);
    assert_eq!(cluster.node(0).address(), address, "a reader finds it where it was");
    reply(&cluster.node(0).script(&token), &thread, "after-its-return");
    cluster.stop(1);
    reply(&cluster.node(0).script(&token), &thread, "without-the-other");
    cluster.nats.kill();
    cluster.start_again(1);
    reply(&cluster.node(1).script(&token), &thread, "without-a-bus");
    cluster.nats.start_again();
    cluster.ways[0].cut();
    reply(&cluster.node(0).script(&token), &thread, "cut-off-from-it");
    let shown: Vec<Vec<Value>> = [0, 1].map(|node| cluster.node(node).script(&token).posts(&thread)).into();
    assert_eq!(shown[0].len(), 7);
    assert_eq!(shown[0], shown[1]);
}

#[test]
fn a_node_that_is_paused_while_the_other_writes_shows_it_when_it_goes_on() {
    let Some(cluster) = Cluster::start(&[("LEEWARD_LIMITS__OFF", "true")]) else { return };
    let token = cluster.node(0).join();
    let thread = cluster.node(0).script(&token).thread("about-this-place", "thread");
    cluster.pause(1);
    reply(&cluster.node(0).script(&token), &thread, "during-the-pause");
    cluster.resume(1);
    assert_eq!(cluster.node(1).script(&token).posts(&thread).len(), 2);
}
