//! HOUSE rule 10: every table has a line in `privacy/retention.rs`.

use std::collections::BTreeSet;

use leeward::app::probe::{kept_as_table, kept_lines};

use super::code::{files, none, read, sources};

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
    let lines = kept_lines().into_iter().map(|line| line[0].to_owned());
    let said: BTreeSet<String> = lines.filter(|table| !table.is_empty()).collect();
    assert!(tables().contains("posts"), "the reader of migrations finds nothing");
    assert_eq!(tables(), said, "migrations on the left, privacy/retention.rs on the right");
}

#[test]
fn no_line_of_it_is_empty() {
    for line in kept_lines() {
        for part in &line[1..] {
            assert!(!part.trim().is_empty(), "{line:?}");
        }
    }
}

#[test]
fn the_privacy_document_holds_the_table_as_the_program_makes_it() {
    let document = read("docs/PRIVACY.md");
    let between = document.split_once("<!-- made from src/privacy/retention.rs -->\n");
    let held = between.and_then(|(_, rest)| rest.split_once("<!-- end -->")).map(|(table, _)| table);
    let made = kept_as_table();
    assert_eq!(held, Some(made.as_str()), "put the right side into docs/PRIVACY.md");
}

/// Where a kind may be made of a name without standing in `RowKind::NAMED`, and why.
const NAMED_ELSEWHERE: [(&str, &str); 2] = [
    ("src/identity/member.rs", "the tag of gaps in memory; no row"),
    ("src/app/probe.rs", "vectors of the derivation, for tests"),
];

#[test]
fn every_kind_of_sealed_row_stands_in_the_list_that_export_and_leaving_go_by() {
    let mut breaches = Vec::new();
    for source in sources(&["src"]) {
        let made = source.code.matches("RowKind::named(").count();
        let excused = NAMED_ELSEWHERE.iter().any(|(path, _)| *path == source.path);
        if made > 0 && !excused {
            breaches.push(format!("{} makes a kind of its own", source.path));
        }
        if source.path == "src/identity/seal.rs" {
            let consts = source.code.matches(": Self = Self::named(").count();
            let listed = source.code.split("pub const NAMED").nth(1).unwrap().split("];").next().unwrap();
            let listed = listed.matches("(Self::").count();
            assert!(consts >= 3, "the kinds are made in another way: this test reads nothing");
            if consts != listed {
                breaches.push(format!("{consts} kinds, {listed} in NAMED"));
            }
        }
    }
    none("a kind of sealed row is a constant beside RowKind::NAMED, and stands in it", &breaches);
}
