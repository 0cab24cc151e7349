//! What the tests of live readers ask of private rooms. Nothing in the product calls it.

pub use crate::moderation::effects::Effect;

use std::sync::Arc;

use crate::config::Config;
use crate::domain::entropy::Entropy;
use crate::domain::language::Language;
use crate::live::hub::Sitting;
use crate::live::protocol::Topic;
use crate::live::taste::Taste;
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

/// Somebody who sits in a thread and takes nothing until they are asked.
pub struct Late(Sitting);

/// Sits down in a thread. `None` when there is no such thread, or the database failed.
pub async fn sit_down(running: &Running, thread: &str) -> Option<Late> {
    let topic = Topic::Thread(thread.parse().ok()?);
    running.live().sit(&topic, &Arc::default(), None, false).await.ok().map(Late)
}

impl Late {
    /// The number of the next event and what is said of it, as a visitor gets it; `None` when nothing waits.
    pub fn take(&self) -> Option<(Option<i64>, String)> {
        let frame = self.0.place.take()?.ok()?;
        let bytes = frame.text(&Taste::visitor(Language::En), false)?.into_bytes();
        Some((frame.seq, String::from_utf8_lossy(&bytes).into_owned()))
    }
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
