//! The bus between nodes, on a real server.

mod cluster;
mod login;
mod meeting;
mod outage;
mod tls;
mod weather;
mod wire;

use std::path::Path;
use std::time::Duration;

use leeward::app::bus_probe::{BusProbe, HearingProbe};
use leeward::config::Config;
use leeward::config::read::Given;
use leeward::domain::change::Change;
use leeward::domain::ids::ThreadId;

/// The site of most tests.
const SITE: [u8; 10] = [1; 10];

/// Settings of a node whose bus has this address.
fn settings(url: &str) -> Config {
    let folder = Path::new("/nonexistent/leeward-test");
    let (database, ledger) = (folder.join("leeward.db"), folder.join("ledger.db"));
    let (database, ledger) = (format!("sqlite:{}", database.display()), format!("sqlite:{}", ledger.display()));
    let pairs = [("database_url", database.as_str()), ("ledger_url", &ledger), ("nats_url", url)];
    Config::from_given(&Given::from_pairs(&pairs)).unwrap()
}

/// A node on the bus of this address.
async fn node(url: &str) -> BusProbe {
    BusProbe::connect(&settings(url), &SITE).await.unwrap()
}

/// A node that hears already.
async fn hearing(url: &str) -> (BusProbe, HearingProbe) {
    let node = node(url).await;
    let mut ear = node.hear().await.unwrap();
    within(missed(&mut ear)).await;
    (node, ear)
}

/// The change of a thread with this number.
fn change(seq: i64) -> Change {
    Change::Thread { thread: ThreadId([7; 10]), seq }
}

/// What comes, or the end of the test: nothing here takes this long.
async fn within<T>(coming: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(20), coming).await.expect("it comes in time")
}

/// Waits for this change; all before it is passed over.
async fn heard(ear: &mut HearingProbe, wanted: &Change) {
    while ear.next().await.as_ref() != Some(wanted) {}
}

/// Waits until the ear says that it may have missed something.
async fn missed(ear: &mut HearingProbe) {
    while ear.next().await.is_some() {}
}
