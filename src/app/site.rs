//! Opening the site: database, schema, the values drawn once, boards, and the work that goes on beside requests.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use crate::config::Config;
use crate::config::data::DatabaseUrl;
use crate::config::secret_key::SecretKey;
use crate::ctx::{Ctx, SiteValues};
use crate::domain::clock::{Clock, HOUR_MS};
use crate::domain::entropy::{Entropy, draw};
use crate::forum::install::{self, InstallError};
use crate::forum::waiting;
use crate::identity::keys::PhraseHasher;
use crate::library::documents::{self, AllDocuments, Retention};
use crate::library::front_matter::ContentError;
use crate::limits::gaps::Gaps;
use crate::limits::names_given::NamesGiven;
use crate::privacy::retention;
use crate::store::ledger::Ledger;
use crate::store::{self, Engine, Pending, Store, StoreError};

use super::tasks::TaskGroup;

/// Phrases hashed at once: 19 MiB each.
const HASHES_AT_ONCE: usize = 2;
/// Phrases that may wait for their turn.
const HASHES_WAITING: usize = 64;
/// Between two sweeps.
const SWEEP_EVERY: Duration = Duration::from_secs(15);
/// Between two looks whether the tables are to be written anew.
const REWRITE_ASKED_EVERY: Duration = Duration::from_secs(10 * 60);
/// The hours of the UTC day in which that may be done: nobody can write or read a table meanwhile.
const QUIET_HOURS: std::ops::Range<i64> = 3..5;
/// Between two looks at the size of the write-ahead log.
const FOLD_EVERY: Duration = Duration::from_secs(1);

/// The name of the site's value that tells which ledger it has.
pub(crate) const LEDGER_VALUE: &str = "ledger";

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
    /// The ledger did not answer or can't be written.
    #[error(
        "LEEWARD_LEDGER_URL: the ledger does not answer or can't be written. \
             Remedy: start it, or check the address and the rights"
    )]
    Ledger,
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
    /// There is no schema, and this command makes none.
    #[error("the database is empty. Remedy: run `leeward` or `leeward migrate` first")]
    Empty,
    /// The schema could not be brought up to date.
    #[error(
        "the schema could not be changed. \
             Remedy: see the log, free disk space, or restore the snapshot beside the database"
    )]
    Migration,
    /// The bus does not take this node.
    #[error("LEEWARD_NATS_URL: {0}. Remedy: check the address, the login and the certificate")]
    Bus(String),
    /// Content that came along can't be read.
    #[error("{0}. Remedy: correct that file, or remove your own copy of it")]
    Content(String),
}

/// Whether the schema may be changed at this start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Schema {
    /// As `serve` does: SQLite after a snapshot, PostgreSQL only when empty.
    AsServed,
    /// Never: for commands that work beside a running instance.
    Untouched,
}

/// What opening needs beside the settings.
pub(crate) struct Parts {
    /// The key file's key.
    pub(crate) key: Arc<SecretKey>,
    /// The time.
    pub(crate) clock: Arc<dyn Clock>,
    /// Randomness.
    pub(crate) entropy: Arc<dyn Entropy>,
    /// Most transactions of one commit on SQLite: [`store::BATCH`].
    pub(crate) batch: usize,
}

/// What was done about the schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Migrated {
    /// It was the program's already.
    UpToDate,
    /// There was none; it was made.
    Made,
    /// So many steps were added, on SQLite after the database was copied to this file.
    Changed(usize, Option<PathBuf>),
}

/// Opens the site: afterwards the schema is the program's, the site's values and boards are there.
pub(crate) async fn open(config: &Config, parts: Parts, schema: Schema, tasks: &TaskGroup) -> Result<Site, SiteError> {
    let store = open_store(config, parts.batch, tasks).await?;
    may_change(config, &store, schema).await?;
    migrate(config, &store).await?;
    let ledger = open_ledger(config, parts.entropy.as_ref()).await?;
    join_ledger(&store, &ledger).await.map_err(|_| SiteError::Unreachable)?;
    let ctx = Arc::new(assemble(config, store, ledger, parts).await.map_err(|_| SiteError::Unreachable)?);
    install::install(&ctx).await.map_err(|error| match error {
        InstallError::Content(error) => SiteError::Content(error.to_string()),
        InstallError::Store(_) => SiteError::Unreachable,
    })?;
    let hasher = Arc::new(PhraseHasher::new(HASHES_AT_ONCE, HASHES_WAITING));
    Ok(Site { ctx, hasher })
}

