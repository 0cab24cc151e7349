//! Tables of people: no time finer than a month, no order of coming, no number of a transaction (CONTRACT §2.6).

use std::collections::BTreeMap;

use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend};

use super::unlinkable::dump::{Dump, Value, names, texts};
use crate::harness::app::{self, TestApp};

/// What a column holds, by our own reading. A column that is not listed fails: whoever adds one decides here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Holds {
    /// Random or derived bytes, 10 at least.
    Bytes,
    /// A word from a short list, or a name drawn for the face.
    Word,
    /// A number that is no time and counts nothing of the site.
    Small,
    /// A month since year 0 or 1970.
    Month,
    /// A UTC day, of what goes by itself (CONTRACT §2.6: drafts their day of expiry).
    DayOfExpiry,
    /// Hours since 1970: the end of a restriction.
    HourOfEnd,
}

const PEOPLE: &[(&str, &[(&str, Holds)])] = &[
    (
        "members",
        &[("lookup", Holds::Bytes), ("tag", Holds::Bytes), ("wrapped_root", Holds::Bytes), ("pending", Holds::Small)],
    ),
    (
        "sessions",
        &[
            ("key", Holds::Bytes),
            ("tag", Holds::Bytes),
            ("sealed_root", Holds::Bytes),
            ("sealed_day", Holds::Bytes),
            ("ends_month", Holds::Month),
        ],
    ),
    (
        "sealed_rows",
        &[
            ("key", Holds::Bytes),
            ("revision", Holds::Bytes),
            ("value", Holds::Bytes),
            ("expires_day", Holds::DayOfExpiry),
        ],
    ),
    (
        "personas",
        &[
            ("key", Holds::Bytes),
            ("id", Holds::Bytes),
            ("board", Holds::Word),
            ("handle", Holds::Word),
            ("thread", Holds::Bytes),
            ("rolls", Holds::Small),
            ("posted", Holds::Small),
            ("trusted", Holds::Small),
            ("restricted_scope", Holds::Word),
            ("restricted_until_hour", Holds::HourOfEnd),
        ],
    ),
    ("used_handles", &[("board", Holds::Word), ("hash", Holds::Bytes)]),
    ("reactions", &[("key", Holds::Bytes), ("post", Holds::Bytes), ("kind", Holds::Word)]),
    (
        "notifications",
        &[
            ("key", Holds::Bytes),
            ("persona", Holds::Bytes),
            ("kind", Holds::Word),
            ("post", Holds::Bytes),
            ("ends_month", Holds::Month),
        ],
    ),
    ("used_proofs", &[("hash", Holds::Bytes), ("expires_day", Holds::DayOfExpiry)]),
];

/// Tables that are of no person. Posts, threads and events bear minutes; staff has no table yet.
const NOT_OF_PEOPLE: [&str; 7] = ["site", "boards", "threads", "posts", "flags", "events", "seaql_migrations"];

async fn site() -> (TestApp, DatabaseConnection) {
    let app = app::start().await;
    let conn = app.raw().await;
    (app, conn)
}

#[tokio::test]
async fn every_column_of_a_table_of_people_is_listed_with_what_it_holds() {
    let (app, conn) = site().await;
    let dump = Dump::read(&conn).await;
    let listed: BTreeMap<_, _> = PEOPLE.iter().copied().collect();
    for (name, table) in &dump.0 {
        if NOT_OF_PEOPLE.contains(&name.as_str()) {
            continue;
        }
        let columns = listed.get(name.as_str()).unwrap_or_else(|| panic!("{name}: whose table is this?"));
        let there: Vec<&str> = table.columns.iter().map(String::as_str).filter(|c| !c.starts_with('@')).collect();
        let known: Vec<&str> = columns.iter().map(|(column, _)| *column).collect();
        assert_eq!(there, known, "{name}: list the new column with what it holds");
    }
    for (name, _) in PEOPLE {
        assert!(dump.0.contains_key(*name), "{name} is gone: take it off the list");
    }
    app.end().await;
}

/// The fault of a value, if it has one. 2026-11-23 is day 20,780.
fn fault(holds: Holds, value: &Value) -> Option<&'static str> {
    let good = match (holds, value) {
        (_, Value::Nothing) => true,
        (Holds::Bytes, Value::Bytes(bytes)) => bytes.len() >= 10,
        (Holds::Word, Value::Text(_)) => true,
        (Holds::Small, Value::Number(n)) => (0..=5).contains(n),
        // In 2026 there were 24,323 months since year 0, 682 since 1970.
        (Holds::Month, Value::Number(n)) => (24_300..24_400).contains(n) || (680..700).contains(n),
        (Holds::DayOfExpiry, Value::Number(n)) => (20_780..20_830).contains(n),
        (Holds::HourOfEnd, Value::Number(n)) => (498_732..530_000).contains(n),
        _ => false,
    };
    (!good).then_some("is finer, longer or of another kind than listed")
}

