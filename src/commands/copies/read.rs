//! Reading a copy: every line is checked, and nothing counts before the last one was seen.

use std::io::{self, BufRead, Read};

use data_encoding::HEXLOWER;
use serde::de::DeserializeOwned;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::CopyError;
use super::lines::{CountLine, Header, LastLine, TableLine, VERSION, cell};
use super::write::Counts;
use crate::store::dump::Cell;
use crate::store::load::Shape;

/// The longest line: a post of the greatest length, its HTML and a held edit stay far below.
const LONGEST_LINE: u64 = 16 * 1024 * 1024;

/// A copy that is being read.
pub(in crate::commands) struct Copy<R> {
    input: R,
    hash: Sha256,
    lines: u64,
    /// What the first line says.
    pub(in crate::commands) header: Header,
    tables: std::vec::IntoIter<String>,
    shape: Option<Shape>,
    rows: u64,
    /// Rows of the tables that were read to their end.
    pub(in crate::commands) counts: Counts,
}

/// What comes next.
pub(in crate::commands) enum Next {
    /// Rows of this table follow.
    Table(Shape),
    /// A row of it.
    Row(Vec<Cell>),
    /// Its rows are over.
    TableEnd,
    /// The whole copy was read, and is sound.
    End,
}

impl<R: BufRead> Copy<R> {
    /// Reads the first line.
    pub(in crate::commands) fn begin(mut input: R) -> Result<Self, CopyError> {
        let mut line = Vec::new();
        let read = input.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line);
        read.map_err(|cause| if cause.kind() == io::ErrorKind::NotFound { cause.into() } else { CopyError::NotACopy })?;
        let header: Header = serde_json::from_slice(&line).map_err(|_| CopyError::NotACopy)?;
        if header.leeward != "copy" {
            return Err(CopyError::NotACopy);
        }
        if header.version > VERSION {
            return Err(CopyError::Newer);
        }
        let mut hash = Sha256::new();
        hash.update(&line);
        let tables = header.tables.clone().into_iter();
        Ok(Self { input, hash, lines: 1, header, tables, shape: None, rows: 0, counts: Vec::new() })
    }

    /// Reads on. After [`Next::End`] there is nothing more.
    pub(in crate::commands) fn next(&mut self) -> Result<Next, CopyError> {
        let before = self.hash.clone();
        let line = self.line()?;
        let Some(shape) = &self.shape else {
            return match self.tables.next() {
                Some(table) => self.begin_table(&line, &table),
                None => self.end(&line, before),
            };
        };
        if line.first() == Some(&b'[') {
            let row: Vec<Value> = self.parse(&line)?;
            let cells: Option<Vec<Cell>> =
                row.into_iter().zip(&shape.columns).map(|(value, (_, holds))| cell(value, *holds)).collect();
            let cells = cells.filter(|cells| cells.len() == shape.columns.len()).ok_or_else(|| self.damaged())?;
            self.rows += 1;
            return Ok(Next::Row(cells));
        }
        let CountLine { rows } = self.parse(&line)?;
        if rows != self.rows {
            return Err(self.damaged());
        }
        self.counts.push((shape.table.clone(), rows));
        self.shape = None;
        Ok(Next::TableEnd)
    }

    /// Reads the rest and says whether it is sound.
    pub(in crate::commands) fn check(mut self) -> Result<(Header, Counts), CopyError> {
        while !matches!(self.next()?, Next::End) {}
        Ok((self.header, self.counts))
    }

    fn begin_table(&mut self, line: &[u8], table: &str) -> Result<Next, CopyError> {
        let shape = self.parse::<TableLine>(line)?.shape().filter(|shape| shape.table == table);
        let shape = shape.ok_or_else(|| self.damaged())?;
        self.rows = 0;
        self.shape = Some(shape.clone());
        Ok(Next::Table(shape))
    }

    fn end(&mut self, line: &[u8], before: Sha256) -> Result<Next, CopyError> {
        let LastLine { sha256 } = self.parse(line)?;
        // Whatever compresses or encrypts notices its own end only when it is read to it.
        let mut rest = [0];
        let more = self.input.read(&mut rest).map_err(|_| self.damaged())?;
        let sound = sha256 == HEXLOWER.encode(&before.finalize()) && more == 0;
        if sound { Ok(Next::End) } else { Err(self.damaged()) }
    }

    fn line(&mut self) -> Result<Vec<u8>, CopyError> {
        let mut line = Vec::new();
        let read = self.input.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line);
        if read.is_err() || line.last() != Some(&b'\n') {
            return Err(self.damaged());
        }
        self.hash.update(&line);
        self.lines += 1;
        Ok(line)
    }

    fn parse<T: DeserializeOwned>(&self, line: &[u8]) -> Result<T, CopyError> {
        serde_json::from_slice(line).map_err(|_| self.damaged())
    }

    fn damaged(&self) -> CopyError {
        CopyError::Damaged { lines: self.lines }
    }
}
