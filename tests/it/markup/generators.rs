//! Sources that are costly to read, at any length: what SECURITY T7 lists, and the corners of the parser that
//! we know of. The benches use them too.

/// A source of exactly `n` characters.
pub(crate) type Generator = fn(usize) -> String;

fn fill(unit: &str, n: usize) -> String {
    unit.chars().cycle().take(n).collect()
}

/// The first half of one unit, the second half of another.
fn halves(first: &str, second: &str, n: usize) -> String {
    fill(first, n / 2) + &fill(second, n - n / 2)
}

/// A list that goes one level deeper with each line.
fn ladder(n: usize) -> String {
    let lines = (0..).map(|depth| format!("{}- a\n", "  ".repeat(depth)));
    lines.flat_map(|line| line.chars().collect::<Vec<_>>()).take(n).collect()
}

/// Runs of backticks, each longer than the one before, so that none closes.
fn backticks(n: usize) -> String {
    let runs = (1..).map(|length| "`".repeat(length) + "a");
    runs.flat_map(|run| run.chars().collect::<Vec<_>>()).take(n).collect()
}

/// Words as people write them, to compare with.
pub(crate) fn plain(n: usize) -> String {
    fill("I do not know how to say this, so I say it slowly. ", n)
}

/// All of them, by name.
pub(crate) const GENERATORS: [(&str, Generator); 40] = [
    ("nested quotes in a line", |n| fill(">", n)),
    ("nested quotes, then lines", |n| halves(">", "\na", n)),
    ("a hundred quotes a line", |n| fill(&(">".repeat(99) + "\n"), n)),
    ("nested lists in a line", |n| fill("- ", n)),
    ("nested lists, then blank lines", |n| halves("- ", "\n", n)),
    ("list ladder", ladder),
    ("list ladder, then lines", |n| ladder(n / 2) + &fill("a\n", n - n / 2)),
    ("lists that end at once", |n| fill("-\n+\n", n)),
    ("quotes in lists in quotes", |n| fill("- > ", n)),
    ("numbered lists", |n| fill("1. a\n2) b\n", n)),
    ("short paragraphs", |n| fill("a\n\n", n)),
    ("short lines", |n| fill("a\n", n)),
    ("emphasis", |n| fill("*a*", n)),
    ("emphasis that opens", |n| fill("*a **a ", n)),
    ("emphasis ladder", |n| halves("*a **a ", "a** a* ", n)),
    ("emphasis of two kinds", |n| fill("*a_ ", n)),
    ("one run of asterisks", |n| fill("*", n)),
    ("asterisks inside words", |n| halves("***", "a***b", n)),
    ("tildes", |n| fill("~~a*b_", n)),
    ("opening brackets", |n| fill("[", n)),
    ("brackets, then closing ones", |n| halves("[", "](a)", n)),
    ("links that do not end", |n| fill("[a](b", n)),
    ("links with long titles", |n| "[a](b \"[a](b '".to_owned() + &fill("x\n", n - 14)),
    ("links", |n| fill("[a](http://a)", n)),
    ("images", |n| halves("![", "](a)", n)),
    ("tables of links", |n| "|a|b|\n|-|-|\n".to_owned() + &fill("|[a](/b)|[a](/b)|\n", n - 12)),
    ("definitions", |n| fill("[a]: b\n", n)),
    ("references", |n| fill("[a][b] ", n)),
    ("articles", |n| fill("[[a-b]]", n)),
    ("articles that do not end", |n| fill("[[a", n)),
    ("runs of backticks", backticks),
    ("code that does not end", |n| fill("`a``", n)),
    ("addresses", |n| fill("http://a ", n)),
    ("an address without end", |n| fill("http://", n)),
    ("brackets after an address", |n| "http://a.b/".to_owned() + &fill(")).", n - 11)),
    ("entities", |n| fill("&amp;", n)),
    ("angle brackets", |n| fill("<!-- <a b='", n)),
    ("combining marks", |n| "a".to_owned() + &fill("\u{301}\u{316}", n - 1)),
    ("marks of hidden text", |n| fill(">!", n)),
    ("hidden texts", |n| fill(">!a!<", n)),
];
