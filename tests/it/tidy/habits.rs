//! HOUSE §7 and §11: nothing ends the program by surprise, no lint is silenced without a reason.

use super::code::{none, sources};

/// Ways to stop that a request must not have.
const SURPRISES: [&str; 7] =
    [".unwrap()", ".expect(", "panic!(", "todo!(", "unimplemented!(", "unreachable!(", "dbg!("];

/// (file, way, why).
const EXCEPTIONS: [(&str, &str, &str); 1] = [(
    "src/identity/derive.rs",
    ".expect(",
    "RFC 5869 allows 255 × 32 bytes, so 32 always fit; a key has no other value",
)];

#[test]
fn nothing_outside_tests_stops_by_surprise() {
    let mut breaches = Vec::new();
    for source in sources(&["src", "migration"]) {
        for (n, line) in source.lines() {
            // A method of ours may be called `expect`; that of the library is given a sentence.
            let found = SURPRISES.iter().find(|way| line.replace(".expect()", "").contains(**way));
            let excused =
                |way: &str| EXCEPTIONS.iter().any(|(path, allowed, _)| *path == source.path && *allowed == way);
            if let Some(way) = found.filter(|way| !excused(way)) {
                breaches.push(format!("{}:{n} {way}", source.path));
            }
        }
    }
    none("a broken invariant returns `Bug`, it does not stop the program", &breaches);
}

#[test]
fn no_lint_is_silenced_without_a_reason() {
    let mut breaches = Vec::new();
    for source in sources(&["src", "tests", "migration", "benches"]) {
        let code: String = source.code.split_whitespace().collect::<Vec<_>>().join("");
        for way in ["#[allow", "#![allow"] {
            if code.contains(way) {
                breaches.push(format!("{} {way}", source.path));
            }
        }
        for expected in code.split("[expect(").skip(1) {
            let said = expected.split(")]").next().unwrap();
            if !said.contains("reason=") {
                breaches.push(format!("{} expects {said} and does not say why", source.path));
            }
        }
    }
    none("#[expect(lint, reason = …)], never #[allow]", &breaches);
}

#[test]
fn no_line_is_left_for_later() {
    let mut breaches = Vec::new();
    for source in sources(&["src", "tests", "migration", "benches"]) {
        for (n, line) in (1..).zip(source.text.lines()) {
            if ["TO".to_owned() + "DO", "FIX".to_owned() + "ME"].iter().any(|mark| line.contains(mark.as_str())) {
                breaches.push(format!("{}:{n} {}", source.path, line.trim()));
            }
        }
    }
    none("what is missing stands in README.md, where people look", &breaches);
}
