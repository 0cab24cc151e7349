//! Every outlet, before and after: a list in code says where words of members leave; after a deletion none holds any.

use std::collections::{BTreeMap, BTreeSet};

use leeward::app::running::{outlet_list, route_list};
use sea_orm::{ConnectionTrait, Statement};
use serde_json::json;

use super::{handles, leave};
use crate::harness::app::{self, TestApp};
use crate::harness::client::Client;
use crate::harness::live::{Ear, Port};
use crate::harness::make::text;

/// Where the one who leaves wrote.
const BOARDS: [&str; 6] = [
    "erectile-difficulties",
    "low-experience",
    "body-image-and-anxiety",
    "disability-and-intimacy",
    "partners-and-communication",
    "trauma-recovery",
];
/// In each of their texts, and nowhere else.
const WORD: &str = "zimtstern";

#[test]
fn the_list_of_outlets_has_every_route_that_answers_get() {
    let served: BTreeSet<String> =
        route_list().into_iter().filter(|(method, _)| *method == "GET").map(|(_, path)| path).collect();
    let listed: BTreeSet<String> =
        outlet_list().into_iter().filter(|(method, ..)| *method == "GET").map(|(_, path, _)| path.to_owned()).collect();
    assert_eq!(served, listed, "a route that answers GET stands in web::outlets, with whose words it shows");
}

#[test]
fn what_is_listed_is_served() {
    let served = route_list();
    for (method, path, _) in outlet_list() {
        assert!(served.iter().any(|(m, p)| *m == method && p == path), "{method} {path}");
    }
}

/// A community of two: one who will leave, with 300 posts on six boards, and one who stays.
struct World {
    app: TestApp,
    mine: Client,
    phrase: String,
    other: Client,
    threads: Vec<String>,
    posts: Vec<String>,
    draft: String,
    receipt: String,
    names: Vec<String>,
    personas: Vec<String>,
}

async fn world() -> World {
    let app = app::start_unlimited().await;
    let mut mine = app.client();
    let phrase = mine.join().await;
    let other = app.member().await;
    let (mut threads, mut posts) = (Vec::new(), Vec::new());
    for board in BOARDS {
        let theirs = text(&other.start(board, "A thread of another").await, "thread");
        let mut here = vec![theirs];
        for n in 0..10 {
            let started = mine.start(board, &format!("About {WORD} number {n}")).await;
            posts.push(text(&started, "post"));
            here.push(text(&started, "thread"));
            // The last one waits for its first reply.
            if n < 9 {
                other.reply(&here[n + 1], "An answer that stays.").await;
            }
        }
        for n in 0..40 {
            let said = mine.reply(&here[n % 10], &format!("More of {WORD}, {n}.")).await;
            posts.push(text(&said, "post"));
        }
        threads.append(&mut here);
    }
    assert_eq!(posts.len(), 300);
    // What somebody else follows, and what they are told: an answer to them, in a thread that goes.
    other.put(&format!("/threads/{}/follow", threads[1]), None).await.expect(204);
    let answer = json!({"body": format!("To you, of {WORD}."), "reply_to": 2});
    let answer = mine.tell(&format!("/threads/{}/posts", threads[1]), answer).await.expect(201).json();
    posts.push(text(&answer, "post"));
    let later = json!({"body": format!("Later {WORD}."), "publish": "today"});
    let waiting = mine.tell(&format!("/threads/{}/posts", threads[0]), later).await.expect(202).json();
    let draft = json!({"title": "", "body": format!("A draft of {WORD}"), "board": BOARDS[0]});
    let draft = text(&mine.tell("/drafts", draft).await.expect(201).json(), "id");
    posts.insert(0, text(&waiting, "post"));
    let me = mine.ask("/me").await.json();
    let personas = me["personas"].as_array().unwrap().iter().map(|name| text(name, "id")).collect();
    let receipt = text(&waiting, "receipt");
    World { names: handles(&me), personas, app, mine, phrase, other, threads, posts, draft, receipt }
}

impl World {
    async fn codes(&self) -> Vec<String> {
        let raw = self.app.raw().await;
        let query = Statement::from_string(raw.get_database_backend(), "SELECT code FROM boards");
        raw.query_all_raw(query).await.unwrap().iter().map(|row| row.try_get("", "code").unwrap()).collect()
    }

