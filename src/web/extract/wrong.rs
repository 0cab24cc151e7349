//! What serde says of a field, as a sentence of ours: which one, and what to do.

use crate::view::words::Sentence;
use crate::web::fault::{FieldFault, WebError};

/// The longest name of a field that is said back, in characters: names may come from whoever asks.
const SHOWN: usize = 64;

/// A field's fault with one of the sentences of `error.api`.
pub(crate) fn fault(field: &str, key: &str) -> FieldFault {
    let shown: String = field.chars().take(SHOWN).collect();
    let message = Sentence::new(format!("error.api.{key}")).with("field", shown.clone());
    FieldFault { field: shown.into(), message }
}

/// 422 at one field with one of the sentences of `error.api`.
pub(crate) fn refuse(field: &str, key: &str) -> WebError {
    WebError::fields(vec![fault(field, key)])
}

/// 422 for the whole body.
pub(crate) fn not_json() -> WebError {
    let detail = Sentence::new("error.api.not_json");
    WebError { detail: Some(Box::new(detail)), ..WebError::fields(Vec::new()) }
}

/// An error of serde at a path (`warnings.pain`, `words[0]`) as 422. Its own text never leaves: it repeats what was
/// typed.
pub(crate) fn of_serde(path: &str, message: &str) -> WebError {
    for (begin, key) in
        [("unknown field `", "unknown_field"), ("missing field `", "missing_field"), ("duplicate field `", "twice")]
    {
        if let Some(name) = message.strip_prefix(begin).and_then(|rest| rest.split('`').next()) {
            return refuse(&whole_path(path, name), key);
        }
    }
    if path == "." { not_json() } else { refuse(path, "wrong_value") }
}

/// The path of a field that serde names without its parents.
fn whole_path(path: &str, name: &str) -> String {
    let parent = path.strip_suffix(name).map_or(path, |parent| parent.trim_end_matches('.'));
    if parent.is_empty() || parent == "." { name.to_owned() } else { format!("{parent}.{name}") }
}
