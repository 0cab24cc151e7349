//! Commands on the database: the real program, in folders of its own.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use sea_orm::{ConnectionTrait, Database, Statement};

use super::{program, runtime};
use crate::crash::script::Node;

/// Runs the program; its exit code, what it printed, and what it complained of.
fn run(folder: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> (i32, String, String) {
    let out = program(folder).args(arguments).envs(variables.iter().copied()).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (out.status.code().unwrap(), text(&out.stdout), text(&out.stderr))
}

fn url(folder: &Path) -> String {
    format!("sqlite://{}", folder.join("data/leeward.db").display())
}

fn change(folder: &Path, sql: &str) {
    runtime().block_on(async {
        let conn = Database::connect(url(folder)).await.unwrap();
        conn.execute_unprepared(sql).await.unwrap();
        conn.close().await.unwrap();
    });
}

/// The first column of every row.
fn column(folder: &Path, sql: &str) -> Vec<String> {
    runtime().block_on(async {
        let conn = Database::connect(url(folder)).await.unwrap();
        let rows = conn.query_all_raw(Statement::from_string(conn.get_database_backend(), sql)).await.unwrap();
        let texts = rows.iter().map(|row| row.try_get_by_index::<String>(0).unwrap()).collect();
        conn.close().await.unwrap();
        texts
    })
}

#[test]
fn migrate_makes_a_schema_once_and_refuses_a_newer_one() {
    let folder = tempfile::tempdir().unwrap();
    let (code, said, _) = run(folder.path(), &["migrate"], &[]);
    assert!(code == 0 && said.starts_with("Made the schema"), "{said}");
    let (code, said, _) = run(folder.path(), &["migrate"], &[]);
    assert_eq!((code, said.as_str()), (0, "The database is already up to date.\n"));
    change(folder.path(), "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m29990101_000001_later', 0)");
    let (code, _, fault) = run(folder.path(), &["migrate"], &[]);
    assert!(code == 1 && fault.contains("written by a newer Leeward. Remedy"), "{fault}");
    let (code, said, _) = run(folder.path(), &["doctor"], &[]);
    assert!(code == 1 && said.contains("fault    schema: the database was written by a newer Leeward"), "{said}");
}

#[test]
fn migrate_copies_an_older_database_before_it_adds_what_is_missing() {
    let folder = tempfile::tempdir().unwrap();
    run(folder.path(), &["migrate"], &[]);
    // As an older version left it: the last step, which renamed this column, was not there yet.
    change(
        folder.path(),
        "ALTER TABLE personas RENAME COLUMN restricted_until_hour TO restricted_until; \
         DELETE FROM seaql_migrations WHERE version = 'm20261123_000004_round_restrictions'; \
         INSERT INTO site (name, value) VALUES ('kept', x'01')",
    );
    let (code, said, fault) = run(folder.path(), &["migrate"], &[]);
    assert_eq!(code, 0, "{fault}");
    assert_eq!(
        said,
        "Copied the database to ./data/before-step-8.db. Remove that file when all is well.\n\
         Brought the schema up to date: 1 step.\n"
    );
    let copy = folder.path().join("data/before-step-8.db");
    assert_eq!(fs::metadata(&copy).unwrap().mode() & 0o777, 0o600);
    assert_eq!(column(folder.path(), "SELECT name FROM site WHERE name = 'kept'"), ["kept"]);
    assert!(!folder.path().join("data/before-step-4.part").exists());
}

#[test]
fn migrate_waits_for_no_running_instance_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let _node = Node::start(folder.path(), &[]);
    let (code, _, fault) = run(folder.path(), &["migrate"], &[]);
    assert!(code == 1 && fault.contains("is in use by another leeward. Remedy"), "{fault}");
}

#[test]
fn demo_fills_an_empty_database_once_and_the_same_seed_makes_the_same_community() {
    let size = ["demo", "--members", "6", "--threads", "7", "--posts", "60", "--seed", "5"];
    let filled = || {
        let folder = tempfile::tempdir().unwrap();
        let (code, said, fault) = run(folder.path(), &size, &[]);
        assert_eq!(code, 0, "{fault}");
        assert!(said.starts_with("6 members, 7 threads, 60 posts, from "), "{said}");
        folder
    };
    let (one, two) = (filled(), filled());
    let words = "SELECT title || replies || last_position FROM threads WHERE NOT by_team ORDER BY 1";
    let (first, second) = (column(one.path(), words), column(two.path(), words));
    assert_eq!(first.len(), 7);
    assert_eq!(first, second);
    let names = "SELECT handle FROM personas ORDER BY 1";
    assert_eq!(column(one.path(), names), column(two.path(), names));
    assert!(column(one.path(), "SELECT state FROM posts WHERE state = 'held'").is_empty(), "all holds were released");
    let posts = "SELECT hex(id) FROM posts WHERE NOT by_team";
    assert_eq!(column(one.path(), posts).len(), 60);
    // Nobody can guess a way in: what opens an account does not come from the seed.
    let ways = "SELECT hex(lookup) FROM members ORDER BY 1";
    assert_ne!(column(one.path(), ways), column(two.path(), ways));
    assert!(column(one.path(), "SELECT hex(key) FROM sessions").is_empty());
    let (code, _, fault) = run(one.path(), &size, &[]);
    assert!(code == 1 && fault.contains("the database is not empty"), "{fault}");
}

