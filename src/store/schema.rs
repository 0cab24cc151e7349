//! The schema: which steps stand, which are missing, and making them.

use std::path::Path;

use migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, DatabaseConnection};

use super::connect::{Store, WriteSide};
use super::error::StoreError;
use super::postgres;

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

/// How many steps the schema of this program has.
pub(crate) fn steps() -> usize {
    Migrator::migrations().len()
}

impl Store {
    /// Compares the schema with the program's.
    pub(crate) async fn pending(&self) -> Result<Pending, StoreError> {
        let conn = self.schema_conn();
        if !has_steps(conn).await? {
            return Ok(Pending::Empty);
        }
        let known: Vec<String> = Migrator::migrations().iter().map(|m| m.name().to_owned()).collect();
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
        match &self.write {
            WriteSide::Sqlite { log, .. } => Migrator::up(log.conn(), None).await?,
            WriteSide::Postgres { url, .. } => postgres::migrate::<Migrator>(url).await?,
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

async fn has_steps(conn: &DatabaseConnection) -> Result<bool, StoreError> {
    let sql = match conn.get_database_backend() {
        sea_orm::DbBackend::Sqlite => {
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'seaql_migrations'"
        }
        _ => {
            "SELECT table_name FROM information_schema.tables \
             WHERE table_schema = current_schema() AND table_name = 'seaql_migrations'"
        }
    };
    let statement = sea_orm::Statement::from_string(conn.get_database_backend(), sql);
    Ok(conn.query_one_raw(statement).await?.is_some())
}

async fn applied_names(conn: &DatabaseConnection) -> Result<Vec<String>, StoreError> {
    let statement = sea_orm::Statement::from_string(
        conn.get_database_backend(),
        "SELECT version FROM seaql_migrations ORDER BY version",
    );
    let rows = conn.query_all_raw(statement).await?;
    rows.iter().map(|row| row.try_get::<String>("", "version").map_err(StoreError::from)).collect()
}

/// A column as its entity has it: table, name, whether it may be NULL, whether it is part of the key.
pub(crate) type EntityColumn = (String, String, bool, bool);

/// Every column of every entity, for the test that compares them with what the steps make.
pub(crate) fn entity_columns() -> Vec<EntityColumn> {
    use super::entity as e;
    [
        columns::<e::boards::Entity>(),
        columns::<e::events::Entity>(),
        columns::<e::members::Entity>(),
        columns::<e::personas::Entity>(),
        columns::<e::posts::Entity>(),
        columns::<e::notifications::Entity>(),
        columns::<e::reactions::Entity>(),
        columns::<e::sealed_rows::Entity>(),
        columns::<e::sessions::Entity>(),
        columns::<e::site::Entity>(),
        columns::<e::threads::Entity>(),
        columns::<e::used_handles::Entity>(),
        columns::<e::used_proofs::Entity>(),
    ]
    .concat()
}

fn columns<E: sea_orm::EntityTrait>() -> Vec<EntityColumn> {
    use sea_orm::{ColumnTrait, IdenStatic, Iterable, PrimaryKeyToColumn};
    let keys: Vec<String> = E::PrimaryKey::iter().map(|key| key.into_column().as_str().to_owned()).collect();
    let table = E::default().table_name().to_owned();
    E::Column::iter()
        .map(|column| {
            let name = column.as_str().to_owned();
            let key = keys.contains(&name);
            (table.clone(), name, column.def().is_null(), key)
        })
        .collect()
}
