//! `leeward posts …`: held posts without staff pages. It works beside a running instance.

use std::process::ExitCode;
use std::sync::Arc;

use clap::Subcommand;

use super::at_site;
use crate::app::site::Schema;
use crate::config::Config;
use crate::ctx::Ctx;
use crate::domain::ids::PostId;
use crate::domain::post::Post;
use crate::forum::release;
use crate::store::{self, StoreError};

/// Posts of one list.
const A_LIST: u64 = 1_000;

/// What is to be done with posts.
#[derive(Clone, Debug, Subcommand)]
pub enum PostsOrder {
    /// List posts and edits that are held: id, board, minute, characters; never the text.
    List,
    /// Publish posts and edits that are held.
    Release {
        /// All that are held now.
        #[arg(long)]
        all: bool,
        /// The ids of posts, as `posts list` shows them.
        #[arg(required_unless_present = "all", conflicts_with = "all", value_name = "POST")]
        posts: Vec<PostId>,
    },
}

/// Runs the command.
pub fn run(config: &Config, order: &PostsOrder) -> ExitCode {
    at_site::on_site(config, Schema::Untouched, async |site| {
        let done = match order {
            PostsOrder::List => list(&site.ctx).await,
            PostsOrder::Release { all: true, .. } => release_all(&site.ctx).await,
            PostsOrder::Release { posts, .. } => release_these(&site.ctx, posts).await,
        };
        done.unwrap_or_else(|fault| at_site::database_failed(&fault))
    })
}

async fn list(ctx: &Arc<Ctx>) -> Result<ExitCode, StoreError> {
    let held = release::held(ctx, A_LIST + 1).await?;
    for post in held.iter().take(usize::try_from(A_LIST).unwrap_or(usize::MAX)) {
        println!("{}", line(ctx, post).await?);
    }
    if held.is_empty() {
        println!("Nothing is held.");
    } else if held.len() as u64 > A_LIST {
        println!("There are more. Release some, then list again.");
    }
    Ok(ExitCode::SUCCESS)
}

/// One held post: its length is told, its text is not.
async fn line(ctx: &Ctx, post: &Post) -> Result<String, StoreError> {
    let source = ctx.store.read();
    let thread = store::threads::find(source, post.thread).await?.ok_or(StoreError::Corrupt { table: "posts" })?;
    let board = store::boards::get(source, &thread.board).await?;
    let (what, text) = match &post.pending_body {
        Some(body) => ("edit", body),
        None => ("post", &post.body),
    };
    Ok(format!("{}  {:<30}  {}  {:>6} characters  {what}", post.id, board.slug, post.created, text.chars().count()))
}

async fn release_all(ctx: &Arc<Ctx>) -> Result<ExitCode, StoreError> {
    let mut released = 0_usize;
    loop {
        let before = released;
        for post in release::held(ctx, A_LIST).await? {
            released += usize::from(release::release(ctx, post.id).await?.is_some());
        }
        // What can't be released (an edit of a post that was removed meanwhile) stays held.
        if released == before {
            break;
        }
    }
    println!("Released {}.", counted(released));
    Ok(ExitCode::SUCCESS)
}

async fn release_these(ctx: &Arc<Ctx>, posts: &[PostId]) -> Result<ExitCode, StoreError> {
    let mut released = 0;
    for post in posts {
        if release::release(ctx, *post).await?.is_some() {
            released += 1;
        } else {
            eprintln!("leeward: {post} is not held");
        }
    }
    println!("Released {}.", counted(released));
    Ok(if released == posts.len() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

fn counted(posts: usize) -> String {
    if posts == 1 { "1 post".to_owned() } else { format!("{posts} posts") }
}
