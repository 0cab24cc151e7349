//! Acts that change what is a member's own: drafts, settings, what they follow, mute and have read.

use axum::http::Method;
use serde_json::{Value, json};

use super::{Acting, BOARDS};

impl Acting {
    pub(super) fn draft_text(&mut self) -> Value {
        let length = 3 + self.chance.below(120);
        json!({"board": *self.chance.pick(&BOARDS), "title": "", "body": self.chance.text(length)})
    }

    pub(super) async fn draft(&mut self, who: usize) -> bool {
        let text = self.draft_text();
        let answer = self.call(who, Method::POST, "/drafts", Some(text)).await;
        let went = answer.status.is_success();
        if went {
            self.people[who].drafts.push(answer.json()["id"].as_str().unwrap().to_owned());
        }
        went
    }

    pub(super) fn own_draft(&mut self, who: usize) -> Option<String> {
        let drafts = &self.people[who].drafts;
        (!drafts.is_empty()).then(|| self.chance.pick(drafts).clone())
    }

    pub(super) async fn draft_over(&mut self, who: usize) -> bool {
        let Some(id) = self.own_draft(who) else { return false };
        let text = self.draft_text();
        self.call(who, Method::PUT, &format!("/drafts/{id}"), Some(text)).await.status.is_success()
    }

    pub(super) async fn discard(&mut self, who: usize) -> bool {
        let Some(id) = self.own_draft(who) else { return false };
        self.call(who, Method::DELETE, &format!("/drafts/{id}"), None).await.status.is_success()
    }

    pub(super) async fn settings(&mut self, who: usize) -> bool {
        let change = json!({"theme": *self.chance.pick(&["system", "light", "dark"])});
        self.call(who, Method::PATCH, "/me/settings", Some(change)).await.status.is_success()
    }

    pub(super) async fn follow(&mut self, who: usize) -> bool {
        let board = *self.chance.pick(&BOARDS);
        let Some(thread) = self.threads.get(board).filter(|t| !t.is_empty()).map(|t| self.chance.pick(t).clone())
        else {
            return false;
        };
        let method = if self.chance.below(4) == 0 { Method::DELETE } else { Method::PUT };
        self.call(who, method, &format!("/threads/{thread}/follow"), None).await.status.is_success()
    }

    pub(super) async fn mute(&mut self, who: usize) -> bool {
        if self.seen.is_empty() {
            return false;
        }
        let post = self.chance.pick(&self.seen).clone();
        let found = self.call(who, Method::GET, &format!("/posts/{post}"), None).await.json();
        let Some(persona) = found["author"]["persona"].as_str() else { return false };
        let path = format!("/personas/{persona}/mute");
        self.call(who, Method::PUT, &path, None).await.status.is_success()
    }

    pub(super) async fn mark_read(&mut self, who: usize) -> bool {
        self.call(who, Method::POST, "/notifications/read", Some(json!({"all": true}))).await.status.is_success()
    }
}
