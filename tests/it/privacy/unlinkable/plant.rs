//! Leaks as a careless program would have them, put into the database after its dumps were taken: an attacker that
//! does not find these proves nothing by finding nothing else.

use std::collections::HashMap;
use std::fmt::Write;

use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend};

use super::act::{Busy, Wrote};
use super::chance::Chance;
use super::truth::Truth;

/// One leak.
#[derive(Clone, Copy, Debug)]
pub enum Leak {
    /// One request notes its moment in milliseconds on a row of its member and on its face.
    SharedTime,
    /// One serial number counts rows of members and of faces.
    SharedSerial,
    /// Each post bears a mark of its member.
    MemberTag,
    /// One row a member and hour counts what was written.
    QuotaRow,
    /// Two faces of a member are written in one transaction.
    OneTransaction,
}

impl Leak {
    /// The leaks that can be planted in this engine, and the question that each answers.
    pub fn all(engine: DbBackend) -> Vec<(Self, usize, &'static str)> {
        let mut all = vec![
            (Self::SharedTime, 1, "leak_ms"),
            (Self::SharedSerial, 1, "leak_serial"),
            (Self::MemberTag, 0, "leak_tag"),
            (Self::QuotaRow, 1, "leak_hour"),
        ];
        if engine == DbBackend::Postgres {
            all.push((Self::OneTransaction, 0, "personas.@xmin"));
        }
        all
    }

    /// Plants it.
    pub async fn plant(self, conn: &DatabaseConnection, busy: &Busy, truth: &mut Truth, chance: &mut Chance) {
        let statements = match self {
            Self::SharedTime => marks(conn, "leak_ms", busy, truth, chance),
            Self::SharedSerial => marks(conn, "leak_serial", busy, truth, chance),
            Self::MemberTag => tags(conn, busy, chance),
            Self::QuotaRow => quotas(conn, busy, truth, chance),
            Self::OneTransaction => together(conn, truth),
        };
        for chunk in statements.chunks(200) {
            conn.execute_unprepared(&chunk.join("\n")).await.unwrap();
        }
    }
}

fn blob(conn: &DatabaseConnection, bytes: &[u8]) -> String {
    let hex = data_encoding::HEXLOWER.encode(bytes);
    if conn.get_database_backend() == DbBackend::Sqlite { format!("x'{hex}'") } else { format!("'\\x{hex}'::bytea") }
}

/// What a program does that keeps, say, a read mark in the request in which a face is made: a row of the member, a row
/// of the face, one moment (a few milliseconds apart) or one counter.
fn marks(conn: &DatabaseConnection, column: &str, busy: &Busy, truth: &mut Truth, chance: &mut Chance) -> Vec<String> {
    let mut statements = vec![
        format!("ALTER TABLE sealed_rows ADD COLUMN {column} BIGINT NULL;"),
        format!("ALTER TABLE personas ADD COLUMN {column} BIGINT NULL;"),
    ];
    let mut order: Vec<usize> = (0..truth.faces.len()).collect();
    chance.shuffle(&mut order);
    for (at, face) in order.into_iter().enumerate() {
        let (first, second) = if column == "leak_ms" {
            let at_ms = busy.wrote[chance.below(busy.wrote.len())].at_ms;
            (at_ms, at_ms + chance.below(4) as i64)
        } else {
            (2 * at as i64, 2 * at as i64 + 1)
        };
        let (row, member) = (chance.bytes::<32>(), truth.faces[face].member);
        let (key, revision, value) =
            (blob(conn, &row), blob(conn, &chance.bytes::<16>()), blob(conn, &chance.bytes::<32>()));
        statements.push(format!(
            "INSERT INTO sealed_rows (key, revision, value, {column}) VALUES ({key}, {revision}, {value}, {first});"
        ));
        let face = blob(conn, &truth.faces[face].key);
        statements.push(format!("UPDATE personas SET {column} = {second} WHERE key = {face};"));
        truth.plant(row.to_vec(), member);
    }
    statements
}

fn tags(conn: &DatabaseConnection, busy: &Busy, chance: &mut Chance) -> Vec<String> {
    let kind = if conn.get_database_backend() == DbBackend::Sqlite { "BLOB" } else { "BYTEA" };
    let mut statements = vec![format!("ALTER TABLE posts ADD COLUMN leak_tag {kind} NULL;")];
    let tags: Vec<[u8; 16]> = busy.people.iter().map(|_| chance.bytes()).collect();
    for Wrote { person, post, .. } in &busy.wrote {
        let id: leeward::domain::ids::PostId = post.parse().unwrap();
        let (tag, id) = (blob(conn, &tags[*person]), blob(conn, &id.0));
        statements.push(format!("UPDATE posts SET leak_tag = {tag} WHERE id = {id};"));
    }
    statements
}

/// A row a member and hour, with the hour; posts bear the minute, so their hour is known.
fn quotas(conn: &DatabaseConnection, busy: &Busy, truth: &mut Truth, chance: &mut Chance) -> Vec<String> {
    let kind = if conn.get_database_backend() == DbBackend::Sqlite { "BLOB" } else { "BYTEA" };
    let mut statements = vec![
        format!(
            "CREATE TABLE quotas (key {kind} NOT NULL PRIMARY KEY, leak_hour BIGINT NOT NULL, written BIGINT NOT NULL);"
        ),
        "ALTER TABLE posts ADD COLUMN leak_hour BIGINT NULL;".to_owned(),
        "UPDATE posts SET leak_hour = created_ms / 3600000;".to_owned(),
    ];
    let mut counted: HashMap<(usize, i64), u32> = HashMap::new();
    for wrote in &busy.wrote {
        *counted.entry((wrote.person, wrote.at_ms / 3_600_000)).or_default() += 1;
    }
    for ((person, hour), written) in counted {
        let row = chance.bytes::<32>();
        let mut statement = format!("INSERT INTO quotas VALUES ({}, ", blob(conn, &row));
        write!(statement, "{hour}, {written});").unwrap();
        statements.push(statement);
        truth.plant(row.to_vec(), person);
    }
    statements
}

/// Each member's faces are touched by one transaction, as by a program that retires them all at once.
fn together(conn: &DatabaseConnection, truth: &Truth) -> Vec<String> {
    (0..truth.members)
        .map(|member| {
            let mine = truth.faces.iter().filter(|face| face.member == member);
            let keys: Vec<String> = mine.map(|face| blob(conn, &face.key)).collect();
            if keys.is_empty() {
                return String::new();
            }
            format!("BEGIN; UPDATE personas SET rolls = rolls WHERE key IN ({}); COMMIT;", keys.join(", "))
        })
        .collect()
}