/// Puts together what use cases touch; draws the site's values when they are not there yet.
pub(crate) async fn assemble(config: &Config, store: Store, ledger: Ledger, parts: Parts) -> Result<Ctx, StoreError> {
    let site = site_values(&store, parts.entropy.as_ref()).await?;
    Ok(Ctx {
        store,
        ledger,
        clock: parts.clock,
        entropy: parts.entropy,
        limits: config.limits.clone(),
        gaps: Gaps::default(),
        names_given: NamesGiven::default(),
        site,
        secret: parts.key,
    })
}

/// The documents, with what is kept told out of the one list of it.
pub(crate) fn documents() -> Result<AllDocuments, ContentError> {
    documents::documents(|_| Retention { now: retention::kept_now(), later: retention::kept_later() })
}

/// Opens the database and lets its writer run.
pub(crate) async fn open_store(config: &Config, batch: usize, tasks: &TaskGroup) -> Result<Store, SiteError> {
    let engine = engine(config.data.database());
    let (store, writer) = Store::open(&engine, batch, tasks.stop_signal()).await.map_err(|_| SiteError::Unreachable)?;
    tasks.spawn(writer);
    Ok(store)
}

/// Opens the ledger, and makes it when there is none.
pub(crate) async fn open_ledger(config: &Config, entropy: &dyn Entropy) -> Result<Ledger, SiteError> {
    let engine = engine(config.data.ledger());
    Ledger::open(&engine, entropy).await.map_err(|_| SiteError::Ledger)
}

/// Notes in the database which ledger it has: a backup bears it, and `restore` knows whether the ledger at hand holds
/// what was erased since. Another one than before means that the old one was lost.
async fn join_ledger(store: &Store, ledger: &Ledger) -> Result<(), StoreError> {
    let known = store::site::find(store.read(), LEDGER_VALUE).await?;
    if known.as_deref() == Some(ledger.id().as_slice()) {
        return Ok(());
    }
    if known.is_some() {
        tracing::warn!(
            target: "leeward::ledger",
            "the ledger is not the one that this database knew: backups from before now can bring back what was deleted"
        );
    }
    let id = *ledger.id();
    store.tx(move |tx| Box::pin(async move { store::site::set(tx, LEDGER_VALUE, &id).await })).await
}

/// Which database, for the store.
pub(crate) fn engine(url: DatabaseUrl) -> Engine {
    match url {
        DatabaseUrl::Sqlite(path) => Engine::Sqlite(path),
        DatabaseUrl::Postgres(url) => Engine::Postgres(url),
    }
}

/// Whether this start may do what the schema needs.
async fn may_change(config: &Config, store: &Store, schema: Schema) -> Result<(), SiteError> {
    let sqlite = matches!(config.data.database(), DatabaseUrl::Sqlite(_));
    match (store.pending().await.map_err(|_| SiteError::Unreachable)?, schema) {
        (Pending::Some(missing), Schema::Untouched) => Err(SiteError::Old(missing)),
        (Pending::Empty, Schema::Untouched) => Err(SiteError::Empty),
        (Pending::Some(missing), Schema::AsServed) if !sqlite => Err(SiteError::Old(missing)),
        _ => Ok(()),
    }
}

