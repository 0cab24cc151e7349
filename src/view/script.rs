//! The site's one script, joined at start from modules that each stay readable: a browser asks once, not once for
//! each module.
//!
//! Every module becomes a function that is called once and returns what it exports, so that names of one can't meet
//! names of another; `import` lines become look-ups of those, and a module stands after all that it imports. What is
//! joined is ours alone and plain: `export function`, `export async function`, `export const`, `import { name } from
//! '…'` on one line, `import('…')` of a part.

use std::collections::BTreeSet;

/// A module: its path below `frontend/` and its text.
pub struct Module {
    /// `scripts/lib/leave.js`, `parts/composer/composer.js` …
    pub path: String,
    /// The text.
    pub text: String,
}

/// The name under which a module's exports stand: from its path below `frontend/`.
fn name_of(path: &str) -> String {
    format!("m_{}", path.trim_end_matches(".js").replace(|c: char| !c.is_ascii_alphanumeric(), "_"))
}

/// The path that an import of the module at `from` names, below `frontend/`.
fn resolved(from: &str, import: &str) -> String {
    let mut steps: Vec<&str> = from.split('/').collect();
    steps.pop();
    for step in import.split('/') {
        match step {
            "." => {}
            ".." => drop(steps.pop()),
            name => steps.push(name),
        }
    }
    steps.join("/")
}

/// The names and the path of an `import` line; `None` when it is another one.
fn imported(line: &str) -> Option<(&str, &str)> {
    let (names, path) = line.strip_prefix("import ")?.split_once(" from ")?;
    Some((names, path.trim_matches(|c| matches!(c, '\'' | '"' | ';'))))
}

/// The name that a line exports; `None` when it exports none.
fn exported(line: &str) -> Option<&str> {
    let rest = line.strip_prefix("export ")?;
    let rest = rest.strip_prefix("async ").unwrap_or(rest);
    let rest = rest.strip_prefix("function ").or_else(|| rest.strip_prefix("const "))?;
    rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next()
}

/// A line of the module at `from` with its imports turned into look-ups.
fn rewritten(from: &str, line: &str) -> String {
    if let Some((names, path)) = imported(line) {
        return format!("const {names} = {};", name_of(&resolved(from, path)));
    }
    match line.split_once("import('") {
        Some((before, rest)) => match rest.split_once("')") {
            Some((path, after)) => format!("{before}Promise.resolve({}){after}", name_of(&resolved(from, path))),
            None => line.to_owned(),
        },
        None => line.strip_prefix("export ").unwrap_or(line).to_owned(),
    }
}

/// All modules in front of `main`, each in a function of its own; comments and empty lines stay out.
pub fn join(mut modules: Vec<Module>, main: &str) -> String {
    modules.sort_by(|a, b| a.path.cmp(&b.path));
    let mut joined = String::new();
    let mut placed = BTreeSet::new();
    for module in &modules {
        place(module, &modules, &mut placed, &mut joined);
    }
    push(&mut joined, MAIN, main);
    joined
}

/// Where the modules meet.
const MAIN: &str = "scripts/main.js";

/// Appends a module after those that it imports, once.
fn place<'a>(module: &'a Module, all: &'a [Module], placed: &mut BTreeSet<&'a str>, joined: &mut String) {
    if !placed.insert(&module.path) {
        return;
    }
    for (_, path) in module.text.lines().filter_map(imported) {
        let path = resolved(&module.path, path);
        if let Some(needed) = all.iter().find(|other| other.path == path) {
            place(needed, all, placed, joined);
        }
    }
    let names: Vec<&str> = module.text.lines().filter_map(exported).collect();
    joined.push_str(&format!("const {} = (() => {{\n", name_of(&module.path)));
    push(joined, &module.path, &module.text);
    joined.push_str(&format!("return {{ {} }};\n}})();\n", names.join(", ")));
}

fn push(joined: &mut String, path: &str, text: &str) {
    let said =
        |line: &&str| !line.is_empty() && !line.starts_with("//") && !line.starts_with("/**") && !line.starts_with('*');
    for line in text.lines().map(str::trim).filter(said) {
        joined.push_str(&rewritten(path, line));
        joined.push('\n');
    }
}
