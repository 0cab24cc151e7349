//! One file per command of the contract.
//!
//! What always holds: every setting is a flag of every command, made from the table of settings (`--listen`,
//! `--data-dir`, …); a wrong one ends the program with 2 before anything is touched, a fault with 1. Deliberately
//! absent: SQL, and work that a page or the API does in another way: a command calls the same function.

mod at_site;
pub mod backup;
mod copies;
pub mod demo;
pub mod doctor;
mod doctor_database;
pub mod export;
pub mod import;
pub mod load;
pub mod migrate;
pub mod openapi;
pub mod posts;
pub mod restore;
pub mod serve;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Arg, ArgMatches, CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::config::Config;
use crate::config::read::Given;
use crate::config::setting::WrongSetting;

/// The exit code of a wrong setting; clap uses the same for a wrong argument.
const WRONG_SETTING: u8 = 2;

/// An anonymous peer-support forum server. Without a command it serves.
#[derive(Debug, Parser)]
#[command(name = "leeward", version, disable_help_subcommand = true)]
struct Arguments {
    /// The file of settings. Without it: leeward.toml in the working directory, when there is one.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<Order>,
}

/// What is to be done.
#[derive(Debug, Subcommand)]
enum Order {
    /// Serve the site (also without a command).
    Serve,
    /// Bring the database to this version's schema.
    Migrate,
    /// Write an encrypted copy of the database while it serves, or check one.
    Backup(backup::BackupArguments),
    /// Put a backup in the place of the database, and do again what people deleted since.
    Restore(restore::RestoreArguments),
    /// Write all tables into a folder, to move them to another database.
    Export(export::ExportArguments),
    /// Read what `export` wrote into an empty database.
    Import(import::ImportArguments),
    /// Check settings, data folder, key, clock, disk and database; exit 1 on a fault.
    Doctor,
    /// Print the OpenAPI document.
    Openapi,
    /// Fill an empty database with a believable community.
    Demo(demo::DemoArguments),
    /// Play readers, live readers and writers against an address; exit 1 when anything was lost.
    Load(load::arguments::LoadArguments),
    /// Work on posts.
    #[command(subcommand)]
    Posts(posts::PostsOrder),
}

/// Reads arguments and settings, and runs the command.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let matches = match with_settings(Arguments::command()).try_get_matches_from(arguments) {
        Ok(matches) => matches,
        Err(answer) => {
            let _ = answer.print();
            return ExitCode::from(u8::try_from(answer.exit_code()).unwrap_or(WRONG_SETTING));
        }
    };
    let arguments = match Arguments::from_arg_matches(&matches) {
        Ok(arguments) => arguments,
        Err(answer) => return fail(&answer, WRONG_SETTING),
    };
    let config = match settings(&arguments, &matches) {
        Ok(config) => config,
        Err(wrong) => return fail(&wrong, WRONG_SETTING),
    };
    match arguments.command.unwrap_or(Order::Serve) {
        Order::Serve => serve::run(&config),
        Order::Migrate => migrate::run(&config),
        Order::Backup(arguments) => backup::run(&config, &arguments),
        Order::Restore(arguments) => restore::run(&config, &arguments),
        Order::Export(arguments) => export::run(&config, &arguments),
        Order::Import(arguments) => import::run(&config, &arguments),
        Order::Doctor => doctor::run(&config),
        Order::Openapi => openapi::run(&config),
        Order::Demo(arguments) => demo::run(&config, &arguments),
        Order::Load(arguments) => load::run(&arguments),
        Order::Posts(order) => posts::run(&config, &order),
    }
}

/// Says what went wrong, in one line on standard error.
pub fn fail(fault: &dyn std::fmt::Display, code: u8) -> ExitCode {
    eprintln!("leeward: {fault}");
    ExitCode::from(code)
}

/// Adds every setting as a flag. Limits show in `--help`, not in `-h`.
fn with_settings(command: clap::Command) -> clap::Command {
    Config::settings().into_iter().fold(command, |command, setting| {
        let limit = setting.key.starts_with("limits.");
        let about: Vec<&str> = setting.doc.iter().map(|line| line.trim()).collect();
        let about = format!("{} [{}]", about.join(" "), setting.env());
        let flag = Arg::new(setting.key).long(setting.flag()).global(true).value_name("VALUE").help(about);
        command.arg(flag.hide_short_help(limit).help_heading(if limit { "Limits" } else { "Settings" }))
    })
}

fn settings(arguments: &Arguments, matches: &ArgMatches) -> Result<Config, WrongSetting> {
    let mut innermost = matches;
    while let Some((_, inner)) = innermost.subcommand() {
        innermost = inner;
    }
    let flags: Vec<(String, String)> = Config::settings()
        .iter()
        .filter_map(|setting| {
            let value = innermost.get_one::<String>(setting.key)?;
            Some((setting.key.to_owned(), value.clone()))
        })
        .collect();
    Config::from_given(&Given::gather(arguments.config.as_deref(), &flags)?)
}
