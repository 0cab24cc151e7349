//! PostgreSQL in trouble. Without `TEST_DATABASE_URL` there is nothing to test.

use leeward::app::store_probe::{StoreProbe, Turn};
use leeward::config::Config;
use leeward::config::read::Given;
use sea_orm::{ConnectionTrait, Database};

use crate::harness::app::fresh_postgres;

async fn store() -> Option<(StoreProbe, String)> {
    let (_, url) = fresh_postgres().await?;
    let config = Config::from_given(&Given::from_pairs(&[("database_url", url.as_str())])).unwrap();
    Some((StoreProbe::open(&config).await.ok().unwrap(), url))
}

#[tokio::test]
async fn a_statement_that_failed_unnoticed_is_not_acknowledged() {
    let Some((store, _)) = store().await else { return };
    assert!(store.put("lost", Turn::FailsUnnoticed).await.is_err());
    assert_eq!(store.has("lost").await, Some(false));
    assert_eq!(store.put("next", Turn::Ends).await, Ok(()));
    assert_eq!(store.has("next").await, Some(true));
    store.close().await;
}

#[tokio::test]
async fn after_all_connections_were_ended_the_next_write_finds_another_one() {
    let Some((store, url)) = store().await else { return };
    // Several connections wait in the pool.
    let puts = (0..12).map(|n| store.put(Box::leak(format!("before {n}").into_boxed_str()), Turn::Ends));
    assert!(futures_util::future::join_all(puts).await.iter().all(Result::is_ok));
    let admin = Database::connect(&url).await.unwrap();
    let end_all = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
                   WHERE datname = current_database() AND pid <> pg_backend_pid()";
    admin.execute_unprepared(end_all).await.unwrap();
    assert_eq!(store.put("after", Turn::Ends).await, Ok(()));
    let mut asks = 0;
    while store.has("after").await != Some(true) {
        asks += 1;
        assert!(asks <= 16, "reading does not recover");
    }
    store.close().await;
}

#[tokio::test]
async fn a_panic_in_a_transaction_leaves_nothing_behind() {
    let Some((store, _)) = store().await else { return };
    let panicked = std::panic::AssertUnwindSafe(store.put("half", Turn::Panics));
    assert!(futures_util::FutureExt::catch_unwind(panicked).await.is_err());
    assert_eq!(store.put("next", Turn::Ends).await, Ok(()));
    assert_eq!(store.has("half").await, Some(false));
    store.close().await;
}
