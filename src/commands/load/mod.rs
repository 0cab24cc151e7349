//! `leeward load`: plays readers, live readers and writers against an address, and checks that nothing was lost.
//!
//! It counts as a judge would: each reader has to get every number once and in order, also over broken connections;
//! in the end the API has to list exactly what was told and acknowledged. Only a few witnesses keep whole frames, which
//! are read afterwards, since the readers share the machine with the server that they measure.
//!
//! `--limit` gives the same frames to as many readers from a bare broadcast, in turn with the site, so that the figures
//! are ratios against what this machine allows at this moment.

pub mod arguments;
mod bare;
mod complete;
mod crowd;
mod fault;
mod figures;
mod http;
mod journal;
mod pace;
mod process;
mod reader;
mod record;
mod report;
mod run;
mod site;
mod socket;
mod visitor;
mod writer;

use std::process::ExitCode;

use super::{at_site, fail};
use crate::app::system::SystemEntropy;
use crate::domain::entropy::draw;
use crate::domain::ids::encode_base32;

use self::arguments::LoadArguments;
use self::fault::LoadError;
use self::http::Client;
use self::report::Report;
use self::run::Stage;
use self::site::Site;

/// Files that are no sockets of readers.
const OTHER_FILES: u64 = 128;

/// Runs the command. It needs no settings: everything is told by its arguments.
pub fn run(arguments: &LoadArguments) -> ExitCode {
    if let Err(fault) = allow_files(arguments) {
        return fail(&fault, 1);
    }
    if arguments.bare {
        return bare::serve().map_or_else(|cause| fail(&LoadError::from(cause), 1), |()| ExitCode::SUCCESS);
    }
    at_site::on_runtime(async {
        match play(arguments).await {
            Ok(report) => {
                if arguments.json {
                    report.print_json();
                } else {
                    report.print();
                }
                if report.complete() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
            }
            Err(fault) => fail(&fault, 1),
        }
    })
}

async fn play(arguments: &LoadArguments) -> Result<Report, LoadError> {
    let word = encode_base32(&draw::<5>(&SystemEntropy));
    let stage = stage(arguments, &word).await?;
    let (mut runs, mut limits, mut faults) = (Vec::new(), Vec::new(), Vec::new());
    for number in 1..=arguments.runs() {
        let (frames, after) = match &stage {
            Some(stage) => {
                let mut run = stage.run(&format!("{word}{number}")).await?;
                let played = (std::mem::take(&mut run.frames), run.after);
                runs.push(run);
                played
            }
            None => (run::made_up(arguments), 0),
        };
        if arguments.limit {
            let (figures, more) = run::bare(arguments, &frames, after).await?;
            limits.push(figures);
            faults.extend(more);
        }
    }
    let thread = stage.as_ref().map_or("", |stage| stage.thread.id.as_str());
    let mut report = Report::of(arguments, thread, runs, &limits);
    report.blame(faults);
    Ok(report)
}

/// Reads the tokens and finds the thread; `None` when only the limit is measured.
async fn stage<'a>(arguments: &'a LoadArguments, word: &str) -> Result<Option<Stage<'a>>, LoadError> {
    let Some(target) = arguments.address.clone() else { return Ok(None) };
    let tokens = site::tokens(arguments.tokens.as_deref())?;
    if tokens.is_empty() && arguments.writers > 0 {
        return Err(LoadError::NoTokens);
    }
    let mut site = Site::new(Client::new(target.clone()), tokens.first().cloned());
    let thread = site.thread(arguments.thread.as_deref(), word).await?;
    Ok(Some(Stage { arguments, target, tokens, thread }))
}

/// Raises the limit of open files to the hard one. Fails when that is below what the readers need.
fn allow_files(arguments: &LoadArguments) -> Result<(), LoadError> {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let now = getrlimit(Resource::Nofile);
    let _ = setrlimit(Resource::Nofile, Rlimit { current: now.maximum, maximum: now.maximum });
    let allowed = getrlimit(Resource::Nofile).current.unwrap_or(u64::MAX);
    let needed = u64::from(arguments.readers) + u64::from(arguments.visitors + arguments.writers) + OTHER_FILES;
    if allowed < needed { Err(LoadError::Files { needed, allowed }) } else { Ok(()) }
}
