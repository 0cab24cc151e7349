//! The documents name only what is there: functions, files, tables, routes, settings, commands.

use std::collections::BTreeSet;
use std::path::Path;

use leeward::app::running::route_list;
use leeward::config::Config;

use crate::tidy::code::{bare, files, none, read, sources, top};

/// Files that the program or its operator makes.
const MADE: [&str; 2] = ["./data", "leeward.toml"];

/// What stands between backticks, outside of code blocks.
fn quoted(text: &str) -> Vec<String> {
    let mut inside = false;
    let mut found = Vec::new();
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            inside = !inside;
        } else if !inside {
            found.extend(line.split('`').skip(1).step_by(2).map(str::to_owned));
        }
    }
    found
}

/// Whether code declares this name: an item, a field, or a variant.
fn declares(code: &str, name: &str) -> bool {
    const KINDS: [&str; 9] =
        ["fn ", "struct ", "enum ", "trait ", "type ", "const ", "static ", "mod ", "macro_rules! "];
    code.lines().any(|line| {
        let item = KINDS.iter().any(|kind| {
            line.split(kind).skip(1).any(|after| {
                let rest = after.strip_prefix(name);
                rest.is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
            })
        });
        let trimmed = line.trim_start().trim_start_matches("pub ").trim_start_matches("pub(crate) ");
        let member = trimmed.strip_prefix(name).is_some_and(|rest| rest.starts_with([',', ':', '(', ' ']));
        item || member
    })
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// Follows `room::module::Type::member` through the files. `Err` says where the way ends.
fn resolve(path: &str) -> Result<(), String> {
    let mut parts: Vec<&str> = path.trim_start_matches("crate::").trim_end_matches("()").split("::").collect();
    let mut folder = match parts[0] {
        "migration" | "tests" => {
            Path::new(if parts.remove(0) == "tests" { "tests/it" } else { "migration/src" }).to_owned()
        }
        _ => Path::new("src").to_owned(),
    };
    let room = folder.join(parts[0]);
    let mut file = None;
    while let Some(part) = parts.first() {
        let (alone, own) = (folder.join(format!("{part}.rs")), folder.join(part).join("mod.rs"));
        let there = [alone, own].into_iter().find(|path| top().join(path).is_file());
        let Some(there) = there else { break };
        folder = folder.join(part);
        file = Some(there);
        parts.remove(0);
    }
    let file = file.ok_or_else(|| format!("{path}: no such room or module"))?;
    let code = bare(&read(&file.to_string_lossy()));
    match parts[..] {
        [] => Ok(()),
        [item] if declares(&code, item) => Ok(()),
        // A type's functions may stand in another file of its room.
        [kind, member] if declares(&code, kind) => {
            let near = if top().join(&room).is_dir() { sources(&[&room.to_string_lossy()]) } else { Vec::new() };
            let found = declares(&code, member) || near.iter().any(|source| declares(&source.code, member));
            if found { Ok(()) } else { Err(format!("{path}: {kind} has no {member}")) }
        }
        _ => Err(format!("{path}: {} does not declare {}", file.display(), parts.join("::"))),
    }
}

/// A file or a folder, the name perhaps with a star in it.
fn exists(path: &str) -> bool {
    match path.split_once('*') {
        None => top().join(path).exists(),
        Some((before, after)) => {
            let folder = before.rsplit_once('/').map_or(".", |(folder, _)| folder);
            top().join(folder).is_dir() && files(folder, after).iter().any(|file| file.contains(before))
        }
    }
}

fn is_path(name: &str) -> bool {
    let ending = [".rs", ".toml", ".md", ".html", ".jsonl", ".css", ".mjs", ".yaml", ".service"];
    !name.contains(' ') && !name.starts_with('/') && (name.contains('/') || ending.iter().any(|e| name.ends_with(e)))
}

fn tables() -> BTreeSet<String> {
    let steps = files("migration", ".rs").into_iter().map(|path| read(&path)).collect::<String>();
    steps.split("CREATE TABLE ").skip(1).map(|after| after.split([' ', '(']).next().unwrap().to_owned()).collect()
}

/// What is wrong with one name; `None` when it is there, or when it is no name of ours.
fn fault(name: &str) -> Option<String> {
    if name.contains("::") && !name.contains(' ') {
        return resolve(name).err();
    }
    if let Some((method, path)) = name.split_once(' ').filter(|(method, _)| matches!(*method, "GET" | "POST" | "PUT")) {
        let route = route_list().iter().any(|(m, p)| *m == method && p == path);
        return (!route).then(|| format!("{name}: no such route"));
    }
    if let Some(setting) = name.strip_prefix("LEEWARD_") {
        let setting = setting.split('=').next().unwrap();
        let known = Config::settings().iter().any(|known| known.env() == format!("LEEWARD_{setting}"));
        return (!known).then(|| format!("{name}: no such setting"));
    }
    if is_path(name) && !MADE.contains(&name) {
        return (!exists(name)).then(|| format!("{name}: no such file"));
    }
    if let Some(command) = name.strip_prefix("leeward ") {
        let commands = read("src/commands/mod.rs");
        let word = command.split(' ').next().unwrap();
        let order = word[..1].to_uppercase() + &word[1..];
        return (!declares(&bare(&commands), &order)).then(|| format!("{name}: no such command"));
    }
    None
}

#[test]
fn the_documents_name_only_what_is_there() {
    let mut documents = files("docs", ".md");
    documents.push("README.md".to_owned());
    let mut breaches = Vec::new();
    for document in documents {
        for name in quoted(&read(&document)) {
            // A file may be named as seen from the document.
            let beside = Path::new(&document).parent().unwrap().join(&name);
            if let Some(fault) = fault(&name).filter(|_| !top().join(beside).exists()) {
                breaches.push(format!("{document}: {fault}"));
            }
        }
    }
    none("what a document names is there, under that name", &breaches);
}

#[test]
fn every_single_word_of_the_architecture_is_declared_somewhere() {
    let code: String =
        sources(&["src", "tests/it", "migration"]).into_iter().map(|source| source.code + "\n").collect();
    let tables = tables();
    let mut breaches = Vec::new();
    for name in quoted(&read("docs/ARCHITECTURE.md")).into_iter().filter(|name| is_word(name)) {
        let setting = name.starts_with("LEEWARD_");
        let room = top().join("src").join(&name).is_dir();
        if !(setting || room || tables.contains(&name) || declares(&code, &name)) {
            breaches.push(name);
        }
    }
    none("every word between backticks in docs/ARCHITECTURE.md is a table, a room, or declared", &breaches);
}

#[test]
fn the_architecture_names_the_function_where_a_reply_gets_its_position() {
    let text = read("docs/ARCHITECTURE.md");
    assert!(text.contains("`forum::publish::give_position`: this is the function where"));
}

#[test]
fn a_position_is_given_in_one_function() {
    let mut places = BTreeSet::new();
    for source in sources(&["src"]).iter().filter(|source| !source.path.starts_with("src/view/samples/")) {
        for (_, line) in source.lines() {
            if line.contains(".position = ") || line.contains("last_position +=") || line.contains("last_position = ") {
                places.insert(source.path.clone());
            }
        }
    }
    // The second fills an empty database with invented rows.
    assert_eq!(places, ["src/commands/demo/rows.rs", "src/forum/publish.rs"].map(str::to_owned).into());
}

#[test]
fn names_that_are_not_there_are_found() {
    assert_eq!(resolve("forum::reply::reply"), Ok(()));
    assert_eq!(resolve("identity::keys::Root::post_id"), Ok(()));
    assert!(resolve("forum::reply::answer").is_err());
    assert!(resolve("forum::nothing::reply").is_err());
    assert!(resolve("store::connect::Store::nothing").is_err());
    assert!(fault("GET /nothing").is_some() && fault("src/nothing.rs").is_some());
    assert!(fault("LEEWARD_NOTHING").is_some() && fault("leeward nothing").is_some());
}
