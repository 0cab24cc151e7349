//! `leeward doctor`: looks at everything that can be wrong with an installation and says what to do.
//!
//! It changes nothing and works beside a running instance.

use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::process::ExitCode;

use super::at_site;
use crate::app::door::Door;
use crate::app::folder::{self, FolderError};
use crate::app::system::SystemClock;
use crate::bus::{Bus, BusError};
use crate::config::Config;
use crate::config::listen::Listen;
use crate::config::secret_key::SecretKey;
use crate::domain::clock::{Clock, Timestamp};

/// Free space on the data folder's disk, in percent, below which its owner is warned.
const LITTLE_FREE_PERCENT: u64 = 10;
/// Free space in MiB below which posts are in danger, where it is also little of the disk.
const MIN_FREE_MIB: u64 = 1_024;
/// No clock of a running machine is earlier than this version (2026-01-01) or later than 2100-01-01.
const EARLIEST: Timestamp = Timestamp(1_767_225_600_000);
const LATEST: Timestamp = Timestamp(4_102_444_800_000);

/// One thing that was looked at.
pub struct Finding {
    /// What was looked at, in a word or two.
    pub what: &'static str,
    /// What was found.
    pub outcome: Outcome,
}

/// How it looks.
pub enum Outcome {
    /// As it is meant to be; the text says what was seen.
    Good(String),
    /// It works, and will not for long.
    Warning(String),
    /// It does not work; the text names the remedy.
    Fault(String),
}

/// Prints what was found; 1 when there is a fault.
pub fn run(config: &Config) -> ExitCode {
    let mut findings = vec![
        Finding { what: "settings", outcome: settings(config) },
        Finding { what: "data folder", outcome: data_folder(&config.data.dir) },
        Finding { what: "key file", outcome: key_file(config) },
        Finding { what: "clock", outcome: clock(&SystemClock) },
        Finding { what: "disk", outcome: disk(&config.data.dir) },
        Finding { what: "listener", outcome: listener(config) },
    ];
    findings.extend(super::doctor_database::look(config, &SystemClock));
    findings.push(Finding { what: "bus", outcome: bus(config) });
    let mut faults = 0;
    for Finding { what, outcome } in &findings {
        match outcome {
            Outcome::Good(text) => println!("good     {what}: {text}"),
            Outcome::Warning(text) => println!("warning  {what}: {text}"),
            Outcome::Fault(text) => {
                faults += 1;
                println!("fault    {what}: {text}");
            }
        }
    }
    if faults > 0 { ExitCode::from(1) } else { ExitCode::SUCCESS }
}

fn settings(config: &Config) -> Outcome {
    if config.limits.off {
        return Outcome::Warning("LEEWARD_LIMITS__OFF lifts all limits. Remedy: remove it after the test".to_owned());
    }
    match &config.site.base_url {
        Some(address) if !config.site.trial() => Outcome::Good(format!("the site is {}", address.join("/"))),
        _ => Outcome::Good("on trial; LEEWARD_BASE_URL opens the site to others".to_owned()),
    }
}

fn data_folder(dir: &Path) -> Outcome {
    let mode = std::fs::metadata(dir).map_or(0, |found| found.mode() & 0o7777);
    match folder::inspect(dir) {
        Ok(false) => Outcome::Good(format!("{} is made at the first start", dir.display())),
        Ok(true) if mode & 0o077 != 0 => {
            Outcome::Warning(format!("{} has mode {mode:04o}. Remedy: chmod 700 {}", dir.display(), dir.display()))
        }
        Ok(true) => Outcome::Good(format!("{} is private", dir.display())),
        Err(fault) => Outcome::Fault(fault.to_string()),
    }
}

fn key_file(config: &Config) -> Outcome {
    match SecretKey::check(&config.data.key_file()) {
        Ok(true) => Outcome::Good("32 bytes, private; keep a copy apart from backups".to_owned()),
        Ok(false) => Outcome::Good("it is made at the first start".to_owned()),
        Err(fault) => Outcome::Fault(fault.to_string()),
    }
}

fn clock(clock: &dyn Clock) -> Outcome {
    let now = clock.now();
    if (EARLIEST..LATEST).contains(&now) {
        Outcome::Good(now.to_string())
    } else {
        Outcome::Fault(format!("it says {now}. Remedy: set the clock, and let a time service keep it"))
    }
}

/// The nearest folder that exists tells about the disk on which the data folder will lie.
fn disk(dir: &Path) -> Outcome {
    let here = dir.ancestors().find(|path| path.is_dir()).unwrap_or(Path::new("."));
    let Ok(disk) = rustix::fs::statvfs(here) else {
        return Outcome::Warning("its free space can't be read".to_owned());
    };
    let percent = disk.f_bavail.saturating_mul(100).checked_div(disk.f_blocks).unwrap_or(100);
    let free_mib = disk.f_bavail.saturating_mul(disk.f_frsize) / (1024 * 1024);
    let text = format!("{percent} % ({free_mib} MiB) free");
    let told = format!("{text}. Remedy: make room, or move LEEWARD_DATA_DIR");
    match (percent < LITTLE_FREE_PERCENT, free_mib < MIN_FREE_MIB) {
        (true, true) => Outcome::Fault(told),
        (true, false) => Outcome::Warning(told),
        (false, _) => Outcome::Good(text),
    }
}

/// A taken port is right while an instance of ours runs on this data folder.
fn listener(config: &Config) -> Outcome {
    let running = matches!(folder::take_existing(&config.data.dir), Err(FolderError::InUse { .. }));
    let place = match &config.listen.listen {
        Listen::Tcp(address) => address.to_string(),
        Listen::Unix(path) => format!("unix:{}", path.display()),
    };
    if running {
        return Outcome::Good(format!("{place}; an instance is running"));
    }
    if matches!(config.listen.listen, Listen::Unix(_)) {
        return Outcome::Good(place);
    }
    match Door::open("LEEWARD_LISTEN", &config.listen.listen) {
        Ok(_) => Outcome::Good(format!("{place} is free")),
        Err(fault) => Outcome::Fault(fault.to_string()),
    }
}

/// Only server and port are shown: the rest of the address is a secret.
fn bus(config: &Config) -> Outcome {
    let Some(url) = &config.bus.nats_url else { return Outcome::Good("none; this is the only node".to_owned()) };
    let mut checked = Err(BusError::Away);
    at_site::on_runtime(async {
        checked = Bus::check(url).await;
        ExitCode::SUCCESS
    });
    let place = url.place();
    let Err(fault) = checked else { return Outcome::Good(format!("{place} answers")) };
    let remedy = match fault {
        BusError::Away | BusError::Slow => "start it, or correct host and port in LEEWARD_NATS_URL",
        BusError::Refused => "correct name, password or token in LEEWARD_NATS_URL",
        BusError::Certificate => "use the host of its certificate, or let SSL_CERT_FILE name its authority",
    };
    Outcome::Fault(format!("{fault} ({place}). Remedy: {remedy}"))
}
