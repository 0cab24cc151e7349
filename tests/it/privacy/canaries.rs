//! What is never stored or logged (CONTRACT §2.8): each request carries marks of its own; afterwards none of them lies
//! in the database, the data folder, the log at its loudest, or the counts. The same search finds marks that were put
//! there by hand.

use std::fs::File;
use std::io::Write;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use leeward::domain::ids::PersonaId;
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend};
use serde_json::{Value, json};

use super::unlinkable::chance::Chance;
use super::unlinkable::dump::{Dump, Value as Cell};
use crate::program::{Running, program, read_to_close, status};

/// Where a mark was, and the mark.
type Mark = (String, Vec<u8>);

/// Marks that may lie nowhere, and such as may only not be logged or counted.
#[derive(Default)]
struct Marks {
    nowhere: Vec<Mark>,
    unlogged: Vec<Mark>,
}

/// A client on the real program; every request of it looks as if it came from somebody else.
struct Outsider {
    at: SocketAddr,
    chance: Chance,
    number: u32,
    marks: Marks,
}

/// The answer of a call.
struct Said {
    status: u16,
    raw: String,
}

impl Said {
    fn json(&self) -> Value {
        let (from, to) = (self.raw.find('{').unwrap_or(0), self.raw.rfind('}').map_or(0, |at| at + 1));
        serde_json::from_str(&self.raw[from..to]).unwrap_or_else(|error| panic!("{error}: {}", self.raw))
    }

    #[track_caller]
    fn expect(self, statuses: &[u16]) -> Self {
        assert!(statuses.contains(&self.status), "{}", self.raw);
        self
    }
}

impl Outsider {
    fn word(&mut self, kind: &str) -> String {
        format!("{kind}{:016x}", self.chance.word())
    }

