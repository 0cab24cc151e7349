//! A site of one's own: SQLite in a fresh folder, or with `TEST_DATABASE_URL` a fresh PostgreSQL database.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use leeward::app::running::Running;
use leeward::app::system::SystemEntropy;
use leeward::config::Config;
use leeward::config::read::Given;
use leeward::config::secret_key::SecretKey;
use sea_orm::{ConnectionTrait, Database};

use super::client::Client;
use super::clock::ManualClock;

static NUMBER: AtomicU32 = AtomicU32::new(0);

/// An open site.
pub struct TestApp {
    pub running: Running,
    pub clock: Arc<ManualClock>,
    /// Kept so that the folder lives as long as the site.
    _dir: tempfile::TempDir,
    pub database: String,
    pub config: Config,
    postgres: Option<(String, String)>,
}

/// Joins unlimited, everything else as in CONTRACT §7.
pub async fn start() -> TestApp {
    start_with(&[("limits.joins_per_hour", "100000")]).await
}

/// All numbers and holds lifted.
pub async fn start_unlimited() -> TestApp {
    start_with(&[("limits.off", "true")]).await
}

/// With these settings on top of a fresh folder.
pub async fn start_with(settings: &[(&str, &str)]) -> TestApp {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().to_string_lossy().into_owned();
    let postgres = fresh_postgres().await;
    let mut pairs = vec![("data_dir", path.as_str()), ("log", "warn")];
    if let Some((_, url)) = &postgres {
        pairs.push(("database_url", url.as_str()));
    }
    pairs.extend_from_slice(settings);
    let config = Config::from_given(&Given::from_pairs(&pairs)).unwrap();
    let clock = Arc::new(ManualClock::default());
    let running = open(&config, &clock).await;
    let database = config.data.database().reveal();
    TestApp { running, clock, _dir: dir, database, config, postgres }
}

/// Another node on the same settings and clock.
pub async fn open(config: &Config, clock: &Arc<ManualClock>) -> Running {
    let key = Arc::new(SecretKey::from_bytes([7; 32]));
    let clock: Arc<ManualClock> = Arc::clone(clock);
    match Running::open(config, key, clock, Arc::new(SystemEntropy)).await {
        Ok(running) => running,
        Err(error) => panic!("the site did not open: {error}"),
    }
}

/// A database of its own, by name and address; `None` without `TEST_DATABASE_URL`.
#[expect(clippy::disallowed_methods, reason = "tests have no settings of their own but this")]
pub async fn fresh_postgres() -> Option<(String, String)> {
    let base = std::env::var("TEST_DATABASE_URL").ok().filter(|url| !url.is_empty())?;
    let number = NUMBER.fetch_add(1, Ordering::SeqCst);
    let name = format!("t_{}_{number}", std::process::id());
    let admin = Database::connect(&base).await.unwrap();
    admin.execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
    let mut url = url::Url::parse(&base).unwrap();
    url.set_path(&name);
    Some((name, url.into()))
}

impl TestApp {
    /// A new browser or script.
    pub fn client(&self) -> Client {
        Client::new(self.running.router.clone())
    }

    /// A connection to the raw database, for tests that look at rows.
    pub async fn raw(&self) -> sea_orm::DatabaseConnection {
        Database::connect(&self.database).await.unwrap()
    }

    /// Ends the site and drops its database.
    #[expect(clippy::disallowed_methods, reason = "tests have no settings of their own but this")]
    pub async fn end(self) {
        self.running.close(Duration::from_secs(5)).await;
        if let Some((name, _)) = &self.postgres {
            let base = std::env::var("TEST_DATABASE_URL").unwrap();
            let admin = Database::connect(&base).await.unwrap();
            let _ = admin.execute_unprepared(&format!("DROP DATABASE {name} WITH (FORCE)")).await;
        }
    }
}
