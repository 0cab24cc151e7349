//! Text that may enter a template without being escaped.

use minijinja::Value;
use serde::{Serialize, Serializer};

use crate::markup::sanitize::SafeHtml;

/// HTML that is safe to place into a page as it stands: rendered text of people (from the markup pipeline) or a part
/// that this room rendered itself. There is no other way around escaping: templates may not use `|safe`.
#[derive(Clone, Debug)]
pub struct Html(Value);

impl Html {
    /// Wraps what one of our own templates made, or (in samples) stands for rendered text.
    pub(super) fn of_ours(text: String) -> Self {
        Self(Value::from_safe_string(text))
    }

    /// Nothing.
    pub(crate) fn empty() -> Self {
        Self(Value::from_safe_string(String::new()))
    }

    /// The text, for a frame.
    pub(crate) fn as_str(&self) -> &str {
        self.0.as_str().unwrap_or_default()
    }

    /// The value for minijinja, marked as safe.
    pub(super) fn value(&self) -> Value {
        self.0.clone()
    }
}

impl From<&SafeHtml> for Html {
    fn from(html: &SafeHtml) -> Self {
        Self(Value::from_safe_string(html.as_str().to_owned()))
    }
}

impl From<SafeHtml> for Html {
    fn from(html: SafeHtml) -> Self {
        Self(Value::from_safe_string(html.into_string()))
    }
}

impl Serialize for Html {
    /// Within minijinja's own serialiser the mark "safe" is kept; any other serialiser sees a string.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}
