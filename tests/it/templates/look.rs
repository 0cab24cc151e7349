//! The sheet: colours that can be read, no physical sides, the same dark twice.

use std::collections::BTreeMap;

use leeward::app::view_probe;

/// The declarations of the first block that begins with `selector`, by name.
fn block(sheet: &str, selector: &str) -> BTreeMap<String, String> {
    let (_, after) = sheet.split_once(selector).unwrap_or_else(|| panic!("no {selector}"));
    let body = after.split_once('}').unwrap().0;
    let pairs = body.split(';').filter_map(|line| line.split_once(':'));
    pairs.map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned())).collect()
}

/// Relative luminance of WCAG 2.x for `#rrggbb`.
fn luminance(colour: &str) -> f64 {
    let channel = |at: usize| {
        let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
        if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

/// Contrast ratio of WCAG 2.x.
fn contrast(a: &str, b: &str) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn the_ratio_of_black_and_white_is_twenty_one() {
    assert!((contrast("#000000", "#ffffff") - 21.0).abs() < 1e-9);
    assert!((contrast("#777777", "#ffffff") - 4.478).abs() < 1e-3);
}

#[test]
fn every_pair_of_colours_can_be_read_in_both_themes() {
    let sheet = view_probe::stylesheet();
    let paper = ["--bg", "--surface", "--sunken"];
    let panels = ["--soft", "--warn-bg", "--danger-bg", "--ok-bg", "--care-bg"];
    let all: Vec<&str> = paper.iter().chain(&panels).copied().collect();
    // What is drawn on what, and the least ratio: 4.5 for text, 3 for edges and rings.
    let pairs: [(&str, &[&str], f64); 18] = [
        ("--text", &all, 4.5),
        ("--muted", &["--bg", "--surface", "--sunken", "--soft"], 4.5),
        ("--link", &all, 4.5),
        ("--hover", &paper, 4.5),
        ("--on-accent", &["--accent", "--accent-hover"], 4.5),
        ("--on-soft", &["--soft"], 4.5),
        ("--warn-text", &["--warn-bg", "--bg", "--surface"], 4.5),
        ("--danger", &["--bg", "--surface", "--sunken", "--danger-bg"], 4.5),
        ("--on-danger", &["--danger-btn"], 4.5),
        ("--ok", &["--bg", "--surface", "--ok-bg"], 4.5),
        ("--care-text", &["--care-bg"], 4.5),
        ("--mark-text", &["--mark-bg"], 4.5),
        ("--control", &paper, 3.0),
        ("--focus", &all, 3.0),
        ("--accent", &["--bg", "--surface", "--sunken", "--soft"], 3.0),
        ("--warn-edge", &paper, 3.0),
        ("--care-edge", &paper, 3.0),
        ("--danger-btn", &paper, 3.0),
    ];
    let light = block(&sheet, ":root {");
    let dark = block(&sheet, ":root[data-theme=\"dark\"] {");
    for (theme, colours) in [("light", &light), ("dark", &dark)] {
        for (front, backs, least) in pairs {
            for back in backs {
                let ratio = contrast(&colours[front], &colours[*back]);
                assert!(ratio >= least, "{front} on {back} in {theme}: {ratio:.2}");
            }
        }
    }
}

#[test]
fn letters_on_every_fill_of_a_face_can_be_read() {
    let sheet = view_probe::stylesheet();
    for fill in 0..12 {
        let colours = block(&sheet, &format!(".a{fill} {{"));
        assert!(contrast(&colours["background"], "#ffffff") >= 4.75, "fill {fill}");
    }
}

#[test]
fn the_dark_of_the_device_and_the_chosen_dark_are_one() {
    let sheet = view_probe::stylesheet();
    let mut chosen = block(&sheet, ":root[data-theme=\"dark\"] {");
    chosen.remove("color-scheme");
    assert_eq!(chosen, block(&sheet, ":root:not([data-theme=\"light\"]) {"));
    assert_eq!(chosen.len(), 29);
}

#[test]
fn the_sheet_knows_no_left_or_right_and_no_name_from_elsewhere() {
    let sheet = view_probe::stylesheet();
    for line in sheet.lines() {
        let name = line.split(':').next().unwrap().trim();
        for side in ["left", "right"] {
            assert!(!name.contains(side), "{line}");
            assert!(!line.contains(&format!(": {side};")), "{line}");
        }
        for way in ["http:", "https:", "url(", "@import", "@font-face", "!important", "/*"] {
            assert!(!line.contains(way), "{line}");
        }
    }
}

#[test]
fn every_class_of_the_sheet_is_used_by_a_template_or_made_by_the_pipeline() {
    let sheet = view_probe::stylesheet();
    let mut sources: String = super::source::templates().into_iter().map(|(_, source)| source).collect();
    for path in super::source::files("frontend", ".js").into_iter().chain(super::source::files("src/markup", ".rs")) {
        sources.push_str(&std::fs::read_to_string(path).unwrap());
    }
    for selector in sheet.lines().filter(|line| line.ends_with(['{', ',']) && !line.starts_with('@')) {
        for class in selector.split('.').skip(1) {
            let class: String = class.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
            let fill = class.strip_prefix('a').is_some_and(|n| n.parse::<u8>().is_ok_and(|n| n < 12));
            let number = class.starts_with(|c: char| c.is_ascii_digit());
            assert!(fill || number || class.is_empty() || sources.contains(&class), "nothing has the class {class}");
        }
    }
}
