//! What is left on the disk of what somebody deleted: nothing (SECURITY.md, check 59).

use std::path::{Path, PathBuf};

use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};
use serde_json::json;

use super::leave;
use crate::harness::app::{self, TestApp};
use crate::harness::make::{OPEN, text};

/// In the long text of one who leaves, many times.
const WORD: &str = "kardamomkapsel";

/// Everything that a database keeps in files: SQLite's file and its log, or the folder of a PostgreSQL database.
async fn files(app: &TestApp, raw: &DatabaseConnection) -> Vec<PathBuf> {
    if let Some(path) = app.database.strip_prefix("sqlite://") {
        let path = path.split('?').next().unwrap();
        return [path.to_owned(), format!("{path}-wal")].map(PathBuf::from).to_vec();
    }
    let ask = |query: &str| Statement::from_string(raw.get_database_backend(), query.to_owned());
    // What is in the server's memory goes to the files, and files that were given up go.
    raw.execute_unprepared("CHECKPOINT").await.unwrap();
    let folder = raw.query_one_raw(ask("SHOW data_directory")).await.unwrap().unwrap();
    let folder: String = folder.try_get_by_index(0).unwrap();
    let number = "SELECT oid::text FROM pg_database WHERE datname = current_database()";
    let number: String = raw.query_one_raw(ask(number)).await.unwrap().unwrap().try_get_by_index(0).unwrap();
    let folder = Path::new(&folder).join("base").join(number);
    std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect()
}

/// How often a word stands in these files.
fn found(files: &[PathBuf], word: &str) -> usize {
    let count = |path: &PathBuf| {
        let bytes = std::fs::read(path).unwrap_or_default();
        bytes.windows(word.len()).filter(|window| *window == word.as_bytes()).count()
    };
    files.iter().map(count).sum()
}

#[tokio::test]
async fn the_words_of_who_left_are_on_no_disk() {
    let app = app::start_unlimited().await;
    let other = app.member().await;
    let thread = text(&other.start(OPEN, "A thread of another").await, "thread");
    let mut mine = app.client();
    let phrase = mine.join().await;
    let long: String = (0..400).map(|n| format!("{WORD} {n}. ")).collect();
    for n in 0..20 {
        let body = if n % 2 == 0 { long.clone() } else { format!("Short {WORD} {n}.") };
        mine.tell(&format!("/threads/{thread}/posts"), json!({ "body": body })).await.expect(201);
        other.reply(&thread, &format!("Between, {n}.")).await;
    }
    mine.start(OPEN, &format!("A title of {WORD}")).await;
    let raw = app.raw().await;
    app.running.sweep().await;
    let files_before = files(&app, &raw).await;
    assert!(found(&files_before, WORD) > 4_000, "a text that is there can be found");
    leave(&mine, &phrase, "remove").await.expect(204);
    app.running.sweep().await;
    let left = "SELECT COUNT(*) FROM posts WHERE body LIKE '%kardamom%' OR html LIKE '%kardamom%'";
    assert_eq!(super::count(&raw, left).await, 0);
    if !app.database.starts_with("sqlite://") {
        app.clock.advance_s(3_600 * hours_until_three(&app));
        assert_eq!(app.running.rewrite_if_due().await, Some(true), "the monthly job");
        assert_eq!(app.running.rewrite_if_due().await, Some(false), "once a month");
    }
    assert_eq!(found(&files(&app, &raw).await, WORD), 0);
    assert!(other.posts(&thread).await.len() > 20, "and all others' words are there");
    app.end().await;
}

fn hours_until_three(app: &TestApp) -> i64 {
    use leeward::domain::clock::{Clock, DAY_MS, HOUR_MS};
    let hour = app.clock.now().0.rem_euclid(DAY_MS) / HOUR_MS;
    (27 - hour) % 24
}

#[tokio::test]
async fn outside_the_quiet_hours_no_table_is_written_anew() {
    let app = app::start().await;
    app.clock.advance_s(3_600 * (hours_until_three(&app) + 3));
    assert_eq!(app.running.rewrite_if_due().await, Some(false));
    app.end().await;
}
