//! Where a mark could lie, and the search for it.

use std::fs::File;
use std::io::Write;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend};

use crate::privacy::unlinkable::dump::{Dump, Value as Cell};
use crate::program::{Running, program, read_to_close};

/// Where a mark was, and the mark.
pub type Mark = (String, Vec<u8>);

/// A place where something could lie, as it lies there.
pub struct Place {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// Which marks lie in which places: as they are, and as hexadecimal digits.
pub fn found(places: &[Place], marks: &[Mark]) -> Vec<String> {
    let mut found = Vec::new();
    for place in places {
        // Marks are looked up by their first eight bytes.
        let mut by_head: std::collections::HashMap<[u8; 8], Vec<(&str, Vec<u8>)>> = std::collections::HashMap::new();
        for (what, mark) in marks {
            for form in [mark.clone(), data_encoding::HEXLOWER.encode(mark).into_bytes()] {
                let head = form.first_chunk::<8>().copied().unwrap();
                by_head.entry(head).or_default().push((what, form));
            }
        }
        for at in 0..place.bytes.len().saturating_sub(7) {
            let rest = &place.bytes[at..];
            let candidates = rest.first_chunk::<8>().and_then(|head| by_head.get(head));
            for (what, form) in candidates.into_iter().flatten() {
                if rest.starts_with(form) {
                    found.push(format!("{}: {what}", place.name));
                }
            }
        }
    }
    found.sort();
    found.dedup();
    found
}

pub fn files(folder: &Path, into: &mut Vec<Place>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, into);
        } else {
            let name = format!("file {}", path.file_name().unwrap().to_string_lossy());
            into.push(Place { name, bytes: std::fs::read(&path).unwrap() });
        }
    }
}

/// Every value of every column, then what the engine's own tool writes.
pub async fn database(conn: &DatabaseConnection, url: &str) -> Vec<Place> {
    let mut places = Vec::new();
    for (name, table) in Dump::read(conn).await.0 {
        let mut bytes = Vec::new();
        for cell in table.rows.iter().flatten() {
            match cell {
                Cell::Text(text) => bytes.extend_from_slice(text.as_bytes()),
                Cell::Bytes(raw) => bytes.extend_from_slice(raw),
                Cell::Nothing | Cell::Number(_) => {}
            }
            bytes.push(b'\n');
        }
        places.push(Place { name: format!("table {name}"), bytes });
    }
    if conn.get_database_backend() == DbBackend::Postgres {
        let tool = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
        let tool = tool.map(|version| version.path().join("bin/pg_dump")).find(|path| path.exists());
        let tool = tool.unwrap_or_else(|| "pg_dump".into());
        let output = std::process::Command::new(tool).arg(url).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        places.push(Place { name: "pg_dump".to_owned(), bytes: output.stdout });
    }
    places
}

pub fn metrics(at: SocketAddr) -> Place {
    let mut stream = TcpStream::connect(at).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    stream.write_all(b"GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
    Place { name: "metrics".to_owned(), bytes: read_to_close(&mut stream).into_bytes() }
}

/// The program as it runs for people, with the loudest log, both outputs in files.
pub struct Loud {
    pub folder: tempfile::TempDir,
    pub outputs: tempfile::TempDir,
    pub running: Running,
    pub at: SocketAddr,
    pub counts: SocketAddr,
    pub url: String,
    pub postgres: Option<String>,
}

pub async fn fresh_database() -> (Option<String>, Option<String>) {
    let Some(base) = std::env::var("TEST_DATABASE_URL").ok().filter(|url| !url.is_empty()) else { return (None, None) };
    let name = format!("canaries_{}", std::process::id());
    let admin = Database::connect(&base).await.unwrap();
    admin.execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
    let mut url = url::Url::parse(&base).unwrap();
    url.set_path(&name);
    (Some(name), Some(url.into()))
}

impl Loud {
    pub async fn start() -> Self {
        let (folder, outputs) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let data = folder.path().join("data");
        let (postgres, url) = fresh_database().await;
        let counts = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let output = |name: &str| Stdio::from(File::create(outputs.path().join(name)).unwrap());
        let mut command = program(folder.path());
        command.stdout(output("stdout")).stderr(output("stderr"));
        command.env("LEEWARD_LISTEN", "127.0.0.1:0").env("LEEWARD_DATA_DIR", &data).env("LEEWARD_LOG", "trace");
        command.env("LEEWARD_METRICS_LISTEN", counts.to_string()).env("LEEWARD_TRUSTED_PROXIES", "127.0.0.1/32");
        command.env("LEEWARD_LIMITS__REPLY_GAP_S_L0", "0");
        if let Some(url) = &url {
            command.env("LEEWARD_DATABASE_URL", url);
        }
        let running = Running(command.spawn().unwrap());
        let url = url.unwrap_or_else(|| format!("sqlite://{}", data.join("leeward.db").display()));
        let at = listening(&outputs.path().join("stdout"));
        Self { folder, outputs, running, at, counts, url, postgres }
    }

    /// All places, while it runs: so the write-ahead log is among them.
    pub async fn places(&self) -> Vec<Place> {
        let conn = Database::connect(&self.url).await.unwrap();
        let mut places = vec![metrics(self.counts)];
        files(self.folder.path(), &mut places);
        places.extend(database(&conn, &self.url).await);
        places.extend(self.logs());
        places
    }

    pub fn logs(&self) -> Vec<Place> {
        let mut places = Vec::new();
        files(self.outputs.path(), &mut places);
        places
    }
}

/// Waits until the program has said where it listens.
pub fn listening(output: &Path) -> SocketAddr {
    for _ in 0..1_000 {
        let said = std::fs::read_to_string(output).unwrap();
        if let Some((line, _)) = said.split_once('\n') {
            let address = line.rsplit(' ').next().unwrap();
            return address.trim_start_matches("http://").trim_end_matches('/').parse().unwrap();
        }
        std::thread::park_timeout(Duration::from_millis(20));
    }
    panic!("the program did not say where it listens");
}
