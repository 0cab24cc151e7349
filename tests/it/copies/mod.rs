//! Copies of the database: backup, restore, export, import, and the ledger that keeps deleted things deleted.

mod files;
mod ledger;
mod moves;
mod restore;
mod world;
