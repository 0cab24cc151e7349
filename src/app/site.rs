//! Opening the site: database, schema, the values drawn once, boards, and the work that goes on beside requests.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use crate::config::Config;
use crate::config::data::DatabaseUrl;
use crate::config::secret_key::SecretKey;
use crate::ctx::{Ctx, SiteValues};
use crate::domain::clock::Clock;
use crate::domain::entropy::{Entropy, draw};
use crate::forum::install::{self, InstallError};
use crate::forum::waiting;
use crate::identity::keys::PhraseHasher;
use crate::limits::gaps::Gaps;
use crate::store::{self, Engine, Pending, Store, StoreError};

use super::tasks::TaskGroup;

/// Phrases hashed at once: 19 MiB each.
const HASHES_AT_ONCE: usize = 2;
/// Phrases that may wait for their turn.
const HASHES_WAITING: usize = 64;
/// Between two sweeps.
const SWEEP_EVERY: Duration = Duration::from_secs(15);

/// The open site.
pub(crate) struct Site {
    /// What use cases touch.
    pub(crate) ctx: Arc<Ctx>,
    /// Where phrases are hashed.
    pub(crate) hasher: Arc<PhraseHasher>,
}

/// Why the site can't be opened. Each text names the remedy.
#[derive(Debug, thiserror::Error)]
pub enum SiteError {
    /// The database did not answer.
    #[error(
        "LEEWARD_DATABASE_URL: the database does not answer or can't be read. \
             Remedy: start it, or check the address and the rights"
    )]
    Unreachable,
    /// A newer program wrote it.
    #[error(
        "the database was written by a newer Leeward. \
             Remedy: start that version, or restore a copy from before the upgrade"
    )]
    Newer,
    /// The schema is older, on PostgreSQL.
    #[error(
        "the database has an older schema ({0} steps missing). Remedy: run `leeward migrate` once, then start again"
    )]
    Old(usize),
    /// The schema could not be brought up to date.
    #[error(
        "the schema could not be changed. \
             Remedy: see the log, free disk space, or restore the snapshot beside the database"
    )]
    Migration,
    /// Content that came along can't be read.
    #[error("{0}. Remedy: correct that file, or remove your own copy of it")]
    Content(String),
}

/// Whether the schema may be changed at this start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Schema {
    /// As `serve` does: SQLite after a snapshot, PostgreSQL only when empty.
    AsServed,
    /// As `migrate` does: always.
    Migrate,
}

/// What opening needs beside the settings.
pub(crate) struct Parts {
    /// The key file's key.
    pub(crate) key: Arc<SecretKey>,
    /// The time.
    pub(crate) clock: Arc<dyn Clock>,
    /// Randomness.
    pub(crate) entropy: Arc<dyn Entropy>,
}

/// Opens the site: afterwards the schema is the program's, the site's values and boards are there.
pub(crate) async fn open(config: &Config, parts: Parts, schema: Schema, tasks: &TaskGroup) -> Result<Site, SiteError> {
    let store = open_store(config, tasks).await?;
    bring_up(config, &store, schema).await?;
    let site = site_values(&store, parts.entropy.as_ref()).await.map_err(|_| SiteError::Unreachable)?;
    let ctx = Arc::new(Ctx {
        store,
        clock: parts.clock,
        entropy: parts.entropy,
        limits: config.limits.clone(),
        gaps: Gaps::default(),
        site,
        secret: parts.key,
    });
    install::install(&ctx).await.map_err(|error| match error {
        InstallError::Content(error) => SiteError::Content(error.to_string()),
        InstallError::Store(_) => SiteError::Unreachable,
    })?;
    let hasher = Arc::new(PhraseHasher::new(HASHES_AT_ONCE, HASHES_WAITING));
    Ok(Site { ctx, hasher })
}

/// Opens the database and lets its writer run.
pub(crate) async fn open_store(config: &Config, tasks: &TaskGroup) -> Result<Store, SiteError> {
    let engine = match config.data.database() {
        DatabaseUrl::Sqlite(path) => Engine::Sqlite(path),
        DatabaseUrl::Postgres(url) => Engine::Postgres(url),
    };
    let (store, writer) = Store::open(&engine, tasks.stop_signal()).await.map_err(|_| SiteError::Unreachable)?;
    tasks.spawn(writer);
    Ok(store)
}

