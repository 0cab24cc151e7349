//! JSON read strictly: no key twice in one object (RFC 8259 §4 leaves that open, and readers differ), no nesting that
//! nothing of ours needs.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// The deepest nesting that is read.
const DEEPEST: usize = 32;

/// Why a text was not read.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum NotStrict {
    /// Not JSON, or nested too deep.
    NotJson,
    /// A key stands twice in one object.
    Twice(String),
}

/// What a doubled key makes of an error's text, so that it can be told from all others.
const TWICE: &str = "twice: ";

/// Reads a whole text.
pub(crate) fn read(bytes: &[u8]) -> Result<Value, NotStrict> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let read = Level(0).deserialize(&mut reader).and_then(|value| reader.end().map(|()| value));
    read.map_err(|error| {
        let text = error.to_string();
        let key = text.strip_prefix(TWICE).map(|rest| rest.rsplit_once(" at line").map_or(rest, |(key, _)| key));
        key.map_or(NotStrict::NotJson, |key| NotStrict::Twice(key.to_owned()))
    })
}

/// How deep the value that is read stands.
#[derive(Clone, Copy)]
struct Level(usize);

impl Level {
    fn below<E: Error>(self) -> Result<Self, E> {
        let next = self.0 + 1;
        if next > DEEPEST { Err(E::custom("nested too deep")) } else { Ok(Self(next)) }
    }
}

impl<'de> DeserializeSeed<'de> for Level {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Level {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let level = self.below()?;
        let mut list = Vec::new();
        while let Some(value) = seq.next_element_seed(level)? {
            list.push(value);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let level = self.below()?;
        let mut object = Map::new();
        while let Some(key) = map.next_key::<String>()? {
            if object.contains_key(&key) {
                return Err(A::Error::custom(format!("{TWICE}{key}")));
            }
            object.insert(key, map.next_value_seed(level)?);
        }
        Ok(Value::Object(object))
    }
}
