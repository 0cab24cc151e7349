//! A script that talks to the real program over a socket.

use std::io::Write;
use std::net::TcpStream;
use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};

use crate::program::{Running, status};

/// A program that serves, and where.
pub struct Node {
    /// The program; killed when it is dropped.
    pub program: Running,
    address: String,
}

impl Node {
    /// Starts the program in a folder, with these variables besides.
    pub fn start(folder: &Path, variables: &[(&str, &str)]) -> Self {
        let (program, address) = Running::start(folder, variables);
        let address = address.trim_start_matches("http://").trim_end_matches('/').to_owned();
        Self { program, address }
    }

    /// Where it listens: host and port.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// A script that talks to it with this token.
    pub fn script(&self, token: &str) -> Script {
        Script { address: self.address.clone(), token: token.to_owned() }
    }

    /// Joins; answers the token.
    pub fn join(&self) -> String {
        let body = json!({"age_confirmed": true, "guidelines_accepted": true});
        let (status, answer) = self.script("").call("POST", "/members", None, Some(&body)).unwrap();
        assert_eq!(status, 201, "{answer}");
        answer["session_token"].as_str().unwrap().to_owned()
    }
}

/// One member's script.
#[derive(Clone)]
pub struct Script {
    address: String,
    token: String,
}

impl Script {
    /// One call on a connection of its own. `None` when the program went away before its whole answer came.
    pub fn call(&self, method: &str, path: &str, once: Option<&str>, body: Option<&Value>) -> Option<(u16, Value)> {
        let body = body.map(Value::to_string).unwrap_or_default();
        let mut head = format!("{method} /api/v1{path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
        if !self.token.is_empty() {
            head.push_str(&format!("Authorization: Bearer {}\r\n", self.token));
        }
        if let Some(once) = once {
            head.push_str(&format!("Idempotency-Key: {once}\r\n"));
        }
        if !body.is_empty() {
            head.push_str(&format!("Content-Type: application/json\r\nContent-Length: {}\r\n", body.len()));
        }
        let mut stream = TcpStream::connect(&self.address).ok()?;
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        stream.write_all(format!("{head}\r\n{body}").as_bytes()).ok()?;
        let answer = crate::program::read_to_close(&mut stream);
        let (head, text) = answer.split_once("\r\n\r\n")?;
        Some((status(head)?, serde_json::from_str(text).ok()?))
    }

    /// Starts a thread on a board; answers its id.
    pub fn thread(&self, board: &str, once: &str) -> String {
        let body = json!({"title": "A thread of a test", "body": "It begins.", "seeking": "listening"});
        let (status, answer) = self.call("POST", &format!("/boards/{board}/threads"), Some(once), Some(&body)).unwrap();
        assert_eq!(status, 201, "{answer}");
        answer["thread"].as_str().unwrap().to_owned()
    }

    /// All posts of a thread, in order.
    pub fn posts(&self, thread: &str) -> Vec<Value> {
        let mut posts: Vec<Value> = Vec::new();
        loop {
            let after = posts.len();
            let (status, page) =
                self.call("GET", &format!("/threads/{thread}/posts?after={after}&limit=100"), None, None).unwrap();
            assert_eq!(status, 200, "{page}");
            let items = page["items"].as_array().unwrap();
            posts.extend(items.iter().cloned());
            if items.len() < 100 {
                return posts;
            }
        }
    }
}
