//! Requests that no handler answered: forms that did not come from us, bodies that could not be read, answers that took
//! too long, bugs. They get a page too, and what was typed.

use std::sync::Arc;

use axum::response::Response;

use crate::web::error::Refusal;
use crate::web::fault::WebError;
use crate::web::kept::Kept;
use crate::web::layers::RefusalPage;
use crate::web::state::App;

use super::errors::{self, Failed};
use super::gate;

/// Draws refusals with the site's own pages.
pub(crate) struct DrawnRefusal(pub(crate) App);

impl RefusalPage for DrawnRefusal {
    fn draw(&self, kept: &Kept, refusal: &Refusal) -> Response {
        if gate::stands(&self.0, &kept.headers) {
            return gate::draw(&self.0, kept);
        }
        errors::draw(&self.0, &Failed::of(kept), &WebError::from_way_in(refusal))
    }
}

/// The refusals of this site.
pub(crate) fn drawn(app: &App) -> Arc<dyn RefusalPage> {
    Arc::new(DrawnRefusal(Arc::clone(app)))
}
