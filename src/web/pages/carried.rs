//! Composers with a text that was carried: what the address of the form tells of the page that drew it.

use crate::domain::ids::ThreadId;
use crate::view::join::Carried;
use crate::view::write::WritePage;
use crate::web::carry::{self, Parts};
use crate::web::extract::Fields as Typed;
use crate::web::fault::WebError;
use crate::web::state::App;
use crate::web::viewer::Viewer;

use super::compose::Fields;
use super::{board, edit, new_thread, reply};

/// What stood in a composer whose button led elsewhere ("Another name"): the form goes back to its own address.
pub(crate) fn of_composer(board: &str, typed: &Typed) -> Option<Carried> {
    Parts::of(&typed.0)?;
    carry::make(&carry::composer_on(board, &typed.0), typed.0.clone())
}

/// The page with the composer; `None` when the address has none, or when its reader may not know of it.
pub(crate) async fn again(app: &App, viewer: &Viewer, carried: &Carried) -> Result<Option<WritePage>, WebError> {
    let typed = Typed(carried.fields.clone());
    let fields = Fields::read(&typed);
    let parts: Vec<&str> = carried.action.split(['?', '#']).next().unwrap_or_default().split('/').skip(1).collect();
    match parts.as_slice() {
        ["boards", code, "new", ..] => match board::readable(app, viewer, code).await? {
            Some(board) => Ok(Some(new_thread::write_page(app, viewer, &board, fields, Vec::new()).await?)),
            None => Ok(None),
        },
        ["threads", id, "reply", ..] => {
            let thread: ThreadId = id.parse().map_err(|_| WebError::not_found())?;
            reply::write_page(app, viewer, thread, fields, Vec::new()).await
        }
        ["posts", id, "edit", ..] => Ok(Some(edit::with(app, viewer, id, fields).await?)),
        _ => Ok(None),
    }
}