#[test]
fn a_time_in_seconds_or_milliseconds_is_no_month_no_day_and_no_hour() {
    for finer in [1_795_435_200_000, 1_795_435_200, 29_923_920] {
        assert!(fault(Holds::HourOfEnd, &Value::Number(finer)).is_some(), "{finer}");
    }
    for finer in [1_795_435_200_000, 1_795_435_200, 29_923_920, 498_732] {
        assert!(fault(Holds::Month, &Value::Number(finer)).is_some(), "{finer}");
        assert!(fault(Holds::DayOfExpiry, &Value::Number(finer)).is_some(), "{finer}");
        assert!(fault(Holds::Small, &Value::Number(finer)).is_some(), "{finer}");
    }
    assert!(fault(Holds::Month, &Value::Number(20_780)).is_some(), "a day is no month");
}

pub(super) async fn rows_hold_what_is_listed(conn: &DatabaseConnection) -> BTreeMap<&'static str, usize> {
    let dump = Dump::read(conn).await;
    let mut counted = BTreeMap::new();
    for (name, columns) in PEOPLE {
        let table = &dump.0[*name];
        for (column, holds) in *columns {
            let at = table.column(column).unwrap();
            for row in &table.rows {
                assert_eq!(fault(*holds, &row[at]), None, "{name}.{column}: {:?}", row[at]);
            }
        }
        counted.insert(*name, table.rows.len());
    }
    counted
}

#[tokio::test]
async fn tables_of_people_lie_in_the_order_of_their_keys() {
    let (app, conn) = site().await;
    if conn.get_database_backend() == DbBackend::Sqlite {
        for (name, _) in PEOPLE {
            let found = conn.execute_unprepared(&format!("SELECT rowid FROM {name}")).await;
            assert!(found.is_err(), "{name} has row numbers: make it WITHOUT ROWID");
        }
        let control = conn.execute_unprepared("SELECT rowid FROM seaql_migrations").await;
        assert!(control.is_ok(), "a table with row numbers is seen as one");
    }
    app.end().await;
}

#[tokio::test]
async fn nothing_counts_up() {
    let (app, conn) = site().await;
    let found = if conn.get_database_backend() == DbBackend::Sqlite {
        names(&conn, "SELECT name FROM sqlite_master WHERE sql LIKE '%AUTOINCREMENT%' OR name = 'sqlite_sequence'")
            .await
    } else {
        names(
            &conn,
            "SELECT relname::text FROM pg_class WHERE relkind = 'S' \
             UNION SELECT table_name::text FROM information_schema.columns WHERE table_schema = current_schema() \
             AND (is_identity = 'YES' OR column_default LIKE 'nextval%')",
        )
        .await
    };
    assert_eq!(found, Vec::<String>::new());
    app.end().await;
}

#[tokio::test]
async fn no_foreign_key_and_no_trigger_touches_anything() {
    let (app, conn) = site().await;
    let found = if conn.get_database_backend() == DbBackend::Sqlite {
        names(
            &conn,
            "SELECT m.name FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) \
             UNION SELECT name FROM sqlite_master WHERE type = 'trigger'",
        )
        .await
    } else {
        names(
            &conn,
            "SELECT conname::text FROM pg_constraint WHERE contype = 'f' \
             UNION SELECT tgname::text FROM pg_trigger WHERE NOT tgisinternal",
        )
        .await
    };
    assert_eq!(found, Vec::<String>::new());
    app.end().await;
}

#[tokio::test]
async fn no_column_fills_itself() {
    let (app, conn) = site().await;
    // A default such as CURRENT_TIMESTAMP would write a time that no statement shows.
    let found = if conn.get_database_backend() == DbBackend::Sqlite {
        names(
            &conn,
            "SELECT m.name || '.' || c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c \
             WHERE m.type = 'table' AND c.dflt_value IS NOT NULL",
        )
        .await
    } else {
        let sql = "SELECT table_name || '.' || column_name FROM information_schema.columns \
                   WHERE table_schema = current_schema() AND column_default IS NOT NULL";
        texts(&conn, sql).await.into_iter().map(|row| row[0].clone().unwrap()).collect()
    };
    assert_eq!(found, Vec::<String>::new());
    app.end().await;
}
