//! `leeward migrate`: brings the database to this version's schema, on SQLite after a copy.

use std::process::ExitCode;

use super::at_site;
use crate::app::folder;
use crate::app::site::{self, Migrated};
use crate::app::tasks::TaskGroup;
use crate::config::Config;
use crate::store;

/// Runs the command. It takes the lock of the data folder: no instance may write while the schema changes.
pub fn run(config: &Config) -> ExitCode {
    at_site::private_files();
    let _lock = match folder::take(&config.data.dir) {
        Ok(lock) => lock,
        Err(fault) => return super::fail(&fault, 1),
    };
    at_site::on_runtime(async {
        let tasks = TaskGroup::new();
        let store = match site::open_store(config, store::BATCH, &tasks).await {
            Ok(store) => store,
            Err(fault) => return super::fail(&fault, 1),
        };
        let done = site::migrate(config, &store).await;
        at_site::close(&store, &tasks).await;
        match done {
            Ok(done) => {
                say(&done);
                ExitCode::SUCCESS
            }
            Err(fault) => super::fail(&fault, 1),
        }
    })
}

fn say(done: &Migrated) {
    match done {
        Migrated::UpToDate => println!("The database is already up to date."),
        Migrated::Made => println!("Made the schema: {} steps.", store::schema::steps()),
        Migrated::Changed(steps, copy) => {
            if let Some(copy) = copy {
                println!("Copied the database to {}. Remove that file when all is well.", copy.display());
            }
            println!("Brought the schema up to date: {steps} {}.", if *steps == 1 { "step" } else { "steps" });
        }
    }
}
