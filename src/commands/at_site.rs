//! What commands share that work on the database without serving: a runtime, an open site, a closed one afterwards.

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use super::fail;
use crate::app::logging;
use crate::app::prepare::StartError;
use crate::app::site::{self, Parts, Schema, Site};
use crate::app::system::{SystemClock, SystemEntropy};
use crate::app::tasks::TaskGroup;
use crate::config::Config;
use crate::config::secret_key::SecretKey;
use crate::store::{self, Store};

/// How long the writer may take to do what waits.
const PATIENCE: Duration = Duration::from_secs(5);

/// Files made from here on are private.
pub(super) fn private_files() {
    rustix::process::umask(rustix::fs::Mode::from_raw_mode(0o077));
}

/// Runs `work` to its end.
pub(super) fn on_runtime(work: impl Future<Output = ExitCode>) -> ExitCode {
    match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime.block_on(work),
        Err(cause) => fail(&StartError::System(cause.kind()), 1),
    }
}

/// Ends the writer and the connections.
pub(super) async fn close(store: &Store, tasks: &TaskGroup) {
    tasks.stop(PATIENCE).await;
    store.close().await;
}

/// Opens the site, gives it to `work`, and closes it whatever `work` answers.
pub(super) fn on_site(config: &Config, schema: Schema, work: impl AsyncFnOnce(&Site) -> ExitCode) -> ExitCode {
    logging::start(config.log.level);
    private_files();
    let key = match SecretKey::load_or_create(&config.data.key_file(), &SystemEntropy) {
        Ok(key) => Arc::new(key),
        Err(fault) => return fail(&fault, 1),
    };
    on_runtime(async {
        let tasks = TaskGroup::new();
        let parts = Parts { key, clock: Arc::new(SystemClock), entropy: Arc::new(SystemEntropy), batch: store::BATCH };
        match site::open(config, parts, schema, &tasks).await {
            Ok(site) => {
                let code = work(&site).await;
                site.ctx.ledger.close().await;
                close(&site.ctx.store, &tasks).await;
                code
            }
            Err(fault) => {
                tasks.stop(PATIENCE).await;
                fail(&fault, 1)
            }
        }
    })
}

/// The line for a database that fails in the middle of a command.
pub(super) fn database_failed(fault: &dyn std::fmt::Display) -> ExitCode {
    fail(&format!("{fault}. Remedy: see `leeward doctor`, then run the command again"), 1)
}
