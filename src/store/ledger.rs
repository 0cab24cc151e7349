//! The ledger: a small database of its own, outside backups, with its own schema and its own key. What its rows mean
//! is said in `privacy::ledger`; here they are kept.
//!
//! What always holds: rows lie in the order of keyed hashes, bear no time finer than the month of their expiry, and a
//! commit is on the disk before it is answered.

use std::collections::BTreeMap;
use std::fs::{OpenOptions, Permissions};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;

use migration::{LedgerMigrator, MigratorTrait};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, EntityTrait,
    ExprTrait, QueryFilter, SqliteTransactionMode, TransactionOptions, TransactionTrait,
};

use crate::domain::entropy::{Entropy, draw};

use super::connect::Engine;
use super::convert::bytes;
use super::entity::{ledger_entries, ledger_rekeys, ledger_values};
use super::error::StoreError;
use super::sqlite::{self, Role};
use super::{postgres, schema};

/// Hashes asked for in one statement.
const ASKED_AT_ONCE: usize = 500;
/// Rows of one statement.
const ROWS: usize = 500;
const TABLE: &str = "ledger_entries";
const REKEYS: &str = "ledger_rekeys";

/// The open ledger.
#[derive(Clone)]
pub(crate) struct Ledger {
    conn: DatabaseConnection,
    /// The key of all its hashes. It lies in the ledger and nowhere else.
    key: [u8; 32],
    /// Which ledger it is: random, told to the database, so that a restore knows whether it has the right one.
    id: [u8; 16],
    made: bool,
}

/// An entry: what is recorded, of what, and whatever else belongs to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct EntryRow {
    /// Which kind of entry.
    pub(crate) kind: &'static str,
    /// The keyed hash of its object.
    pub(crate) hash: [u8; 32],
    /// More of it; mostly empty.
    pub(crate) value: Vec<u8>,
}

/// A change of phrase: which row of `members` becomes which.
#[derive(Clone)]
pub(crate) struct RekeyRow {
    /// The keyed hash of the old lookup.
    pub(crate) old_hash: [u8; 32],
    /// The keyed hash of the new lookup.
    pub(crate) new_hash: [u8; 32],
    /// The new lookup.
    pub(crate) lookup: [u8; 32],
    /// The root under the new phrase.
    pub(crate) wrapped_root: Vec<u8>,
    /// The old phrase is gone.
    pub(crate) confirmed: bool,
}

impl Ledger {
    /// Opens the ledger and brings its schema up; makes it, with a fresh key, when there is none. Fails when it does
    /// not answer or can't be written.
    pub(crate) async fn open(engine: &Engine, entropy: &dyn Entropy) -> Result<Self, StoreError> {
        let conn = match engine {
            Engine::Sqlite(path) => {
                make_private(path)?;
                let conn = Database::connect(sqlite::options(path, Role::Checkpoint)).await?;
                LedgerMigrator::up(&conn, None).await?;
                conn
            }
            Engine::Postgres(url) => {
                postgres::migrate::<LedgerMigrator>(url, None).await?;
                Database::connect(postgres::options_for_ledger(url)).await?
            }
        };
        let (key, id) = (draw::<32>(entropy), draw::<16>(entropy));
        let made = set_if_absent(&conn, "key", &key).await?;
        set_if_absent(&conn, "id", &id).await?;
        Ok(Self { key: value(&conn, "key").await?, id: value(&conn, "id").await?, made, conn })
    }

    /// Which ledger lies there, without making one: `None` when there is none.
    pub(crate) async fn look(engine: &Engine) -> Result<Option<[u8; 16]>, StoreError> {
        let conn = match engine {
            Engine::Sqlite(path) if !path.exists() => return Ok(None),
            Engine::Sqlite(path) => Database::connect(sqlite::options(path, Role::Reader)).await?,
            Engine::Postgres(url) => Database::connect(postgres::options_for_ledger(url)).await?,
        };
        let there = schema::has_table(&conn, "ledger_values").await?;
        let id = if there { Some(value(&conn, "id").await?) } else { None };
        conn.close().await?;
        Ok(id)
    }

    /// The key of all hashes.
    pub(crate) fn key(&self) -> &[u8; 32] {
        &self.key
    }

