//! What handlers share: made once at the start, never changed.

use std::sync::Arc;

use tokio_util::task::TaskTracker;

use crate::config::Config;
use crate::ctx::Ctx;
use crate::identity::keys::PhraseHasher;
use crate::library::documents::Documents;
use crate::library::support::Support;
use crate::limits::gates::Gates;
use crate::live::hub::Hub;
use crate::view::assets::Assets;
use crate::view::engine::Engine;

/// What handlers share.
pub struct Shared {
    /// What use cases touch.
    pub(crate) ctx: Arc<Ctx>,
    /// Where phrases are hashed.
    pub(crate) hasher: Arc<PhraseHasher>,
    /// Templates and words.
    pub(crate) engine: Arc<Engine>,
    /// Files of the browser.
    pub(crate) assets: Assets,
    /// Guidelines and privacy.
    pub(crate) documents: Arc<Documents>,
    /// Help by country.
    pub(crate) support: Support,
    /// This node's live readers.
    pub(crate) live: Arc<Hub>,
    /// Cheap gates by network.
    pub(crate) gates: Gates,
    /// What was begun and goes on when nobody waits for its answer any more.
    pub(crate) work: TaskTracker,
    /// The settings.
    pub(crate) config: Config,
}

/// The state of all routes.
pub(crate) type App = Arc<Shared>;

impl Shared {
    /// Whether cookies are `Secure` and bear the `__Host-` prefix: everywhere but in trial mode (CONTRACT §2.9). Over
    /// the onion address too: browsers treat `.onion` as trustworthy.
    pub(crate) fn secure_cookies(&self) -> bool {
        !self.config.site.trial()
    }

    /// The site's name, in the header and in titles.
    pub(crate) fn site_name(&self) -> &'static str {
        "Leeward"
    }
}
