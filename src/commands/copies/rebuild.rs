//! Building a database from a copy, beside the one in use, and putting it in its place when all went well.

use std::io::BufRead;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use data_encoding::HEXLOWER;

use super::CopyError;
use super::lines::Header;
use super::read::{Copy, Next};
use super::write::Counts;
use crate::app::folder;
use crate::app::site::{self, SiteError};
use crate::app::system::{SystemClock, SystemEntropy};
use crate::app::tasks::TaskGroup;
use crate::commands::at_site;
use crate::config::Config;
use crate::config::data::DatabaseUrl;
use crate::config::secret_key::SecretKey;
use crate::domain::clock::{Clock, Timestamp};
use crate::domain::entropy::draw;
use crate::forum::replay::{self, Done};
use crate::privacy::ledger::BACKUP_LIFE_MONTHS;
use crate::store::beside::{self, Beside};
use crate::store::dump::Snapshot;
use crate::store::ledger::Ledger;
use crate::store::load::{self, Shape};
use crate::store::{self, Engine, Pending, Store, StoreError};

/// Tables that a restore empties: nobody is signed in by a sign-in of then. Invitations and claims belong here, too,
/// once they have tables.
const ENDED_BY_RESTORE: [&str; 1] = ["sessions"];
/// The name of the site's value that bears the minute of a restore without its ledger.
const WITHOUT_LEDGER: &str = "restored_without_ledger";
/// How long the writer may take to do what waits.
const PATIENCE: Duration = Duration::from_secs(5);

/// What is to be done.
pub(in crate::commands) struct Order<'a> {
    /// Opens the copy, each time from its beginning.
    pub(in crate::commands) open: &'a dyn Fn() -> Result<Box<dyn BufRead>, CopyError>,
    /// `backup` or `export`: what the copy has to be.
    pub(in crate::commands) kind: &'static str,
    /// Go on although the ledger is absent, another one, or too young.
    pub(in crate::commands) without_ledger: bool,
    /// Put a database that is there aside, instead of refusing.
    pub(in crate::commands) move_aside: bool,
}

/// What was done.
pub(in crate::commands) struct Report {
    /// What the copy says of itself.
    pub(in crate::commands) header: Header,
    /// How many rows of which table it held.
    pub(in crate::commands) counts: Counts,
    /// What the ledger did again.
    pub(in crate::commands) done: Done,
    /// Where the old database lies.
    pub(in crate::commands) aside: Option<String>,
}

/// A snapshot of the database of these settings, whose schema is this program's.
pub(in crate::commands) async fn snapshot(config: &Config) -> Result<Snapshot, CopyError> {
    let wrong = |fault: SiteError| CopyError::Refused(fault.to_string());
    if matches!(config.data.database(), DatabaseUrl::Sqlite(path) if !path.exists()) {
        return Err(wrong(SiteError::Empty));
    }
    let snapshot = Snapshot::begin(&site::engine(config.data.database())).await?;
    let (known, found) = (store::schema::step_names(), snapshot.steps().await?);
    if found.iter().any(|step| !known.contains(step)) {
        return Err(wrong(SiteError::Newer));
    }
    if found.len() < known.len() {
        return Err(wrong(SiteError::Old(known.len() - found.len())));
    }
    Ok(snapshot)
}

/// Takes the data folder's lock, builds, and says what was done.
pub(in crate::commands) fn run(config: &Config, order: &Order<'_>) -> Result<Report, CopyError> {
    at_site::private_files();
    let _lock = folder::take(&config.data.dir).map_err(|fault| CopyError::Refused(fault.to_string()))?;
    let mut done = Err(CopyError::NotACopy);
    at_site::on_runtime(async {
        done = rebuild(config, order).await;
        ExitCode::SUCCESS
    });
    done
}

async fn rebuild(config: &Config, order: &Order<'_>) -> Result<Report, CopyError> {
    let (header, counts) = Copy::begin((order.open)()?)?.check()?;
    let known = store::schema::step_names();
    if header.kind != order.kind {
        let text = format!("this is a copy of the kind {}, not {}", header.kind, order.kind);
        return Err(CopyError::Refused(format!("{text}. Remedy: `leeward restore` for backups, `import` for exports")));
    }
    if !known.starts_with(&header.steps) {
        return Err(CopyError::Newer);
    }
    let now = SystemClock.now();
    let target = site::engine(config.data.database());
    refuse_target(config, &target, order.move_aside).await?;
    let (ledger, complete) = ledger_of(config, &header, now, order.without_ledger).await?;
    let place = Beside::make(&target).await?;
    let built = build(config, order, &header, ledger.clone(), place.engine()).await;
    let built = match built {
        Ok(done) if complete => Ok(done),
        Ok(done) => note_without_ledger(place.engine(), now).await.map(|()| done),
        Err(fault) => Err(fault),
    };
    ledger.close().await;
    match built {
        Ok(done) => {
            let aside = place.put_in_place(&format!("before-restore-{}", now.seconds())).await?;
            Ok(Report { header, counts, done, aside })
        }
        Err(fault) => {
            drop(place.drop_it().await);
            Err(fault)
        }
    }
}

