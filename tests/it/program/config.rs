//! Wrong settings stop the start with a reason; right ones are read in the promised order.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use leeward::config::Config;
use leeward::config::data::DatabaseUrl;
use leeward::config::listen::Listen;
use leeward::config::read::Given;

use super::{program, settings};

/// Variables, and the words that the one line has to hold.
type Wrong = (&'static [(&'static str, &'static str)], &'static [&'static str]);

/// Variables of the environment, and words that the one line has to hold: the setting and a part of what it may be.
const WRONG: [Wrong; 53] = [
    (&[("LEEWARD_LISTEN", "8080")], &["LEEWARD_LISTEN", "127.0.0.1:8080"]),
    (&[("LEEWARD_LISTEN", "")], &["LEEWARD_LISTEN", "is empty"]),
    (&[("LEEWARD_LISTEN", "localhost:8080")], &["LEEWARD_LISTEN", "address with a port"]),
    (&[("LEEWARD_LISTEN", "127.0.0.1:65536")], &["LEEWARD_LISTEN", "address with a port"]),
    (&[("LEEWARD_LISTEN", "unix:")], &["LEEWARD_LISTEN", "unix:/path/to/socket"]),
    (&[("LEEWARD_LISTEN", "unix:run/")], &["LEEWARD_LISTEN", "names a folder"]),
    (&[("LEEWARD_LISTEN", "127.0.0.1:8080 ")], &["LEEWARD_LISTEN", "blanks"]),
    (&[("LEEWARD_LISTEN", "192.0.2.1:8080")], &["LEEWARD_LISTEN", "Remedy"]),
    (&[("LEEWARD_LISTEN", "unix:nowhere/socket")], &["LEEWARD_LISTEN", "Remedy", "folder"]),
    (&[("LEEWARD_LISTEN", "unix:occupied")], &["LEEWARD_LISTEN", "Remedy", "no socket"]),
    (&[("LEEWARD_LISTN", "127.0.0.1:8080")], &["LEEWARD_LISTN", "LEEWARD_LISTEN"]),
    (&[("LEEWARD_PASSWORD", "x")], &["LEEWARD_PASSWORD", "not a setting"]),
    (&[("LEEWARD_METRICS_LISTEN", "9090")], &["LEEWARD_METRICS_LISTEN", "127.0.0.1:9090"]),
    (&[("LEEWARD_METRICS_LISTEN", "127.0.0.1:0")], &["LEEWARD_METRICS_LISTEN", "port 0"]),
    (
        &[("LEEWARD_LISTEN", "127.0.0.1:8391"), ("LEEWARD_METRICS_LISTEN", "0.0.0.0:8391")],
        &["LEEWARD_METRICS_LISTEN", "any other", "never"],
    ),
    (&[("LEEWARD_TRUSTED_PROXIES", "10.0.0.0/33")], &["LEEWARD_TRUSTED_PROXIES", "127.0.0.1/32"]),
    (&[("LEEWARD_TRUSTED_PROXIES", "10.0.0.1/8")], &["LEEWARD_TRUSTED_PROXIES", "10.0.0.0/8"]),
    (&[("LEEWARD_TRUSTED_PROXIES", "0.0.0.0/0")], &["LEEWARD_TRUSTED_PROXIES", "every address"]),
    (&[("LEEWARD_TRUSTED_PROXIES", "proxy.internal")], &["LEEWARD_TRUSTED_PROXIES", "not a network"]),
    (&[("LEEWARD_TRUSTED_PROXIES", "127.0.0.1/32,,")], &["LEEWARD_TRUSTED_PROXIES", "commas"]),
    (&[("LEEWARD_DATA_DIR", "occupied")], &["LEEWARD_DATA_DIR", "not a folder"]),
    (&[("LEEWARD_DATA_DIR", "/")], &["LEEWARD_DATA_DIR", "root"]),
    (&[("LEEWARD_DATA_DIR", "/proc/leeward")], &["LEEWARD_DATA_DIR", "Remedy"]),
    (&[("LEEWARD_SECRET_KEY_FILE", "nowhere/secret.key")], &["LEEWARD_SECRET_KEY_FILE", "does not exist"]),
    (&[("LEEWARD_SECRET_KEY_FILE", ".")], &["LEEWARD_SECRET_KEY_FILE", "mode 0600"]),
    (&[("LEEWARD_SECRET_KEY_FILE", "loose.key")], &["LEEWARD_SECRET_KEY_FILE", "chmod 600"]),
    (&[("LEEWARD_SECRET_KEY_FILE", "short.key")], &["LEEWARD_SECRET_KEY_FILE", "31 bytes", "Remedy"]),
    (&[("LEEWARD_SECRET_KEY_FILE", "long.key")], &["LEEWARD_SECRET_KEY_FILE", "33 bytes", "Remedy"]),
    (&[("LEEWARD_SECRET_KEY_FILE", "open/secret.key")], &["LEEWARD_SECRET_KEY_FILE", "chmod o-w"]),
    (&[("LEEWARD_DATABASE_URL", "mysql://localhost/leeward")], &["LEEWARD_DATABASE_URL", "postgres://"]),
    (&[("LEEWARD_DATABASE_URL", "sqlite::memory:")], &["LEEWARD_DATABASE_URL", "sqlite:/path"]),
    (&[("LEEWARD_DATABASE_URL", "postgres://localhost")], &["LEEWARD_DATABASE_URL", "names no database"]),
    (&[("LEEWARD_DATABASE_URL", "postgres://db.example/leeward")], &["LEEWARD_DATABASE_URL", "sslmode"]),
    (&[("LEEWARD_LEDGER_URL", "ledger.db")], &["LEEWARD_LEDGER_URL", "sqlite:"]),
    (
        &[("LEEWARD_DATABASE_URL", "sqlite:/x/one.db"), ("LEEWARD_LEDGER_URL", "sqlite:/x/one.db")],
        &["LEEWARD_LEDGER_URL", "any other database"],
    ),
    (&[("LEEWARD_NATS_URL", "http://127.0.0.1:4222")], &["LEEWARD_NATS_URL", "nats://"]),
    (&[("LEEWARD_NATS_URL", "nats://bus.example:4222")], &["LEEWARD_NATS_URL", "tls://"]),
    (&[("LEEWARD_NATS_URL", "tls://me:%zz@bus.example")], &["LEEWARD_NATS_URL", "broken %"]),
    (&[("LEEWARD_NATS_URL", "tls://:secret@bus.example")], &["LEEWARD_NATS_URL", "without a name"]),
    (&[("LEEWARD_NATS_URL", "tls://bus.example/forum")], &["LEEWARD_NATS_URL", "after the port"]),
    (&[("LEEWARD_NATS_URL", "nats://127.0.0.1:4222")], &["LEEWARD_LEDGER_URL", "LEEWARD_NATS_URL", "Set it"]),
    (&[("LEEWARD_BACKUP_RECIPIENT", "me@forum.example")], &["LEEWARD_BACKUP_RECIPIENT", "age1"]),
    (&[("LEEWARD_BASE_URL", "forum.example")], &["LEEWARD_BASE_URL", "https://forum.example"]),
    (&[("LEEWARD_BASE_URL", "http://forum.example")], &["LEEWARD_BASE_URL", "plain http", "https://"]),
    (&[("LEEWARD_BASE_URL", "https://forum.example/forum")], &["LEEWARD_BASE_URL", "path"]),
    (&[("LEEWARD_BASE_URL", "https://forum.example/?a=1")], &["LEEWARD_BASE_URL", "query"]),
    (&[("LEEWARD_BASE_URL", "https://me:pw@forum.example")], &["LEEWARD_BASE_URL", "name or password"]),
    (&[("LEEWARD_ONION_URL", "http://forum.example")], &["LEEWARD_ONION_URL", ".onion"]),
    (&[("LEEWARD_EXIT_URL", "javascript:alert(1)")], &["LEEWARD_EXIT_URL", "http or https"]),
    (&[("LEEWARD_LOG", "loud")], &["LEEWARD_LOG", "error, warn, info, debug or trace"]),
    (&[("LEEWARD_LIMITS__JOINS_PER_HOUR", "-1")], &["LEEWARD_LIMITS__JOINS_PER_HOUR", "whole number"]),
    (&[("LEEWARD_LIMITS__PAGES_PER_MIN", "0")], &["LEEWARD_LIMITS__PAGES_PER_MIN", "from 1 to 1000000"]),
    (
        &[("LEEWARD_LIMITS__OFF", "true"), ("LEEWARD_BASE_URL", "https://forum.example")],
        &["LEEWARD_LIMITS__OFF", "trial mode only"],
    ),
];

/// A folder with things that stand in the way, each with its content and mode.
fn folder_with_obstacles() -> tempfile::TempDir {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, bytes: &[u8], mode: u32| {
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
    };
    put("occupied", b"mine", 0o600);
    put("loose.key", &[7; 32], 0o644);
    put("short.key", &[7; 31], 0o600);
    put("long.key", &[7; 33], 0o600);
    fs::create_dir(folder.path().join("open")).unwrap();
    fs::set_permissions(folder.path().join("open"), fs::Permissions::from_mode(0o777)).unwrap();
    folder
}

/// Every path below a folder with its size: what a wrong start must not change.
fn listing(folder: &Path) -> BTreeMap<String, u64> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let meta = entry.metadata().unwrap();
        found.insert(entry.path().display().to_string(), meta.len());
        if meta.is_dir() {
            found.extend(listing(&entry.path()));
        }
    }
    found
}

