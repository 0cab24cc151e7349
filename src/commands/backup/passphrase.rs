//! Asking for a passphrase: on a terminal without showing it, otherwise the first line of standard input.

use std::io::{self, BufRead, IsTerminal, Write};

use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};
use zeroize::{Zeroize, Zeroizing};

use crate::commands::copies::CopyError;

/// The shortest passphrase of a new backup, in characters: whoever steals the file tries words.
const SHORTEST: usize = 12;

/// Asks for the passphrase of a new backup, on a terminal twice.
pub(super) fn new() -> Result<age::secrecy::SecretString, CopyError> {
    let first = ask("Passphrase for this backup: ")?;
    if first.chars().count() < SHORTEST {
        return Err(CopyError::Refused(format!(
            "a passphrase has at least {SHORTEST} characters. Remedy: take five or six random words, or set \
             LEEWARD_BACKUP_RECIPIENT"
        )));
    }
    if io::stdin().is_terminal() && *ask("The same again: ")? != *first {
        return Err(CopyError::Refused("the two are not the same. Remedy: run the command again".to_owned()));
    }
    Ok(first.as_str().into())
}

/// Asks for the passphrase of a backup that is there.
pub(super) fn known() -> Result<age::secrecy::SecretString, CopyError> {
    Ok(ask("Passphrase of the backup: ")?.as_str().into())
}

fn ask(words: &str) -> Result<Zeroizing<String>, CopyError> {
    let silence = Silence::begin();
    if silence.is_some() {
        eprint!("{words}");
        io::stderr().flush()?;
    }
    let mut line = String::new();
    let read = io::stdin().lock().read_line(&mut line);
    if silence.is_some() {
        eprintln!();
    }
    read?;
    let typed = Zeroizing::new(line.trim_end_matches(['\r', '\n']).to_owned());
    line.zeroize();
    Ok(typed)
}

/// A terminal that does not show what is typed, for as long as this lives.
struct Silence(Termios);

impl Silence {
    /// `None` where standard input is no terminal.
    fn begin() -> Option<Self> {
        let before = tcgetattr(io::stdin()).ok()?;
        let mut silent = before.clone();
        silent.local_modes.remove(LocalModes::ECHO);
        tcsetattr(io::stdin(), OptionalActions::Flush, &silent).ok()?;
        Some(Self(before))
    }
}

impl Drop for Silence {
    fn drop(&mut self) {
        let _ = tcsetattr(io::stdin(), OptionalActions::Flush, &self.0);
    }
}
