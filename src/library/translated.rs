//! The boards that come along, in other languages than English. What an owner wrote anew stays as it was written.

use std::collections::HashMap;

use rust_embed::RustEmbed;
use serde::Deserialize;

use crate::domain::board::Board;
use crate::domain::language::Language;

use super::boards::boards;
use super::front_matter::{self, ContentError};

/// The files of the boards, a folder for each language.
#[derive(RustEmbed)]
#[folder = "frontend/content/"]
#[include = "*/boards/*.md"]
struct Files;

/// What is read of a file; the rest is as in English.
#[derive(Deserialize)]
struct Head {
    name: String,
    description: String,
}

/// What a board says of itself.
#[derive(Clone, Debug)]
struct Words {
    name: String,
    description: String,
    guidelines: String,
}

/// The boards of one language.
#[derive(Clone, Debug, Default)]
pub struct BoardWords {
    /// By slug: what came along in English, and the same in this language.
    by_slug: HashMap<String, (Words, Words)>,
}

impl BoardWords {
    /// Reads the files of a language; of English there is nothing to say. Fails on a board without its file.
    pub(super) fn read(language: Language) -> Result<Self, ContentError> {
        if language == Language::En {
            return Ok(Self::default());
        }
        let mut by_slug = HashMap::new();
        for (board, _) in boards()? {
            let file = format!("{}/boards/{}.md", language.tag(), board.slug);
            let found = Files::get(&file).ok_or_else(|| ContentError::new(&file, "it is not there"))?;
            let text = std::str::from_utf8(&found.data).map_err(|e| ContentError::new(&file, e))?;
            let (head, parts): (Head, _) = front_matter::read(&file, text)?;
            let guidelines = parts.into_iter().find(|part| part.id == "Guidelines").map(|part| part.text);
            let guidelines = guidelines.ok_or_else(|| ContentError::new(&file, "no section Guidelines"))?;
            let own = Words { name: head.name, description: head.description, guidelines };
            let english = Words { name: board.name, description: board.description, guidelines: board.guidelines };
            by_slug.insert(board.slug, (english, own));
        }
        Ok(Self { by_slug })
    }

    /// The board's name in this language; as it stands when an owner named it.
    pub fn name(&self, board: &Board) -> String {
        self.say(board, &board.name, |words| &words.name)
    }

    /// What the board is for, likewise.
    pub fn description(&self, board: &Board) -> String {
        self.say(board, &board.description, |words| &words.description)
    }

    /// Its guidelines as Markdown, likewise.
    pub fn guidelines(&self, board: &Board) -> String {
        self.say(board, &board.guidelines, |words| &words.guidelines)
    }

    fn say(&self, board: &Board, stands: &str, of: impl Fn(&Words) -> &String) -> String {
        let known = self.by_slug.get(&board.slug).filter(|(english, _)| of(english) == stands);
        known.map_or_else(|| stands.to_owned(), |(_, own)| of(own).clone())
    }
}
