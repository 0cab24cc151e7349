//! The site's one script, joined at start from modules that each stay readable: a browser asks once, not once for
//! each module.
//!
//! Every module becomes a function that is called once and returns what it exports, so that names of one can't meet
//! names of another; `import` lines become look-ups of those. What is joined is ours alone and plain: `export
//! function`, `export async function`, `import { name } from '…'` on one line, `import('…')` of a part.

/// A module: its path below `frontend/` and its text.
pub struct Module {
    /// `scripts/lib/leave.js`, `parts/composer/composer.js` …
    pub path: String,
    /// The text.
    pub text: String,
}

/// The name under which a module's exports stand: from its last folder and its file name.
fn name_of(path: &str) -> String {
    let mut parts = path.trim_end_matches(".js").rsplit('/');
    let file = parts.next().unwrap_or_default();
    let folder = parts.next().unwrap_or_default();
    let plain = |text: &str| text.replace(|c: char| !c.is_ascii_alphanumeric(), "_");
    format!("m_{}_{}", plain(folder), plain(file))
}

/// The name that a line exports; `None` when it exports none.
fn exported(line: &str) -> Option<&str> {
    let rest = line.strip_prefix("export ")?;
    let rest = rest.strip_prefix("async ").unwrap_or(rest);
    let rest = rest.strip_prefix("function ").or_else(|| rest.strip_prefix("const "))?;
    rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next()
}

/// A line with its imports turned into look-ups.
fn rewritten(line: &str) -> String {
    if let Some((names, from)) = line.strip_prefix("import ").and_then(|rest| rest.split_once(" from ")) {
        let path = from.trim_matches(|c| matches!(c, '\'' | '"' | ';'));
        return format!("const {names} = {};", name_of(path));
    }
    match line.split_once("import('") {
        Some((before, rest)) => match rest.split_once("')") {
            Some((path, after)) => format!("{before}Promise.resolve({}){after}", name_of(path)),
            None => line.to_owned(),
        },
        None => line.strip_prefix("export ").unwrap_or(line).to_owned(),
    }
}

/// All modules in front of `main`, each in a function of its own; comments and empty lines stay out.
pub fn join(mut modules: Vec<Module>, main: &str) -> String {
    // What a module imports must stand before it: libraries first, then parts.
    modules.sort_by_key(|module| (!module.path.starts_with("scripts/lib/"), module.path.clone()));
    let mut joined = String::new();
    for module in &modules {
        let names: Vec<&str> = module.text.lines().filter_map(exported).collect();
        joined.push_str(&format!("const {} = (() => {{\n", name_of(&module.path)));
        push(&mut joined, &module.text);
        joined.push_str(&format!("return {{ {} }};\n}})();\n", names.join(", ")));
    }
    push(&mut joined, main);
    joined
}

fn push(joined: &mut String, text: &str) {
    let said =
        |line: &&str| !line.is_empty() && !line.starts_with("//") && !line.starts_with("/**") && !line.starts_with('*');
    for line in text.lines().map(str::trim).filter(said) {
        joined.push_str(&rewritten(line));
        joined.push('\n');
    }
}
