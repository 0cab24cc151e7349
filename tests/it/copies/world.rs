//! A site in this process, and the real program's commands on its database.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use leeward::app::running::Running;
use leeward::config::Config;
use leeward::config::read::Given;
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement};
use serde_json::{Value, json};

use crate::harness::app::{self, fresh_postgres};
use crate::harness::client::Client;
use crate::harness::clock::ManualClock;
use crate::program::program;

/// What a command answered: exit code, what it printed, what it complained of.
pub type Said = (i32, String, String);

/// A site that can be stopped and opened again.
pub struct World {
    pub folder: tempfile::TempDir,
    pub config: Config,
    pub clock: Arc<ManualClock>,
    running: Option<Running>,
    variables: Vec<(String, String)>,
    databases: Vec<String>,
}

impl World {
    /// An open site without limits, on the engine of this run; its ledger is on the same engine.
    pub async fn open() -> Self {
        let (database, ledger) = (fresh_postgres().await, fresh_postgres().await);
        let mut world =
            Self::of(database.as_ref().map(|(_, url)| url.as_str()), ledger.as_ref().map(|(_, url)| &**url));
        world.databases = database.into_iter().chain(ledger).map(|(name, _)| name).collect();
        world.start().await;
        world
    }

    /// A site that is not open yet, with SQLite where there is no address.
    pub fn of(database: Option<&str>, ledger: Option<&str>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data").display().to_string();
        let mut pairs = vec![("data_dir", data.as_str()), ("log", "error"), ("limits.off", "true")];
        pairs.extend(database.map(|url| ("database_url", url)));
        pairs.extend(ledger.map(|url| ("ledger_url", url)));
        let config = Config::from_given(&Given::from_pairs(&pairs)).unwrap();
        let mut variables = vec![("LEEWARD_DATA_DIR".to_owned(), data.clone())];
        variables.push(("LEEWARD_LOG".to_owned(), "error".to_owned()));
        variables.extend(database.map(|url| ("LEEWARD_DATABASE_URL".to_owned(), url.to_owned())));
        variables.extend(ledger.map(|url| ("LEEWARD_LEDGER_URL".to_owned(), url.to_owned())));
        std::fs::create_dir(&data).unwrap();
        Self { folder, config, clock: Arc::default(), running: None, variables, databases: Vec::new() }
    }

    pub async fn start(&mut self) {
        self.running = Some(app::open(&self.config, &self.clock).await);
    }

    pub async fn stop(&mut self) {
        if let Some(running) = self.running.take() {
            running.close(Duration::from_secs(5)).await;
        }
    }

    pub fn running(&self) -> &Running {
        self.running.as_ref().unwrap()
    }

    pub fn client(&self) -> Client {
        Client::new(self.running().router.clone())
    }

    /// A client with this token.
    pub fn with(&self, token: &str) -> Client {
        self.client().with_token(token)
    }

    /// A member, and their phrase.
    pub async fn member(&self) -> (Client, String) {
        let mut client = self.client();
        let phrase = client.join().await;
        (client, phrase)
    }

