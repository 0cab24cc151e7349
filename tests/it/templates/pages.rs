//! What holds on every page: one heading, names for all controls, ids that meet, nothing inline, a way out.

use std::collections::BTreeSet;

use super::tree::{Element, Tree};
use super::{PAGES, SAMPLES, sample};

/// Runs a check on every whole page and tells all that it finds.
fn on_every_page(check: impl Fn(&str, &Tree) -> Vec<String>) {
    assert!(PAGES.len() > 80, "only {} pages were drawn", PAGES.len());
    let faults =
        PAGES.iter().flat_map(|(name, tree)| check(name, tree).into_iter().map(move |f| format!("{name}: {f}")));
    let found: Vec<String> = faults.collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn no_template_sign_and_no_word_of_the_engine_reaches_a_page() {
    for (name, html) in SAMPLES.iter() {
        for sign in ["{{", "}}", "{%", "%}", "=\"True\"", "=\"False\"", "undefined", ">none<", ">None<"] {
            assert!(!html.contains(sign), "{name} has {sign}");
        }
    }
}

#[test]
fn a_page_has_one_main_with_one_first_heading_and_parses_without_complaint() {
    on_every_page(|_, tree| {
        let mut faults = tree.complaints.clone();
        if tree.all("main").count() != 1 {
            faults.push("not one main".to_owned());
        }
        let headings: Vec<_> = tree.all("h1").collect();
        if headings.len() != 1 || headings[0].text.is_empty() || !headings[0].within.contains(&"main".to_owned()) {
            faults.push(format!("first headings: {headings:?}"));
        }
        if tree.all("html").next().unwrap().attr("lang") != "en" {
            faults.push("no language".to_owned());
        }
        faults
    });
}

#[test]
fn nothing_is_inline_and_nothing_comes_from_elsewhere() {
    on_every_page(|_, tree| {
        let mut faults = Vec::new();
        for element in &tree.elements {
            let handlers = element.attrs.keys().filter(|key| key.starts_with("on"));
            faults.extend(handlers.map(|key| format!("{} has {key}", element.tag)));
            if element.tag == "style" || element.has("style") {
                faults.push(format!("style in {}", element.tag));
            }
            if element.tag == "script" && (!element.text.is_empty() || !element.attr("src").starts_with("/static/")) {
                faults.push("a script that is not a file of ours".to_owned());
            }
            if element.tag == "link" && !element.attr("href").starts_with("/static/") {
                faults.push("a link element to elsewhere".to_owned());
            }
            for path in ["action", "formaction", "src"] {
                if element.has(path) && !element.attr(path).starts_with('/') {
                    faults.push(format!("{path} leads to {}", element.attr(path)));
                }
            }
        }
        faults
    });
}

#[test]
fn every_control_has_a_name() {
    on_every_page(|_, tree| {
        let labels: BTreeSet<&str> = tree.all("label").map(|label| label.attr("for")).collect();
        let named = |element: &Element| {
            element.has("aria-label")
                || element.has("aria-labelledby")
                || element.within.iter().any(|tag| tag == "label")
                || (element.has("id") && labels.contains(element.attr("id")))
        };
        let mut faults = Vec::new();
        for element in &tree.elements {
            match element.tag.as_str() {
                "input" if element.attr("type") == "hidden" => {}
                "input" | "select" | "textarea" if !named(element) => {
                    faults.push(format!("no label: {:?}", element.attrs));
                }
                "button" | "summary" | "legend" | "option" | "a" if element.text.is_empty() => {
                    faults.push(format!("empty {}: {:?}", element.tag, element.attrs));
                }
                // A section without a name is no landmark: the opening of a document.
                "nav" | "aside" if !element.has("aria-label") && !element.has("aria-labelledby") => {
                    faults.push(format!("unnamed {}", element.tag));
                }
                _ => {}
            }
        }
        faults
    });
}

#[test]
fn ids_are_single_and_whatever_points_to_one_finds_it() {
    on_every_page(|_, tree| {
        let mut faults = Vec::new();
        let mut ids = BTreeSet::new();
        for element in tree.elements.iter().filter(|element| element.has("id")) {
            if !ids.insert(element.attr("id")) {
                faults.push(format!("id {} twice", element.attr("id")));
            }
        }
        for element in &tree.elements {
            for key in ["for", "aria-labelledby", "aria-describedby", "form"] {
                for id in element.attr(key).split_whitespace().filter(|id| !ids.contains(id)) {
                    faults.push(format!("{key} of {} points to {id}", element.tag));
                }
            }
            let inside = element.attr("href").strip_prefix('#').filter(|id| !ids.contains(id));
            faults.extend(inside.map(|id| format!("a link points to #{id}")));
        }
        faults
    });
}

#[test]
fn the_way_out_comes_first_and_help_is_on_every_page() {
    on_every_page(|name, tree| {
        // The gate, and a file on its reader's own device.
        if name.starts_with("gate/") || name.starts_with("export/") {
            return Vec::new();
        }
        let mut faults = Vec::new();
        let first: Vec<&str> = tree.all("a").take(2).map(|link| link.attr("href")).collect();
        if name.starts_with("closed/") {
            if first[0] != "/leave" {
                faults.push(format!("first links: {first:?}"));
            }
        } else {
            if first != ["#main", "/leave"] {
                faults.push(format!("first links: {first:?}"));
            }
            if !tree.all("footer").any(|footer| footer.text.contains("Help now")) {
                faults.push("no help in the footer".to_owned());
            }
        }
        let leave = tree.all("a").find(|link| link.attr("href") == "/leave").unwrap();
        if leave.attr("rel") != "noreferrer nofollow" {
            faults.push("the leave link tells where it was pressed".to_owned());
        }
        faults
    });
}

#[test]
fn a_neutral_title_has_no_word_of_a_topic() {
    let topics =
        ["surgery", "erectile", "trauma", "vaginismus", "partner", "sex", "recovery board", "pelvic", "prostate"];
    on_every_page(|name, tree| {
        let title = tree.all("title").next().unwrap().text.to_lowercase();
        if name == "home/dark-compact" {
            return Vec::new();
        }
        let told = topics.iter().filter(|topic| title.contains(*topic));
        told.map(|topic| format!("the title tells {topic}")).collect()
    });
    assert!(sample("thread/mixed").contains("<title>Thread 8f3k · Leeward</title>"));
    assert!(sample("new-thread/errors").contains("<title>Error: New thread · Leeward</title>"));
}

#[test]
fn the_gate_tells_no_name_and_has_one_button() {
    let gate = sample("gate/plain");
    let tree = Tree::of(gate);
    assert!(!gate.contains("Leeward"));
    assert_eq!(tree.all("title").next().unwrap().text, "Page");
    assert_eq!(tree.all("button").map(|b| b.text.as_str()).collect::<Vec<_>>(), ["Continue"]);
    assert_eq!(tree.all("a").count(), 0);
    assert_eq!(tree.all("script").count(), 0);
    let kept = Tree::of(sample("gate/text"));
    assert!(!kept.all("main").next().unwrap().text.contains("partner"), "the gate shows a text");
}

#[test]
fn an_error_summary_comes_before_the_heading_takes_focus_and_links_to_the_fields() {
    let tree = Tree::of(sample("new-thread/errors"));
    let summary = tree.by_id("summary").unwrap();
    assert!(summary.has("autofocus") && summary.attr("tabindex") == "-1");
    assert!(summary.text.starts_with("There is a problem The title needs at least 8 characters."));
    let at = |wanted: &dyn Fn(&Element) -> bool| tree.elements.iter().position(wanted).unwrap();
    assert!(at(&|e| e.attr("id") == "summary") < at(&|e| e.tag == "h1"));
    let title = tree.by_id("title").unwrap();
    assert_eq!(title.attr("aria-invalid"), "true");
    assert_eq!(title.attr("aria-describedby"), "title-hint title-error-1");
    assert_eq!(title.attr("value"), "Help");
}

#[test]
fn a_text_that_came_too_fast_comes_back_whole() {
    let tree = Tree::of(sample("too-fast/text"));
    let text = tree.all("textarea").next().unwrap();
    assert_eq!(text.attr("name"), "body");
    assert_eq!(text.text, "I met somebody in March and I like her. She does not know yet.");
    let hidden: Vec<_> = tree.all("input").filter(|i| i.attr("type") == "hidden").map(|i| i.attr("name")).collect();
    assert_eq!(hidden, ["title", "warnings", "warnings", "to"]);
    let says = |name: &str, told: &str| Tree::of(sample(name)).all("li").any(|line| line.text == told);
    assert!(says("too-fast/text", "That was a bit fast. Your text is safe below. You can post again in 40 seconds."));
    assert!(says("too-fast/long", "That was a bit fast. Your text is safe below. You can post again in 10 minutes."));
}

#[test]
fn a_carried_text_stands_in_hidden_fields_and_in_no_address() {
    let tree = Tree::of(sample("sign-in/unknown-word"));
    let value = |name: &str| tree.all("input").find(|i| i.attr("name") == name).unwrap().attr("value").to_owned();
    assert_eq!(value("carried_action"), "/boards/k7/new");
    assert_eq!(value("carried.title"), "Telling a new partner");
    assert_eq!(tree.all("input").filter(|i| i.attr("name") == "carried.warnings").count(), 2);
    for link in tree.all("a").chain(tree.all("form")) {
        assert!(!link.attr("href").contains("partner") && !link.attr("action").contains("partner"));
    }
}

#[test]
fn what_was_typed_is_escaped_and_rendered_text_is_not() {
    let fields = sample("parts/carried/carried/fields");
    assert!(fields.contains("Hello &quot;you&quot; &lt;b&gt;"), "{fields}");
    assert!(
        sample("parts/post/post/published")
            .contains("<div class=\"text\" dir=\"auto\"><p>It is seven months now.</p></div>")
    );
}

#[test]
fn a_post_without_warnings_is_the_same_bytes_for_all_and_tells_nothing_of_its_reader() {
    let thread = sample("thread/mixed");
    let articles: Vec<&str> =
        thread.split("<article").skip(1).map(|rest| rest.split("</article>").next().unwrap()).collect();
    assert_eq!(articles.len(), 11);
    for article in articles {
        for mine in ["take back", "Edit post", "Delete post", "aria-pressed", "mine"] {
            assert!(!article.contains(mine), "a shared fragment says {mine}");
        }
    }
}

#[test]
fn a_tombstone_has_number_and_rule_and_no_name() {
    let removed = Tree::of(sample("parts/post/post/removed"));
    assert_eq!(
        removed.all("article").next().unwrap().text,
        "27 A moderator removed this reply: rule 2, “Keep names and places out”."
    );
    let hidden = Tree::of(sample("parts/post/post/hidden"));
    assert_eq!(
        hidden.all("article").next().unwrap().text,
        "27 Hidden by your settings. Warning: pain Change what is hidden"
    );
}

#[test]
fn the_closed_page_is_small_and_has_the_numbers() {
    for why in ["resting", "busy", "no-answer"] {
        let page = sample(&format!("closed/{why}-plain"));
        assert!(page.len() < 8 * 1024, "{} bytes", page.len());
        assert!(page.contains("116\u{a0}123"));
        let text = sample(&format!("closed/{why}-text"));
        assert!(text.contains("There is a problem") && text.contains("She does not know yet."), "{text}");
    }
}

/// Browsers write what fields hold to the disk, with their tabs. Chromium asks the form, Firefox the field.
#[test]
fn browsers_are_asked_not_to_remember_what_fields_hold() {
    on_every_page(|_, tree| {
        let mut faults = Vec::new();
        let mut form_asks = false;
        for element in &tree.elements {
            let is_text = element.tag == "textarea" || (element.tag == "input" && element.attr("type") == "text");
            let is_button_or_hidden = ["hidden", "submit"].contains(&element.attr("type"));
            let is_field = is_text || element.tag == "select" || (element.tag == "input" && !is_button_or_hidden);
            let asks = element.attr("autocomplete") == "off";
            if element.tag == "form" {
                form_asks = asks;
            } else if is_field && element.within.contains(&"form".to_owned()) && !form_asks {
                faults.push(format!("{} {} stands in a form that does not ask", element.tag, element.attr("name")));
            }
            if is_text && !asks {
                faults.push(format!("{} may be remembered", element.attr("name")));
            }
        }
        faults
    });
}
