//! The guidelines of boards as HTML: rendered once for each text, not once for each reader.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use crate::domain::board::Board;
use crate::library;
use crate::markup;
use crate::markup::sanitize::SafeHtml;

/// Texts kept; a site has a dozen boards, so it is emptied only by many changes.
const MOST: usize = 64;

static RENDERED: RwLock<Option<HashMap<String, SafeHtml>>> = RwLock::new(None);

/// The guidelines of a board.
pub(crate) async fn html(board: &Board) -> SafeHtml {
    if let Some(html) = known(&board.guidelines) {
        return html;
    }
    let html = markup::render_off_thread(board.guidelines.clone(), library::articles()).await.html;
    keep(&board.guidelines, &html);
    html
}

fn known(source: &str) -> Option<SafeHtml> {
    RENDERED.read().unwrap_or_else(PoisonError::into_inner).as_ref()?.get(source).cloned()
}

fn keep(source: &str, html: &SafeHtml) {
    let mut texts = RENDERED.write().unwrap_or_else(PoisonError::into_inner);
    let texts = texts.get_or_insert_default();
    if texts.len() >= MOST {
        texts.clear();
    }
    texts.insert(source.to_owned(), html.clone());
}
