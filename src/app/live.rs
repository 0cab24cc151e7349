//! Live readers of one node: the hub, the bus to other nodes, the relay between them.

use std::sync::Arc;

use super::site::SiteError;
use super::tasks::TaskGroup;
use crate::bus::{Bus, BusError};
use crate::config::Config;
use crate::ctx::Ctx;
use crate::live::frame::Drawing;
use crate::live::hub::Hub;
use crate::live::relay::{Pace, Relay};

/// Opens the way to other nodes, if there are any, and lets the relay run in `tasks`.
pub(crate) async fn open(
    config: &Config,
    ctx: &Arc<Ctx>,
    drawing: Drawing,
    pace: Pace,
    tasks: &TaskGroup,
) -> Result<Arc<Hub>, SiteError> {
    let hub = Arc::new(Hub::new(Arc::clone(ctx), Arc::new(drawing)));
    let bus = match &config.bus.nats_url {
        Some(url) => Bus::connect(url, &ctx.site.epoch).await.map_err(refused)?,
        None => Bus::local(),
    };
    let shared = config.bus.nats_url.is_some();
    let hearing = bus.hear().await.map_err(refused)?;
    let relay = Relay::new(Arc::clone(&hub), bus, shared, pace);
    let stop = tasks.stop_signal();
    tasks.spawn(relay.run(shared.then_some(hearing), stop));
    Ok(hub)
}

fn refused(error: BusError) -> SiteError {
    SiteError::Bus(error.to_string())
}
