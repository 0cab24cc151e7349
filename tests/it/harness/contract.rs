//! Every call that a test makes is held against the document: its status must stand there, and its body must fit.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use http_body_util::BodyExt;
use serde_json::Value;
use std::sync::OnceLock;
use tower::ServiceExt;

static DOCUMENT: OnceLock<Value> = OnceLock::new();

/// The document, as the site answers it.
pub async fn document(router: &axum::Router) -> &'static Value {
    if let Some(known) = DOCUMENT.get() {
        return known;
    }
    let mut request =
        Request::get("/api/v1/openapi.json").header("host", "localhost:8080").body(Body::empty()).unwrap();
    leeward::app::running::from_address(&mut request, "127.0.0.9".parse().unwrap());
    let response = router.clone().oneshot(request).await.unwrap();
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    DOCUMENT.get_or_init(|| serde_json::from_slice(&bytes).unwrap())
}

/// The operation of a call; `None` for a path that the document does not have.
pub fn operation<'a>(document: &'a Value, method: &Method, path: &str) -> Option<&'a Value> {
    let path = path.split('?').next().unwrap();
    let given: Vec<&str> = path.split('/').collect();
    let fits = |template: &str| {
        let parts: Vec<&str> = template.split('/').collect();
        parts.len() == given.len() && parts.iter().zip(&given).all(|(p, g)| p.starts_with('{') || p == g)
    };
    let paths = document["paths"].as_object().unwrap();
    // An exact path goes before one with a place: /sessions/current before /sessions/{session}.
    let exact = paths.get(path);
    let item = exact.or_else(|| paths.iter().find(|(template, _)| fits(template)).map(|(_, item)| item))?;
    item.get(method.as_str().to_lowercase())
}

/// Fails when an answer is not what the document says.
#[track_caller]
pub fn check(document: &Value, method: &Method, path: &str, status: StatusCode, kind: &str, body: &str) {
    let Some(operation) = operation(document, method, path) else { return };
    let name = format!("{method} {path} → {status}");
    let answer = resolve(document, &operation["responses"][status.as_str()]);
    assert!(answer.is_object(), "{name} is not in the document: {body}");
    match answer.get("content").and_then(Value::as_object) {
        None => assert_eq!(body, "", "{name}"),
        Some(content) => {
            let schema = content.get(kind).unwrap_or_else(|| panic!("{name} answered {kind:?}: {body}"));
            let value: Value = serde_json::from_str(body).unwrap();
            let faults = faults(document, &schema["schema"], &value, "$");
            assert!(faults.is_empty(), "{name}: {faults:?}\n{body}");
        }
    }
}

fn resolve<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    match value.get("$ref").and_then(Value::as_str) {
        Some(reference) => document.pointer(reference.strip_prefix('#').unwrap()).unwrap(),
        None => value,
    }
}

/// What does not fit a schema: the parts of JSON Schema that our document uses, and no field that it does not name.
pub fn faults(document: &Value, schema: &Value, value: &Value, at: &str) -> Vec<String> {
    let schema = resolve(document, schema);
    for several in ["oneOf", "anyOf"] {
        if let Some(options) = schema.get(several).and_then(Value::as_array) {
            let fits = options.iter().any(|option| faults(document, option, value, at).is_empty());
            return if fits { Vec::new() } else { vec![format!("{at} fits none of {several}")] };
        }
    }
    let mut found = Vec::new();
    if let Some(kinds) = schema.get("type") {
        let kinds: Vec<&str> = kinds
            .as_array()
            .map_or_else(|| vec![kinds.as_str().unwrap()], |l| l.iter().map(|k| k.as_str().unwrap()).collect());
        if !kinds.iter().any(|kind| is(kind, value)) {
            return vec![format!("{at} is no {kinds:?}")];
        }
    }
    if let Some(options) = schema.get("enum").and_then(Value::as_array)
        && !options.contains(value)
    {
        found.push(format!("{at} is not offered"));
    }
    if let (Some(items), Some(list)) = (schema.get("items"), value.as_array()) {
        list.iter()
            .enumerate()
            .for_each(|(n, item)| found.extend(faults(document, items, item, &format!("{at}[{n}]"))));
    }
    if let Some(object) = value.as_object() {
        let (mut known, mut required, mut open) = (Vec::new(), Vec::new(), false);
        gather(document, schema, &mut known, &mut required, &mut open);
        for (key, inner) in object {
            match known.iter().find(|(name, _)| name == key) {
                Some((_, schema)) => found.extend(faults(document, schema, inner, &format!("{at}.{key}"))),
                None if open => {}
                None => found.push(format!("{at}.{key} is not in the document")),
            }
        }
        found.extend(
            required.iter().filter(|key| !object.contains_key(**key)).map(|key| format!("{at}.{key} is missing")),
        );
    }
    found
}

/// All properties of an object's schema, also those of the parts of `allOf`.
fn gather<'a>(
    document: &'a Value,
    schema: &'a Value,
    known: &mut Vec<(&'a str, &'a Value)>,
    required: &mut Vec<&'a str>,
    open: &mut bool,
) {
    let schema = resolve(document, schema);
    if let Some(parts) = schema.get("allOf").and_then(Value::as_array) {
        parts.iter().for_each(|part| gather(document, part, known, required, open));
    }
    let properties = schema.get("properties").and_then(Value::as_object);
    known.extend(properties.into_iter().flatten().map(|(name, schema)| (name.as_str(), schema)));
    required
        .extend(schema.get("required").and_then(Value::as_array).into_iter().flatten().map(|n| n.as_str().unwrap()));
    // A map of names to values, or an object of which nothing is said.
    let bare = properties.is_none() && schema.get("allOf").is_none();
    *open |= bare || schema.get("additionalProperties").is_some_and(|more| more != false);
}

fn is(kind: &str, value: &Value) -> bool {
    match kind {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("the document has a type {other}"),
    }
}
