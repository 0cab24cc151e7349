//! The server is away, stands still, and comes back.

use std::time::{Duration, Instant};

use super::{change, heard, hearing, missed, node, within};
use crate::harness::nats::Nats;
use crate::harness::nats_proxy::{NatsProxy, Weather};

/// What a publication may take at most: its patience, and some for a busy machine.
const BOUND: Duration = Duration::from_millis(2500);

#[tokio::test]
async fn a_node_starts_without_the_server_and_finds_it_later() {
    let mut nats = Nats::stopped();
    let one = within(node(&nats.url())).await;
    assert!(one.is_away());
    let mut ear = one.hear().await.unwrap();
    assert_eq!(one.publish(&[change(1)]).await, Err("the bus is away".to_owned()));
    nats.start_again();
    within(one.wait_away(false)).await;
    within(missed(&mut ear)).await;
    one.publish(&[change(2)]).await.unwrap();
    within(heard(&mut ear, &change(2))).await;
}

#[tokio::test]
async fn what_is_said_while_the_server_is_away_fails_at_once_and_is_never_said_later() {
    let mut nats = Nats::start();
    let (one, mut ear) = hearing(&nats.url()).await;
    nats.stop();
    within(one.wait_away(true)).await;
    let began = Instant::now();
    for seq in 1..=1000 {
        assert_eq!(one.publish(&[change(seq)]).await, Err("the bus is away".to_owned()));
    }
    assert!(began.elapsed() < BOUND, "a thousand took {:?}", began.elapsed());
    nats.start_again();
    assert_eq!(within(ear.next()).await, None, "first of all the ear says that it missed something");
    within(one.wait_away(false)).await;
    one.publish(&[change(2000)]).await.unwrap();
    let mut said = Vec::new();
    while !said.contains(&change(2000)) {
        said.extend(within(ear.next()).await);
    }
    assert_eq!(said, [change(2000)]);
}

#[tokio::test]
async fn every_node_says_that_it_missed_something_after_the_server_was_killed() {
    let mut nats = Nats::start();
    let (one, mut ear_of_one) = hearing(&nats.url()).await;
    let (_two, mut ear_of_two) = hearing(&nats.url()).await;
    for round in 1..=3 {
        nats.kill();
        nats.start_again();
        within(missed(&mut ear_of_one)).await;
        within(missed(&mut ear_of_two)).await;
        one.publish(&[change(round)]).await.unwrap();
        within(heard(&mut ear_of_one, &change(round))).await;
        within(heard(&mut ear_of_two, &change(round))).await;
    }
}

#[tokio::test]
async fn a_server_that_stands_still_fails_what_is_said_and_is_away_soon() {
    let nats = Nats::start();
    let (one, mut ear) = hearing(&nats.url()).await;
    nats.pause();
    let began = Instant::now();
    let said = one.publish(&[change(1)]).await;
    assert!(said.is_err(), "nobody can have heard it");
    assert!(began.elapsed() < BOUND, "it took {:?}", began.elapsed());
    within(one.wait_away(true)).await;
    // 2.25 seconds of questions, and some for a busy machine.
    assert!(began.elapsed() < Duration::from_secs(4), "it was noticed after {:?}", began.elapsed());
    nats.resume();
    within(one.wait_away(false)).await;
    within(missed(&mut ear)).await;
    one.publish(&[change(2)]).await.unwrap();
    within(heard(&mut ear, &change(2))).await;
}

#[tokio::test]
async fn a_node_starts_beside_a_server_that_stands_still() {
    let nats = Nats::start();
    nats.pause();
    let began = Instant::now();
    let one = within(node(&nats.url())).await;
    assert!(began.elapsed() < BOUND, "it took {:?}", began.elapsed());
    assert!(one.is_away());
    nats.resume();
    within(one.wait_away(false)).await;
    one.publish(&[change(1)]).await.unwrap();
}

#[tokio::test]
async fn a_cut_network_is_survived_on_both_sides() {
    let nats = Nats::start();
    let network = NatsProxy::before(nats.port, Weather::default(), 1);
    let (far, mut far_ear) = hearing(&network.url()).await;
    let (near, mut near_ear) = hearing(&nats.url()).await;
    network.cut();
    within(far.wait_away(true)).await;
    near.publish(&[change(1)]).await.unwrap();
    within(heard(&mut near_ear, &change(1))).await;
    assert!(far.publish(&[change(2)]).await.is_err());
    network.mend();
    assert_eq!(within(far_ear.next()).await, None, "the far node is told that it missed the first");
    near.publish(&[change(3)]).await.unwrap();
    within(heard(&mut far_ear, &change(3))).await;
}

#[tokio::test]
async fn an_answer_that_is_late_fails_what_was_said_and_confuses_nothing_after_it() {
    let nats = Nats::start();
    let network = NatsProxy::before(nats.port, Weather::default(), 1);
    let (one, mut ear) = hearing(&network.url()).await;
    network.hold();
    assert_eq!(one.publish(&[change(1)]).await, Err("the bus does not answer in time".to_owned()));
    network.release();
    // The word of the first publication comes back during the second and must not count for it.
    one.publish(&[change(2)]).await.unwrap();
    within(heard(&mut ear, &change(2))).await;
}