#[test]
fn a_large_demo_has_rows_that_fit_together_and_tokens_of_level_2() {
    let folder = tempfile::tempdir().unwrap();
    let size = ["demo", "--members", "201", "--threads", "300", "--posts", "5200", "--tokens", "tokens"];
    let (code, said, fault) = run(folder.path(), &size, &[]);
    assert_eq!(code, 0, "{fault}");
    assert!(said.contains("201 of the members are at level 2."), "{said}");
    let wrong = "SELECT hex(id) FROM threads t WHERE \
        seq <> (SELECT MAX(seq) FROM events e WHERE e.thread = t.id) OR \
        seq <> (SELECT COUNT(*) FROM events e WHERE e.thread = t.id) OR \
        last_position <> (SELECT MAX(position) FROM posts p WHERE p.thread = t.id) OR \
        last_position <> (SELECT COUNT(*) FROM posts p WHERE p.thread = t.id)";
    assert!(column(folder.path(), wrong).is_empty());
    assert!(column(folder.path(), "SELECT hex(id) FROM personas WHERE thread IS NOT NULL").len() > 5);
    let tokens = folder.path().join("tokens");
    assert_eq!(fs::metadata(&tokens).unwrap().mode() & 0o777, 0o600);
    let tokens: Vec<String> = fs::read_to_string(tokens).unwrap().lines().map(str::to_owned).collect();
    assert_eq!(tokens.len(), 201);
    let node = Node::start(folder.path(), &[]);
    for token in [&tokens[0], &tokens[200]] {
        let (status, me) = node.script(token).call("GET", "/me", None, None).unwrap();
        assert_eq!((status, &me["trust_level"]), (200, &serde_json::json!(2)));
    }
}

#[test]
fn tokens_are_refused_for_a_site_that_others_reach() {
    let folder = tempfile::tempdir().unwrap();
    let public = [("LEEWARD_BASE_URL", "https://forum.example")];
    let (code, _, fault) = run(folder.path(), &["demo", "--tokens", "tokens"], &public);
    assert!(code == 2 && fault.contains("--tokens works in trial mode only"), "{fault}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "nothing is made");
}

#[test]
fn held_posts_are_listed_without_their_words_and_released_beside_a_running_instance() {
    let folder = tempfile::tempdir().unwrap();
    let node = Node::start(folder.path(), &[]);
    let (writer, reader) = (node.script(&node.join()), node.script(&node.join()));
    let body = serde_json::json!({"title": "Something unheard of", "body": "Secret words.", "seeking": "listening"});
    let (status, answer) = writer.call("POST", "/boards/low-experience/threads", Some("a-key"), Some(&body)).unwrap();
    assert_eq!(status, 202, "{answer}");
    let (post, thread) = (answer["post"].as_str().unwrap(), answer["thread"].as_str().unwrap());
    let (code, said, _) = run(folder.path(), &["posts", "list"], &[]);
    assert!(code == 0 && said.starts_with(post) && said.contains("low-experience"), "{said}");
    assert!(said.contains("    13 characters  post") && !said.contains("ecret") && !said.contains("unheard"), "{said}");
    let path = format!("/threads/{thread}");
    assert_eq!(reader.call("GET", &path, None, None).unwrap().0, 404);
    let (code, said, _) = run(folder.path(), &["posts", "release", post], &[]);
    assert_eq!((code, said.as_str()), (0, "Released 1 post.\n"));
    assert_eq!(reader.call("GET", &path, None, None).unwrap().0, 200);
    let (code, _, fault) = run(folder.path(), &["posts", "release", post], &[]);
    assert!(code == 1 && fault.contains("is not held"), "{fault}");
    assert_eq!(run(folder.path(), &["posts", "release", "--all"], &[]).1, "Released 0 posts.\n");
    assert_eq!(run(folder.path(), &["posts", "list"], &[]).1, "Nothing is held.\n");
    assert_eq!(run(folder.path(), &["posts", "release"], &[]).0, 2);
}

#[test]
fn doctor_tells_a_damaged_file_and_lines_that_were_not_called_for_long() {
    let folder = tempfile::tempdir().unwrap();
    run(folder.path(), &["migrate"], &[]);
    let ours = include_str!("../../../frontend/content/support.toml");
    let at = ours.find("called = false").unwrap();
    let start = ours[..at].rfind("verified_on").unwrap();
    let old = format!("{}verified_on = \"2020-01-31\"\ncalled = true{}", &ours[..start], &ours[at + 14..]);
    fs::write(folder.path().join("data/support.toml"), old).unwrap();
    let port = [("LEEWARD_LISTEN", "127.0.0.1:0")];
    let (code, said, _) = run(folder.path(), &["doctor"], &port);
    assert!(said.contains("good     database: SQLite answers and is sound"), "{said}");
    assert!(said.contains("good     writing: a row can be written"), "{said}");
    assert!(said.contains("warning  support lines: 1 shown were not called within 180 days"), "{said}");
    assert!(code == 0, "{said}");
    let file = folder.path().join("data/leeward.db");
    let mut bytes = fs::read(&file).unwrap();
    for byte in bytes.iter_mut().skip(4_096).take(8_192) {
        *byte = 0x5a;
    }
    fs::write(&file, bytes).unwrap();
    let (code, said, _) = run(folder.path(), &["doctor"], &port);
    assert!(code == 1 && said.contains("fault    database"), "{said}");
}
