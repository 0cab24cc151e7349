//! `leeward demo`: fills an empty database with a believable community.
//!
//! A small one acts through the use cases of members, on a clock that runs through the past 60 days: names, holds and
//! levels come about as they do for people. A large one (more than [`FEW_POSTS`] posts or threads, or more than
//! [`FEW_MEMBERS`] members) is written as rows of the same shape, thousands a second.
//!
//! The same seed makes the same community: what people write, when, and under which names. Phrases and tokens come
//! from the system's randomness all the same, so nobody can guess a way into a site that was filled. Nobody is told a
//! phrase; members of a large community have none.

mod act;
mod chance;
mod content;
mod plan;
mod rows;
mod texts;
mod tokens;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::{at_site, fail};
use crate::app::folder::{self, FolderError};
use crate::app::site::{Schema, Site};
use crate::app::system::SystemClock;
use crate::config::Config;
use crate::domain::board::Board;
use crate::domain::clock::{Clock, Timestamp};
use crate::forum::refusal::Refusal;
use crate::identity::join::JoinError;
use crate::identity::keys::Root;
use crate::library::front_matter::ContentError;
use crate::store::{self, StoreError};

use self::content::Content;
use self::plan::Plan;

/// Posts, and threads, up to which members act one by one.
const FEW_POSTS: u32 = 5_000;
/// Members up to which each gets a phrase: hashing one takes 40 ms.
const FEW_MEMBERS: u32 = 200;

/// How large the community is.
#[derive(Clone, Debug, Args)]
pub struct DemoArguments {
    /// How many members.
    #[arg(long, default_value_t = 40, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub members: u32,
    /// How many threads.
    #[arg(long, default_value_t = 60, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=10_000_000))]
    pub threads: u32,
    /// How many posts, first posts included.
    #[arg(long, default_value_t = 400, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=10_000_000))]
    pub posts: u32,
    /// The same seed makes the same community.
    #[arg(long, default_value_t = 1, value_name = "S")]
    pub seed: u64,
    /// Write Bearer tokens of its members to this file, mode 0600; in trial mode only.
    #[arg(long, value_name = "FILE")]
    pub tokens: Option<PathBuf>,
}

/// Why the database was not filled. Each text names the remedy.
#[derive(Debug, thiserror::Error)]
pub(super) enum DemoError {
    /// Somebody is there already.
    #[error(
        "the database is not empty, and demo fills an empty one only. Remedy: set LEEWARD_DATA_DIR to a new folder"
    )]
    NotEmpty,
    /// Tokens would open a site that others reach.
    #[error(
        "--tokens works in trial mode only: whoever reads that file can write as its members. \
             Remedy: remove LEEWARD_BASE_URL"
    )]
    NoTrial,
    /// Every thread has a first post.
    #[error("--posts counts first posts, so it can't be smaller than --threads")]
    TooFewPosts,
    /// The file of tokens can't be written.
    #[error("the file of --tokens can't be written ({0}). Remedy: name a file in a folder of yours")]
    Tokens(std::io::ErrorKind),
    /// Content that came along can't be read.
    #[error(transparent)]
    Content(#[from] ContentError),
    /// A use case refused something: the plan and the rules of the forum do not fit.
    #[error("a post was refused ({0}). Remedy: report it with the arguments of this command")]
    Refused(&'static str),
    /// The same, in the forum's own words.
    #[error("a post was refused ({0}). Remedy: report it with the arguments of this command")]
    ByForum(Refusal),
    /// The store failed.
    #[error("{0}. Remedy: see `leeward doctor`, then run demo again on a new folder")]
    Store(#[from] StoreError),
}

impl From<Refusal> for DemoError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Store(error) => Self::Store(error),
            other => Self::ByForum(other),
        }
    }
}

impl From<JoinError> for DemoError {
    fn from(error: JoinError) -> Self {
        match error {
            JoinError::Store(error) => Self::Store(error),
            _ => Self::Refused("join"),
        }
    }
}

/// Runs the command.
pub fn run(config: &Config, arguments: &DemoArguments) -> ExitCode {
    if let Err(fault) = refuse_early(config, arguments) {
        return fail(&fault, 2);
    }
    at_site::private_files();
    // Beside a running instance the schema is its own; without one this command may make it, as a first start does.
    let (_lock, schema) = match folder::take(&config.data.dir) {
        Ok(lock) => (Some(lock), Schema::AsServed),
        Err(FolderError::InUse { .. }) => (None, Schema::Untouched),
        Err(fault) => return fail(&fault, 1),
    };
    at_site::on_site(config, schema, async |site| match fill(site, arguments, SystemClock.now()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => fail(&fault, 1),
    })
}

fn refuse_early(config: &Config, arguments: &DemoArguments) -> Result<(), DemoError> {
    if arguments.tokens.is_some() && !config.site.trial() {
        return Err(DemoError::NoTrial);
    }
    if arguments.posts < arguments.threads {
        return Err(DemoError::TooFewPosts);
    }
    Ok(())
}

async fn fill(site: &Site, arguments: &DemoArguments, now: Timestamp) -> Result<(), DemoError> {
    let ctx = &site.ctx;
    if !ctx.store.is_without_members().await? {
        return Err(DemoError::NotEmpty);
    }
    let boards: Vec<Board> = store::boards::list(ctx.store.read()).await?;
    let content = Content::load()?;
    let plan = Plan::new(arguments, &content, &boards, now);
    let large = arguments.posts.max(arguments.threads) > FEW_POSTS || arguments.members > FEW_MEMBERS;
    let roots: Vec<Root> = if large {
        rows::write(ctx, &content, boards, &plan).await?
    } else {
        act::perform(site, &content, &boards, &plan).await?
    };
    println!(
        "{} members, {} threads, {} posts, from {} to {}.",
        arguments.members,
        arguments.threads,
        arguments.posts,
        plan.from(),
        plan.to()
    );
    let regulars = plan.regulars();
    println!("{} of the members are at level 2.", regulars.iter().filter(|regular| **regular).count());
    if let Some(file) = &arguments.tokens {
        let written = tokens::write(ctx, &roots, &regulars, file).await?;
        println!("Tokens of {written} members are in {}, those of level 2 first.", file.display());
    }
    Ok(())
}
