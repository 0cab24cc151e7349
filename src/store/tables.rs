//! Every table of the database in one list, by which copies are written and read. A table that is missing here has
//! columns that no entity reads, and a test fails.

use super::entity as e;

/// What a backup takes of a table; an export takes all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum InBackup {
    /// All rows.
    All,
    /// No row: a sign-in that somebody ended must not come back.
    Nothing,
    /// Rows without a day of expiry: the others are drafts, which their writers may have thrown away.
    WithoutDrafts,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Holds {
    /// Bytes.
    Bytes,
    /// Text.
    Text,
    /// A number.
    Number,
    /// Yes or no.
    Flag,
}

impl Holds {
    /// The word for it in copies.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Bytes => "bytes",
            Self::Text => "text",
            Self::Number => "number",
            Self::Flag => "flag",
        }
    }

    /// What this word stands for; `None` when it is no such word.
    pub(crate) fn from_word(word: &str) -> Option<Self> {
        [Self::Bytes, Self::Text, Self::Number, Self::Flag].into_iter().find(|holds| holds.word() == word)
    }
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Column {
    /// Its name.
    pub(crate) name: String,
    /// What it holds.
    pub(crate) holds: Holds,
    /// May be NULL.
    pub(crate) null: bool,
    /// Is part of the key.
    pub(crate) key: bool,
}

/// A table.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    /// Its name.
    pub(crate) name: String,
    /// What a backup takes of it.
    pub(crate) in_backup: InBackup,
    /// Its columns.
    pub(crate) columns: Vec<Column>,
}

/// All tables, in the order of their names.
pub(crate) fn all() -> Vec<Table> {
    use InBackup::{All, Nothing, WithoutDrafts};
    vec![
        table::<e::boards::Entity>(All),
        table::<e::events::Entity>(All),
        table::<e::flags::Entity>(All),
        table::<e::members::Entity>(All),
        table::<e::notifications::Entity>(All),
        table::<e::personas::Entity>(All),
        table::<e::posts::Entity>(All),
        table::<e::reactions::Entity>(All),
        table::<e::sealed_rows::Entity>(WithoutDrafts),
        table::<e::sessions::Entity>(Nothing),
        table::<e::site::Entity>(All),
        table::<e::threads::Entity>(All),
        table::<e::used_handles::Entity>(All),
        table::<e::used_proofs::Entity>(All),
    ]
}

/// The tables of the ledger, for the test that compares them with its steps.
pub(crate) fn of_ledger() -> Vec<Table> {
    use InBackup::Nothing;
    vec![
        table::<e::ledger_entries::Entity>(Nothing),
        table::<e::ledger_rekeys::Entity>(Nothing),
        table::<e::ledger_values::Entity>(Nothing),
    ]
}

fn table<E: sea_orm::EntityTrait>(in_backup: InBackup) -> Table {
    use sea_orm::{ColumnTrait, ColumnType, IdenStatic, Iterable, PrimaryKeyToColumn};
    let keys: Vec<String> = E::PrimaryKey::iter().map(|key| key.into_column().as_str().to_owned()).collect();
    let columns = E::Column::iter().map(|column| {
        let (name, def) = (column.as_str().to_owned(), column.def());
        let holds = match def.get_column_type() {
            ColumnType::Boolean => Holds::Flag,
            ColumnType::BigInteger | ColumnType::Integer => Holds::Number,
            ColumnType::Blob | ColumnType::Binary(_) | ColumnType::VarBinary(_) => Holds::Bytes,
            _ => Holds::Text,
        };
        Column { key: keys.contains(&name), name, holds, null: def.is_null() }
    });
    Table { name: E::default().table_name().to_owned(), in_backup, columns: columns.collect() }
}