#[test]
fn each_wrong_setting_ends_the_start_names_itself_and_its_remedy_and_changes_nothing() {
    let folder = folder_with_obstacles();
    let before = listing(folder.path());
    for (variables, words) in WRONG {
        let mut command = program(folder.path());
        if !variables.iter().any(|(name, _)| *name == "LEEWARD_LISTEN") {
            command.env("LEEWARD_LISTEN", "127.0.0.1:0");
        }
        let started = Instant::now();
        let out = command.envs(variables.iter().copied()).output().unwrap();
        let (took, said) = (started.elapsed(), String::from_utf8(out.stderr).unwrap());
        assert!(!out.status.success(), "{variables:?} was taken");
        assert!(took < Duration::from_secs(2), "{variables:?} took {took:?}");
        assert_eq!(said.trim_end().lines().count(), 1, "{variables:?}: {said}");
        for word in words {
            assert!(said.contains(word), "{variables:?} does not say {word:?}: {said}");
        }
        assert_eq!(listing(folder.path()), before, "{variables:?} changed something");
    }
}

#[test]
fn a_wrong_value_ends_with_exit_code_2_and_never_shows_a_password() {
    let folder = tempfile::tempdir().unwrap();
    let url = "postgres://leeward:hunter2@db.example/leeward";
    let out = program(folder.path()).env("LEEWARD_DATABASE_URL", url).output().unwrap();
    assert_eq!(out.status.code(), Some(2));
    let said = String::from_utf8(out.stderr).unwrap();
    assert!(said.contains("LEEWARD_DATABASE_URL") && !said.contains("hunter2"), "{said}");
}

