//! A member with a text in hand, in a browser and in a script, and the three places where it can be sent.

use axum::http::Method;
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Value, json};

use crate::harness::app::{self, TestApp};
use crate::harness::client::{Answer, Client};
use crate::harness::html::{Form, attr, text};
use crate::harness::make::MEMBERS;

/// Where a text is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A reply to the first thread.
    Reply,
    /// A new thread.
    Thread,
    /// A change of an own post.
    Edit,
}

/// Which way it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    Page,
    Api,
}

pub const TITLE: &str = "Über \"us\" & <them>, 'later'";
/// The fields that a person fills in a composer.
const TYPED: [&str; 7] = ["title", "body", "seeking", "warnings", "one_off", "publish", "reply_to"];

/// A text with all that pages may spoil. Each door has its own, so that its row is known.
pub fn body(door: Door) -> String {
    let mark = mark(door);
    format!("\r\n  <b>\"It\"</b> & 'was' hard. </textarea> {{{{ page }}}} é \u{1f64f}\r\n\r\n> quoted\r\n\tend {mark}")
}

fn mark(door: Door) -> &'static str {
    match door {
        Door::Page => "kestrel-lantern",
        Door::Api => "gravel-meadow",
    }
}

/// A site with everything that a text needs to be accepted.
pub struct World {
    pub app: TestApp,
    pub script: Client,
    pub browser: Client,
    pub phrase: String,
    pub thread: String,
    pub board: String,
    own: [String; 2],
}

impl World {
    pub async fn new(settings: &[(&str, &str)]) -> Self {
        let mut all = vec![
            ("limits.joins_per_hour", "100000"),
            ("limits.first_posts_held", "0"),
            ("limits.reply_gap_s_l0", "0"),
            ("limits.threads_per_day_l0", "9"),
        ];
        all.extend_from_slice(settings);
        let app = app::start_with(&all).await;
        let mut script = app.client().elsewhere();
        let phrase = script.join().await;
        let keep = json!({"recovery_phrase": phrase, "keep": true});
        script.token = Some(field(&script.tell("/sessions", keep).await.expect(201).json(), "session_token"));
        let (first, second) = (app.member().await, app.member().await);
        let thread = field(&first.start(MEMBERS, "The thread that is answered").await, "thread");
        let other = field(&second.start(MEMBERS, "Another thread").await, "thread");
        let own = [
            field(&script.reply(&other, "The first own reply.").await, "post"),
            field(&after_a_while(&app, &script).reply(&other, "The second own reply.").await, "post"),
        ];
        after_a_while(&app, &script).reply(&other, "The third own reply.").await;
        let browser = app.client();
        let sign_in = browser.get("/sign-in").await.expect(200).form("/sign-in");
        sign_in.set("phrase", &phrase).set("keep", "month").send(&browser).await.expect(303);
        let board = field(&script.ask(&format!("/boards/{MEMBERS}")).await.json(), "code");
        let world = Self { app, script, browser, phrase, thread, board, own };
        world.raw("UPDATE boards SET one_off_unheld = TRUE").await;
        world
    }

    /// Changes rows as no use case can yet.
    pub async fn raw(&self, sql: &str) {
        if !sql.is_empty() {
            self.app.raw().await.execute_unprepared(sql).await.unwrap();
        }
    }

    /// The page with the form, and where it goes.
    fn addresses(&self, place: Place) -> (String, String) {
        match place {
            Place::Reply => (format!("/threads/{}", self.thread), format!("/threads/{}/reply", self.thread)),
            Place::Thread => (format!("/boards/{}/new", self.board), format!("/boards/{}/new", self.board)),
            Place::Edit => (format!("/posts/{}/edit", self.own[0]), format!("/posts/{}/edit", self.own[0])),
        }
    }

    /// The form of a place, filled.
    pub async fn form(&self, place: Place) -> Form {
        let (page, action) = self.addresses(place);
        let mut form = self.browser.get(&page).await.expect(200).form(&action).set("body", &body(Door::Page));
        form.fields.retain(|(name, _)| name != "warnings");
        form.fields.extend(["pain", "self-harm"].map(|warning| ("warnings".to_owned(), warning.to_owned())));
        if place != Place::Edit {
            form = form.set("one_off", "yes").set("publish", "soon");
        }
        match place {
            Place::Reply => form.set("reply_to", "1"),
            Place::Thread => form.set("title", TITLE).set("seeking", "experiences"),
            Place::Edit => form,
        }
    }

