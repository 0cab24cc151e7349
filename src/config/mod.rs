//! Settings: one file per concern, defaults that run.
//!
//! What always holds: a setting has a name, a type, a default, a sentence for people and a check. Flags win over the
//! environment, the environment over `leeward.toml`. A wrong value ends the start before anything is created or
//! changed. Deliberately absent: a global; each part of the program gets its own struct.

pub mod address;
pub mod bus;
pub mod data;
pub mod example;
pub mod limits;
pub mod listen;
pub mod log;
pub mod read;
pub mod secret_key;
pub mod setting;
pub mod site;

use std::path::Path;

use read::Given;
use setting::{Setting, WrongSetting};

/// All settings, checked.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where the program listens, and which proxies it believes.
    pub listen: listen::Listening,
    /// Where everything is kept.
    pub data: data::Data,
    /// What joins several nodes.
    pub bus: bus::Bus,
    /// Under which addresses people reach the site.
    pub site: site::Site,
    /// What is logged.
    pub log: log::Log,
    /// How much one person or network may do.
    pub limits: limits::Limits,
}

impl Config {
    /// Checks what was given. The first wrong setting ends it.
    pub fn from_given(given: &Given) -> Result<Self, WrongSetting> {
        given.refuse_unknown(&Self::settings())?;
        let config = Self {
            listen: listen::Listening::read(given)?,
            data: data::Data::read(given)?,
            bus: bus::Bus::read(given)?,
            site: site::Site::read(given)?,
            log: log::Log::read(given)?,
            limits: limits::Limits::read(given)?,
        };
        config.check_together()?;
        Ok(config)
    }

    /// Settings that run in a folder of a test: trial mode, any free port, nothing read from outside.
    /// Fails only when a default is wrong.
    pub fn for_tests(data_dir: &Path) -> Result<Self, WrongSetting> {
        let dir = data_dir.to_string_lossy().into_owned();
        Self::from_given(&Given::from_pairs(&[("listen", "127.0.0.1:0"), ("data_dir", &dir)]))
    }

    /// Every setting there is, in the order of the example file.
    pub fn settings() -> Vec<Setting> {
        [
            listen::Listening::SETTINGS,
            data::Data::SETTINGS,
            bus::Bus::SETTINGS,
            site::Site::SETTINGS,
            log::Log::SETTINGS,
            limits::Limits::SETTINGS,
        ]
        .concat()
    }

    /// Rules that bind two settings to each other.
    fn check_together(&self) -> Result<(), WrongSetting> {
        if self.limits.off && !self.site.trial() {
            return Err(WrongSetting::rule(
                "LEEWARD_LIMITS__OFF",
                "is true, but the site has a public address",
                "It may be true in trial mode only. Remove it, or remove LEEWARD_BASE_URL.",
            ));
        }
        if self.bus.nats_url.is_some() && self.data.ledger_url.is_none() {
            return Err(WrongSetting::rule(
                "LEEWARD_LEDGER_URL",
                "is missing, but LEEWARD_NATS_URL joins several nodes, which share one ledger",
                "It may be a postgres:// address that all nodes reach. Set it on each node.",
            ));
        }
        if self.bus.nats_url.is_some() && self.data.database_url.is_none() {
            return Err(WrongSetting::rule(
                "LEEWARD_DATABASE_URL",
                "is missing, but LEEWARD_NATS_URL joins several nodes, which share one database",
                "It may be a postgres:// address that all nodes reach. Set it on each node.",
            ));
        }
        if self.data.ledger() == self.data.database() {
            return Err(WrongSetting::rule(
                "LEEWARD_LEDGER_URL",
                "names the same database as LEEWARD_DATABASE_URL",
                "It may be any other database. The ledger is kept apart so that it survives a restore.",
            ));
        }
        if let (listen::Listen::Tcp(public), Some(metrics)) = (&self.listen.listen, self.listen.metrics_listen)
            && public.port() == metrics.port()
            && public.port() != 0
        {
            return Err(WrongSetting::rule(
                "LEEWARD_METRICS_LISTEN",
                "has the port of LEEWARD_LISTEN",
                "It may be any other address with a port. Counts are never shown on the public port.",
            ));
        }
        Ok(())
    }
}