#[test]
fn a_broken_file_is_named_with_its_line_and_without_its_content() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("leeward.toml"), "listen = \"127.0.0.1:0\"\ndatabase_url = \"hunter2\n").unwrap();
    let out = program(folder.path()).output().unwrap();
    let said = String::from_utf8(out.stderr).unwrap();
    assert_eq!(out.status.code(), Some(2));
    assert!(said.contains("leeward.toml") && said.contains("line 2") && !said.contains("hunter2"), "{said}");
}

#[test]
fn a_missing_file_that_was_named_ends_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let out = program(folder.path()).args(["--config", "other.toml"]).output().unwrap();
    assert_eq!(out.status.code(), Some(2));
    assert!(String::from_utf8(out.stderr).unwrap().contains("other.toml"));
}

#[test]
fn flags_win_over_the_environment_and_the_environment_over_the_file() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("leeward.toml"), "listen = \"file\"\nlog = \"file\"\nexit_url = \"file\"\n").unwrap();
    let say = |flags: &[&str], variables: &[(&str, &str)]| {
        let out = program(folder.path()).args(flags).envs(variables.iter().copied()).output().unwrap();
        String::from_utf8(out.stderr).unwrap()
    };
    assert!(say(&[], &[]).contains("LEEWARD_LISTEN \"file\" (from leeward.toml)"));
    let variable = ("LEEWARD_LISTEN", "variable");
    assert!(say(&[], &[variable]).contains("LEEWARD_LISTEN \"variable\" (from the environment)"));
    assert!(say(&["--listen", "flag"], &[variable]).contains("LEEWARD_LISTEN \"flag\" (from a flag)"));
    assert!(say(&["doctor", "--listen", "flag"], &[variable]).contains("LEEWARD_LISTEN \"flag\" (from a flag)"));
}

