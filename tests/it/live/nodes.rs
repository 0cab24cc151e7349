//! Live readers of two nodes, over a bus that fails in every way. On SQLite there is one node, and nothing to see here.

use serde_json::json;
use tokio::runtime::Runtime;
use tokio::task::JoinHandle;

use crate::crash::script::Script;
use crate::harness::cluster::{Cluster, NODES};
use crate::harness::live::Ear;
use crate::harness::nats_proxy::Weather;

/// Readers of each node.
const READERS: usize = 8;
/// Replies of each stretch.
const STRETCH: i64 = 12;

/// Replies through one node after the other.
fn write(cluster: &Cluster, token: &str, thread: &str, stretch: &str) {
    for n in 0..STRETCH {
        let script: Script = cluster.node(usize::try_from(n).unwrap() % NODES).script(token);
        let (once, body) = (format!("{stretch}-{n}"), json!({"body": format!("Words {n} of {stretch}.")}));
        let told = script.call("POST", &format!("/threads/{thread}/posts"), Some(&once), Some(&body)).unwrap();
        assert_eq!(told.0, 201, "{}", told.1);
    }
}

/// A visitor's socket that hears this thread from behind `after` on.
async fn listen(address: &str, thread: &str, after: i64) -> Ear {
    let mut ear = Ear::try_connect_to(address, &[]).await.unwrap();
    ear.subscribe(&format!("thread/{thread}"), Some(after)).await;
    ear.hear("subscribed").await;
    ear
}

/// The numbers that a reader hears, up to this one.
async fn numbers(mut ear: Ear, last: i64) -> Vec<i64> {
    let mut heard: Vec<i64> = Vec::new();
    while heard.last().is_none_or(|seq| *seq < last) {
        let frame = ear.next().await;
        if frame["ev"] == "post" {
            heard.push(frame["seq"].as_i64().unwrap());
        }
    }
    heard
}

/// Readers on all nodes who hear a thread up to `last`.
fn readers(runtime: &Runtime, cluster: &Cluster, thread: &str, last: i64) -> Vec<JoinHandle<Vec<i64>>> {
    (0..NODES * READERS)
        .map(|n| {
            let ear = runtime.block_on(listen(cluster.node(n % NODES).address(), thread, 1));
            runtime.spawn(numbers(ear, last))
        })
        .collect()
}

#[test]
fn every_reader_of_every_node_gets_each_event_once_in_order_whatever_the_bus_does() {
    let Some(mut cluster) = Cluster::start(&[("LEEWARD_LIMITS__OFF", "true")]) else { return };
    let runtime = crate::program::runtime();
    let token = cluster.node(0).join();
    let thread = cluster.node(0).script(&token).thread("about-this-place", "thread");
    let last = 1 + 6 * STRETCH;
    let readers = readers(&runtime, &cluster, &thread, last);

    write(&cluster, &token, &thread, "fair-weather");
    cluster.ways.iter().for_each(|way| way.turn(Weather { lost: 0.3, doubled: 0.3 }));
    write(&cluster, &token, &thread, "bad-weather");
    cluster.ways.iter().for_each(|way| way.turn(Weather::default()));
    cluster.nats.pause();
    write(&cluster, &token, &thread, "standing-still");
    cluster.nats.resume();
    cluster.nats.kill();
    write(&cluster, &token, &thread, "gone");
    cluster.nats.start_again();
    cluster.ways[1].cut();
    write(&cluster, &token, &thread, "cut-in-two");
    cluster.ways[1].mend();
    write(&cluster, &token, &thread, "well-again");

    let expected: Vec<i64> = (2..=last).collect();
    for reader in readers {
        assert_eq!(runtime.block_on(reader).unwrap(), expected);
    }
}

#[test]
fn a_reader_of_a_killed_node_goes_on_at_another_where_it_was() {
    let Some(mut cluster) = Cluster::start(&[("LEEWARD_LIMITS__OFF", "true")]) else { return };
    let runtime = crate::program::runtime();
    let token = cluster.node(0).join();
    let thread = cluster.node(0).script(&token).thread("about-this-place", "thread");
    let ear = runtime.block_on(listen(cluster.node(0).address(), &thread, 1));
    write(&cluster, &token, &thread, "before");
    let seen = 1 + STRETCH;
    assert_eq!(runtime.block_on(numbers(ear, seen)), (2..=seen).collect::<Vec<_>>());
    cluster.kill(0);
    let (once, body) = ("after-the-kill", json!({"body": "Words after the kill."}));
    let path = format!("/threads/{thread}/posts");
    assert_eq!(cluster.node(1).script(&token).call("POST", &path, Some(once), Some(&body)).unwrap().0, 201);
    let ear = runtime.block_on(listen(cluster.node(1).address(), &thread, seen));
    assert_eq!(runtime.block_on(numbers(ear, seen + 1)), [seen + 1]);
}
