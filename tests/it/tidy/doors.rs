//! HOUSE §3: each outside library has one door.

use super::code::{none, sources};

/// (library, where it may be named: rooms, or files, why there).
const DOORS: [(&str, &[&str], &str); 29] = [
    ("sea_orm", &["store"], "rows stay in their room"),
    ("sqlx", &["store"], "the same, one floor below"),
    ("migration", &["store"], "the schema is brought up where it is opened"),
    ("async_nats", &["bus"], "hints between nodes"),
    ("minijinja", &["view"], "templates"),
    ("rust_embed", &["view", "library"], "files of the browser, and content"),
    ("ammonia", &["markup"], "the only maker of SafeHtml"),
    ("pulldown_cmark", &["markup"], "the only reader of Markdown"),
    (
        "axum",
        &["web", "app", "src/live/text.rs"],
        "requests and answers; and the bytes of a frame, shared without a copy",
    ),
    ("tokio_tungstenite", &["src/web/socket.rs", "commands"], "why a socket broke; and the clients of `load`"),
    ("axum_extra", &["web"], "requests and answers"),
    ("tower", &["app"], "serving"),
    ("tower_http", &["web", "app"], "serving"),
    (
        "hyper",
        &["app", "src/commands/load/http.rs", "src/commands/load/site.rs", "src/commands/load/writer.rs"],
        "serving; and the calls of `load`",
    ),
    ("hyper_util", &["app", "src/commands/load/http.rs"], "serving; and the calls of `load`"),
    ("http_body_util", &["src/commands/load/http.rs"], "answers that `load` reads"),
    ("utoipa", &["web"], "the API describes itself where it is"),
    ("utoipa_axum", &["web"], "the same"),
    ("argon2", &["identity"], "phrases"),
    (
        "hmac",
        &["identity", "src/privacy/network.rs", "src/privacy/ledger.rs"],
        "derivations; the day's keys of networks; and what the ledger names",
    ),
    ("hkdf", &["identity", "src/config/secret_key.rs"], "derivations; and those of the key file"),
    ("chacha20poly1305", &["identity"], "sealing"),
    ("diceware_wordlists", &["identity"], "phrases"),
    ("altcha_lib_rs", &["identity"], "proofs of work"),
    ("governor", &["limits"], "gates of one node"),
    ("clap", &["commands"], "arguments"),
    ("age", &["src/commands/backup/sealed.rs", "src/commands/backup/passphrase.rs"], "files of backups"),
    ("flate2", &["src/commands/backup/sealed.rs"], "the same, compressed"),
    (
        "rand",
        &["src/app/system.rs", "src/domain/entropy.rs", "src/commands/demo/chance.rs"],
        "the system's randomness; the references of log lines, which are made where no Ctx is; the demo's seed",
    ),
];

fn names(line: &str, library: &str) -> bool {
    line.match_indices(library).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = &line[at + library.len()..];
        let whole = !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':' || c == '.');
        whole && (after.starts_with("::") || (line.trim_start().starts_with("use ") && after.starts_with([';', ' '])))
    })
}

#[test]
fn each_outside_library_has_one_door() {
    let mut breaches = Vec::new();
    for source in sources(&["src"]) {
        for (library, places, why) in DOORS {
            let inside = places.iter().any(|place| *place == source.room() || *place == source.path);
            let at = source.lines().find(|(_, line)| names(line, library));
            if let (false, Some((n, _))) = (inside, at) {
                breaches.push(format!("{}:{n} names {library}, whose door is {places:?} ({why})", source.path));
            }
        }
    }
    none("one door for each outside library (HOUSE §3)", &breaches);
}

#[test]
fn every_library_of_the_table_is_one_of_ours() {
    let manifest = super::code::read("Cargo.toml").replace('-', "_");
    for (library, _, _) in DOORS {
        assert!(manifest.contains(&format!("\n{library} = ")), "{library} is no dependency any more: drop its line");
    }
}

#[test]
fn routes_are_added_where_they_are_listed() {
    let mut breaches = Vec::new();
    // The counts for monitors have a listener of their own; the public one never serves them.
    let allowed = ["src/web/routes.rs", "src/app/metrics.rs"];
    for source in sources(&["src"]).iter().filter(|source| !allowed.contains(&source.path.as_str())) {
        for (n, line) in source.lines() {
            if [".route(", ".route_service(", ".nest_service("].iter().any(|way| line.contains(way)) {
                breaches.push(format!("{}:{n} {}", source.path, line.trim()));
            }
        }
    }
    none("a route is added by web::routes::Routes, which lists it for tests/it/access.rs", &breaches);
}

#[test]
fn a_library_is_found_in_paths_and_not_in_longer_names() {
    assert!(names("use axum::Router;", "axum"));
    assert!(names("    let x: axum::Json<T> = y;", "axum"));
    assert!(!names("use utoipa_axum::router;", "axum"));
    assert!(!names("self.axum(x)", "axum"));
}
