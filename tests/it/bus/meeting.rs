//! Who hears whom.

use leeward::app::bus_probe::BusProbe;
use leeward::config::Config;

use super::{SITE, change, heard, hearing, settings, within};
use crate::harness::nats::Nats;

#[tokio::test]
async fn what_a_node_says_is_heard_by_the_others_and_by_itself_in_order() {
    let nats = Nats::start();
    let (one, mut ear_of_one) = hearing(&nats.url()).await;
    let (_two, mut ear_of_two) = hearing(&nats.url()).await;
    one.publish(&[change(1), change(2)]).await.unwrap();
    one.publish(&[change(3)]).await.unwrap();
    for ear in [&mut ear_of_one, &mut ear_of_two] {
        let mut said = Vec::new();
        while said.len() < 3 {
            said.extend(within(ear.next()).await);
        }
        assert_eq!(said, [change(1), change(2), change(3)]);
    }
}

#[tokio::test]
async fn two_sites_on_one_server_do_not_hear_each_other() {
    let nats = Nats::start();
    let (here, mut ear) = hearing(&nats.url()).await;
    let there = BusProbe::connect(&settings(&nats.url()), &[2; 10]).await.unwrap();
    there.publish(&[change(1)]).await.unwrap();
    here.publish(&[change(2)]).await.unwrap();
    let mut first = within(ear.next()).await;
    while first.is_none() {
        first = within(ear.next()).await;
    }
    assert_eq!(first, Some(change(2)), "the other site's was heard");
}

#[tokio::test]
async fn a_site_with_one_node_needs_no_bus_and_is_never_away() {
    let folder = tempfile::tempdir().unwrap();
    let config = Config::for_tests(folder.path()).unwrap();
    let bus = BusProbe::connect(&config, &SITE).await.unwrap();
    bus.publish(&[change(1)]).await.unwrap();
    assert!(!bus.is_away());
    let mut ear = bus.hear().await.unwrap();
    let nothing = tokio::time::timeout(std::time::Duration::from_millis(50), ear.next()).await;
    assert!(nothing.is_err(), "it heard {nothing:?}");
}

#[tokio::test]
async fn an_ear_that_does_not_listen_is_told_that_it_missed_something_and_hears_again() {
    let nats = Nats::start();
    let (one, _) = hearing(&nats.url()).await;
    let (_two, mut ear) = hearing(&nats.url()).await;
    let flood: Vec<_> = (1..=1000).map(change).collect();
    for _ in 0..6 {
        one.publish(&flood).await.unwrap();
    }
    // 4,096 are kept, so some of the 6,000 are not, and the ear must say so.
    let mut count = 0;
    while within(ear.next()).await.is_some() {
        count += 1;
    }
    assert!(count <= 6000, "{count}");
    one.publish(&[change(7000)]).await.unwrap();
    within(heard(&mut ear, &change(7000))).await;
}
