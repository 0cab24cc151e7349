//! Live readers of two nodes, over a bus that fails in every way. On SQLite there is one node, and nothing to see here.

use serde_json::json;
use tokio::runtime::Runtime;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::crash::script::Script;
use crate::harness::cluster::{Cluster, NODES};
use crate::harness::live::{Ear, PATIENCE};
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

/// A reader who hears a thread up to some number.
struct Reader {
    /// The number that was heard last.
    reached: watch::Receiver<i64>,
    /// All numbers in the order in which they came.
    all: JoinHandle<Vec<i64>>,
}

/// The numbers that a reader hears, up to this one; each is told at once.
async fn numbers(mut ear: Ear, last: i64, reached: watch::Sender<i64>) -> Vec<i64> {
    let mut heard: Vec<i64> = Vec::new();
    while heard.last().is_none_or(|seq| *seq < last) {
        let frame = ear.next().await;
        if frame["ev"] == "post" {
            heard.push(frame["seq"].as_i64().unwrap());
            reached.send_replace(*heard.last().unwrap());
        }
    }
    heard
}

/// Readers on all nodes who hear a thread up to `last`.
fn readers(runtime: &Runtime, cluster: &Cluster, thread: &str, last: i64) -> Vec<Reader> {
    (0..NODES * READERS)
        .map(|n| {
            let ear = runtime.block_on(listen(cluster.node(n % NODES).address(), thread, 1));
            let (told, reached) = watch::channel(0);
            Reader { reached, all: runtime.spawn(numbers(ear, last, told)) }
        })
        .collect()
}

/// Waits until all readers have heard everything up to this number, while the bus is as it is.
fn all_reach(runtime: &Runtime, readers: &mut [Reader], seq: i64) {
    for reader in readers {
        let reached = runtime.block_on(async {
            let reaching = reader.reached.wait_for(|reached| *reached >= seq);
            tokio::time::timeout(PATIENCE, reaching).await.is_ok_and(|reached| reached.is_ok())
        });
        assert!(reached, "a reader did not hear {seq} in time");
    }
}

#[test]
fn every_reader_of_every_node_gets_each_event_once_in_order_whatever_the_bus_does() {
    let Some(mut cluster) = Cluster::start(&[("LEEWARD_LIMITS__OFF", "true")]) else { return };
    let runtime = crate::program::runtime();
    let token = cluster.node(0).join();
    let thread = cluster.node(0).script(&token).thread("about-this-place", "thread");
    let last = 1 + 6 * STRETCH;
    let mut readers = readers(&runtime, &cluster, &thread, last);
    // No later event helps an earlier one: each stretch is waited for before the bus changes.
    let mut stretch = |cluster: &Cluster, number: i64, name: &str| {
        write(cluster, &token, &thread, name);
        all_reach(&runtime, &mut readers, 1 + number * STRETCH);
    };

    stretch(&cluster, 1, "fair-weather");
    cluster.ways.iter().for_each(|way| way.turn(Weather { lost: 0.3, doubled: 0.3 }));
    stretch(&cluster, 2, "bad-weather");
    cluster.ways.iter().for_each(|way| way.turn(Weather::default()));
    cluster.nats.pause();
    stretch(&cluster, 3, "standing-still");
    cluster.nats.resume();
    cluster.nats.kill();
    stretch(&cluster, 4, "gone");
    cluster.nats.start_again();
    cluster.ways[1].cut();
    stretch(&cluster, 5, "cut-in-two");
    cluster.ways[1].mend();
    stretch(&cluster, 6, "well-again");

    let expected: Vec<i64> = (2..=last).collect();
    for reader in readers {
        assert_eq!(runtime.block_on(reader.all).unwrap(), expected);
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
    assert_eq!(runtime.block_on(numbers(ear, seen, watch::channel(0).0)), (2..=seen).collect::<Vec<_>>());
    cluster.kill(0);
    let (once, body) = ("after-the-kill", json!({"body": "Words after the kill."}));
    let path = format!("/threads/{thread}/posts");
    assert_eq!(cluster.node(1).script(&token).call("POST", &path, Some(once), Some(&body)).unwrap().0, 201);
    let ear = runtime.block_on(listen(cluster.node(1).address(), &thread, seen));
    assert_eq!(runtime.block_on(numbers(ear, seen + 1, watch::channel(0).0)), [seen + 1]);
}
