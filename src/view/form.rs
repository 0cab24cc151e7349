//! What was typed, and what was wrong with it.

use serde::Serialize;

use crate::view::words::Sentence;

/// A form on its way back to the person who sent it: nothing typed is ever lost.
#[derive(Clone, Debug, Default, Serialize)]
pub struct FormState<T> {
    /// The values as they were typed, or as they are at first.
    pub values: T,
    /// What was wrong, in the order of the fields; empty at first.
    pub errors: Vec<FieldError>,
}

impl<T> FormState<T> {
    /// A form with these values and nothing wrong.
    pub fn new(values: T) -> Self {
        Self { values, errors: Vec::new() }
    }

    /// The same form with one more thing that was wrong with `field`.
    pub fn with_error(mut self, field: &'static str, message: Sentence) -> Self {
        self.errors.push(FieldError { field, message });
        self
    }
}

/// One thing that was wrong. The summary on top of the page links to the input whose id is the field's name; a
/// refusal that concerns no field (a limit, a locked thread) bears the name [`FieldError::WHOLE`].
#[derive(Clone, Debug, Serialize)]
pub struct FieldError {
    /// The `name` and `id` of the input.
    pub field: &'static str,
    /// What happened and what to do.
    pub message: Sentence,
}

impl FieldError {
    /// The name of no field: the message stands in the summary alone, without a link.
    pub const WHOLE: &'static str = "";
}