/// A database in which somebody joined or wrote is never written over.
async fn refuse_target(config: &Config, target: &Engine, move_aside: bool) -> Result<(), CopyError> {
    let absent = matches!(target, Engine::Sqlite(path) if !path.exists());
    if absent {
        return Ok(());
    }
    if beside::is_in_use(target).await? {
        return Err(CopyError::Refused(
            "other programs are connected to the database of LEEWARD_DATABASE_URL. Remedy: stop every node first"
                .to_owned(),
        ));
    }
    if move_aside {
        return Ok(());
    }
    let tasks = TaskGroup::new();
    let opened = site::open_store(config, 1, &tasks).await.map_err(|fault| CopyError::Refused(fault.to_string()))?;
    let empty = match opened.pending().await {
        Ok(Pending::Empty) => Ok(true),
        Ok(Pending::None) => opened.is_without_members().await,
        Ok(_) => Ok(false),
        Err(fault) => Err(fault),
    };
    at_site::close(&opened, &tasks).await;
    if empty? {
        return Ok(());
    }
    Err(CopyError::Refused(
        "the database of LEEWARD_DATABASE_URL is not empty. Nothing was changed. Remedy: set another one, or let \
         `restore --move-aside` put it aside"
            .to_owned(),
    ))
}

/// The ledger at hand, and whether it knows all that was erased since the copy was made.
async fn ledger_of(
    config: &Config,
    header: &Header,
    now: Timestamp,
    without: bool,
) -> Result<(Ledger, bool), CopyError> {
    let path: Option<PathBuf> = match config.data.ledger() {
        DatabaseUrl::Sqlite(path) => Some(path),
        DatabaseUrl::Postgres(_) => None,
    };
    let absent = path.is_some_and(|path| !path.exists());
    let refused = |why: &str| {
        CopyError::Refused(format!(
            "{why}, so what people deleted since {} would come back. Nothing was changed. Remedy: put the ledger in \
             its place (LEEWARD_LEDGER_URL), or type --without-ledger",
            header.made
        ))
    };
    if absent && !without {
        return Err(refused("there is no ledger"));
    }
    let opened = site::open_ledger(config, &SystemEntropy).await;
    let ledger = opened.map_err(|fault| CopyError::Refused(fault.to_string()))?;
    let why = if ledger.made() {
        Some("the ledger is new")
    } else if header.ledger.as_deref() != Some(HEXLOWER.encode(ledger.id()).as_str()) {
        Some("the ledger is another one than that of the copy")
    } else if header.month.saturating_add(BACKUP_LIFE_MONTHS) < now.month() {
        Some("the copy is older than what the ledger remembers")
    } else {
        None
    };
    match why {
        Some(why) if !without => {
            ledger.close().await;
            Err(refused(why))
        }
        why => Ok((ledger, why.is_none())),
    }
}

/// Fills the new database and does again what the ledger knows.
async fn build(
    config: &Config,
    order: &Order<'_>,
    header: &Header,
    ledger: Ledger,
    engine: &Engine,
) -> Result<Done, CopyError> {
    let tasks = TaskGroup::new();
    let (store, writer) = Store::open(engine, store::BATCH, tasks.stop_signal()).await?;
    tasks.spawn(writer);
    let done = fill(config, order, header, ledger, &store).await;
    tasks.stop(PATIENCE).await;
    store.close().await;
    done
}

async fn fill(
    config: &Config,
    order: &Order<'_>,
    header: &Header,
    ledger: Ledger,
    store: &Store,
) -> Result<Done, CopyError> {
    store.migrate_by(Some(u32::try_from(header.steps.len()).unwrap_or(u32::MAX))).await?;
    load_all((order.open)()?, store).await?;
    if store.pending().await? != Pending::None {
        store.migrate().await?;
    }
    if order.kind == "backup" {
        store.tx(|tx| Box::pin(empty_ended(tx))).await?;
    }
    site::begin_new_epoch(store, &SystemEntropy).await?;
    let parts = site::Parts {
        // Nothing that is done again uses the key file's key, which lies elsewhere.
        key: Arc::new(SecretKey::from_bytes(draw(&SystemEntropy))),
        clock: Arc::new(SystemClock),
        entropy: Arc::new(SystemEntropy),
        batch: store::BATCH,
    };
    let ctx = site::assemble(config, store.clone(), ledger, parts).await?;
    Ok(replay::replay(&Arc::new(ctx)).await?)
}

async fn empty_ended(tx: &store::Tx) -> Result<(), StoreError> {
    for table in ENDED_BY_RESTORE {
        load::empty(tx, table).await?;
    }
    Ok(())
}

async fn load_all(input: Box<dyn BufRead>, store: &Store) -> Result<(), CopyError> {
    let mut copy = Copy::begin(input)?;
    let (mut shape, mut rows) = (Shape { table: String::new(), columns: Vec::new() }, Vec::new());
    loop {
        let next = copy.next()?;
        let over = matches!(next, Next::TableEnd);
        match next {
            Next::Table(table) => shape = table,
            Next::Row(row) => rows.push(row),
            Next::TableEnd => {}
            Next::End => return Ok(()),
        }
        if !rows.is_empty() && (over || rows.len() >= shape.rows_at_once()) {
            let (of, some) = (shape.clone(), std::mem::take(&mut rows));
            store.tx(move |tx| Box::pin(async move { load::rows(tx, &of, some).await })).await?;
        }
    }
}

/// Notes that a restore went on without knowing what was erased since: in the log, and in the database. The audit log
/// takes its line from here once there is one.
async fn note_without_ledger(engine: &Engine, now: Timestamp) -> Result<(), CopyError> {
    tracing::warn!(target: "leeward::ledger", "restored without the ledger: what was deleted since may be back");
    let tasks = TaskGroup::new();
    let (store, writer) = Store::open(engine, 1, tasks.stop_signal()).await?;
    tasks.spawn(writer);
    let minute = now.rfc3339_minute().into_bytes();
    let noted = store.tx(move |tx| Box::pin(async move { store::site::set(tx, WITHOUT_LEDGER, &minute).await })).await;
    tasks.stop(PATIENCE).await;
    store.close().await;
    Ok(noted?)
}
