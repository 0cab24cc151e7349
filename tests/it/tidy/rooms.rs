//! HOUSE §3: a room imports only rooms with a smaller number, and says what it is.

use super::code::{Source, none, read, sources};

/// The rooms and their numbers. `lib` and `main` only name what there is.
const ROOMS: [(&str, u8); 18] = [
    ("domain", 0),
    ("config", 1),
    ("markup", 2),
    ("store", 2),
    ("limits", 2),
    ("bus", 2),
    ("ctx", 3),
    ("identity", 4),
    ("privacy", 4),
    ("library", 4),
    ("moderation", 5),
    ("forum", 6),
    ("view", 7),
    ("live", 8),
    ("web", 9),
    ("app", 10),
    ("commands", 10),
    ("lib", 11),
];

/// (file, room that it names all the same, why).
const EXCEPTIONS: [(&str, &str, &str); 2] = [
    (
        "src/app/mod.rs",
        "commands",
        "only `app` is shown, so the program's entrance hands over to the commands from there",
    ),
    ("src/web/fault.rs", "store", "failures become HTTP in this one file, those of the store among them"),
];

/// (room, room that it may import though the numbers are equal, why).
const NEIGHBOURS: [(&str, &str, &str); 2] = [
    ("commands", "app", "a command is a few lines around what `app` opens; nothing but its entrance goes back"),
    ("identity", "privacy", "a change of phrase is entered in the ledger; privacy names nothing of identity"),
];

fn number(room: &str) -> Option<u8> {
    ROOMS.iter().find(|(name, _)| *name == room).map(|(_, number)| *number)
}

/// The names that follow `crate::` in a line of code, those in braces too.
fn named(line: &str) -> Vec<&str> {
    let mut names = Vec::new();
    for after in line.split("crate::").skip(1) {
        let group = after.strip_prefix('{').map(|inner| inner.split('}').next().unwrap());
        let parts: Vec<&str> = group.map_or(vec![after], |inner| inner.split(',').collect());
        names.extend(parts.into_iter().map(|part| {
            let part = part.trim();
            part.split(|c: char| !(c.is_alphanumeric() || c == '_')).next().unwrap()
        }));
    }
    names
}

fn may_name(source: &Source, room: &str) -> bool {
    let (Some(here), Some(there)) = (number(source.room()), number(room)) else { return false };
    let neighbour = NEIGHBOURS.iter().any(|(from, to, _)| *from == source.room() && *to == room);
    let excepted = EXCEPTIONS.iter().any(|(path, to, _)| *path == source.path && *to == room);
    let narrower = source.room() == "web" && matches!(room, "store" | "bus");
    source.room() == room || excepted || neighbour || (there < here && !narrower)
}

#[test]
fn a_room_imports_only_rooms_with_a_smaller_number() {
    let mut breaches = Vec::new();
    for source in sources(&["src"]) {
        if source.path == "src/main.rs" {
            continue;
        }
        for (n, line) in source.lines() {
            for room in named(line).into_iter().filter(|room| !may_name(&source, room)) {
                breaches.push(format!("{}:{n} names crate::{room}", source.path));
            }
        }
    }
    none("a room imports only rooms with a smaller number, and web never store or bus (HOUSE §3)", &breaches);
}

#[test]
fn nobody_climbs_out_of_a_room_by_super() {
    let mut breaches = Vec::new();
    for source in sources(&["src"]) {
        // How often `super::` stays inside: once for each folder below `src`, once less for a room's own file.
        let inside = source.path.matches('/').count() - if source.path.ends_with("/mod.rs") { 2 } else { 1 };
        for (n, line) in source.lines().filter(|_| source.room() != "lib") {
            if line.contains(&"super::".repeat(inside + 1)) {
                breaches.push(format!("{}:{n} {}", source.path, line.trim()));
            }
        }
    }
    none("other rooms are named by crate::, where the order can be read", &breaches);
}

#[test]
fn every_exception_to_the_order_is_still_needed() {
    for (path, room, why) in EXCEPTIONS {
        let source = read(path);
        assert!(source.contains(&format!("crate::{room}")), "{path} no longer names {room}: drop the line ({why})");
    }
}

#[test]
fn every_folder_of_src_is_a_room_with_a_number() {
    for source in sources(&["src"]) {
        let room = source.room();
        assert!(room == "main" || number(room).is_some(), "{} is in no room", source.path);
    }
}

#[test]
fn every_room_opens_with_what_always_holds_and_what_is_deliberately_absent() {
    let mut breaches = Vec::new();
    for (room, _) in ROOMS.iter().filter(|(room, _)| !matches!(*room, "ctx" | "lib")) {
        let text = read(&format!("src/{room}/mod.rs"));
        let opening: Vec<&str> = text.lines().take_while(|line| line.starts_with("//!")).collect();
        let opening = opening.join(" ").to_lowercase().replace("//! ", "");
        for words in ["what always holds", "deliberately absent"] {
            if !opening.contains(words) {
                breaches.push(format!("src/{room}/mod.rs does not say: {words}"));
            }
        }
    }
    none("a room opens with its invariants (HOUSE §12)", &breaches);
}

#[test]
fn names_after_crate_are_read_alone_and_in_braces() {
    assert_eq!(named("use crate::forum::reply;"), ["forum"]);
    assert_eq!(named("use crate::{ctx::Ctx, store}; f(crate::web::x)"), ["ctx", "store", "web"]);
}
