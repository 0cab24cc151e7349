//! A database that is built beside the one in use, and put in its place when it is whole: SQLite in a file of another
//! name, PostgreSQL in a schema of another name. Until [`Beside::put_in_place`] nothing of the old one is touched.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;

use sea_orm::{ConnectionTrait, DatabaseConnection, Statement, TransactionTrait};

use super::connect::Engine;
use super::error::StoreError;
use super::{postgres, tables};

/// The schema in which PostgreSQL builds.
const SCHEMA: &str = "leeward_restoring";
/// How often it is looked whether others are connected, and how long is waited in between.
const LOOKS: u32 = 10;
const BETWEEN_LOOKS: Duration = Duration::from_millis(200);
/// Other files of a SQLite database.
const FILES: [&str; 3] = ["", "-wal", "-shm"];

/// The place beside.
pub(crate) struct Beside {
    target: Engine,
    beside: Engine,
}

impl Beside {
    /// Makes the place, after removing what an earlier try left there.
    pub(crate) async fn make(target: &Engine) -> Result<Self, StoreError> {
        let beside = match target {
            Engine::Sqlite(path) => Engine::Sqlite(with_ending(path, ".restoring")),
            Engine::Postgres(url) => {
                let join = if url.contains('?') { '&' } else { '?' };
                Engine::Postgres(format!("{url}{join}options[search_path]={SCHEMA}"))
            }
        };
        let place = Self { target: target.clone(), beside };
        place.drop_it().await?;
        if let Engine::Postgres(url) = target {
            let conn = postgres::connect_for_schema(url).await?;
            conn.execute_unprepared(&format!("CREATE SCHEMA {SCHEMA}")).await?;
            conn.close().await?;
        }
        Ok(place)
    }

    /// Where the new database is built: open it, fill it, close it.
    pub(crate) fn engine(&self) -> &Engine {
        &self.beside
    }

    /// Removes it.
    pub(crate) async fn drop_it(&self) -> Result<(), StoreError> {
        match (&self.beside, &self.target) {
            (Engine::Sqlite(path), _) => {
                for ending in FILES {
                    drop(std::fs::remove_file(with_ending(path, ending)));
                }
            }
            (_, Engine::Postgres(url)) => {
                let conn = postgres::connect_for_schema(url).await?;
                conn.execute_unprepared(&format!("DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")).await?;
                conn.close().await?;
            }
            _ => {}
        }
        Ok(())
    }

    /// Puts the new database, closed by now, in the place of the old one, which is kept under the name `aside`.
    /// Answers where the old one lies; `None` when there was none.
    pub(crate) async fn put_in_place(self, aside: &str) -> Result<Option<String>, StoreError> {
        match (&self.beside, &self.target) {
            (Engine::Sqlite(new), Engine::Sqlite(old)) => swap_files(new, old, aside),
            (_, Engine::Postgres(url)) => {
                let conn = postgres::connect_for_schema(url).await?;
                let moved = swap_schemas(&conn, aside).await?;
                conn.close().await?;
                Ok(moved)
            }
            _ => Err(StoreError::Bug("a database is built beside one of its kind")),
        }
    }
}

/// Whether other programs are connected to a PostgreSQL database; nobody is to a SQLite file whose folder is locked.
/// Connections that have just ended are listed a moment longer, so it looks more than once.
pub(crate) async fn is_in_use(engine: &Engine) -> Result<bool, StoreError> {
    let Engine::Postgres(url) = engine else { return Ok(false) };
    let conn = postgres::connect_for_schema(url).await?;
    let sql = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() \
               AND backend_type = 'client backend' AND pid <> pg_backend_pid()";
    let mut others = 1_i64;
    for _ in 0..LOOKS {
        let row = conn.query_one_raw(Statement::from_string(conn.get_database_backend(), sql)).await?;
        others = row.ok_or(StoreError::Bug("a count answers one row"))?.try_get_by_index(0)?;
        if others == 0 {
            break;
        }
        tokio::time::sleep(BETWEEN_LOOKS).await;
    }
    conn.close().await?;
    Ok(others > 0)
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

fn swap_files(new: &Path, old: &Path, aside: &str) -> Result<Option<String>, StoreError> {
    let failed = |_| StoreError::unavailable("the files of the database can't be moved");
    let unfolded = std::fs::metadata(with_ending(new, "-wal")).is_ok_and(|log| log.len() > 0);
    let kept = old.with_file_name(format!("{aside}.db"));
    if unfolded || kept.exists() {
        return Err(StoreError::unavailable("the new database could not be closed, or the old one put aside"));
    }
    for ending in ["-wal", "-shm"] {
        drop(std::fs::remove_file(with_ending(new, ending)));
    }
    File::open(new).and_then(|file| file.sync_all()).map_err(failed)?;
    let there = old.exists();
    for ending in FILES.into_iter().filter(|ending| with_ending(old, ending).exists()) {
        std::fs::rename(with_ending(old, ending), with_ending(&kept, ending)).map_err(failed)?;
    }
    std::fs::rename(new, old).map_err(failed)?;
    let folder = old.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(failed)?;
    Ok(there.then(|| kept.display().to_string()))
}

/// One transaction: the old tables into a schema of their own, the new ones into theirs.
async fn swap_schemas(conn: &DatabaseConnection, aside: &str) -> Result<Option<String>, StoreError> {
    let tx = conn.begin().await?;
    let names: Vec<String> =
        tables::all().into_iter().map(|table| table.name).chain(["seaql_migrations".to_owned()]).collect();
    let aside = aside.replace('-', "_");
    let here = in_schema(&tx, "current_schema()").await?;
    let there = here.iter().any(|name| names.contains(name));
    if there {
        tx.execute_unprepared(&format!("CREATE SCHEMA {aside}")).await?;
        for name in here.iter().filter(|name| names.contains(name)) {
            tx.execute_unprepared(&format!("ALTER TABLE {name} SET SCHEMA {aside}")).await?;
        }
    }
    let row = tx.query_one_raw(Statement::from_string(tx.get_database_backend(), "SELECT current_schema()::text"));
    let schema: String = row.await?.ok_or(StoreError::Bug("a schema has a name"))?.try_get_by_index(0)?;
    for name in in_schema(&tx, &format!("'{SCHEMA}'")).await? {
        tx.execute_unprepared(&format!("ALTER TABLE {SCHEMA}.{name} SET SCHEMA \"{schema}\"")).await?;
    }
    tx.execute_unprepared(&format!("DROP SCHEMA {SCHEMA}")).await?;
    tx.commit().await?;
    Ok(there.then(|| format!("the schema {aside}")))
}

async fn in_schema(conn: &impl ConnectionTrait, schema: &str) -> Result<Vec<String>, StoreError> {
    let sql = format!("SELECT tablename::text FROM pg_tables WHERE schemaname = {schema} ORDER BY tablename");
    let rows = conn.query_all_raw(Statement::from_string(conn.get_database_backend(), sql)).await?;
    rows.iter().map(|row| Ok(row.try_get_by_index(0)?)).collect()
}