async fn bring_up(config: &Config, store: &Store, schema: Schema) -> Result<(), SiteError> {
    let sqlite = matches!(config.data.database(), DatabaseUrl::Sqlite(_));
    match store.pending().await.map_err(|_| SiteError::Unreachable)? {
        Pending::None => return Ok(()),
        Pending::Newer => return Err(SiteError::Newer),
        Pending::Some(missing) if !sqlite && schema == Schema::AsServed => return Err(SiteError::Old(missing)),
        Pending::Some(_) if sqlite => snapshot(&config.data.dir, store).await?,
        Pending::Some(_) | Pending::Empty => {}
    }
    store.migrate().await.map_err(|_| SiteError::Migration)
}

/// A copy of the database as it was before the schema changes, beside it.
async fn snapshot(dir: &Path, store: &Store) -> Result<(), SiteError> {
    let path = dir.join(format!("before-{}.db", env!("CARGO_PKG_VERSION")));
    if path.exists() {
        // The first try's copy is the one from before; a second start must not overwrite it.
        return Ok(());
    }
    store.snapshot(&path).await.map_err(|_| SiteError::Migration)
}

/// The values that are drawn once: whichever node was first has set them.
async fn site_values(store: &Store, entropy: &dyn Entropy) -> Result<SiteValues, StoreError> {
    let (salt, handle_key, epoch) = (draw::<32>(entropy), draw::<32>(entropy), draw::<10>(entropy));
    if store::site::find(store.read(), "salt").await?.is_none() {
        store
            .tx(move |tx| {
                Box::pin(async move {
                    store::site::set_if_absent(tx, "salt", &salt).await?;
                    store::site::set_if_absent(tx, "handle_key", &handle_key).await?;
                    store::site::set_if_absent(tx, "epoch", &epoch).await
                })
            })
            .await?;
    }
    Ok(SiteValues {
        salt: value(store, "salt").await?,
        handle_key: value(store, "handle_key").await?,
        epoch: value(store, "epoch").await?,
    })
}

async fn value<const N: usize>(store: &Store, name: &str) -> Result<[u8; N], StoreError> {
    let found = store::site::find(store.read(), name).await?.unwrap_or_default();
    found.try_into().map_err(|_| StoreError::Corrupt { table: "site" })
}

/// Starts what goes on beside requests: waiting posts, sweeps, checkpoints.
pub(crate) fn start_sweeps(ctx: &Arc<Ctx>, tasks: &TaskGroup) {
    let (ctx, stop) = (Arc::clone(ctx), tasks.stop_signal());
    tasks.spawn(async move {
        loop {
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(SWEEP_EVERY) => {}
            }
            sweep(&ctx).await;
        }
    });
}

/// One round of everything that time brings about. Each part goes on when another fails; what failed is tried again.
pub(crate) async fn sweep(ctx: &Arc<Ctx>) {
    let now = ctx.now();
    ctx.gaps.forget_old(now);
    let published = waiting::sweep(ctx).await.err().map(|error| error.to_string());
    let (month, day) = (now.month(), now.day());
    let swept = ctx
        .store
        .tx(move |tx| Box::pin(async move { store::sessions::delete_ended(tx, month).await }))
        .await
        .and(ctx.store.tx(move |tx| Box::pin(async move { store::sealed_rows::delete_expired(tx, day).await })).await)
        .and(ctx.store.tx(move |tx| Box::pin(async move { store::used_proofs::delete_expired(tx, day).await })).await);
    let folded = ctx.store.checkpoint().await;
    let faults = [published, swept.err().map(|e| e.to_string()), folded.err().map(|e| e.to_string())];
    for fault in faults.into_iter().flatten() {
        tracing::warn!(target: "leeward::sweep", reason = %fault, "a sweep failed and will be tried again");
    }
}
