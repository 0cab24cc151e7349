//! A process' memory and time, as the system counts them (proc(5)).

use std::fs;
use std::io;
use std::time::Duration;

use super::fault::LoadError;

/// `utime` and `stime` are in clock ticks, which programs see as 100 a second on every Linux (USER_HZ).
const TICK: Duration = Duration::from_millis(10);

/// What a process has used.
#[derive(Clone, Copy, Debug)]
pub(super) struct Usage {
    /// Time on processors, all threads, from its start.
    pub(super) cpu: Duration,
    /// Memory that is resident now, in KiB.
    pub(super) rss_kib: u64,
}

impl Usage {
    /// Of this process. Fails when there is none, or it is somebody else's.
    pub(super) fn of(pid: u32) -> Result<Self, LoadError> {
        let unread = |cause: io::Error| LoadError::Process(cause.kind());
        let stat = fs::read_to_string(format!("/proc/{pid}/stat")).map_err(unread)?;
        let status = fs::read_to_string(format!("/proc/{pid}/status")).map_err(unread)?;
        let unclear = LoadError::Process(io::ErrorKind::InvalidData);
        match (ticks(&stat), rss_kib(&status)) {
            (Some(ticks), Some(rss_kib)) => Ok(Self { cpu: TICK.saturating_mul(ticks), rss_kib }),
            _ => Err(unclear),
        }
    }
}

/// Fields 14 and 15, counted behind the name, which may hold blanks.
fn ticks(stat: &str) -> Option<u32> {
    let (_, after) = stat.rsplit_once(')')?;
    let mut fields = after.split_whitespace().skip(11);
    let user: u32 = fields.next()?.parse().ok()?;
    let system: u32 = fields.next()?.parse().ok()?;
    user.checked_add(system)
}

fn rss_kib(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.split_whitespace().next()?.parse().ok()
}
