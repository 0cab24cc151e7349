//! The guidelines of boards as HTML: rendered once for each text, not once for each reader.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use crate::domain::board::Board;
use crate::library;
use crate::markup::{self, SafeHtml};

/// Texts kept; a site has a dozen boards, so it is emptied only by many changes.
const MOST: usize = 64;

static RENDERED: RwLock<Option<HashMap<String, SafeHtml>>> = RwLock::new(None);

/// The guidelines of a board.
pub(crate) async fn html(board: &Board) -> SafeHtml {
    let known = RENDERED.read().unwrap_or_else(PoisonError::into_inner);
    if let Some(html) = known.as_ref().and_then(|texts| texts.get(&board.guidelines)) {
        return html.clone();
    }
    drop(known);
    let html = markup::render_off_thread(board.guidelines.clone(), library::articles()).await.html;
    let mut texts = RENDERED.write().unwrap_or_else(PoisonError::into_inner);
    let texts = texts.get_or_insert_default();
    if texts.len() >= MOST {
        texts.clear();
    }
    texts.insert(board.guidelines.clone(), html.clone());
    html
}