/// Brings the schema up to the program's, on SQLite after a copy. A newer one is refused.
pub(crate) async fn migrate(config: &Config, store: &Store) -> Result<Migrated, SiteError> {
    let sqlite = matches!(config.data.database(), DatabaseUrl::Sqlite(_));
    let done = match store.pending().await.map_err(|_| SiteError::Unreachable)? {
        Pending::None => return Ok(Migrated::UpToDate),
        Pending::Newer => return Err(SiteError::Newer),
        Pending::Empty => Migrated::Made,
        Pending::Some(missing) => {
            let copy = if sqlite { Some(snapshot(&config.data.dir, store, missing).await?) } else { None };
            Migrated::Changed(missing, copy)
        }
    };
    store.migrate().await.map_err(|_| SiteError::Migration)?;
    Ok(done)
}

/// A copy of the database as it was before the schema changes, in the data folder, named by the first missing step.
async fn snapshot(dir: &Path, store: &Store, missing: usize) -> Result<PathBuf, SiteError> {
    let first = store::schema::steps().saturating_sub(missing).saturating_add(1);
    let path = dir.join(format!("before-step-{first}.db"));
    // A copy is whole or not there: the first try's copy is the one from before, and a second try keeps it.
    if !path.exists() {
        store.snapshot(&path).await.map_err(|_| SiteError::Migration)?;
    }
    Ok(path)
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

/// Draws another epoch: numbers of events that readers hold mean nothing any more, and they load their pages again. To
/// be called while the site is stopped, after an older copy of its database was put back.
pub(crate) async fn begin_new_epoch(store: &Store, entropy: &dyn Entropy) -> Result<(), StoreError> {
    let epoch = draw::<10>(entropy);
    store.tx(move |tx| Box::pin(async move { store::site::set(tx, "epoch", &epoch).await })).await
}

async fn value<const N: usize>(store: &Store, name: &str) -> Result<[u8; N], StoreError> {
    let found = store::site::find(store.read(), name).await?.unwrap_or_default();
    found.try_into().map_err(|_| StoreError::Corrupt { table: "site" })
}

/// Starts what goes on beside requests: waiting posts, sweeps, checkpoints.
pub(crate) fn start_sweeps(ctx: &Arc<Ctx>, tasks: &TaskGroup) {
    let (sweeping, stop) = (Arc::clone(ctx), tasks.stop_signal());
    tasks.spawn(async move {
        while stop.run_until_cancelled(tokio::time::sleep(SWEEP_EVERY)).await.is_some() {
            sweep(&sweeping).await;
        }
    });
    let (rewriting, stop) = (Arc::clone(ctx), tasks.stop_signal());
    tasks.spawn(async move {
        while stop.run_until_cancelled(tokio::time::sleep(REWRITE_ASKED_EVERY)).await.is_some() {
            if let Err(error) = rewrite_if_due(&rewriting).await {
                tracing::warn!(target: "leeward::sweep", reason = %error, "the tables will be written anew later");
            }
        }
    });
    let (store, stop) = (ctx.store.clone(), tasks.stop_signal());
    tasks.spawn(async move {
        while stop.run_until_cancelled(tokio::time::sleep(FOLD_EVERY)).await.is_some() {
            // The sweep folds, too, and logs what stands in the way.
            drop(store.checkpoint_if_large().await);
        }
    });
}

/// Once a month, in a quiet hour, what was deleted leaves PostgreSQL's tables; true when it was done now.
pub(crate) async fn rewrite_if_due(ctx: &Ctx) -> Result<bool, StoreError> {
    let now = ctx.now();
    let hour = now.since_ms(now.to_day()) / HOUR_MS;
    if QUIET_HOURS.contains(&hour) { ctx.store.rewrite(now.month()).await } else { Ok(false) }
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
        .and(ctx.store.tx(move |tx| Box::pin(async move { store::used_proofs::delete_expired(tx, day).await })).await)
        .and(
            ctx.store.tx(move |tx| Box::pin(async move { store::notifications::delete_ended(tx, month).await })).await,
        );
    let swept = swept.and(ctx.ledger.delete_expired(month).await);
    let folded = ctx.store.checkpoint().await;
    let faults = [published, swept.err().map(|e| e.to_string()), folded.err().map(|e| e.to_string())];
    for fault in faults.into_iter().flatten() {
        tracing::warn!(target: "leeward::sweep", reason = %fault, "a sweep failed and will be tried again");
    }
}
