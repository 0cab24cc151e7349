//! Leaving: everything as a file, and nothing left behind (CONTRACT §2.13).

mod export;
mod gone;
mod outlets;
mod parallel;
mod traces;

use axum::http::Method;
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};
use serde_json::{Value, json};

use crate::harness::client::{Answer, Client};

/// `DELETE /me`.
async fn leave(client: &Client, phrase: &str, posts: &str) -> Answer {
    client.call(Method::DELETE, "/me", Some(json!({"recovery_phrase": phrase, "posts": posts}))).await
}

/// The number that a query answers.
async fn count(raw: &DatabaseConnection, query: &str) -> i64 {
    let statement = Statement::from_string(raw.get_database_backend(), query);
    raw.query_one_raw(statement).await.unwrap().unwrap().try_get_by_index(0).unwrap()
}

/// Every word of a name: `quiet-heron`.
fn handles(me: &Value) -> Vec<String> {
    let names = me["personas"].as_array().unwrap();
    names.iter().filter_map(|name| name["handle"].as_str().map(str::to_owned)).collect()
}
