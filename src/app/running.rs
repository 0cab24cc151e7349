//! The open site as one value: what `serve` serves and what tests talk to, made by the same function.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;

use crate::config::Config;
use crate::config::secret_key::SecretKey;
use crate::domain::clock::Clock;
use crate::domain::entropy::Entropy;
use crate::forum::release;
use crate::library::support::Support;
use crate::limits::gates::Gates;
use crate::live::frame::Drawing;
pub use crate::live::relay::Pace;
use crate::privacy::network::Networks;
use crate::view::assets::Assets;
use crate::view::engine::Engine;
use crate::web::pages::refused;
use crate::web::router;
use crate::web::state::{App, Shared};

use super::live;
use super::site::{self, Parts, Schema, SiteError};
use super::tasks::TaskGroup;
use super::{Entrance, RequestPatience, router_with};

/// Numbers that no owner sets.
#[doc(hidden)]
pub struct Tuning {
    /// Most transactions of one commit on SQLite.
    pub batch: usize,
    /// How long a request may take.
    pub patience: RequestPatience,
    /// How often the relay to live readers does its duties.
    pub pace: Pace,
}

impl Default for Tuning {
    fn default() -> Self {
        Self { batch: crate::store::BATCH, patience: RequestPatience::default(), pace: Pace::default() }
    }
}

/// An open site.
pub struct Running {
    /// Everything that answers requests.
    pub router: Router,
    /// Makes network keys; share it with [`super::serve::serve`].
    pub networks: Arc<Networks>,
    tasks: TaskGroup,
    app: App,
}

impl Running {
    /// Opens database and content and puts everything together. `key` is the key file's.
    ///
    /// # Errors
    /// See [`SiteError`]: each text names the remedy.
    pub async fn open(
        config: &Config,
        key: Arc<SecretKey>,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
    ) -> Result<Self, SiteError> {
        Self::open_tuned(config, key, clock, entropy, Tuning::default()).await
    }

    /// [`Running::open`] with numbers that no owner sets: to measure what sharing a commit gives, and to see what a
    /// person reads whose answer took too long.
    ///
    /// # Errors
    /// As [`Running::open`].
    #[doc(hidden)]
    pub async fn open_tuned(
        config: &Config,
        key: Arc<SecretKey>,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
        tuning: Tuning,
    ) -> Result<Self, SiteError> {
        let tasks = TaskGroup::new();
        let parts = Parts { key, clock: Arc::clone(&clock), entropy: Arc::clone(&entropy), batch: tuning.batch };
        let opened = site::open(config, parts, Schema::AsServed, &tasks).await?;
        let content = |error: &dyn std::fmt::Display| SiteError::Content(error.to_string());
        let engine = Arc::new(Engine::new().map_err(|e| content(&e))?);
        let documents = Arc::new(site::documents().map_err(|e| content(&e))?);
        let drawing = Drawing { engine: Arc::clone(&engine), documents: Arc::clone(&documents) };
        // Read now, so that the first writer does not wait for it.
        crate::moderation::crisis::prepare().map_err(|e| content(&e))?;
        let live = live::open(config, &opened.ctx, drawing, tuning.pace, &tasks).await?;
        let shared = Shared {
            ctx: opened.ctx,
            hasher: opened.hasher,
            engine,
            assets: Assets::load(),
            live,
            documents,
            support: Support::load(&config.data.dir).map_err(|e| content(&e))?,
            gates: Gates::new(&config.limits),
            work: tokio_util::task::TaskTracker::new(),
            config: config.clone(),
        };
        let app: App = Arc::new(shared);
        let mut entrance = Entrance::new(config, clock, entropy);
        let store = app.ctx.store.clone();
        entrance.ready = Arc::new(move || {
            let store = store.clone();
            Box::pin(async move { store.ping().await.is_ok() })
        });
        entrance.refusal = refused::drawn(&app);
        entrance.patience = tuning.patience;
        let networks = Arc::clone(&entrance.networks);
        let router = router_with(config, entrance, router::routes(Arc::clone(&app)));
        Ok(Self { router, networks, tasks, app })
    }

    /// Starts the work that goes on beside requests.
    pub fn start_sweeps(&self) {
        site::start_sweeps(&self.app.ctx, &self.tasks);
    }

    /// One round of what time brings about: due posts, expired rows.
    pub async fn sweep(&self) {
        site::sweep(&self.app.ctx).await;
        self.app.gates.forget_old(self.app.ctx.now());
    }

    /// Writes the tables of people anew if it is time; `None` when the database failed, else whether it was done.
    #[doc(hidden)]
    pub async fn rewrite_if_due(&self) -> Option<bool> {
        site::rewrite_if_due(&self.app.ctx).await.ok()
    }

    /// Releases held posts and edits, at most `most`; answers how many, or `None` when the database failed.
    pub async fn release_held(&self, most: u64) -> Option<u64> {
        let mut released = 0;
        for post in release::held(&self.app.ctx, most).await.ok()? {
            released += u64::from(release::release(&self.app.ctx, post.id).await.ok()?.is_some());
        }
        Some(released)
    }

    /// This node's live readers, for the doors of tests.
    pub(crate) fn live(&self) -> &Arc<crate::live::hub::Hub> {
        &self.app.live
    }

    /// The database, for the doors of tests.
    pub(crate) fn store(&self) -> crate::store::Store {
        self.app.ctx.store.clone()
    }

    /// What use cases touch, for the doors of tests.
    pub(crate) fn ctx(&self) -> &crate::ctx::Ctx {
        &self.app.ctx
    }

    /// Sends live readers away with a word, and waits for them.
    pub async fn dismiss_readers(&self) {
        self.app.live.close().await;
    }

    /// Ends the work beside requests, folds the write-ahead log in and closes the database.
    pub async fn close(self, patience: Duration) {
        let _ = tokio::time::timeout(patience, self.app.live.close()).await;
        // Somebody is leaving: what is left of them goes on at their next sign-in, but nobody likes to hear so.
        self.app.work.close();
        let _ = tokio::time::timeout(patience, self.app.work.wait()).await;
        self.tasks.stop(patience).await;
        self.app.ctx.ledger.close().await;
        self.app.ctx.store.close().await;
    }
}

/// Gives a request the address that the door would have given it: for callers that are no door.
pub fn from_address<B>(request: &mut axum::http::Request<B>, address: std::net::IpAddr) {
    request.extensions_mut().insert(crate::privacy::network::Peer::address(address));
}

/// Every route that is served, as (method, template of its path): for the tests that walk all of them.
#[doc(hidden)]
pub fn route_list() -> Vec<(&'static str, String)> {
    router::list().into_iter().map(|route| (route.method, route.path)).collect()
}

/// Where words of members leave the server, as (method, path, whose): `words`, `own` or `nothing`.
#[doc(hidden)]
pub fn outlet_list() -> Vec<(&'static str, &'static str, &'static str)> {
    use crate::web::outlets::{OUTLETS, Shows};
    let word = |shows: &Shows| match shows {
        Shows::Words => "words",
        Shows::Own => "own",
        Shows::Nothing => "nothing",
    };
    OUTLETS.iter().map(|(method, path, shows)| (*method, *path, word(shows))).collect()
}
