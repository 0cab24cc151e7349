//! What the tests of the store ask of that private room. Nothing in the product calls it.

use std::time::Duration;

use crate::config::Config;
use crate::store::{self, Store};

use super::site;
use super::tasks::TaskGroup;

pub use crate::store::probe::Turn;

/// A store with its writer and nothing around it.
pub struct StoreProbe {
    store: Store,
    tasks: TaskGroup,
}

impl StoreProbe {
    /// Opens the database of these settings and makes its schema.
    ///
    /// # Errors
    /// See [`site::SiteError`].
    pub async fn open(config: &Config) -> Result<Self, site::SiteError> {
        let tasks = TaskGroup::new();
        let store = site::open_store(config, store::BATCH, &tasks).await?;
        site::migrate(config, &store).await?;
        Ok(Self { store, tasks })
    }

    /// Writes a row and takes a turn; the error as text.
    ///
    /// # Errors
    /// What the caller of a transaction is told.
    pub async fn put(&self, name: &str, turn: Turn) -> Result<(), String> {
        store::probe::put(&self.store, name, turn).await.map_err(|error| error.to_string())
    }

    /// Whether readers see the row of this name; `None` when the database does not answer.
    pub async fn has(&self, name: &str) -> Option<bool> {
        store::site::find(self.store.read(), name).await.ok().map(|value| value.is_some())
    }

    /// One look at the size of the write-ahead log, as every second.
    pub async fn fold_if_large(&self) -> bool {
        self.store.checkpoint_if_large().await.is_ok()
    }

    /// Folds the log, as each sweep does.
    pub async fn fold(&self) -> bool {
        self.store.checkpoint().await.is_ok()
    }

    /// Ends as the program does.
    pub async fn close(self) {
        self.tasks.stop(Duration::from_secs(5)).await;
        self.store.close().await;
    }
}

/// Every column of every entity: table, name, whether it may be NULL, whether it is part of the key.
pub fn entity_columns() -> Vec<(String, String, bool, bool)> {
    store::schema::entity_columns(store::tables::all())
}

/// The tables that copies are made of.
pub fn table_names() -> Vec<String> {
    store::tables::all().into_iter().map(|table| table.name).collect()
}

/// The columns of a table, also of the ledger's, and what each holds: `bytes`, `text`, `number` or `flag`.
pub fn column_kinds(table: &str) -> Vec<(String, String)> {
    let all = store::tables::all().into_iter().chain(store::tables::of_ledger());
    let columns = all.filter(|found| found.name == table).flat_map(|found| found.columns);
    columns.map(|column| (column.name, column.holds.word().to_owned())).collect()
}

/// The same of the ledger.
pub fn ledger_columns() -> Vec<(String, String, bool, bool)> {
    store::schema::entity_columns(store::tables::of_ledger())
}

/// How many steps the schema has.
pub fn schema_steps() -> usize {
    store::schema::steps()
}
