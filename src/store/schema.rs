//! The schema: which steps stand, which are missing, and making them.

use std::path::Path;

use migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, DatabaseConnection};

use super::connect::{Store, WriteSide};
use super::error::StoreError;
use super::postgres;
use super::tables::Table;

/// Whether the schema is the program's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pending {
    /// Nothing to do.
    None,
    /// There is no schema yet.
    Empty,
    /// So many steps are missing.
    Some(usize),
    /// The database knows steps that this program does not: a newer one wrote it.
    Newer,
}

/// The names of all steps, in order.
pub(crate) fn step_names() -> Vec<String> {
    Migrator::migrations().iter().map(|step| step.name().to_owned()).collect()
}

/// How many steps the schema of this program has.
pub(crate) fn steps() -> usize {
    Migrator::migrations().len()
}

impl Store {
    /// Compares the schema with the program's.
    pub(crate) async fn pending(&self) -> Result<Pending, StoreError> {
        let conn = self.schema_conn();
        if !has_table(conn, "seaql_migrations").await? {
            return Ok(Pending::Empty);
        }
        let known = step_names();
        let applied = applied_names(conn).await?;
        if applied.iter().any(|name| !known.contains(name)) {
            return Ok(Pending::Newer);
        }
        let missing = known.iter().filter(|name| !applied.contains(name)).count();
        Ok(match (missing, applied.is_empty()) {
            (0, _) => Pending::None,
            (_, true) => Pending::Empty,
            (n, false) => Pending::Some(n),
        })
    }

    /// Brings the schema up to the program's.
    pub(crate) async fn migrate(&self) -> Result<(), StoreError> {
        self.migrate_by(None).await
    }

    /// Adds so many steps; all that are missing with `None`.
    pub(crate) async fn migrate_by(&self, steps: Option<u32>) -> Result<(), StoreError> {
        match &self.write {
            WriteSide::Sqlite { log, .. } => Migrator::up(log.conn(), steps).await?,
            WriteSide::Postgres { url, .. } => postgres::migrate::<Migrator>(url, steps).await?,
        }
        Ok(())
    }

    /// Writes a copy of a SQLite database to `path`, whole or not at all; does nothing on PostgreSQL.
    pub(crate) async fn snapshot(&self, path: &Path) -> Result<(), StoreError> {
        match &self.write {
            WriteSide::Sqlite { log, .. } => log.snapshot(path).await,
            WriteSide::Postgres { .. } => Ok(()),
        }
    }

    fn schema_conn(&self) -> &DatabaseConnection {
        match &self.write {
            WriteSide::Sqlite { log, .. } => log.conn(),
            WriteSide::Postgres { conn, .. } => conn,
        }
    }
}

/// Whether there is a table of this name, which is one of ours.
pub(super) async fn has_table(conn: &DatabaseConnection, name: &str) -> Result<bool, StoreError> {
    let sql = match conn.get_database_backend() {
        sea_orm::DbBackend::Sqlite => {
            format!("SELECT name FROM sqlite_master WHERE type = 'table' AND name = '{name}'")
        }
        _ => format!(
            "SELECT table_name FROM information_schema.tables \
             WHERE table_schema = current_schema() AND table_name = '{name}'"
        ),
    };
    let statement = sea_orm::Statement::from_string(conn.get_database_backend(), sql);
    Ok(conn.query_one_raw(statement).await?.is_some())
}

pub(super) async fn applied_names(conn: &impl ConnectionTrait) -> Result<Vec<String>, StoreError> {
    let statement = sea_orm::Statement::from_string(
        conn.get_database_backend(),
        "SELECT version FROM seaql_migrations ORDER BY version",
    );
    let rows = conn.query_all_raw(statement).await?;
    rows.iter().map(|row| row.try_get::<String>("", "version").map_err(StoreError::from)).collect()
}

/// A column as its entity has it: table, name, whether it may be NULL, whether it is part of the key.
pub(crate) type EntityColumn = (String, String, bool, bool);

/// Every column of these tables, for the tests that compare them with what the steps make.
pub(crate) fn entity_columns(tables: Vec<Table>) -> Vec<EntityColumn> {
    let of = |table: Table| {
        table.columns.into_iter().map(move |column| (table.name.clone(), column.name, column.null, column.key))
    };
    tables.into_iter().flat_map(of).collect()
}