#[test]
fn without_settings_the_defaults_are_those_of_the_contract() {
    let config = Config::from_given(&Given::default()).unwrap();
    assert_eq!(config.listen.listen, Listen::Tcp("127.0.0.1:8080".parse().unwrap()));
    assert_eq!(config.data.database(), DatabaseUrl::Sqlite("./data/leeward.db".into()));
    assert_eq!(config.data.ledger(), DatabaseUrl::Sqlite("./data/ledger.db".into()));
    assert_eq!(config.data.key_file(), Path::new("./data/secret.key"));
    assert_eq!(config.site.exit_url.as_str(), "https://www.wikipedia.org/");
    assert!(config.site.trial() && config.site.base_url.is_none() && config.listen.trusted_proxies.is_empty());
    let limits = &config.limits;
    let by_level = |number: fn(&leeward::config::limits::Limits, u8) -> u32| [0, 1, 2].map(|l| number(limits, l));
    assert_eq!(by_level(|l, n| l.threads_per_day(n)), [1, 3, 6]);
    assert_eq!(by_level(|l, n| l.replies_per_day(n)), [10, 60, 120]);
    assert_eq!(by_level(|l, n| l.reply_gap_s(n)), [60, 15, 5]);
    assert_eq!(by_level(|l, n| l.links(n)), [0, 2, 10]);
    let others = [limits.first_posts_held, limits.reports_per_day, limits.reactions_per_hour, limits.joins_per_hour];
    assert_eq!(others, [3, 10, 60, 3]);
    let network = [limits.failed_sign_ins_per_15_min, limits.pages_per_min, limits.searches_per_min];
    assert_eq!(network, [10, 600, 20]);
    assert_eq!([limits.previews_per_min, limits.live_per_network], [30, 20]);
}

#[test]
fn limits_off_lifts_every_number_and_the_holds() {
    let config = settings(&[("limits.off", "true")]);
    let limits = &config.limits;
    assert_eq!([limits.threads_per_day(0), limits.replies_per_day(0), limits.links(0)], [u32::MAX; 3]);
    assert_eq!([limits.reply_gap_s(0), limits.held_first_posts()], [0, 0]);
    assert_eq!(limits.unless_off(limits.joins_per_hour), u32::MAX);
}

#[test]
fn trial_mode_is_judged_by_the_base_url_alone() {
    for (listen, base, trial) in [
        ("0.0.0.0:0", None, true),
        ("127.0.0.1:0", Some("https://forum.example"), false),
        ("0.0.0.0:0", Some("http://localhost:8080"), true),
        ("127.0.0.1:0", Some("https://127.0.0.9"), true),
        ("127.0.0.1:0", Some("http://[::1]:8080"), true),
        ("127.0.0.1:0", Some("https://localhost.example"), false),
        ("127.0.0.1:0", Some("http://abcdefghij234567.onion"), false),
    ] {
        let mut pairs = vec![("listen", listen)];
        pairs.extend(base.map(|base| ("base_url", base)));
        assert_eq!(settings(&pairs).site.trial(), trial, "{listen} {base:?}");
    }
}

#[test]
fn postgres_is_taken_over_a_socket_this_machine_or_tls_only() {
    for (url, good) in [
        ("postgres://leeward@localhost/leeward", true),
        ("postgres://leeward:pw@127.0.0.1:5433/leeward", true),
        ("postgres://leeward@[::1]/leeward", true),
        ("postgres:///leeward?host=/run/postgresql", true),
        ("postgres://leeward@%2Frun%2Fpostgresql/leeward", true),
        ("postgresql://leeward@db.example/leeward?sslmode=verify-full", true),
        ("postgres://leeward@10.0.0.5/leeward?sslmode=require", true),
        ("postgres://leeward@10.0.0.5/leeward", false),
        ("postgres://leeward@10.0.0.5/leeward?sslmode=prefer", false),
        ("postgres://localhost/leeward?host=db.example", false),
    ] {
        let given = Given::from_pairs(&[("database_url", url)]);
        assert_eq!(Config::from_given(&given).is_ok(), good, "{url}");
    }
}

#[test]
fn the_example_file_is_the_one_that_the_settings_make() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/leeward.example.toml");
    let made = leeward::config::example::text();
    let kept = fs::read_to_string(path).unwrap_or_default();
    // To make it anew: UPDATE_EXAMPLE=1 cargo test --test it the_example_file
    if kept != made && std::env::vars().any(|(name, _)| name == "UPDATE_EXAMPLE") {
        fs::write(path, &made).unwrap();
        return;
    }
    assert_eq!(kept, made, "leeward.example.toml lags behind the settings");
}

#[test]
fn the_example_file_with_every_line_switched_on_is_read_without_a_fault() {
    let folder = tempfile::tempdir().unwrap();
    let on: String = leeward::config::example::text()
        .lines()
        .map(|line| match line.strip_prefix('#') {
            Some(rest) if !rest.starts_with(' ') && rest.contains(" = ") => format!("{rest}\n"),
            _ => format!("{line}\n"),
        })
        .collect();
    let on = on.replace("/etc/leeward/secret.key", "secret.key").replace("./data", "data");
    fs::write(folder.path().join("all.toml"), on).unwrap();
    let out = program(folder.path()).args(["doctor", "--config", "all.toml", "--listen", "127.0.0.1:0"]).output();
    let out = out.unwrap();
    assert_ne!(out.status.code(), Some(2), "{}", String::from_utf8_lossy(&out.stderr));
}
