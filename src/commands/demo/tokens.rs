//! Bearer tokens of invented members, for load tests.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use zeroize::Zeroizing;

use crate::ctx::Ctx;
use crate::identity::keys::Root;
use crate::identity::member;
use crate::identity::session::SessionKind;
use crate::store;

use super::DemoError;

/// Sessions of one transaction.
const AT_ONCE: usize = 1_000;

/// Begins a session of 30 days for each member and writes its token, one a line, those of level 2 first. Answers how
/// many. The file is private from its first byte on, and there with all of them or not at all.
pub(super) async fn write(ctx: &Ctx, roots: &[Root], regulars: &[bool], file: &Path) -> Result<usize, DemoError> {
    let mut text = Zeroizing::new(String::new());
    let mut rows = Vec::with_capacity(roots.len());
    for wanted in [true, false] {
        for (root, _) in roots.iter().zip(regulars).filter(|(_, regular)| **regular == wanted) {
            let (token, row) = member::begin(ctx, root, SessionKind::ScriptKeep)?;
            text.push_str(&token.text());
            text.push('\n');
            rows.push(row);
        }
    }
    rows.sort_unstable_by_key(|row| row.key);
    for some in rows.chunks(AT_ONCE) {
        let some = some.to_vec();
        ctx.store.tx(move |tx| Box::pin(async move { store::bulk::sessions(tx, &some).await })).await?;
    }
    write_private(file, text.as_bytes()).map_err(|cause| DemoError::Tokens(cause.kind()))?;
    Ok(roots.len())
}

fn write_private(file: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut part = file.as_os_str().to_owned();
    part.push(".part");
    match fs::remove_file(&part) {
        Err(cause) if cause.kind() != io::ErrorKind::NotFound => return Err(cause),
        _ => {}
    }
    let mut open = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&part)?;
    open.write_all(bytes)?;
    open.sync_all()?;
    fs::rename(&part, file)
}
