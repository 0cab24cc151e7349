//! HOUSE §8: the contract's words. What these words would name has a better one.

use super::code::{none, sources};

/// Words that no item may bear, whole or as a part of its name.
const BANNED: [&str; 10] = ["user", "account", "item", "data", "info", "manager", "helper", "util", "utils", "common"];

/// (file, name, why). May only shrink.
const ALLOWED: [(&str, &str, &str); 5] = [
    ("src/config/mod.rs", "data", "the concern of the data folder, LEEWARD_DATA_DIR"),
    ("src/config/data.rs", "Data", "the same"),
    ("src/web/api/lists.rs", "items", "the contract's own name of a list's field (CONTRACT §5)"),
    ("src/web/wire.rs", "Item", "the name that `Stream` gives to what comes"),
    ("src/identity/join.rs", "open_account", "what a member has (CONTRACT §1); `write_member` would say it better"),
];

/// The contract's own words, which are no breach.
const CONTRACT: [&str; 2] = ["data_folder", "data_dir"];

const KINDS: [&str; 9] = ["fn", "struct", "enum", "trait", "type", "mod", "const", "static", "macro_rules!"];

/// The items that a line declares, and its fields when it begins with `pub`.
fn declared(line: &str) -> Option<&str> {
    let mut words = line.trim_start().split([' ', '(', ':', '<', '{', ';', '=', '!']).filter(|word| !word.is_empty());
    let mut is_public = false;
    loop {
        let word = words.next()?;
        match word {
            "pub" => is_public = true,
            "crate)" | "super)" | "in" | "async" | "unsafe" | "mut" => {}
            kind if KINDS.contains(&kind) => {
                // `const fn` is a function.
                let name = words.next()?;
                return if name == "fn" { words.next() } else { Some(name) };
            }
            "macro_rules" => return words.next(),
            name => return is_public.then_some(name),
        }
    }
}

/// The words of a name: `snake_case` and `CamelCase`.
fn words_of(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for c in name.chars() {
        if c == '_' || (c.is_uppercase() && words.last().is_some_and(|w| !w.ends_with(char::is_uppercase))) {
            words.push(String::new());
        }
        if c != '_' {
            words.last_mut().unwrap().push(c);
        }
    }
    words.into_iter().map(|word| word.to_lowercase()).filter(|word| !word.is_empty()).collect()
}

fn is_banned(name: &str) -> bool {
    let name = CONTRACT.iter().fold(name.to_owned(), |name, word| name.replace(word, ""));
    words_of(&name).iter().any(|word| {
        let one = word.strip_suffix('s').unwrap_or(word);
        BANNED.contains(&word.as_str()) || BANNED.contains(&one)
    })
}

#[test]
fn no_item_bears_a_word_that_says_nothing() {
    let mut breaches = Vec::new();
    for source in sources(&["src", "migration"]) {
        for (n, line) in source.lines() {
            let Some(name) = declared(line).filter(|name| is_banned(name)) else { continue };
            if !ALLOWED.iter().any(|(path, allowed, _)| *path == source.path && *allowed == name) {
                breaches.push(format!("{}:{n} {name}", source.path));
            }
        }
        let file = source.path.rsplit('/').next().unwrap().trim_end_matches(".rs");
        if is_banned(file) && source.path != "src/config/data.rs" {
            breaches.push(source.path.clone());
        }
    }
    none("names come from the contract (HOUSE §8)", &breaches);
}

#[test]
fn every_allowed_name_is_still_there() {
    for (path, name, why) in ALLOWED {
        let source = super::code::read(path);
        let there = source.lines().any(|line| declared(line) == Some(name));
        assert!(there, "{path} no longer declares {name}: drop the line ({why})");
    }
}

#[test]
fn names_are_read_from_declarations() {
    assert_eq!(declared("    pub(crate) async fn user_of(x: u8) {"), Some("user_of"));
    assert_eq!(declared("pub const ITEMS: [u8; 3] = x;"), Some("ITEMS"));
    assert_eq!(declared("pub(crate) const fn info() {"), Some("info"));
    assert_eq!(declared("    pub(crate) data: Vec<u8>,"), Some("data"));
    assert_eq!(declared("    let item = 3;"), None);
    assert!(is_banned("UserData") && is_banned("user_name") && is_banned("ITEMS"));
    assert!(!is_banned("database") && !is_banned("itemise") && !is_banned("accountable"));
}
