//! Makes what tests begin with, through the doors that people use.

use axum::http::Method;
use serde_json::{Value, json};

use super::app::TestApp;
use super::client::{Answer, Client};

/// A board for everyone, by slug.
pub const OPEN: &str = "body-image-and-anxiety";
/// The board for members, with names for one thread.
pub const MEMBERS: &str = "trauma-recovery";

impl TestApp {
    /// A member with a token.
    pub async fn member(&self) -> Client {
        let mut client = self.client();
        client.join().await;
        client
    }

    /// Releases everything that is held.
    pub async fn release_all(&self) -> u64 {
        self.running.release_held(1_000).await.unwrap()
    }
}

impl Client {
    /// GET of the API.
    pub async fn ask(&self, path: &str) -> Answer {
        self.call(Method::GET, path, None).await
    }

    /// POST of the API.
    pub async fn tell(&self, path: &str, body: Value) -> Answer {
        self.call(Method::POST, path, Some(body)).await
    }

    /// PUT of the API.
    pub async fn put(&self, path: &str, body: Option<Value>) -> Answer {
        self.call(Method::PUT, path, body).await
    }

    /// PATCH of the API.
    pub async fn patch(&self, path: &str, body: Value) -> Answer {
        self.call(Method::PATCH, path, Some(body)).await
    }

    /// DELETE of the API.
    pub async fn delete(&self, path: &str) -> Answer {
        self.call(Method::DELETE, path, None).await
    }

    /// Starts a thread; answers what came back.
    pub async fn start(&self, board: &str, title: &str) -> Value {
        let body = json!({"title": title, "body": format!("{title}: the text."), "seeking": "listening"});
        let answer = self.tell(&format!("/boards/{board}/threads"), body).await;
        assert!(answer.status.is_success(), "{}", answer.body);
        answer.json()
    }

    /// Replies; answers what came back.
    pub async fn reply(&self, thread: &str, text: &str) -> Value {
        let answer = self.tell(&format!("/threads/{thread}/posts"), json!({ "body": text })).await;
        assert!(answer.status.is_success(), "{}", answer.body);
        answer.json()
    }

    /// The posts of a thread as this client sees them.
    pub async fn posts(&self, thread: &str) -> Vec<Value> {
        let page = self.ask(&format!("/threads/{thread}/posts")).await.expect(200).json();
        page["items"].as_array().unwrap().clone()
    }
}

impl Answer {
    /// The code of a refusal.
    pub fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }

    /// The fields of a refusal.
    pub fn fields(&self) -> Vec<String> {
        let problem = self.json();
        let errors = problem["errors"].as_array().cloned().unwrap_or_default();
        errors.iter().map(|error| error["field"].as_str().unwrap().to_owned()).collect()
    }

    /// The header `Retry-After` in seconds.
    pub fn retry_after(&self) -> u64 {
        self.headers["retry-after"].to_str().unwrap().parse().unwrap()
    }
}

/// A text field.
pub fn text(value: &Value, field: &str) -> String {
    value[field].as_str().unwrap_or_else(|| panic!("no text {field} in {value}")).to_owned()
}