    /// Which ledger it is.
    pub(crate) fn id(&self) -> &[u8; 16] {
        &self.id
    }

    /// Whether this opening made it.
    pub(crate) fn made(&self) -> bool {
        self.made
    }

    /// Begins a write; nothing of it is kept before [`LedgerTx::commit`].
    pub(crate) async fn begin(&self) -> Result<LedgerTx, StoreError> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        Ok(LedgerTx(self.conn.begin_with_options(options).await?))
    }

    /// The entries of this kind among these hashes, with what belongs to each.
    pub(crate) async fn find(
        &self,
        kind: &'static str,
        hashes: &[[u8; 32]],
    ) -> Result<BTreeMap<[u8; 32], Vec<u8>>, StoreError> {
        let mut found = BTreeMap::new();
        for some in hashes.chunks(ASKED_AT_ONCE) {
            let rows = ledger_entries::Entity::find()
                .filter(ledger_entries::Column::Kind.eq(kind))
                .filter(ledger_entries::Column::Hash.is_in(some.iter().map(|hash| hash.to_vec())))
                .all(&self.conn)
                .await?;
            for row in rows {
                found.insert(bytes(TABLE, &row.hash)?, row.value);
            }
        }
        Ok(found)
    }

    /// The change of phrase that begins at the lookup of this hash.
    pub(crate) async fn find_rekey(&self, old_hash: &[u8; 32]) -> Result<Option<RekeyRow>, StoreError> {
        let row = ledger_rekeys::Entity::find_by_id(old_hash.to_vec()).one(&self.conn).await?;
        row.map(RekeyRow::try_from).transpose()
    }

    /// Removes what expired before this month.
    pub(crate) async fn delete_expired(&self, month: i32) -> Result<(), StoreError> {
        let (entry, rekey) = (ledger_entries::Column::ExpiresMonth, ledger_rekeys::Column::ExpiresMonth);
        ledger_entries::Entity::delete_many().filter(entry.lt(i64::from(month))).exec(&self.conn).await?;
        ledger_rekeys::Entity::delete_many().filter(rekey.lt(i64::from(month))).exec(&self.conn).await?;
        self.fold().await
    }

    /// Folds the write-ahead log in, which tells the order of recent writes; nothing on PostgreSQL.
    pub(crate) async fn fold(&self) -> Result<(), StoreError> {
        if self.conn.get_database_backend() == sea_orm::DbBackend::Sqlite {
            self.conn.execute_unprepared("PRAGMA wal_checkpoint(TRUNCATE)").await?;
        }
        Ok(())
    }

    /// Ends its connections.
    pub(crate) async fn close(&self) {
        drop(self.fold().await);
        drop(self.conn.close_by_ref().await);
    }
}

/// A write of the ledger.
pub(crate) struct LedgerTx(DatabaseTransaction);

impl LedgerTx {
    /// Writes entries, or writes them anew: kind and hash are the key.
    pub(crate) async fn put(&self, entries: &[EntryRow], expires_month: i32) -> Result<(), StoreError> {
        for some in entries.chunks(ROWS) {
            let rows = some.iter().map(|entry| ledger_entries::ActiveModel {
                kind: Set(entry.kind.to_owned()),
                hash: Set(entry.hash.to_vec()),
                value: Set(entry.value.clone()),
                expires_month: Set(i64::from(expires_month)),
            });
            let again = OnConflict::columns([ledger_entries::Column::Kind, ledger_entries::Column::Hash])
                .update_columns([ledger_entries::Column::Value, ledger_entries::Column::ExpiresMonth])
                .to_owned();
            ledger_entries::Entity::insert_many(rows).on_conflict(again).exec_without_returning(&self.0).await?;
        }
        Ok(())
    }

    /// Takes an entry out; no error when there is none.
    pub(crate) async fn take(&self, kind: &'static str, hash: &[u8; 32]) -> Result<(), StoreError> {
        ledger_entries::Entity::delete_by_id((kind.to_owned(), hash.to_vec())).exec(&self.0).await?;
        Ok(())
    }