    /// Sends a request with an address, agent, referrer and once-only key of its own, and a search word in the address.
    fn send(&mut self, method: &str, path: &str, more: &[(&str, &str)], body: Option<(&str, String)>) -> Said {
        self.number += 1;
        let marks: [(&str, String); 5] =
            ["agent", "referrer", "query", "oncekey", "language"].map(|kind| (kind, self.word(kind)));
        let address = if self.number.is_multiple_of(2) {
            format!("2001:db8:{:x}:{:x}::{:x}", self.chance.word() as u16 | 0x1000, self.number, 0xc0de)
        } else {
            Ipv4Addr::from(0xc612_0000 | self.number << 1 | 1).to_string()
        };
        let [(_, agent), (_, referrer), (_, query), (_, key), (_, language)] = &marks;
        let sign = if path.contains('?') { '&' } else { '?' };
        // Calls of the API refuse queries that they do not know; pages pass over them.
        let target = if path.starts_with("/api") { path.to_owned() } else { format!("{path}{sign}q={query}") };
        let mut head = format!(
            "{method} {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAccept-Encoding: identity\r\n\
             X-Forwarded-For: {address}\r\nUser-Agent: {agent}\r\nReferer: https://{referrer}.example/{referrer}\r\n\
             Accept-Language: en, {language};q=0.1\r\nIdempotency-Key: {key}\r\n"
        );
        for (name, value) in more {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        let body = body.map(|(kind, body)| {
            head.push_str(&format!("Content-Type: {kind}\r\nContent-Length: {}\r\n", body.len()));
            body
        });
        let what = format!("request {} {method} {path}", self.number);
        let marks = marks.into_iter().map(|(kind, mark)| (format!("{kind} of {what}"), mark.into_bytes()));
        self.marks.nowhere.extend(marks);
        self.marks.nowhere.push((format!("address of {what}"), address.clone().into_bytes()));
        if let Ok(std::net::IpAddr::V6(address)) = address.parse() {
            self.marks.nowhere.push((format!("address of {what}, as bytes"), address.octets().to_vec()));
        }
        let mut stream = TcpStream::connect(self.at).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream.write_all(format!("{head}\r\n{}", body.unwrap_or_default()).as_bytes()).unwrap();
        let raw = read_to_close(&mut stream);
        Said { status: status(&raw).unwrap_or_else(|| panic!("{what}: {raw}")), raw }
    }

    fn call(&mut self, method: &str, path: &str, token: &str, body: Option<Value>) -> Said {
        let bearer = format!("Bearer {token}");
        let headers = [("Authorization", bearer.as_str())];
        let headers = if token.is_empty() { &headers[..0] } else { &headers[..] };
        let body = body.map(|body| ("application/json", body.to_string()));
        self.send(method, &format!("/api/v1{path}"), headers, body)
    }

    fn form(&mut self, path: &str, fields: &[(&str, &str)]) -> Said {
        let body: String = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let kind = "application/x-www-form-urlencoded";
        self.send("POST", path, &[("Sec-Fetch-Site", "same-origin")], Some((kind, body)))
    }

    fn never(&mut self, what: &str, mark: &str) {
        self.marks.nowhere.push((what.to_owned(), mark.as_bytes().to_vec()));
    }

    fn unlogged(&mut self, what: &str, mark: &str) {
        self.marks.unlogged.push((what.to_owned(), mark.as_bytes().to_vec()));
    }

    fn secret_token(&mut self, token: &str) {
        self.never("a token", token);
        let raw = data_encoding::BASE64URL_NOPAD.decode(token.split('.').nth(1).unwrap().as_bytes()).unwrap();
        self.marks.nowhere.push(("a token's random part".to_owned(), raw[..32].to_vec()));
    }

    fn secret_phrase(&mut self, phrase: &str) {
        self.never("a phrase", phrase);
        self.never("a phrase without gaps", &phrase.split_whitespace().collect::<String>());
        self.never("the end of a phrase", phrase.split_once(' ').unwrap().1);
    }

    fn joins(&mut self) -> (String, String) {
        let body = json!({"age_confirmed": true, "guidelines_accepted": true});
        let said = self.call("POST", "/members", "", Some(body)).expect(&[201]).json();
        let (phrase, token) = (said["recovery_phrase"].as_str().unwrap(), said["session_token"].as_str().unwrap());
        self.secret_phrase(phrase);
        self.secret_token(token);
        (phrase.to_owned(), token.to_owned())
    }

    fn signs_in(&mut self, phrase: &str) -> String {
        let body = json!({"recovery_phrase": phrase, "keep": true});
        let token = self.call("POST", "/sessions", "", Some(body)).expect(&[201]).json();
        let token = token["session_token"].as_str().unwrap().to_owned();
        self.secret_token(&token);
        token
    }

    /// Everything that one person does, with a mark in every field.
    fn lives(&mut self) {
        let (phrase, first) = self.joins();
        let token = self.signs_in(&phrase);
        self.call("DELETE", "/sessions/current", &first, None).expect(&[204]);
        self.refused(&token);
        self.writes(&token);
        let word = self.word("hiddenword");
        self.call("PATCH", "/me/settings", &token, Some(json!({"hidden_words": [word]}))).expect(&[200]);
        self.never("a word to hide", &word);
        for path in ["/me", "/me/settings", "/sessions", "/boards", "/drafts"] {
            self.call("GET", path, &token, None);
        }
        for path in ["/", "/boards/k7", "/search", "/library", "/guidelines", "/privacy", "/support", "/me", "/leave"] {
            self.send("GET", path, &[], None);
        }
        self.browses(&phrase);
    }

    /// The same person in a browser: the cookie is a token too.
    fn browses(&mut self, phrase: &str) {
        let raw = self.form("/sign-in", &[("phrase", phrase)]).expect(&[303]).raw;
        let cookie = raw.split("leeward=").nth(1).unwrap().split(';').next().unwrap().to_owned();
        self.secret_token(&cookie);
        self.never("a cookie", &cookie);
        let pair = format!("leeward={cookie}");
        for path in ["/", "/me", "/drafts", "/boards/k7/new"] {
            self.send("GET", path, &[("Cookie", &pair)], None).expect(&[200]);
        }
        let draft = self.word("draftbyform");
        self.never("a draft by form", &draft);
        let body = format!("board=k7&body={draft}");
        let own = [("Cookie", pair.as_str()), ("Sec-Fetch-Site", "same-origin")];
        let kind = "application/x-www-form-urlencoded";
        self.send("POST", "/drafts", &own, Some((kind, body))).expect(&[303]);
        self.send("POST", "/sign-out", &own, Some((kind, String::new()))).expect(&[303]);
    }

    /// What does not go through is kept no more than what does.
    fn refused(&mut self, token: &str) {
        let wrong = self.word("wrongphrase");
        self.never("a wrong phrase", &wrong);
        let typed = format!("abacus abdomen {wrong} abide ability ablaze able");
        self.call("POST", "/sessions", "", Some(json!({"recovery_phrase": typed}))).expect(&[401, 403, 422]);
        self.form("/sign-in", &[("phrase", typed.as_str()), ("recovery_phrase", typed.as_str())]);
        let lost = self.word("lostpath");
        self.never("a path that is not there", &lost);
        self.send("GET", &format!("/{lost}"), &[], None).expect(&[404]);
        self.call("GET", &format!("/threads/{lost}"), token, None).expect(&[404, 422]);
        let field = self.word("strangefield");
        self.never("a field that nobody knows", &field);
        self.call("PATCH", "/me/settings", token, Some(json!({ field: "x" }))).expect(&[422]);
        let broken = self.word("brokenjson");
        self.never("what is no JSON", &broken);
        let kind = "application/json";
        self.send("POST", "/api/v1/sessions", &[], Some((kind, format!("{{\"{broken}")))).expect(&[400, 422]);
        let forged = format!("Bearer lw1.{}", self.word("forgedtoken"));
        self.never("a forged token", &forged[11..]);
        self.send("GET", "/api/v1/me", &[("Authorization", &forged)], None).expect(&[401]);
        let cookie = self.word("strangecookie");
        self.never("a cookie of others", &cookie);
        self.send("GET", "/", &[("Cookie", &format!("leeward={cookie}; other={cookie}"))], None);
        let preview = self.word("previewed");
        self.never("a text that was only looked at", &preview);
        self.call("POST", "/preview", token, Some(json!({"body": preview}))).expect(&[200]);
        let other = self.word("otherorigin");
        self.never("a form from elsewhere", &other);
        let form = Some(("application/x-www-form-urlencoded", format!("body={other}")));
        self.send("POST", "/sign-in", &[("Origin", "https://elsewhere.example")], form).expect(&[403]);
        let search = self.word("searchedword");
        self.never("a search", &search);
        self.call("POST", "/search", token, Some(json!({"q": search})));
        self.form("/search", &[("q", search.as_str())]);
    }

    fn writes(&mut self, token: &str) {
        let (title, body) = (self.word("atitle "), self.word("abody "));
        self.unlogged("a title", &title);
        self.unlogged("a body", &body);
        let thread = json!({"title": title, "body": body, "seeking": "advice", "content_warnings": []});
        let said = self.call("POST", "/boards/k7/threads", token, Some(thread)).expect(&[201, 202]).json();
        self.ids_are_unlogged(&said);
        if let Some(receipt) = said["receipt"].as_str() {
            self.never("a receipt", receipt);
        }
        let (thread, post) = (said["thread"].as_str().unwrap().to_owned(), said["post"].as_str().unwrap().to_owned());
        let draft = self.word("adraft");
        self.never("a draft", &draft);
        self.call("POST", "/drafts", token, Some(json!({"board": "k7", "title": "", "body": draft}))).expect(&[201]);
        let edited = self.word("anotherbody ");
        self.unlogged("an edited body", &edited);
        self.call("PATCH", &format!("/posts/{post}"), token, Some(json!({"body": edited}))).expect(&[200, 202]);
        let reply = self.word("areply ");
        self.unlogged("a reply", &reply);
        self.call("POST", &format!("/threads/{thread}/posts"), token, Some(json!({"body": reply}))).expect(&[202]);
        self.call("PUT", &format!("/posts/{post}/reactions/with-you"), token, None);
        self.send("GET", &format!("/threads/{thread}"), &[], None);
        let me = self.call("GET", "/me", token, None).expect(&[200]).json();
        for persona in me["personas"].as_array().unwrap() {
            self.ids_are_unlogged(persona);
        }
    }

    fn ids_are_unlogged(&mut self, said: &Value) {
        for name in ["thread", "post", "id", "handle"] {
            if let Some(id) = said[name].as_str() {
                self.unlogged(name, id);
                if let Ok(id) = id.parse::<PersonaId>() {
                    self.marks.unlogged.push((format!("{name} as bytes"), id.0.to_vec()));
                }
            }
        }
    }
}

/// A place where something could lie, as it lies there.
struct Place {
    name: String,
    bytes: Vec<u8>,
}

/// Which marks lie in which places: as they are, and as hexadecimal digits.
fn found(places: &[Place], marks: &[Mark]) -> Vec<String> {
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

fn files(folder: &Path, into: &mut Vec<Place>) {
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
async fn database(conn: &DatabaseConnection, url: &str) -> Vec<Place> {
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

fn metrics(at: SocketAddr) -> Place {
    let mut stream = TcpStream::connect(at).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    stream.write_all(b"GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
    Place { name: "metrics".to_owned(), bytes: read_to_close(&mut stream).into_bytes() }
}

/// The program as it runs for people, with the loudest log, both outputs in files.
struct Loud {
    folder: tempfile::TempDir,
    outputs: tempfile::TempDir,
    running: Running,
    at: SocketAddr,
    counts: SocketAddr,
    url: String,
    postgres: Option<String>,
}

async fn fresh_database() -> (Option<String>, Option<String>) {
    let Some(base) = std::env::var("TEST_DATABASE_URL").ok().filter(|url| !url.is_empty()) else { return (None, None) };
    let name = format!("canaries_{}", std::process::id());
    let admin = Database::connect(&base).await.unwrap();
    admin.execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
    let mut url = url::Url::parse(&base).unwrap();
    url.set_path(&name);
    (Some(name), Some(url.into()))
}

impl Loud {
    async fn start() -> Self {
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
    async fn places(&self) -> Vec<Place> {
        let conn = Database::connect(&self.url).await.unwrap();
        let mut places = vec![metrics(self.counts)];
        files(self.folder.path(), &mut places);
        places.extend(database(&conn, &self.url).await);
        places.extend(self.logs());
        places
    }

    fn logs(&self) -> Vec<Place> {
        let mut places = Vec::new();
        files(self.outputs.path(), &mut places);
        places
    }
}

/// Waits until the program has said where it listens.
fn listening(output: &Path) -> SocketAddr {
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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_of_a_request_is_stored_logged_or_counted() {
    let loud = Loud::start().await;
    let mut outsider = Outsider { at: loud.at, chance: Chance(5), number: 0, marks: Marks::default() };
    for _ in 0..4 {
        outsider.lives();
    }
    let mut places = loud.places().await;
    loud.running.terminate();
    let marks = outsider.marks;
    assert!(marks.nowhere.len() > 400, "{}", marks.nowhere.len());
    assert_eq!(found(&places, &marks.nowhere), Vec::<String>::new());
    places.retain(|place| place.name == "metrics");
    places.extend(loud.logs());
    assert_eq!(found(&places, &marks.unlogged), Vec::<String>::new());
    marks_put_there_by_hand_are_found(&loud, &marks).await;
    if let (Some(name), Ok(base)) = (&loud.postgres, std::env::var("TEST_DATABASE_URL")) {
        let admin = Database::connect(&base).await.unwrap();
        admin.execute_unprepared(&format!("DROP DATABASE {name} WITH (FORCE)")).await.unwrap();
    }
}

/// The control: the search that found nothing finds what is there.
async fn marks_put_there_by_hand_are_found(loud: &Loud, marks: &Marks) {
    let mark = &marks.nowhere[7].1;
    let text = String::from_utf8(mark.clone()).unwrap();
    std::fs::write(loud.folder.path().join("data/left-behind"), format!("agent={text};")).unwrap();
    let mut log = File::options().append(true).open(loud.outputs.path().join("stderr")).unwrap();
    writeln!(log, "{{\"fields\":{{\"agent\":\"{text}\"}}}}").unwrap();
    let conn = Database::connect(&loud.url).await.unwrap();
    let hex = data_encoding::HEXLOWER.encode(mark);
    let sqlite = conn.get_database_backend() == DbBackend::Sqlite;
    let bytes = if sqlite { format!("x'{hex}'") } else { format!("'\\x{hex}'::bytea") };
    conn.execute_unprepared(&format!("INSERT INTO site (name, value) VALUES ('planted', {bytes})")).await.unwrap();
    conn.execute_unprepared(&format!("UPDATE boards SET description = '{text}' WHERE code = 'k7'")).await.unwrap();
    let mut places = database(&conn, &loud.url).await;
    files(loud.folder.path(), &mut places);
    places.extend(loud.logs());
    places.push(Place { name: "metrics".to_owned(), bytes: format!("requests{{agent=\"{text}\"}} 1").into_bytes() });
    let found = found(&places, &marks.nowhere[7..8]);
    let engine = if sqlite { "file leeward.db" } else { "pg_dump" };
    for place in [engine, "table site", "table boards", "file left-behind", "file stderr", "metrics"] {
        assert!(found.iter().any(|line| line.starts_with(place)), "{place}: {found:?}");
    }
    // A body is in the database, where it belongs.
    let bodies: Vec<Mark> =
        marks.unlogged.iter().filter(|(what, _)| what == "a reply" || what == "an edited body").cloned().collect();
    assert!(!self::found(&places, &bodies).is_empty(), "texts are in the database");
}
