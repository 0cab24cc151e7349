//! What was measured, as numbers for people and programs.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Serialize;

use super::record::Record;

/// How a time is spread, in milliseconds.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct Spread {
    /// How many times there are.
    pub(super) count: usize,
    /// Half of them are at most this.
    pub(super) p50_ms: f64,
    /// Nine in ten.
    pub(super) p90_ms: f64,
    /// Ninety-nine in a hundred.
    pub(super) p99_ms: f64,
    /// All of them.
    pub(super) max_ms: f64,
}

impl Spread {
    /// Of times in microseconds; `None` when there are none. Percentiles by the nearest rank.
    pub(super) fn of(mut times_us: Vec<u32>) -> Option<Self> {
        times_us.sort_unstable();
        let count = times_us.len();
        let rank = |percent: usize| {
            let place = (count * percent).div_ceil(100).max(1) - 1;
            times_us.get(place).map(|us| f64::from(*us) / 1_000.0)
        };
        Some(Self { count, p50_ms: rank(50)?, p90_ms: rank(90)?, p99_ms: rank(99)?, max_ms: rank(100)? })
    }

    /// The median of each figure over several runs.
    pub(super) fn median(runs: &[&Self]) -> Option<Self> {
        let of = |figure: fn(&Self) -> f64| median(runs.iter().map(|run| figure(run)));
        Some(Self {
            count: runs.iter().map(|run| run.count).sum(),
            p50_ms: of(|run| run.p50_ms)?,
            p90_ms: of(|run| run.p90_ms)?,
            p99_ms: of(|run| run.p99_ms)?,
            max_ms: of(|run| run.max_ms)?,
        })
    }
}

/// The middle one; of an even number the mean of the two in the middle. `None` of nothing.
pub(super) fn median(values: impl Iterator<Item = f64>) -> Option<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_unstable_by(f64::total_cmp);
    let upper = values.get(values.len() / 2)?;
    let lower = values.get((values.len() - 1) / 2)?;
    Some(f64::midpoint(*lower, *upper))
}

/// What a run cost and how fast it was.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct Figures {
    /// Frames that readers got.
    pub(super) deliveries: u64,
    /// The same, a second, from the first send to the last arrival.
    pub(super) deliveries_per_s: f64,
    /// From a post's first send to its answer; none from the bare broadcast.
    pub(super) answered: Option<Spread>,
    /// From a post's first send to its first reader.
    pub(super) first: Option<Spread>,
    /// To its last reader.
    pub(super) last: Option<Spread>,
    /// To every reader: each delivery counts once.
    pub(super) every: Option<Spread>,
    /// The server's time on processors for a delivery, writing included, in microseconds.
    pub(super) cpu_us_per_delivery: Option<f64>,
    /// The server's memory before there were readers, in KiB.
    pub(super) rss_before_kib: Option<u64>,
    /// With all readers, before the first post.
    pub(super) rss_readers_kib: Option<u64>,
    /// At the end, with all readers.
    pub(super) rss_after_kib: Option<u64>,
}

impl Figures {
    /// From when each event was sent, and what each reader saw. `cpu` is the server's time meanwhile.
    pub(super) fn of(sent_us: &BTreeMap<i64, u32>, records: &[Record], cpu: Option<Duration>) -> Self {
        let (mut first, mut last, mut every) = (Vec::new(), Vec::new(), Vec::new());
        let mut ended_us = 0;
        for (seq, sent_us) in sent_us {
            let (mut earliest, mut latest) = (u32::MAX, None);
            for at_us in records.iter().filter_map(|record| record.came_at(*seq)) {
                let took_us = at_us.saturating_sub(*sent_us);
                earliest = earliest.min(took_us);
                latest = latest.max(Some(took_us));
                ended_us = ended_us.max(at_us);
                every.push(took_us);
            }
            if let Some(latest) = latest {
                first.push(earliest);
                last.push(latest);
            }
        }
        let deliveries = every.len() as u64;
        let took_us = ended_us.saturating_sub(sent_us.values().min().copied().unwrap_or(ended_us));
        let each = |whole: f64| if deliveries == 0 { 0.0 } else { whole / deliveries as f64 };
        Self {
            deliveries,
            deliveries_per_s: if took_us == 0 { 0.0 } else { deliveries as f64 * 1e6 / f64::from(took_us) },
            first: Spread::of(first),
            last: Spread::of(last),
            every: Spread::of(every),
            cpu_us_per_delivery: cpu.filter(|_| deliveries > 0).map(|cpu| each(cpu.as_secs_f64() * 1e6)),
            ..Self::default()
        }
    }

    /// The median of each figure over several runs.
    pub(super) fn median(runs: &[Self]) -> Self {
        let spread =
            |part: fn(&Self) -> Option<&Spread>| Spread::median(&runs.iter().filter_map(part).collect::<Vec<_>>());
        let kib = |part: fn(&Self) -> Option<u64>| {
            median(runs.iter().filter_map(part).map(|kib| kib as f64)).map(|kib| kib as u64)
        };
        Self {
            deliveries: runs.iter().map(|run| run.deliveries).sum(),
            deliveries_per_s: median(runs.iter().map(|run| run.deliveries_per_s)).unwrap_or_default(),
            answered: spread(|run| run.answered.as_ref()),
            first: spread(|run| run.first.as_ref()),
            last: spread(|run| run.last.as_ref()),
            every: spread(|run| run.every.as_ref()),
            cpu_us_per_delivery: median(runs.iter().filter_map(|run| run.cpu_us_per_delivery)),
            rss_before_kib: kib(|run| run.rss_before_kib),
            rss_readers_kib: kib(|run| run.rss_readers_kib),
            rss_after_kib: kib(|run| run.rss_after_kib),
        }
    }
}
