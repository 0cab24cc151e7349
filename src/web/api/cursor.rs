//! Cursors: where a list goes on, sealed under the key file and bound to the list that they came from. A cursor of
//! another list, or a changed one, opens nothing.

use data_encoding::BASE64URL_NOPAD;

use crate::config::secret_key::Purpose;
use crate::identity::derive::{Label, digest};
use crate::identity::seal;
use crate::web::extract::wrong;
use crate::web::fault::WebError;
use crate::web::state::App;

const CURSOR: Label = Label::new(b"leeward v1 cursor");
/// The longest cursor worth opening, in characters; ours have about 80.
const LONGEST: usize = 200;

/// A cursor of this list for this place. `list` names the list with everything that makes it another one.
pub(crate) fn write(app: &App, list: &str, place: &[u8]) -> Result<String, WebError> {
    let key = app.ctx.secret.derive(Purpose::Cursors);
    let bound = digest(&CURSOR, &[list.as_bytes()]);
    let sealed = seal::seal(&key, &[&bound], place, app.ctx.entropy.as_ref()).map_err(|e| WebError::broken(&e))?;
    Ok(BASE64URL_NOPAD.encode(&sealed))
}

/// The place of a cursor of this list. 422 at `cursor` for any other text.
pub(crate) fn read(app: &App, list: &str, text: &str) -> Result<Vec<u8>, WebError> {
    let open = || {
        let sealed = (text.len() <= LONGEST).then(|| BASE64URL_NOPAD.decode(text.as_bytes()).ok())??;
        let bound = digest(&CURSOR, &[list.as_bytes()]);
        seal::open(&app.ctx.secret.derive(Purpose::Cursors), &[&bound], &sealed).ok()
    };
    open().map(|place| place.to_vec()).ok_or_else(refused)
}

/// What is said of a cursor that does not fit.
pub(crate) fn refused() -> WebError {
    wrong::refuse("cursor", "cursor")
}
