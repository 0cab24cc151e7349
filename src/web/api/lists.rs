//! The one shape of lists: `{items, next_cursor}`, at most `limit` items.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::web::extract::wrong;
use crate::web::fault::WebError;
use crate::web::state::App;

use super::cursor;

/// Items of a list when nothing is asked for.
const USUAL: u64 = 50;
/// The most items of one answer.
const MOST: u64 = 100;

/// A piece of a list.
#[derive(Serialize, ToSchema)]
pub(crate) struct Page<T> {
    /// The items, in order.
    pub(crate) items: Vec<T>,
    /// Ask with it for what follows; null behind the last item.
    #[schema(required = true)]
    pub(crate) next_cursor: Option<String>,
}

/// How a list is asked for.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListQuery {
    /// Items of this answer; 50 when it is not sent.
    #[param(minimum = 1, maximum = 100)]
    pub(crate) limit: Option<u64>,
    /// `next_cursor` of the answer before. It fits the list that it came from, and no other.
    #[param(max_length = 200)]
    pub(crate) cursor: Option<String>,
}

/// The limit that was asked for.
pub(crate) fn limit(asked: Option<u64>) -> Result<u64, WebError> {
    let limit = asked.unwrap_or(USUAL);
    if (1..=MOST).contains(&limit) { Ok(limit) } else { Err(wrong::refuse("limit", "limit")) }
}

/// A piece of a short list that was read whole; its cursor counts the items before.
pub(crate) fn cut<T>(app: &App, list: &str, query: &ListQuery, items: Vec<T>) -> Result<Page<T>, WebError> {
    let limit = usize::try_from(limit(query.limit)?).unwrap_or(usize::MAX);
    let from = match &query.cursor {
        None => 0,
        Some(text) => {
            let place = cursor::read(app, list, text)?;
            u32::from_be_bytes(place.try_into().map_err(|_| cursor::refused())?)
        }
    };
    let begin = usize::try_from(from).unwrap_or(usize::MAX);
    let end = begin.saturating_add(limit);
    let more = items.len() > end;
    let items = items.into_iter().skip(begin).take(limit).collect();
    let place = u32::try_from(end).unwrap_or(u32::MAX).to_be_bytes();
    let next_cursor = more.then(|| cursor::write(app, list, &place)).transpose()?;
    Ok(Page { items, next_cursor })
}
