//! What `leeward load` prints.

use std::collections::BTreeMap;

use serde::Serialize;

use super::arguments::LoadArguments;
use super::figures::{Figures, Spread};
use super::run::Run;
use super::writer::Outcome;

/// Everything, for programs.
#[derive(Debug, Default, Serialize)]
pub(super) struct Report {
    readers: u32,
    visitors: u32,
    writers: u32,
    runs: u32,
    /// The thread; empty when only the limit was measured.
    thread: String,
    /// Posts by what became of them.
    posts: BTreeMap<&'static str, u64>,
    /// Posts that were sent more than once.
    sent_again: u64,
    /// How late posts began, since all writers were waiting for answers.
    late: Option<Spread>,
    /// How often readers lost their connection and came back.
    came_back: u64,
    /// The site: medians over the runs.
    site: Option<Figures>,
    /// The bare broadcast: medians over the runs.
    limit: Option<Figures>,
    /// Site by limit.
    ratio: Option<Ratio>,
    /// Pages that visitors got: how long one took.
    pages: Option<Spread>,
    /// How often each status came; 0: the connection broke.
    page_statuses: BTreeMap<u16, u64>,
    /// Whether nothing was lost, doubled or out of order.
    complete: bool,
    /// What was.
    faults: Vec<String>,
}

/// How often the limit fits into what the site needs.
#[derive(Debug, Serialize)]
struct Ratio {
    last_p50: Option<f64>,
    last_p99: Option<f64>,
    cpu_per_delivery: Option<f64>,
}

impl Report {
    /// From the runs against the site, and those against the limit.
    pub(super) fn of(arguments: &LoadArguments, thread: &str, runs: Vec<Run>, limits: &[Figures]) -> Self {
        let mut report = Self {
            readers: arguments.readers,
            visitors: arguments.visitors,
            writers: if runs.is_empty() { 0 } else { arguments.writers },
            runs: arguments.runs(),
            thread: thread.to_owned(),
            complete: true,
            ..Self::default()
        };
        let (mut figures, mut pages, mut late) = (Vec::new(), Vec::new(), Vec::new());
        for run in runs {
            report.count(&run);
            late.extend(run.sent.iter().map(|post| post.late_us));
            pages.extend(run.visits.took_us);
            figures.push(run.figures);
            report.blame(run.faults);
        }
        report.late = Spread::of(late);
        report.pages = Spread::of(pages);
        report.site = (!figures.is_empty()).then(|| Figures::median(&figures));
        report.limit = (!limits.is_empty()).then(|| Figures::median(limits));
        report.ratio = report.site.as_ref().zip(report.limit.as_ref()).map(|(site, limit)| Ratio {
            last_p50: by(site.last.as_ref().map(|last| last.p50_ms), limit.last.as_ref().map(|last| last.p50_ms)),
            last_p99: by(site.last.as_ref().map(|last| last.p99_ms), limit.last.as_ref().map(|last| last.p99_ms)),
            cpu_per_delivery: by(site.cpu_us_per_delivery, limit.cpu_us_per_delivery),
        });
        report
    }

    /// Adds what is wrong.
    pub(super) fn blame(&mut self, faults: Vec<String>) {
        self.complete &= faults.is_empty();
        self.faults.extend(faults);
    }

    /// Whether nothing was lost, doubled or out of order.
    pub(super) fn complete(&self) -> bool {
        self.complete
    }

    fn count(&mut self, run: &Run) {
        for post in &run.sent {
            let outcome = match post.outcome {
                Outcome::Published(_) => "published",
                Outcome::Held => "held",
                Outcome::Refused(_) => "refused",
                Outcome::Unknown => "unknown",
            };
            *self.posts.entry(outcome).or_default() += 1;
            self.sent_again += u64::from(post.tries > 1);
        }
        let refused = run.sent.iter().find_map(|post| match post.outcome {
            Outcome::Refused(status) => Some(status),
            _ => None,
        });
        if let Some(status) = refused {
            self.blame(vec![format!("a post was refused with {status}")]);
        }
        self.came_back += run.came_back;
        for (status, times) in &run.visits.statuses {
            *self.page_statuses.entry(*status).or_default() += times;
        }
    }

    /// Prints it as one JSON object.
    pub(super) fn print_json(&self) {
        if let Ok(text) = serde_json::to_string_pretty(self) {
            println!("{text}");
        }
    }

    /// Prints it as lines.
    pub(super) fn print(&self) {
        println!(
            "{} readers, {} writers, {} visitors, {} runs, thread {}",
            self.readers, self.writers, self.visitors, self.runs, self.thread
        );
        let posts: Vec<String> = self.posts.iter().map(|(outcome, times)| format!("{times} {outcome}")).collect();
        println!(
            "posts: {}; {} sent again; readers came back {} times",
            posts.join(", "),
            self.sent_again,
            self.came_back
        );
        println!("{:34} {:>9} {:>9} {:>9} {:>9}  times", "milliseconds", "p50", "p90", "p99", "max");
        line("late", self.late.as_ref());
        for (name, figures) in [("site", &self.site), ("limit", &self.limit)] {
            let Some(figures) = figures else { continue };
            line(&format!("{name}: post sent, answered"), figures.answered.as_ref());
            line(&format!("{name}: post sent, first reader"), figures.first.as_ref());
            line(&format!("{name}: post sent, last reader"), figures.last.as_ref());
            line(&format!("{name}: post sent, every reader"), figures.every.as_ref());
        }
        line("page", self.pages.as_ref());
        for (name, figures) in [("site", &self.site), ("limit", &self.limit)] {
            if let Some(figures) = figures {
                cost(name, figures);
            }
        }
        if let Some(ratio) = &self.ratio {
            println!(
                "site by limit: to the last reader p50 {}, p99 {}; CPU for a delivery {}",
                shown(ratio.last_p50, 2),
                shown(ratio.last_p99, 2),
                shown(ratio.cpu_per_delivery, 2)
            );
        }
        if !self.page_statuses.is_empty() {
            println!("pages by status: {:?}", self.page_statuses);
        }
        for fault in &self.faults {
            println!("INCOMPLETE: {fault}");
        }
        if self.complete {
            println!("complete: every reader got every event once and in order, every acknowledged post is there once");
        }
    }
}

fn by(site: Option<f64>, limit: Option<f64>) -> Option<f64> {
    let limit = limit.filter(|limit| *limit > 0.0)?;
    Some(site? / limit)
}

fn shown(value: Option<f64>, digits: usize) -> String {
    value.map_or_else(|| "–".to_owned(), |value| format!("{value:.digits$}"))
}

fn line(name: &str, spread: Option<&Spread>) {
    if let Some(spread) = spread {
        println!(
            "{name:34} {:>9.2} {:>9.2} {:>9.2} {:>9.2}  {}",
            spread.p50_ms, spread.p90_ms, spread.p99_ms, spread.max_ms, spread.count
        );
    }
}

fn cost(name: &str, figures: &Figures) {
    let mib = |kib: Option<u64>| shown(kib.map(|kib| kib as f64 / 1024.0), 1);
    println!(
        "{name}: {} deliveries, {:.0} a second; CPU for a delivery {} µs; RSS {} MiB before, {} with readers, {} after",
        figures.deliveries,
        figures.deliveries_per_s,
        shown(figures.cpu_us_per_delivery, 2),
        mib(figures.rss_before_kib),
        mib(figures.rss_readers_kib),
        mib(figures.rss_after_kib)
    );
}