    /// Every address of an outlet, with at most `most` posts.
    fn addresses(&self, path: &str, codes: &[String], most: usize) -> Vec<String> {
        let fill = |name: &str, values: Vec<String>| values.iter().map(|v| path.replace(name, v)).collect::<Vec<_>>();
        let mut found = match path {
            _ if path.contains("{board}") => fill("{board}", codes.to_vec()),
            _ if path.contains("{thread}") => fill("{thread}", self.threads.clone()),
            _ if path.contains("{post}") => fill("{post}", self.posts.iter().take(most).cloned().collect()),
            _ if path.contains("{draft}") => fill("{draft}", vec![self.draft.clone()]),
            _ if path.contains("{code}") => fill("{code}", vec![self.receipt.clone()]),
            _ if path.contains("{persona}") => fill("{persona}", self.personas.clone()),
            _ if path.contains("{file}") => {
                fill("{file}", self.personas.iter().map(|id| format!("{id}.svg")).collect())
            }
            "/static/{tree}/{*path}" => Vec::new(),
            _ => vec![path.to_owned()],
        };
        if path.ends_with("/threads") || path.ends_with("/posts") {
            found = found.iter().map(|path| format!("{path}?limit=100")).collect();
        }
        if path.ends_with("/stream") {
            found = found.iter().map(|path| format!("{path}?after=0")).collect();
        }
        found
    }

    /// Which outlets show what to whom: the list's entry, and whether words and whether names were there.
    async fn crawl(&self, reader: &Client, most: usize) -> BTreeMap<String, (bool, bool)> {
        let codes = self.codes().await;
        let mut found = BTreeMap::new();
        for (method, path, _) in outlet_list() {
            if path == "/live" || path == "/leave" {
                continue;
            }
            let (mut words, mut names) = (false, false);
            for address in self.addresses(path, &codes, most) {
                let answer = match path {
                    "/me/export" => reader.post(&address, &[("as", "page")]).await,
                    _ if method == "POST" => reader.post(&address, &[("show", "all")]).await,
                    _ => reader.get(&address).await,
                };
                words |= answer.body.contains(WORD);
                names |= self.names.iter().any(|name| answer.body.contains(name));
            }
            found.insert(format!("{method} {path}"), (words, names));
        }
        found
    }
}

#[tokio::test]
async fn the_list_says_truly_where_words_leave() {
    let world = world().await;
    let (own, others) = (world.crawl(&world.mine, 12).await, world.crawl(&world.other, 12).await);
    let mut untrue = Vec::new();
    for (method, path, shows) in outlet_list() {
        let entry = format!("{method} {path}");
        let (Some(own), Some(others)) = (own.get(&entry), others.get(&entry)) else { continue };
        let (to_own, to_others) = (own.0 || own.1, others.0 || others.1);
        let truth = match (to_own, to_others) {
            (_, true) => "words",
            (true, false) => "own",
            (false, false) => "nothing",
        };
        if shows != truth {
            untrue.push(format!("{entry} shows {truth}, not {shows}"));
        }
    }
    assert!(untrue.is_empty(), "{untrue:#?}");
    world.app.end().await;
}

/// Deletes the account in this way and goes through every outlet.
async fn nothing_stands_after(choice: &str) {
    let world = world().await;
    let port = Port::open(&world.app.running);
    let mut ear = Ear::of(&port, &world.other).await;
    let topic = format!("thread/{}", world.threads[0]);
    ear.subscribe(&topic, None).await;
    let seq = ear.hear("subscribed").await["seq"].as_i64().unwrap();
    leave(&world.mine, &world.phrase, choice).await.expect(204);
    for reader in [&world.app.client(), &world.other, &world.mine] {
        for (entry, (words, names)) in world.crawl(reader, usize::MAX).await {
            assert!(!names, "{choice}: a name in {entry}");
            assert!(!words || choice == "depart", "{choice}: words in {entry}");
        }
    }
    let last = world.other.ask(&format!("/threads/{}", world.threads[0])).await.json()["seq"].as_i64().unwrap();
    assert!(last > seq);
    let clean = |frame: &str| {
        assert!(!world.names.iter().any(|name| frame.contains(name)), "{frame}");
        assert!(!frame.contains(WORD) || choice == "depart", "{frame}");
    };
    // Live readers were told all of it, and replay from the first event tells nothing of what went.
    while ear.next().await["seq"].as_i64().unwrap() < last {}
    let mut late = Ear::visitor(&port).await;
    late.subscribe(&topic, Some(0)).await;
    late.hear("subscribed").await;
    loop {
        let frame = late.next().await;
        clean(&frame.to_string());
        if frame["seq"].as_i64() == Some(last) {
            break;
        }
    }
    world.app.end().await;
}

#[tokio::test]
async fn after_a_deletion_with_posts_no_outlet_holds_a_word_or_a_name() {
    nothing_stands_after("remove").await;
}

#[tokio::test]
async fn after_a_deletion_without_posts_no_outlet_holds_a_name() {
    nothing_stands_after("depart").await;
}
