//! The pure functions, on lines written by hand.

use leeward::app::probe;

/// Lines of a file: what is expected (`none` for nothing) and the text, in which `\n` ends a line.
fn lines(file: &str) -> Vec<(&str, String)> {
    file.lines()
        .filter_map(|line| line.split_once('\t'))
        .map(|(kind, text)| (kind, text.replace("\\n", "\n")))
        .collect()
}

#[test]
fn a_crisis_is_seen_and_a_figure_of_speech_is_not_taken_for_one() {
    let mut wrong = Vec::new();
    for (kind, text) in lines(include_str!("crisis.tsv")) {
        let found = probe::crisis_in(&text).unwrap_or("none");
        if found != kind {
            wrong.push(format!("{found} instead of {kind}: {text}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn details_that_tell_who_somebody_is_are_found_and_amounts_are_not() {
    let lines = lines(include_str!("hints.tsv"));
    let harmless = lines.iter().filter(|(kind, _)| *kind == "none").count();
    assert!(harmless >= 145 && lines.len() - harmless >= 150, "{harmless} of {}", lines.len());
    let mut wrong = Vec::new();
    for (kind, text) in lines {
        let found = probe::hints_in(&text, &["116123", "988", "112"]);
        let right = if kind == "none" { found.is_empty() } else { found.iter().any(|hint| hint.0 == kind) };
        if !right {
            wrong.push(format!("{found:?} instead of {kind}: {text}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_hint_names_the_characters_that_were_typed() {
    let text = "Grüße 🙂, ruf mich an: ０７９００ 123456. Danke";
    let found = probe::hints_in(text, &[]);
    assert_eq!(found, [("phone", 22, 34, "０７９００ 123456".to_owned())]);
}

#[test]
fn numbers_of_our_own_help_lines_are_no_hint() {
    assert_eq!(probe::hints_in("Call 0800 1111 222 now", &["08001111222"]), []);
    assert_eq!(probe::hints_in("Call 0800 1111 222 now", &[]).len(), 1);
}

#[test]
fn a_quoted_crisis_is_not_the_writers() {
    assert_eq!(probe::crisis_in("> I want to die\n\nI am sorry you feel like that."), None);
    assert_eq!(probe::crisis_in(">!I want to die!<"), Some("self-harm"));
}

#[test]
fn an_endless_text_is_judged_too() {
    // Time is measured elsewhere; here it is that nothing overflows and the last word counts.
    assert_eq!(probe::crisis_in(&format!("{}. I want to die", "no ".repeat(3_000))), Some("self-harm"));
}