    /// The body of the call that does the same.
    pub fn json(&self, place: Place) -> Value {
        let (body, warnings) = (body(Door::Api), ["pain", "self-harm"]);
        match place {
            Place::Reply => {
                json!({"body": body, "reply_to": 1, "content_warnings": warnings, "one_off": true, "publish": "soon"})
            }
            Place::Thread => json!({"title": TITLE, "body": body, "seeking": "experiences",
                "content_warnings": warnings, "one_off": true, "publish": "soon"}),
            Place::Edit => json!({"body": body, "content_warnings": warnings}),
        }
    }

    /// Sends a body through the API.
    pub async fn call(&self, place: Place, once: &str, sent: &Value) -> Answer {
        let (method, path) = self.way(place);
        self.script.call_with(method, &path, Some(sent.clone()), &[("idempotency-key", once)]).await
    }

    /// Method and path of the call, below the API's address.
    pub fn way(&self, place: Place) -> (Method, String) {
        match place {
            Place::Reply => (Method::POST, format!("/threads/{}/posts", self.thread)),
            Place::Thread => (Method::POST, format!("/boards/{}/threads", self.board)),
            Place::Edit => (Method::PATCH, format!("/posts/{}", self.own[1])),
        }
    }

    /// How many posts hold this door's text.
    pub async fn stored(&self, door: Door) -> i64 {
        self.number(&format!("WHERE body LIKE '%{0}%' OR pending_body LIKE '%{0}%'", mark(door))).await
    }

    /// How many posts there are in all.
    pub async fn posts(&self) -> i64 {
        self.number("").await
    }

    async fn number(&self, which: &str) -> i64 {
        let raw = self.app.raw().await;
        let query = format!("SELECT COUNT(*) AS n FROM posts {which}");
        let row = raw.query_one_raw(Statement::from_string(raw.get_database_backend(), query)).await.unwrap().unwrap();
        row.try_get("", "n").unwrap()
    }

    /// Sends a form again that came back: it is accepted once, however often it is sent.
    #[track_caller]
    pub fn accepts<'a>(&'a self, form: &'a Form) -> impl Future<Output = ()> + 'a {
        let at = std::panic::Location::caller();
        async move {
            for _ in 0..2 {
                let answer = form.send(&self.browser).await;
                assert_eq!(answer.status, 303, "{at}: {}", answer.body);
            }
            assert_eq!(self.stored(Door::Page).await, 1, "{at}");
        }
    }
}

/// So much later that no gap between two posts is left.
fn after_a_while<'a>(app: &TestApp, client: &'a Client) -> &'a Client {
    app.clock.advance_s(700);
    client
}

/// A text field of an answer.
pub fn field(value: &Value, name: &str) -> String {
    value[name].as_str().unwrap_or_else(|| panic!("no {name} in {value}")).to_owned()
}

/// Line ends as a browser keeps them.
pub fn lines(text: &str) -> String {
    text.replace("\r\n", "\n")
}

fn values(form: &Form, name: &str) -> Vec<String> {
    let mut all: Vec<String> = form.fields.iter().filter(|(key, _)| key == name).map(|(_, v)| lines(v)).collect();
    all.sort();
    all
}

/// The page holds the form with all that was typed, but for these fields, and says so on top.
#[track_caller]
pub fn assert_back(page: &Answer, sent: &Form, lost: &[&str], says: &str) -> Form {
    assert_says(page, says);
    assert_typed(page, sent, lost)
}

/// The page holds the form with all that was typed, but for these fields.
#[track_caller]
pub fn assert_typed(page: &Answer, sent: &Form, lost: &[&str]) -> Form {
    let back = page.form(&sent.action);
    for name in TYPED.iter().filter(|name| !lost.contains(name)) {
        assert_eq!(values(&back, name), values(sent, name), "{name} of {}:\n{}", sent.action, page.body);
    }
    back
}

/// The page has a summary on top that says this.
#[track_caller]
pub fn assert_says(page: &Answer, says: &str) {
    let dom = page.dom();
    let summary = dom.all("div").into_iter().find(|node| attr(node, "id").as_deref() == Some("summary"));
    let summary = text(&summary.unwrap_or_else(|| panic!("no summary: {}", page.body)));
    assert!(summary.contains("There is a problem") && summary.contains(says), "{says:?} is not in {summary:?}");
}

/// Problem details with this code; the detail says this.
#[track_caller]
pub fn assert_problem(answer: &Answer, status: u16, code: &str, says: &str) {
    assert_eq!(answer.status.as_u16(), status, "{}", answer.body);
    assert_eq!(answer.headers["content-type"], "application/problem+json");
    let problem = answer.json();
    assert_eq!((problem["code"].as_str(), problem["status"].as_u64()), (Some(code), Some(u64::from(status))));
    let detail = field(&problem, "detail");
    assert!(detail.contains(says) && !detail.contains("below"), "{detail}");
    assert_eq!(answer.headers.contains_key("retry-after"), matches!(status, 429 | 503), "{code}");
}
