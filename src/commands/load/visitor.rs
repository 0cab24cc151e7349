//! Those who get pages, one after the other.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::task::JoinSet;

use super::arguments::Target;
use super::http::{Call, Client};
use super::writer::micros;

/// What all visitors saw.
#[derive(Debug, Default)]
pub(super) struct Visits {
    /// How long each page took, in microseconds.
    pub(super) took_us: Vec<u32>,
    /// How often each status came; 0: the connection broke.
    pub(super) statuses: BTreeMap<u16, u64>,
}

/// Visitors at work.
pub(super) struct Visitors {
    tasks: JoinSet<()>,
    visits: Arc<Mutex<Visits>>,
}

impl Visitors {
    /// Begins.
    pub(super) fn begin(target: &Target, paths: &[String], visitors: u32) -> Self {
        let visits = Arc::new(Mutex::new(Visits::default()));
        let paths: Arc<[String]> = paths.into();
        let mut tasks = JoinSet::new();
        for _ in 0..visitors {
            tasks.spawn(visit(target.clone(), Arc::clone(&paths), Arc::clone(&visits)));
        }
        Self { tasks, visits }
    }

    /// Ends. What they saw.
    pub(super) async fn leave(mut self) -> Visits {
        self.tasks.shutdown().await;
        std::mem::take(&mut *self.visits.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

async fn visit(target: Target, paths: Arc<[String]>, visits: Arc<Mutex<Visits>>) {
    let mut client = Client::new(target);
    for path in paths.iter().cycle() {
        let from = Instant::now();
        let answer = client.ask(Call::get(path, None)).await;
        let took_us = micros(from.elapsed());
        let (status, wait) = answer.map_or((0, None), |answer| (answer.status, answer.retry_after));
        {
            let mut visits = visits.lock().unwrap_or_else(PoisonError::into_inner);
            *visits.statuses.entry(status).or_default() += 1;
            if status == 200 {
                visits.took_us.push(took_us);
            }
        }
        match (status, wait) {
            (200..400, _) => {}
            (_, wait) => tokio::time::sleep(wait.unwrap_or(Duration::from_millis(200))).await,
        }
    }
}
