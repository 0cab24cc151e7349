//! Hints that get lost, come twice, or are no hints.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;

use super::{SITE, change, hearing, within};
use crate::harness::nats::Nats;
use crate::harness::nats_proxy::{NatsProxy, Weather};

#[tokio::test]
async fn hints_that_are_lost_or_doubled_on_the_way_leave_the_rest_in_order() {
    let nats = Nats::start();
    let network = NatsProxy::before(nats.port, Weather { lost: 0.3, doubled: 0.3 }, 93);
    let (far, mut ear) = hearing(&network.url()).await;
    let (near, _) = hearing(&nats.url()).await;
    for seq in 1..=400 {
        near.publish(&[change(seq)]).await.unwrap();
    }
    network.turn(Weather::default());
    near.publish(&[change(401)]).await.unwrap();
    let mut said = Vec::new();
    while said.last() != Some(&change(401)) {
        said.extend(within(ear.next()).await);
    }
    let (lost, doubled) = network.counts();
    assert!(lost > 60 && doubled > 40, "the weather was too good: {lost} lost, {doubled} doubled");
    assert_eq!(said.len(), 401 - lost + doubled);
    said.dedup();
    let numbers: Vec<_> = (1..=401).map(change).filter(|change| said.contains(change)).collect();
    assert_eq!(said, numbers, "nothing else, and in order");
    // What is lost is no fault of the connection: publishing goes on, and nobody is away.
    assert!(!far.is_away());
    far.publish(&[change(402)]).await.unwrap();
}

#[tokio::test]
async fn what_is_no_hint_is_passed_over() {
    let nats = Nats::start();
    let (one, mut ear) = hearing(&nats.url()).await;
    let mut stranger = BufReader::new(TcpStream::connect(("127.0.0.1", nats.port)).unwrap());
    let subject = format!("leeward.{}.changes", "01".repeat(SITE.len()));
    let long = "x".repeat(100_000);
    let wrong: [&[u8]; 8] = [
        b"",
        b"\xff\xfe\x00",
        b"thread",
        b"thread 0e1s4w3gt7n2k5mb -1 and more",
        b"THREAD 0e1s4w3gt7n2k5mb 1",
        b"whispers 0e1s4w3gt7n2k5mb 7",
        b"moderation\n",
        long.as_bytes(),
    ];
    let mut said = b"CONNECT {\"verbose\":false}\r\n".to_vec();
    for bytes in wrong {
        said.extend(format!("PUB {subject} {}\r\n", bytes.len()).bytes());
        said.extend(bytes);
        said.extend(b"\r\n");
    }
    said.extend(b"PING\r\n");
    stranger.get_mut().write_all(&said).unwrap();
    // PONG: the server has it all.
    let answered = stranger.by_ref().lines().map_while(Result::ok).any(|line| line == "PONG");
    assert!(answered);
    one.publish(&[change(1)]).await.unwrap();
    assert_eq!(within(ear.next()).await, Some(change(1)), "none of it was taken for a hint");
}
