//! Content files: TOML between two `+++` lines, then sections that begin with `## id`.

use serde::de::DeserializeOwned;

/// A content file that cannot be read; the start ends and names it.
#[derive(Debug, thiserror::Error)]
#[error("the content file {file} cannot be read: {fault}")]
pub struct ContentError {
    /// The file under `frontend/content/`.
    pub file: String,
    /// What is wrong with it.
    pub fault: String,
}

impl ContentError {
    /// An error of this file.
    pub fn new(file: &str, fault: impl ToString) -> Self {
        Self { file: file.to_owned(), fault: fault.to_string() }
    }
}

/// A section: its id (what stands behind `## `) and its Markdown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The id.
    pub id: String,
    /// The text, without blank lines around it.
    pub text: String,
}

/// The front matter and the sections of a file.
pub fn read<T: DeserializeOwned>(file: &str, text: &str) -> Result<(T, Vec<Part>), ContentError> {
    let rest = text.strip_prefix("+++\n").ok_or_else(|| ContentError::new(file, "no +++ on its first line"))?;
    let (head, body) = rest.split_once("\n+++\n").ok_or_else(|| ContentError::new(file, "no second +++ line"))?;
    let head = toml::from_str(head).map_err(|e| ContentError::new(file, e.message()))?;
    let mut parts: Vec<Part> = Vec::new();
    for line in body.lines() {
        match (line.strip_prefix("## "), parts.last_mut()) {
            (Some(id), _) => parts.push(Part { id: id.trim().to_owned(), text: String::new() }),
            (None, Some(part)) => {
                part.text.push_str(line);
                part.text.push('\n');
            }
            (None, None) if line.trim().is_empty() => {}
            (None, None) => return Err(ContentError::new(file, "text before the first section")),
        }
    }
    for part in &mut parts {
        part.text = part.text.trim().to_owned();
    }
    Ok((head, parts))
}
