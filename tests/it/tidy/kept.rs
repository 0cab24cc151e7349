//! HOUSE rule 10: every table has a line in `privacy/retention.rs`.

use std::collections::BTreeSet;

use leeward::app::probe::kept_tables;

use super::code::{files, read};

fn tables() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for path in files("migration", ".rs") {
        for after in read(&path).split("CREATE TABLE ").skip(1) {
            let name = after.trim_start_matches("IF NOT EXISTS ").split([' ', '(']).next().unwrap();
            found.insert(name.to_owned());
        }
    }
    found
}

#[test]
fn every_table_has_a_line_that_says_what_is_kept_how_long_and_why() {
    let said: BTreeSet<String> = kept_tables().into_iter().map(|line| line[0].to_owned()).collect();
    assert!(tables().contains("posts"), "the reader of migrations finds nothing");
    assert_eq!(tables(), said, "migrations on the left, privacy/retention.rs on the right");
}

#[test]
fn no_line_of_it_is_empty() {
    for line in kept_tables() {
        for part in line {
            assert!(!part.trim().is_empty(), "{line:?}");
        }
    }
}
