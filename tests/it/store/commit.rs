//! SQLite's writer in every kind of trouble: what was acknowledged is there, what failed is said to have failed, and
//! the next write goes through.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::join_all;
use leeward::app::store_probe::{StoreProbe, Turn};
use leeward::config::Config;
use leeward::config::read::Given;
use sea_orm::{ConnectionTrait, Database};
use tokio::sync::Notify;

struct Place {
    store: StoreProbe,
    config: Config,
    dir: tempfile::TempDir,
}

async fn place() -> Place {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().to_string_lossy().into_owned();
    let config = Config::from_given(&Given::from_pairs(&[("data_dir", path.as_str())])).unwrap();
    Place { store: StoreProbe::open(&config).await.ok().unwrap(), config, dir }
}

impl Place {
    fn log(&self) -> PathBuf {
        self.dir.path().join("leeward.db-wal")
    }

    async fn is_there(&self, name: &str) -> bool {
        self.store.has(name).await.unwrap()
    }

    /// What is there once the program has ended and begun again.
    async fn again(self) -> Self {
        self.store.close().await;
        Self { store: StoreProbe::open(&self.config).await.ok().unwrap(), ..self }
    }
}

/// One commit that carries three rows before a turn and three after it; what each of the six was told.
async fn in_one_batch(place: &Place, turn: Turn) -> (Vec<Result<(), String>>, Result<(), String>) {
    let go = Arc::new(Notify::new());
    let first = place.store.put("first", Turn::WaitsFor(Arc::clone(&go)));
    let names = ["a", "b", "c", "the turn", "d", "e"];
    let others = names.map(|name| {
        let turn = if name == "the turn" { turn.clone() } else { Turn::Ends };
        place.store.put(name, turn)
    });
    // All are in the queue before the first may go on.
    let told = async {
        let mut all: Vec<_> = others.into_iter().map(Box::pin).collect();
        assert!(all.iter_mut().all(|put| put.now_or_never().is_none()));
        go.notify_one();
        join_all(all).await
    };
    let (first, mut told) = tokio::join!(first, told);
    let turned = told.remove(3);
    told.insert(0, first);
    (told, turned)
}

const NAMES: [&str; 6] = ["first", "a", "b", "c", "d", "e"];

/// Whoever was told that a row is kept finds it after a restart; whoever was not, does not.
async fn nothing_acknowledged_is_lost(place: Place, told: &[Result<(), String>]) -> Place {
    let place = place.again().await;
    for (name, told) in NAMES.iter().zip(told) {
        assert_eq!(place.is_there(name).await, told.is_ok(), "{name}: {told:?}");
    }
    place
}

async fn and_writes_go_on(place: Place) {
    for n in 0..3 {
        let name = format!("afterwards {n}");
        assert_eq!(place.store.put(&name, Turn::Ends).await, Ok(()));
    }
    let place = place.again().await;
    for n in 0..3 {
        assert!(place.is_there(&format!("afterwards {n}")).await, "acknowledged, and gone");
    }
    place.store.close().await;
}

#[tokio::test]
async fn one_that_fails_takes_nothing_of_the_others_with_it() {
    for turn in [Turn::Fails, Turn::Panics, Turn::PanicsAtOnce] {
        let place = place().await;
        let (told, turned) = in_one_batch(&place, turn).await;
        assert!(told.iter().all(Result::is_ok), "{told:?}");
        assert!(turned.is_err());
        let place = nothing_acknowledged_is_lost(place, &told).await;
        assert!(!place.is_there("the turn").await);
        and_writes_go_on(place).await;
    }
}

#[tokio::test]
async fn when_the_shared_transaction_ends_early_nobody_of_its_commit_is_told_otherwise() {
    for turn in [Turn::EndsAll, Turn::EndsAllUnnoticed] {
        let place = place().await;
        let (told, turned) = in_one_batch(&place, turn).await;
        assert!(turned.is_err());
        // Those before it shared its commit; those behind it may have got a commit of their own.
        assert!(told[..4].iter().all(Result::is_err), "{told:?}");
        let before = place.store.put("right after it", Turn::Ends).await;
        assert_eq!(before, Ok(()), "the writer has another connection at once");
        assert!(place.is_there("right after it").await);
        let place = nothing_acknowledged_is_lost(place, &told).await;
        assert!(place.is_there("right after it").await);
        and_writes_go_on(place).await;
    }
}

#[tokio::test]
async fn a_full_disk_is_told_and_space_that_comes_back_is_used_without_a_restart() {
    let place = place().await;
    let full = place.store.put("too much", Turn::FillsTheDisk).await;
    assert_eq!(full, Err("the database is not available".to_owned()));
    assert!(!place.is_there("too much").await);
    let mut tries = 0;
    // The bound stands until the connection ends; what fails with it brings a new one.
    while place.store.put("small", Turn::Ends).await.is_err() {
        tries += 1;
        assert!(tries < 5, "the writer does not recover");
    }
    and_writes_go_on(place).await;
}

#[tokio::test]
async fn while_another_program_holds_the_file_all_that_wait_are_told_together_and_reading_goes_on() {
    let place = place().await;
    let other = Database::connect(format!("sqlite://{}", place.dir.path().join("leeward.db").display())).await.unwrap();
    other.execute_unprepared("BEGIN IMMEDIATE").await.unwrap();
    let started = std::time::Instant::now();
    let told = join_all(["a", "b", "c", "d", "e"].map(|name| place.store.put(name, Turn::Ends))).await;
    assert!(told.iter().all(Result::is_err), "{told:?}");
    assert!(started.elapsed() < Duration::from_secs(6), "they waited one after the other: {:?}", started.elapsed());
    assert_eq!(place.store.has("a").await, Some(false));
    other.execute_unprepared("ROLLBACK").await.unwrap();
    other.close().await.unwrap();
    and_writes_go_on(place).await;
}

#[tokio::test]
async fn a_caller_who_goes_away_leaves_its_row_and_stops_nobody() {
    let place = place().await;
    let go = Arc::new(Notify::new());
    let mut first = Box::pin(place.store.put("first", Turn::WaitsFor(Arc::clone(&go))));
    let mut gone = Box::pin(place.store.put("gone", Turn::Ends));
    assert!((&mut first).now_or_never().is_none() && (&mut gone).now_or_never().is_none());
    drop(gone);
    go.notify_one();
    assert_eq!(first.await, Ok(()));
    assert_eq!(place.store.put("next", Turn::Ends).await, Ok(()));
    assert!(place.is_there("gone").await);
    and_writes_go_on(place).await;
}

#[tokio::test]
async fn the_log_stays_small_and_is_gone_after_the_end() {
    let place = place().await;
    let size = |place: &Place| std::fs::metadata(place.log()).map_or(0, |found| found.len());
    for n in 0..600 {
        place.store.put(&format!("{n:0>20000}"), Turn::Ends).await.unwrap();
    }
    let grown = size(&place);
    assert!(grown > 8 << 20, "the test writes enough: {grown}");
    assert!(place.store.fold_if_large().await);
    for n in 600..900 {
        place.store.put(&format!("{n:0>20000}"), Turn::Ends).await.unwrap();
    }
    assert!(size(&place) <= grown, "what was folded is written over");
    assert!(place.store.fold().await);
    assert_eq!(size(&place), 0);
    let log = place.log();
    let Place { store, dir, .. } = place;
    store.put("last", Turn::Ends).await.unwrap();
    store.close().await;
    assert!(!log.exists(), "the log is folded in at the end");
    drop(dir);
}
