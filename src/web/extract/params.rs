//! What stands behind the question mark of a call: each name once, each known.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use serde::de::value::MapDeserializer;
use serde::de::{DeserializeOwned, Deserializer, Error, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;

use crate::web::fault::WebError;

use super::wrong;

/// The query of a call. `T` denies unknown fields.
pub(crate) struct ApiQuery<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for ApiQuery<T> {
    type Rejection = WebError;

    async fn from_request_parts(head: &mut Parts, _: &S) -> Result<Self, WebError> {
        let mut pairs: Vec<(String, Text)> = Vec::new();
        for (name, value) in url::form_urlencoded::parse(head.uri.query().unwrap_or_default().as_bytes()) {
            if pairs.iter().any(|(known, _)| *known == name) {
                return Err(wrong::refuse(&name, "twice"));
            }
            pairs.push((name.into_owned(), Text(value.into_owned())));
        }
        let map: MapDeserializer<'_, _, serde::de::value::Error> = MapDeserializer::new(pairs.into_iter());
        serde_path_to_error::deserialize(map)
            .map(Self)
            .map_err(|error| wrong::of_serde(&error.path().to_string(), &error.inner().to_string()))
    }
}

/// One value of a query: always a text, read as what the field wants.
struct Text(String);

impl<'de, E: Error> IntoDeserializer<'de, E> for Text {
    type Deserializer = TextReader<E>;

    fn into_deserializer(self) -> TextReader<E> {
        TextReader(self.0, std::marker::PhantomData)
    }
}

/// Reads a text as a number, a name or itself.
struct TextReader<E>(String, std::marker::PhantomData<E>);

impl<E: Error> TextReader<E> {
    /// Digits only: neither `+1` nor ` 1` is a number here.
    fn number(&self) -> Result<u64, E> {
        let digits = !self.0.is_empty() && self.0.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| self.0.parse().ok()).flatten().ok_or_else(|| E::custom("not a number"))
    }
}

impl<'de, E: Error> Deserializer<'de> for TextReader<E> {
    type Error = E;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        visitor.visit_string(self.0)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        visitor.visit_some(self)
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        visitor.visit_u64(self.number()?)
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        visitor.visit_u64(self.number()?)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, E> {
        let reader: serde::de::value::StringDeserializer<E> = self.0.into_deserializer();
        reader.deserialize_enum(name, variants, visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i128 u8 u16 u32 u128 f32 f64 char str string bytes byte_buf unit unit_struct newtype_struct seq
        tuple tuple_struct map struct identifier ignored_any
    }
}
