//! The boards of a fresh install, each with its guidelines and its welcome thread (CONTRACT §3).

use rust_embed::RustEmbed;
use serde::Deserialize;

use crate::domain::board::{Board, Premoderation, ReadableBy};
use crate::domain::warning::Warnings;

use super::front_matter::{self, ContentError};

/// Days without a reply after which a thread is closed, unless an owner sets another number.
const AUTO_CLOSE_DAYS: u32 = 365;

/// The files of the boards.
#[derive(RustEmbed)]
#[folder = "frontend/content/boards/"]
struct BoardFiles;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    code: String,
    order: i64,
    name: String,
    description: String,
    readable_by: String,
    one_off: bool,
    presence: bool,
    default_warnings: Vec<String>,
    welcome_title: String,
    welcome_warnings: Vec<String>,
}

/// The pinned first thread of a board.
#[derive(Clone, Debug)]
pub struct Welcome {
    /// Its title.
    pub title: String,
    /// Its Markdown.
    pub body: String,
    /// Its warnings.
    pub warnings: Warnings,
}

/// The boards in their order, each with its welcome.
pub fn boards() -> Result<Vec<(Board, Welcome)>, ContentError> {
    let mut found = Vec::new();
    for name in BoardFiles::iter() {
        let Some(file) = BoardFiles::get(&name) else { continue };
        let text = std::str::from_utf8(&file.data).map_err(|e| ContentError::new(&name, e))?;
        let slug = name.trim_end_matches(".md").to_owned();
        found.push(board(&name, slug, text)?);
    }
    found.sort_by_key(|(order, _, _)| *order);
    Ok(found.into_iter().map(|(_, board, welcome)| (board, welcome)).collect())
}

fn board(file: &str, slug: String, text: &str) -> Result<(i64, Board, Welcome), ContentError> {
    let (head, parts): (Head, _) = front_matter::read(file, text)?;
    let part = |id: &str| {
        let part = parts.iter().find(|part| part.id == id);
        part.map(|part| part.text.clone()).ok_or_else(|| ContentError::new(file, format!("no section {id}")))
    };
    let warnings = |names: &[String]| {
        Warnings::from_names(names.iter().map(String::as_str))
            .map_err(|name| ContentError::new(file, format!("{name} is no content warning")))
    };
    let readable_by = ReadableBy::from_name(&head.readable_by)
        .ok_or_else(|| ContentError::new(file, "readable_by is everyone or members"))?;
    let board = Board {
        code: head.code.parse().map_err(|_| ContentError::new(file, "code is 2 to 16 letters and digits"))?,
        slug,
        name: head.name,
        description: head.description,
        guidelines: part("Guidelines")?,
        readable_by,
        indexing: false,
        premoderation: Premoderation::Newcomers,
        slow_mode_s: 0,
        one_off: head.one_off,
        one_off_unheld: false,
        presence: head.presence,
        auto_close_days: Some(AUTO_CLOSE_DAYS),
        archived: false,
        default_warnings: warnings(&head.default_warnings)?,
    };
    let welcome = Welcome {
        title: head.welcome_title,
        body: part("Welcome")?,
        warnings: warnings(&head.welcome_warnings)?.union(&board.default_warnings),
    };
    Ok((head.order, board, welcome))
}
