//! `leeward serve`: opens the doors, serves, stops within ten seconds.

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

use super::fail;
use crate::app::prepare::{Prepared, StartError, prepare};
use crate::app::running::Running;
use crate::app::serve::{ServeLimits, serve};
use crate::app::system::{SystemClock, SystemEntropy};
use crate::app::tasks::TaskGroup;
use crate::app::{logging, metrics};
use crate::config::Config;

/// Open files that are not connections: database, ledger, logs, doors.
const OTHER_FILES: u64 = 256;
/// How long live readers may take to hear that they are sent away.
const READER_PATIENCE: Duration = Duration::from_secs(3);
/// How long background tasks may take to end after the last connection.
const TASK_PATIENCE: Duration = Duration::from_millis(800);
/// How long blocking work (hashing, files) is waited for at the very end.
const BLOCKING_PATIENCE: Duration = Duration::from_millis(500);

/// Serves until SIGTERM or SIGINT.
pub fn run(config: &Config) -> ExitCode {
    logging::start(config.log.level);
    let prepared = match prepare(config, &SystemEntropy) {
        Ok(prepared) => prepared,
        Err(fault) => return fail(&fault, 1),
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(cause) => return fail(&StartError::System(cause.kind()), 1),
    };
    let ended = runtime.block_on(serve_all(config, prepared));
    runtime.shutdown_timeout(BLOCKING_PATIENCE);
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => fail(&fault, 1),
    }
}

async fn serve_all(config: &Config, prepared: Prepared) -> Result<(), StartError> {
    let system = |cause: std::io::Error| StartError::System(cause.kind());
    let Prepared { door, metrics_door, key, lock: _lock } = prepared;
    let tasks = TaskGroup::new();
    // Before the site opens: what is counted earlier is counted nowhere.
    let counts = metrics_door.and_then(|door| metrics::start(&tasks).ok().map(|handle| (door, handle)));
    let running = Running::open(config, key, Arc::new(SystemClock), Arc::new(SystemEntropy)).await?;
    running.start_sweeps();
    let stop = CancellationToken::new();
    let limits = ServeLimits { connections: places(), ..ServeLimits::default() };
    let networks = Arc::clone(&running.networks);
    if let Some((metrics_door, handle)) = counts {
        let (networks, stop) = (Arc::clone(&networks), stop.clone());
        tasks.spawn(async move {
            let _ = serve(metrics_door, metrics::routes(handle), networks, ServeLimits::default(), stop).await;
        });
    }
    let router = running.router.clone();
    // Before the address is told: whoever reads it may already want us to stop.
    tasks.spawn(stop_on_signal(stop.clone()).map_err(system)?);
    announce(config, &door.shown());
    let _ = sd_notify::notify(&[sd_notify::NotifyState::Ready]);
    let serving = async {
        let served = serve(door, router, networks, limits, stop.clone()).await;
        stop.cancel();
        served
    };
    let dismissing = async {
        stop.cancelled().await;
        let _ = tokio::time::timeout(READER_PATIENCE, running.dismiss_readers()).await;
    };
    let (served, ()) = tokio::join!(serving, dismissing);
    tasks.stop(TASK_PATIENCE).await;
    running.close(TASK_PATIENCE).await;
    served.map_err(system)
}

/// As many connections as the system lets us have files for. Raises the soft limit to the hard one first.
fn places() -> usize {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let now = getrlimit(Resource::Nofile);
    let _ = setrlimit(Resource::Nofile, Rlimit { current: now.maximum, maximum: now.maximum });
    let files = getrlimit(Resource::Nofile).current.unwrap_or(u64::MAX);
    let most = ServeLimits::default().connections;
    usize::try_from(files.saturating_sub(OTHER_FILES)).unwrap_or(most).clamp(16, most)
}

/// Prints the address for the person who started it.
fn announce(config: &Config, listening: &str) {
    println!("Leeward listens on {listening}");
    if config.site.trial() {
        println!("It is on trial: only this machine is answered. LEEWARD_BASE_URL opens it to others.");
    } else if let Some(address) = &config.site.base_url {
        println!("Its address is {}", address.join("/"));
    }
    if config.limits.off {
        tracing::warn!("LEEWARD_LIMITS__OFF lifts all limits and holds: for tests only");
    }
}

/// Listens for SIGTERM and SIGINT. Fails when the system does not let us.
fn stop_on_signal(stop: CancellationToken) -> std::io::Result<impl Future<Output = ()> + Send + 'static> {
    let mut term = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = term.recv() => {}
            _ = interrupt.recv() => {}
            () = stop.cancelled() => return,
        }
        let _ = sd_notify::notify(&[sd_notify::NotifyState::Stopping]);
        tracing::info!("stopping: open requests have a few seconds");
        stop.cancel();
    })
}
