//! What the tests of live readers ask of private rooms. Nothing in the product calls it.

pub use crate::moderation::effects::Effect;

use crate::config::Config;
use crate::domain::entropy::Entropy;
use crate::moderation::effects;
use crate::store::StoreError;

use super::running::Running;
use super::site;
use super::tasks::TaskGroup;

/// Carries out an effect of moderation; whether it changed something. `None` when the database failed.
pub async fn carry_out(running: &Running, effect: Effect) -> Option<bool> {
    let store = running.store();
    let done: Result<bool, StoreError> =
        store.tx(move |tx| Box::pin(async move { effects::carry_out(tx, &effect).await })).await;
    done.ok()
}

/// Gives a stopped site another epoch, as putting back an older copy does. False when the database failed.
pub async fn begin_new_epoch(config: &Config, entropy: &dyn Entropy) -> bool {
    let tasks = TaskGroup::new();
    let Ok(store) = site::open_store(config, 1, &tasks).await else { return false };
    let done = site::begin_new_epoch(&store, entropy).await.is_ok();
    tasks.stop(std::time::Duration::from_secs(5)).await;
    store.close().await;
    done
}
