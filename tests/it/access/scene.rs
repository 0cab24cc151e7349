//! A site with a writer, another member and visitors; things of the writer's to try everything on.

use axum::body::Body;
use axum::http::Request;
use leeward::app::probe::once_text;
use leeward::app::system::SystemEntropy;

use super::rows::{Filling, Row, Thing};
use crate::harness::app::{self, TestApp};
use crate::harness::client::{Answer, Client};
use crate::pages::join;

/// What the writer's posts say.
pub(super) const TEXT: &str = "Nobody else may change these words.";
/// What the writer's threads are called.
pub(super) const TITLE: &str = "A title of the writer's own";

/// Read by everyone.
const OPEN_BOARD: &str = "about-this-place";
/// Read by members only.
const MEMBERS_BOARD: &str = "trauma-recovery";

/// The site and the people on it.
pub(super) struct Scene {
    app: TestApp,
    pub(super) writer: Client,
    other: Client,
}

/// Whether what a path shows is read by members only on a board of theirs. What such a board is for, everybody may
/// know: it stands on the first page.
pub(super) fn is_content(path: &str) -> bool {
    // Which boards there are is told to everyone.
    let board = ["/api/v1/boards/{board}", "/boards/{board}"].contains(&path);
    !board && ["{board}", "{thread}", "{post}"].iter().any(|name| path.contains(name))
}

impl Scene {
    /// No limits and no holds, so that every row begins alike; two members who joined through the pages.
    pub(super) async fn open() -> Self {
        let app = app::start_unlimited().await;
        let (writer, other) = (app.client(), app.client());
        join(&writer).await;
        join(&other).await;
        Self { app, writer, other }
    }

    async fn member(&self) -> Client {
        let member = self.app.client();
        join(&member).await;
        member
    }

    pub(super) async fn end(self) {
        self.app.end().await;
    }

    pub(super) fn fresh_visitor(&self) -> Client {
        self.app.client()
    }

    /// Writes something new as the writer.
    pub(super) async fn thing(&self, thing: Thing) -> Filling {
        let slug = if thing == Thing::MembersOnly { MEMBERS_BOARD } else { OPEN_BOARD };
        let code = self.writer.get(&format!("/boards/{slug}")).await.expect(303).location();
        let board = code.trim_start_matches("/boards/").to_owned();
        let thread = self.start(&board).await;
        let mut filling = Filling { board, thread, ..Filling::default() };
        let publish = if thing == Thing::Waiting { "today" } else { "now" };
        let reply = self.reply(&filling.thread, publish).await;
        filling.post = match thing {
            Thing::Waiting => part_behind(&reply.location(), "/posts/"),
            _ => self.post_at(&filling.thread, 2).await,
        };
        if thing == Thing::Waiting {
            let page = self.writer.get(&reply.location()).await.expect(200);
            filling.code = part_behind(&page.body, "/receipts/");
        }
        let told = self.writer.get(&format!("/api/v1/threads/{}", filling.thread)).await.expect(200).json();
        filling.persona = told["author"]["persona"].as_str().unwrap().to_owned();
        if thing == Thing::Draft {
            let kept = [("thread", filling.thread.as_str()), ("body", TEXT), ("once", &once_text(&SystemEntropy))];
            filling.draft = part_behind(&self.writer.post("/drafts", &kept).await.expect(303).location(), "/drafts/");
        }
        filling
    }

    async fn start(&self, board: &str) -> String {
        let once = once_text(&SystemEntropy);
        let fields = [("title", TITLE), ("body", TEXT), ("seeking", "advice"), ("publish", "now"), ("once", &once)];
        let started = self.writer.post(&format!("/boards/{board}/new"), &fields).await.expect(303);
        part_behind(&started.location(), "/threads/")
    }

    async fn reply(&self, thread: &str, publish: &str) -> Answer {
        let once = once_text(&SystemEntropy);
        let fields = [("body", TEXT), ("publish", publish), ("once", &once)];
        self.writer.post(&format!("/threads/{thread}/reply"), &fields).await.expect(303)
    }

    /// The id of the post at a position, as its own writer's page links it.
    async fn post_at(&self, thread: &str, position: usize) -> String {
        let page = self.writer.get(&format!("/threads/{thread}")).await.expect(200);
        let row = page.body.split(&format!("id=\"post-{position}\"")).nth(1).unwrap();
        part_behind(row, "/posts/")
    }

    /// A path with the names in it filled in.
    pub(super) fn filled(&self, path: &str, with: &Filling) -> String {
        path.replace("{board}", &with.board)
            .replace("{thread}", &with.thread)
            .replace("{post}", &with.post)
            .replace("{draft}", &with.draft)
            .replace("{code}", &with.code)
            .replace("{persona}", &with.persona)
            .replace("{kind}", "with-you")
            .replace("{id}", "nobody")
            .replace("{session}", "nobody")
            .replace("{file}", &format!("{}.svg", with.persona))
            .replace("{tree}", "old")
            .replace("{*path}", "favicon.png")
    }

    async fn ask(&self, client: &Client, row: &Row, with: &Filling) -> Answer {
        let path = self.filled(row.path, with);
        if row.method == "GET" {
            return client.get(&path).await;
        }
        if path.starts_with("/api/") {
            let call = Request::builder().method(row.method).uri(&path).header("sec-fetch-site", "same-origin");
            let call = if row.json.is_empty() { call } else { call.header("content-type", "application/json") };
            return client.send(call.body(Body::from(row.json)).unwrap()).await;
        }
        let once = once_text(&SystemEntropy);
        let fields: Vec<(&str, &str)> =
            row.fields.iter().map(|(name, value)| (*name, if *name == "once" { &once } else { *value })).collect();
        client.post(&path, &fields).await
    }

    /// Plays one row: a visitor, another member, the writer, in this order. Answers what differs from the table.
    pub(super) async fn play(&self, row: &Row) -> Vec<String> {
        let thing = if row.path.contains('{') { self.thing(row.thing).await } else { Filling::default() };
        let mut differences = Vec::new();
        let visitor = self.fresh_visitor();
        let leaving = if row.ends { Some((self.member().await, self.member().await)) } else { None };
        let (other, writer) = leaving.as_ref().map_or((&self.other, &self.writer), |(other, writer)| (other, writer));
        let roles = [("visitor", &visitor), ("other", other), ("writer", writer)];
        for ((role, client), wanted) in roles.into_iter().zip(row.answers) {
            let before = self.seen(&thing).await;
            let answer = self.ask(client, row, &thing).await;
            let status = answer.status.as_u16();
            if status != wanted {
                let to = answer.location();
                differences.push(format!("{} {} as {role}: {status} {to}, not {wanted}", row.method, row.path));
            }
            let refused = wanted >= 400 || (role == "visitor" && row.answers[1] >= 400);
            if refused && self.seen(&thing).await != before {
                differences.push(format!("{} {} as {role} changed what readers see", row.method, row.path));
            }
        }
        differences
    }

    /// What everybody sees of a thing.
    async fn seen(&self, thing: &Filling) -> String {
        self.fresh_visitor().get(&format!("/threads/{}", thing.thread)).await.body
    }
}

/// The id or code behind a part of a path.
fn part_behind(text: &str, place: &str) -> String {
    let behind = text.split(place).nth(1).unwrap_or_else(|| panic!("no {place} in {text}"));
    behind.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).next().unwrap().to_owned()
}
