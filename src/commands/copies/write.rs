//! Writing a copy out of a snapshot.

use std::io::{self, Write};

use data_encoding::HEXLOWER;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::CopyError;
use super::lines::{CountLine, Header, LastLine, TableLine, VERSION, cell_value};
use crate::app::site::LEDGER_VALUE;
use crate::domain::clock::Timestamp;
use crate::store::dump::Snapshot;
use crate::store::load::Shape;
use crate::store::tables::{self, Table};

/// The name of the first part of an export, and of the last.
pub(in crate::commands) const FIRST: &str = "copy";
pub(in crate::commands) const LAST: &str = "end";

/// Where lines go.
pub(in crate::commands) trait Target: Write {
    /// Another part begins: the first, a table of this name, or the last. A backup is one piece and does nothing.
    fn part(&mut self, name: &str) -> io::Result<()>;
}

/// What is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::commands) enum Kind {
    /// What is kept for a bad day: without sign-ins and drafts.
    Backup,
    /// Everything, to move it to another database.
    Export,
}

/// How many rows of which table.
pub(in crate::commands) type Counts = Vec<(String, u64)>;

/// Writes all of a snapshot.
pub(in crate::commands) async fn write(
    snapshot: &Snapshot,
    kind: Kind,
    now: Timestamp,
    target: &mut impl Target,
) -> Result<Counts, CopyError> {
    let all = tables::all();
    let mut out = Out { target, hash: Sha256::new() };
    out.target.part(FIRST)?;
    out.line(&header(snapshot, kind, now, &all).await?)?;
    let mut counts = Vec::new();
    for table in &all {
        out.target.part(&table.name)?;
        let columns = table.columns.iter().map(|column| (column.name.clone(), column.holds)).collect();
        out.line(&TableLine::of(&Shape { table: table.name.clone(), columns }))?;
        let rows = snapshot.each_row(table, kind == Kind::Backup, |row| {
            let row: Vec<_> = row.into_iter().map(cell_value).collect();
            out.line(&row)
        });
        let rows = rows.await?;
        out.line(&CountLine { rows })?;
        counts.push((table.name.clone(), rows));
    }
    out.target.part(LAST)?;
    let sha256 = HEXLOWER.encode(&out.hash.finalize_reset());
    out.line(&LastLine { sha256 })?;
    Ok(counts)
}

async fn header(snapshot: &Snapshot, kind: Kind, now: Timestamp, all: &[Table]) -> Result<Header, CopyError> {
    let ledger = snapshot.site_value(LEDGER_VALUE).await?;
    Ok(Header {
        leeward: "copy".to_owned(),
        version: VERSION,
        kind: if kind == Kind::Backup { "backup" } else { "export" }.to_owned(),
        made: now.rfc3339_minute(),
        month: now.month(),
        ledger: ledger.map(|id| HEXLOWER.encode(&id)),
        steps: snapshot.steps().await?,
        tables: all.iter().map(|table| table.name.clone()).collect(),
    })
}

/// Lines, and the hash of all of them.
struct Out<'a, T> {
    target: &'a mut T,
    hash: Sha256,
}

impl<T: Write> Out<'_, T> {
    fn line(&mut self, line: &impl Serialize) -> Result<(), CopyError> {
        let mut bytes = serde_json::to_vec(line).map_err(io::Error::from)?;
        bytes.push(b'\n');
        self.hash.update(&bytes);
        Ok(self.target.write_all(&bytes)?)
    }
}