    /// The status of a sign-in with a phrase.
    pub async fn opens(&self, phrase: &str) -> u16 {
        self.client().tell("/sessions", json!({ "recovery_phrase": phrase })).await.status.as_u16()
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs a command of the program on this site's database.
    pub fn leeward(&self, arguments: &[&str]) -> Said {
        self.leeward_with(arguments, "", &[])
    }

    /// The same with a line on standard input, and further variables.
    pub fn leeward_with(&self, arguments: &[&str], line: &str, variables: &[(&str, &str)]) -> Said {
        let mut command = program(self.folder.path());
        command.args(arguments).stdin(Stdio::piped());
        command.envs(self.variables.iter().map(|(name, value)| (name, value))).envs(variables.iter().copied());
        let mut child = command.spawn().unwrap();
        // Whoever refuses at once does not read.
        let _ = writeln!(child.stdin.take().unwrap(), "{line}");
        let out = child.wait_with_output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (out.status.code().unwrap(), text(&out.stdout), text(&out.stderr))
    }

    /// A plain backup while the site serves.
    #[track_caller]
    pub fn back_up(&self, name: &str) {
        let (code, said, fault) = self.leeward(&["backup", "--plain", name]);
        assert_eq!(code, 0, "{said}{fault}");
    }

    /// Puts a backup back over what is there, and opens the site again.
    pub async fn restore(&mut self, arguments: &[&str]) -> Said {
        self.stop().await;
        let said = self.leeward(&[&["restore", "--move-aside"], arguments].concat());
        self.start().await;
        said
    }

    /// Every row of a table as text, in some order that depends on the rows alone.
    pub async fn rows(&self, table: &str) -> Vec<String> {
        let conn = Database::connect(self.config.data.database().reveal()).await.unwrap();
        let rows = all_rows(&conn, table).await;
        conn.close().await.unwrap();
        rows
    }

    pub fn is_sqlite(&self) -> bool {
        self.databases.is_empty()
    }

    /// Stops the site and drops its databases.
    pub async fn end(mut self) {
        self.stop().await;
        for name in &self.databases {
            drop_database(name).await;
        }
    }
}

pub async fn drop_database(name: &str) {
    let admin = Database::connect(std::env::var("TEST_DATABASE_URL").unwrap()).await.unwrap();
    let _ = admin.execute_unprepared(&format!("DROP DATABASE {name} WITH (FORCE)")).await;
}

/// Every row of a table, columns by name, bytes in hexadecimal digits.
pub async fn all_rows(conn: &DatabaseConnection, table: &str) -> Vec<String> {
    let sqlite = conn.get_database_backend() == DbBackend::Sqlite;
    let columns: Vec<(String, String)> = leeward::app::store_probe::column_kinds(table);
    assert!(!columns.is_empty(), "{table} has columns");
    let shown: Vec<String> = columns
        .iter()
        .map(|(name, kind)| match (kind.as_str(), sqlite) {
            ("bytes", true) => format!("coalesce(lower(hex({name})), '-')"),
            ("bytes", false) => format!("coalesce(encode({name}, 'hex'), '-')"),
            ("flag", true) => format!("CASE {name} WHEN 1 THEN 't' ELSE 'f' END"),
            ("flag", false) => format!("CASE WHEN {name} THEN 't' ELSE 'f' END"),
            (_, true) => format!("coalesce(cast({name} AS text), '-')"),
            (_, false) => format!("coalesce({name}::text, '-')"),
        })
        .collect();
    let sql = format!("SELECT {} AS whole FROM {table}", shown.join(" || '|' || "));
    let rows = conn.query_all_raw(Statement::from_string(conn.get_database_backend(), sql)).await.unwrap();
    let mut rows: Vec<String> = rows.iter().map(|row| row.try_get("", "whole").unwrap()).collect();
    rows.sort();
    rows
}

/// The text inside a plain backup.
pub fn inside(path: &Path) -> String {
    let mut text = String::new();
    let mut file = flate2::read::GzDecoder::new(std::fs::File::open(path).unwrap());
    std::io::Read::read_to_string(&mut file, &mut text).unwrap();
    text
}

/// Changes the phrase; answers the new one and the two words that are asked back.
pub async fn new_phrase(client: &Client, old: &str) -> (String, Vec<String>) {
    let new = client.put("/me/phrase", Some(json!({ "recovery_phrase": old }))).await.expect(200).json();
    let phrase = new["recovery_phrase"].as_str().unwrap().to_owned();
    let words: Vec<&str> = phrase.split(' ').collect();
    let at = |n: &Value| words[usize::try_from(n.as_u64().unwrap()).unwrap() - 1].to_owned();
    let asked = new["confirm"].as_array().unwrap().iter().map(at).collect();
    (phrase, asked)
}

/// Gives the two words back.
pub async fn confirm(client: &Client, words: &[String]) {
    client.tell("/me/phrase/confirmation", json!({ "words": words })).await.expect(204);
}
