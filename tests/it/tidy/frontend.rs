//! HOUSE §9: nothing inline, nothing from elsewhere, no way around escaping, scripts that write no markup.

use super::code::{files, none, read};

fn templates() -> Vec<String> {
    let all = files("frontend", ".html").into_iter();
    all.filter(|path| !path.starts_with("frontend/content/")).collect()
}

/// Breaches of files that hold one of these.
fn holding(paths: &[String], ways: &[&str]) -> Vec<String> {
    let mut breaches = Vec::new();
    for path in paths {
        for (n, line) in (1..).zip(read(path).lines()) {
            let found = ways.iter().find(|way| line.contains(**way));
            breaches.extend(found.map(|way| format!("{path}:{n} {way}")));
        }
    }
    breaches
}

#[test]
fn no_template_goes_around_escaping() {
    none("text is escaped in every template", &holding(&templates(), &["|safe", "| safe", "autoescape"]));
}

#[test]
fn no_template_has_anything_inline() {
    let mut breaches = holding(&templates(), &[" style=", "<style", "javascript:", "srcdoc="]);
    for path in templates() {
        for (n, line) in (1..).zip(read(&path).lines()) {
            let handlers = line.split(" on").skip(1).filter(|rest| {
                let name = rest.chars().take_while(char::is_ascii_lowercase).count();
                name > 2 && rest[name..].starts_with("=\"")
            });
            breaches.extend(handlers.map(|_| format!("{path}:{n} a handler in an attribute")));
            let script = line.split("<script").nth(1);
            breaches.extend(script.filter(|tag| !tag.contains(" src=")).map(|_| format!("{path}:{n} a script inline")));
        }
    }
    none("the policy of the pages allows nothing inline (HOUSE §9)", &breaches);
}

#[test]
fn scripts_are_short() {
    let long = files("frontend", ".js").into_iter().filter(|path| read(path).lines().count() > 150);
    none("a script has at most 150 lines", &long.collect::<Vec<_>>());
}

#[test]
fn scripts_write_no_markup_and_keep_nothing() {
    let ways = [
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "createContextualFragment",
        "DOMParser",
        "setHTMLUnsafe",
        "document.write",
        "eval(",
        "new Function",
        "localStorage",
        "indexedDB",
    ];
    none("scripts move what templates drew", &holding(&files("frontend", ".js"), &ways));
}

#[test]
fn no_address_of_elsewhere_stands_in_templates_styles_and_scripts() {
    let mut paths = templates();
    for ending in [".css", ".js", ".json", ".svg"] {
        paths.extend(files("frontend", ending).into_iter().filter(|path| !path.starts_with("frontend/content/")));
    }
    let mut breaches = Vec::new();
    for path in paths {
        for (n, line) in (1..).zip(read(&path).lines()) {
            // The name of a vocabulary, which nothing fetches.
            let line = line.replace("http://www.w3.org/2000/svg", "");
            let samples = path.ends_with(".samples.json") && line.contains("://example.org");
            if (line.contains("http://") || line.contains("https://") || line.contains("url(//")) && !samples {
                breaches.push(format!("{path}:{n}"));
            }
        }
    }
    none("everything that a page needs comes from this site", &breaches);
}
