//! The samples that lie beside each part: `parts/NAME/NAME.samples.json`.
//!
//! A file is a map of sample names. A sample is either `{"with": {…}}`, the variables of the part's template, or
//! `{"call": "macro", "args": […]}`. Within both, `{"$html": "<p>…</p>"}` stands for rendered text.

use minijinja::Value;
use minijinja::value::Serde;
use rust_embed::Embed;
use serde::Deserialize;
use std::collections::BTreeMap;

use super::{NOW, Sample, html};
use crate::view::engine::{Engine, ViewError};
use crate::view::words::{Language, WordsError};

/// The sample files.
#[derive(Embed)]
#[folder = "frontend/"]
#[include = "parts/*.samples.json"]
struct Files;

/// One sample of a part.
#[derive(Deserialize)]
#[serde(untagged, deny_unknown_fields)]
enum PartSample {
    /// Variables for the template.
    With {
        /// By name.
        with: BTreeMap<String, serde_json::Value>,
    },
    /// A macro call.
    Call {
        /// The macro.
        call: String,
        /// Its arguments, in order.
        args: Vec<serde_json::Value>,
    },
}

/// Draws all samples of all parts.
pub(super) fn draw(engine: &Engine, language: Language) -> Result<Vec<Sample>, ViewError> {
    let mut drawn = Vec::new();
    let mut paths: Vec<_> = Files::iter().collect();
    paths.sort();
    for path in paths {
        let Some(file) = Files::get(&path) else { continue };
        let unreadable =
            |e: serde_json::Error| WordsError::Unreadable { language: "samples", reason: format!("{path}: {e}") };
        let samples: BTreeMap<String, PartSample> = serde_json::from_slice(&file.data).map_err(unreadable)?;
        let template = path.replace(".samples.json", ".html");
        for (name, sample) in samples {
            let html = draw_one(engine, language, &template, sample)?;
            drawn.push((format!("{}/{name}", template.trim_end_matches(".html")), html));
        }
    }
    Ok(drawn)
}

/// Draws one sample.
fn draw_one(engine: &Engine, language: Language, template: &str, sample: PartSample) -> Result<String, ViewError> {
    match sample {
        PartSample::With { with } => {
            let values: Vec<(String, Value)> = with.into_iter().map(|(name, json)| (name, value(json))).collect();
            engine.draw_named(template, language, NOW, values)
        }
        PartSample::Call { call, args } => {
            let places: Vec<String> = (0..args.len()).map(|n| format!("a{n}")).collect();
            let source = format!("{{% from \"{template}\" import {call} %}}{{{{ {call}({}) }}}}", places.join(", "));
            let values = places.into_iter().zip(args.into_iter().map(value)).collect();
            engine.draw_source(&source, language, NOW, values)
        }
    }
}

/// JSON as a template's value, `$html` made safe.
fn value(json: serde_json::Value) -> Value {
    match json {
        serde_json::Value::Object(map) => match map.get("$html").and_then(serde_json::Value::as_str) {
            Some(text) => html(text).value(),
            None => Value::from_pairs(map.into_iter().map(|(name, inner)| (name, value(inner)))),
        },
        serde_json::Value::Array(list) => Value::from_iter(list.into_iter().map(value)),
        other => Value::from(Serde(&other)),
    }
}