    /// Writes a change of phrase, or writes it anew: the old lookup's hash is the key.
    pub(crate) async fn put_rekey(&self, rekey: &RekeyRow, expires_month: i32) -> Result<(), StoreError> {
        use ledger_rekeys::Column;
        let row = ledger_rekeys::ActiveModel {
            old_hash: Set(rekey.old_hash.to_vec()),
            new_hash: Set(rekey.new_hash.to_vec()),
            lookup: Set(rekey.lookup.to_vec()),
            wrapped_root: Set(rekey.wrapped_root.clone()),
            confirmed: Set(rekey.confirmed),
            expires_month: Set(i64::from(expires_month)),
        };
        let again = OnConflict::column(Column::OldHash)
            .update_columns([
                Column::NewHash,
                Column::Lookup,
                Column::WrappedRoot,
                Column::Confirmed,
                Column::ExpiresMonth,
            ])
            .to_owned();
        ledger_rekeys::Entity::insert(row).on_conflict(again).exec_without_returning(&self.0).await?;
        Ok(())
    }

    /// Marks a change of phrase as done.
    pub(crate) async fn confirm_rekey(&self, new_hash: &[u8; 32], expires_month: i32) -> Result<(), StoreError> {
        use sea_orm::sea_query::Expr;
        ledger_rekeys::Entity::update_many()
            .col_expr(ledger_rekeys::Column::Confirmed, Expr::value(true))
            .col_expr(ledger_rekeys::Column::ExpiresMonth, Expr::value(i64::from(expires_month)))
            .filter(ledger_rekeys::Column::NewHash.eq(new_hash.to_vec()))
            .exec(&self.0)
            .await?;
        Ok(())
    }

    /// Takes out the changes of phrase that lead to the lookup of this hash; only those that are not done yet with
    /// `pending`. Answers the hashes at which they began.
    pub(crate) async fn take_rekeys_to(&self, new_hash: &[u8; 32], pending: bool) -> Result<Vec<[u8; 32]>, StoreError> {
        use ledger_rekeys::Column;
        let to = Column::NewHash.eq(new_hash.to_vec());
        let which = if pending { to.and(Column::Confirmed.eq(false)) } else { to };
        let rows = ledger_rekeys::Entity::find().filter(which.clone()).all(&self.0).await?;
        ledger_rekeys::Entity::delete_many().filter(which).exec(&self.0).await?;
        rows.iter().map(|row| bytes(REKEYS, &row.old_hash)).collect()
    }

    /// Keeps what was written; it is on the disk when this answers.
    pub(crate) async fn commit(self) -> Result<(), StoreError> {
        Ok(self.0.commit().await?)
    }
}

impl TryFrom<ledger_rekeys::Model> for RekeyRow {
    type Error = StoreError;

    fn try_from(row: ledger_rekeys::Model) -> Result<Self, StoreError> {
        Ok(Self {
            old_hash: bytes(REKEYS, &row.old_hash)?,
            new_hash: bytes(REKEYS, &row.new_hash)?,
            lookup: bytes(REKEYS, &row.lookup)?,
            wrapped_root: row.wrapped_root,
            confirmed: row.confirmed,
        })
    }
}

/// Makes the file when it is absent, and keeps it from others whatever the mask of the process is: the files beside it
/// (`-wal`, `-shm`) take its mode.
fn make_private(path: &Path) -> Result<(), StoreError> {
    let failed = |_| StoreError::unavailable("the file of the ledger can't be made or opened");
    let file = OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(path)
        .map_err(failed)?;
    file.set_permissions(Permissions::from_mode(0o600)).map_err(failed)
}

/// Sets a value unless it is there; whether it was set.
async fn set_if_absent(conn: &DatabaseConnection, name: &str, value: &[u8]) -> Result<bool, StoreError> {
    let row = ledger_values::ActiveModel { name: Set(name.to_owned()), value: Set(value.to_vec()) };
    let written = ledger_values::Entity::insert(row)
        .on_conflict(OnConflict::column(ledger_values::Column::Name).do_nothing().to_owned())
        .exec_without_returning(conn)
        .await?;
    Ok(written > 0)
}

async fn value<const N: usize>(conn: &DatabaseConnection, name: &str) -> Result<[u8; N], StoreError> {
    let row = ledger_values::Entity::find_by_id(name).one(conn).await?;
    bytes("ledger_values", &row.map(|row| row.value).unwrap_or_default())
}
