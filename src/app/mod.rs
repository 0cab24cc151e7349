//! Wiring, task group, shutdown.
//!
//! What always holds: nothing is created or changed before the settings are checked and the door is open; tasks live
//! in one group with a stop signal and a deadline. Deliberately absent: decisions about what members may do, and a
//! second way to open the site: what serves and what tests talk to is one function.

#[doc(hidden)]
pub mod bus_probe;
pub mod door;
pub mod folder;
#[doc(hidden)]
pub mod ledger_probe;
pub mod line;
pub(crate) mod live;
#[doc(hidden)]
pub mod live_probe;
pub mod logging;
pub mod metrics;
pub mod prepare;
#[doc(hidden)]
pub mod probe;
pub mod running;
pub mod serve;
pub(crate) mod site;
#[doc(hidden)]
pub mod socket_probe;
#[doc(hidden)]
pub mod store_probe;
pub mod system;
pub mod tasks;
#[doc(hidden)]
pub mod view_probe;

use std::ffi::OsString;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;

use crate::commands;
use crate::config::Config;
use crate::domain::clock::Clock;
use crate::domain::entropy::Entropy;
use crate::privacy::network::Networks;
use crate::web::body::Gatherer;
use crate::web::headers::HeaderRules;
use crate::web::health::{self, ReadyCheck};
use crate::web::host::Hosts;
use crate::web::layers::{Around, RefusalPage, around};
use crate::web::origin::Origins;

/// How long the pieces and the whole of a request may take.
#[derive(Clone, Copy, Debug)]
pub struct RequestPatience {
    /// The next piece of a body.
    pub body_piece: Duration,
    /// From the head to the first byte of the answer.
    pub whole: Duration,
}

impl Default for RequestPatience {
    fn default() -> Self {
        Self { body_piece: Duration::from_secs(20), whole: Duration::from_secs(60) }
    }
}

/// What the way in needs beside the settings.
pub struct Entrance {
    /// Makes network keys; share it with [`serve::serve`].
    pub networks: Arc<Networks>,
    /// Whether the database can be asked now.
    pub ready: ReadyCheck,
    /// Draws refused forms.
    pub refusal: Arc<dyn RefusalPage>,
    /// How long a request may take.
    pub patience: RequestPatience,
}

impl Entrance {
    /// An entrance on these settings that says "ready", refuses forms in plain text and has the usual patience.
    pub fn plain(config: &Config) -> Self {
        Self::new(config, Arc::new(system::SystemClock), Arc::new(system::SystemEntropy))
    }

    /// The same with a clock and randomness of the caller's.
    pub fn new(config: &Config, clock: Arc<dyn Clock>, entropy: Arc<dyn Entropy>) -> Self {
        Self {
            networks: Arc::new(Networks::new(config.listen.trusted_proxies.clone(), clock, entropy)),
            ready: Arc::new(|| Box::pin(async { true })),
            refusal: Arc::new(crate::web::layers::PlainRefusal),
            patience: RequestPatience::default(),
        }
    }
}

/// The routes with `/livez`, `/readyz` and everything that surrounds each request.
pub fn router_with(config: &Config, entrance: Entrance, routes: Router) -> Router {
    let with = Around {
        hosts: Hosts::new(&config.site),
        origins: Origins::new(&config.site),
        headers: HeaderRules::new(&config.site),
        networks: entrance.networks,
        bodies: Gatherer::new(entrance.patience.body_piece),
        refusal: entrance.refusal,
        patience: entrance.patience.whole,
        measure: config.listen.metrics_listen.is_some(),
    };
    around(routes.merge(health::routes(entrance.ready)), Arc::new(with))
}

/// The program: reads the arguments, runs the command, says how it went. 0: well; 1: a fault; 2: a wrong setting or
/// argument.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    commands::run(arguments)
}
