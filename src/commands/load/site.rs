//! What is asked of the site besides posts: a thread, its number, its posts.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::fault::LoadError;
use super::http::{Answer, Call, Client};

/// Where a thread of our own is started: a board that anybody may read.
const BOARD: &str = "about-this-place";
/// How often something is asked of a site that rests.
const TRIES: u32 = 10;
/// The wait before another try, when the site does not say.
const A_WHILE: Duration = Duration::from_secs(1);
/// What is said to a wrong answer.
const LIFTED: &str = "start the server with LEEWARD_LIMITS__OFF=true, on trial";

/// The head of a thread.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Head {
    /// Its id.
    pub(super) id: String,
    /// Its board's code.
    pub(super) board: String,
    /// The number of its last event.
    pub(super) seq: i64,
}

/// A post as the API lists it.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Listed {
    /// Its id.
    pub(super) id: String,
    /// Its position; `None` before it is published.
    pub(super) position: Option<i64>,
    /// Its text as HTML.
    pub(super) body_html: String,
}

#[derive(Deserialize)]
struct List<T> {
    #[serde(rename = "items")]
    all: Vec<T>,
}

#[derive(Deserialize)]
struct OnlyId {
    id: String,
}

#[derive(Deserialize)]
struct Board {
    code: String,
    readable_by: String,
}

#[derive(Deserialize)]
struct Started {
    thread: String,
}

/// The tokens of a file, one a line.
pub(super) fn tokens(file: Option<&Path>) -> Result<Vec<Arc<str>>, LoadError> {
    let Some(file) = file else { return Ok(Vec::new()) };
    let text = fs::read_to_string(file).map_err(|cause| LoadError::Tokens(cause.kind()))?;
    Ok(text.lines().filter(|line| !line.is_empty()).map(Arc::from).collect())
}

/// Calls of one who looks after the run.
pub(super) struct Site {
    client: Client,
    token: Option<Arc<str>>,
}

impl Site {
    /// Asks as this member, or as a visitor.
    pub(super) fn new(client: Client, token: Option<Arc<str>>) -> Self {
        Self { client, token }
    }

    /// The thread of this id; without one a new thread, or for visitors the first that anybody may read.
    pub(super) async fn thread(&mut self, id: Option<&str>, run: &str) -> Result<Head, LoadError> {
        let id = match (id, &self.token) {
            (Some(id), _) => id.to_owned(),
            (None, Some(_)) => self.start_thread(run).await?,
            (None, None) => self.first_thread().await?,
        };
        self.head(&id).await
    }

    /// The head of a thread as it is now.
    pub(super) async fn head(&mut self, id: &str) -> Result<Head, LoadError> {
        self.get(&format!("/api/v1/threads/{id}"), "--thread has to name a thread that its reader may see").await
    }

    /// All published posts of a thread behind a position, in order.
    pub(super) async fn posts(&mut self, thread: &str, mut after: i64) -> Result<Vec<Listed>, LoadError> {
        let mut all = Vec::new();
        loop {
            let path = format!("/api/v1/threads/{thread}/posts?after={after}&limit=100");
            let some: List<Listed> = self.get(&path, "look at the server's log").await?;
            // Behind the published posts a member's own are listed that wait or are held.
            let published: Vec<Listed> = some.all.into_iter().filter(|post| post.position.is_some()).collect();
            match published.last().and_then(|post| post.position) {
                Some(last) => after = last,
                None => return Ok(all),
            }
            all.extend(published);
        }
    }

    /// The position of a thread's last published post; 0 when there is none.
    pub(super) async fn last_position(&mut self, thread: &str) -> Result<i64, LoadError> {
        Ok(self.posts(thread, 0).await?.last().and_then(|post| post.position).unwrap_or(0))
    }

    async fn start_thread(&mut self, run: &str) -> Result<String, LoadError> {
        let path = format!("/api/v1/boards/{BOARD}/threads");
        let body = serde_json::json!({
            "title": format!("A thread of a load test, {run}"),
            "body": "Those who read along here are played by a program.",
            "seeking": "listening",
        });
        let token = self.token.clone();
        let call = Call::post(&path, token.as_deref(), None, body.to_string());
        let answer = self.client.ask(call).await.map_err(LoadError::Unreachable)?;
        match answer.status {
            201 => Ok(read::<Started>(&answer, &path, LIFTED)?.thread),
            status => Err(LoadError::Answered { call: format!("POST {path}"), status, remedy: LIFTED }),
        }
    }

    async fn first_thread(&mut self) -> Result<String, LoadError> {
        let boards: List<Board> = self.get("/api/v1/boards?limit=100", "look at the server's log").await?;
        for board in boards.all.iter().filter(|board| board.readable_by == "everyone") {
            let path = format!("/api/v1/boards/{}/threads?limit=1", board.code);
            let threads: List<OnlyId> = self.get(&path, "look at the server's log").await?;
            if let Some(thread) = threads.all.into_iter().next() {
                return Ok(thread.id);
            }
        }
        Err(LoadError::NoThread)
    }

    /// Asks again while the site rests or cannot be reached: it may be the test that its nodes fail.
    async fn get<T: DeserializeOwned>(&mut self, path: &str, remedy: &'static str) -> Result<T, LoadError> {
        let token = self.token.clone();
        let mut tries = 0;
        loop {
            tries += 1;
            let answer = self.client.ask(Call::get(path, token.as_deref())).await;
            let wait = match &answer {
                Ok(answer) if answer.status == 503 => answer.retry_after.unwrap_or(A_WHILE),
                Err(_) => A_WHILE,
                Ok(answer) => return read(answer, path, remedy),
            };
            if tries == TRIES {
                return read(&answer.map_err(LoadError::Unreachable)?, path, remedy);
            }
            tokio::time::sleep(wait).await;
        }
    }
}

fn read<T: DeserializeOwned>(answer: &Answer, path: &str, remedy: &'static str) -> Result<T, LoadError> {
    let refused = || LoadError::Answered { call: path.to_owned(), status: answer.status, remedy };
    if !(200..300).contains(&answer.status) {
        return Err(refused());
    }
    serde_json::from_slice(&answer.body).map_err(|_| refused())
}
