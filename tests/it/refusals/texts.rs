//! Refusals of a text: in a reply, a new thread and a change, through page and API.

use serde_json::Value;

use super::world::{Door, Place, World, assert_back, assert_problem, assert_says, body, lines};
use crate::harness::html::{Form, text};

/// How a cause ends.
enum End {
    /// By a change of rows.
    Raw(&'static str),
    /// By so many seconds, before each text.
    Wait(i64),
    /// By taking out of the body what was too much.
    Shorter,
    /// From another network.
    Elsewhere,
    /// Never: the text can be copied.
    Never,
}

/// What makes the refusal, and what is said.
struct Cause {
    places: &'static [Place],
    settings: &'static [(&'static str, &'static str)],
    raw: &'static str,
    more: &'static str,
    end: End,
    status: u16,
    page: &'static str,
    api: &'static str,
    /// Fields that the page can't hold any more.
    lost: &'static [&'static str],
}

const NONE: Cause = Cause {
    places: &[Place::Reply],
    settings: &[],
    raw: "",
    more: "",
    end: End::Never,
    status: 409,
    page: "",
    api: "",
    lost: &[],
};
const WRITING: &[Place] = &[Place::Reply, Place::Thread];
const ALL: &[Place] = &[Place::Reply, Place::Thread, Place::Edit];

fn causes(code: &str) -> Vec<Cause> {
    match code {
        "thread_locked" => vec![Cause {
            raw: "UPDATE threads SET state = 'locked'",
            end: End::Raw("UPDATE threads SET state = 'open'"),
            page: "The team locked this thread while you were writing. Your text is safe below. You can copy it.",
            api: "The team locked this thread. It takes no replies.",
            ..NONE
        }],
        "thread_closed" => vec![Cause {
            raw: "UPDATE threads SET state = 'closed'",
            end: End::Raw("UPDATE threads SET state = 'open'"),
            page: "This thread was closed while you were writing. Your text is safe below. You can copy it.",
            api: "This thread is closed. It takes no replies.",
            ..NONE
        }],
        "board_archived" => vec![Cause {
            places: WRITING,
            raw: "UPDATE boards SET archived = TRUE",
            end: End::Raw("UPDATE boards SET archived = FALSE"),
            page: "This board was closed for writing. Your text is safe below. You can copy it.",
            api: "This board is closed for writing. Choose another one.",
            ..NONE
        }],
        "retired_name_spoke_here" => vec![Cause {
            // Every face is retired, and the writer's spoke in both threads.
            raw: "UPDATE posts SET author = (SELECT author FROM posts WHERE body = 'The first own reply.') \
                  WHERE by_team = FALSE; UPDATE personas SET handle = NULL",
            status: 403,
            page: "A name that you retired wrote in this thread, so you cannot reply. Your text is safe below.",
            api: "A name that you retired wrote in this thread, so you cannot reply.",
            lost: &["one_off"],
            ..NONE
        }],
        "restricted" => vec![
            Cause {
                places: ALL,
                raw: "UPDATE personas SET restricted_scope = 'site'",
                end: End::Raw("UPDATE personas SET restricted_scope = NULL"),
                status: 403,
                page: "The team paused your writing on this board. Your text is safe below. You can copy it.",
                api: "The team paused your writing on this board. You can still read.",
                ..NONE
            },
            Cause {
                // 2026-12-01T00:00:00Z.
                raw: "UPDATE personas SET restricted_scope = 'board', restricted_until_hour = 498912",
                end: End::Wait(8 * 86_400),
                status: 403,
                page: "The team paused your writing on this board until 1 December. Your text is safe below.",
                api: "The team paused your writing on this board until 1 December. You can still read.",
                ..NONE
            },
        ],
        _ => limits(code),
    }
}

fn limits(code: &str) -> Vec<Cause> {
    match code {
        "too_soon" => vec![
            Cause {
                places: WRITING,
                settings: &[("limits.reply_gap_s_l0", "40")],
                end: End::Wait(40),
                status: 429,
                page: "That was a bit fast. Your text is safe below. You can post again in 40 seconds.",
                api: "That was a bit fast. Send it again in 40 seconds.",
                ..NONE
            },
            Cause {
                places: WRITING,
                settings: &[("limits.reply_gap_s_l0", "600")],
                end: End::Wait(600),
                status: 429,
                page: "That was a bit fast. Your text is safe below. You can post again in 10 minutes.",
                api: "That was a bit fast. Send it again in 10 minutes.",
                ..NONE
            },
            Cause {
                places: WRITING,
                raw: "UPDATE boards SET slow_mode_s = 7200",
                end: End::Wait(7_200),
                status: 429,
                page: "This board is slow on purpose. Your text is safe below. You can post again in 2 hours.",
                api: "This board is slow on purpose. Send it again in 2 hours.",
                ..NONE
            },
        ],
        "daily_limit" => vec![
            Cause {
                settings: &[("limits.replies_per_day_l0", "3"), ("limits.replies_per_day_l1", "3")],
                end: End::Wait(86_400),
                status: 429,
                page: "You can write 3 replies a day. Your text is safe below. You can post it tomorrow",
                api: "You can write 3 replies a day. Send it again tomorrow.",
                ..NONE
            },
            Cause {
                places: &[Place::Thread],
                settings: &[("limits.threads_per_day_l0", "1"), ("limits.threads_per_day_l1", "1")],
                raw: "UPDATE posts SET starts_thread = TRUE WHERE body = 'The third own reply.'",
                end: End::Wait(86_400),
                status: 429,
                page: "You can start 1 thread a day. Your text is safe below. You can post it tomorrow",
                api: "You can start 1 thread a day. Send it again tomorrow.",
                ..NONE
            },
        ],
        "too_many_links" => vec![Cause {
            places: ALL,
            settings: &[("limits.links_l1", "1"), ("limits.reply_gap_s_l1", "0")],
            // Three posts, the first of them yesterday: level 1.
            raw: "UPDATE posts SET published_ms = published_ms - 46800000",
            more: "\r\nhttps://example.org/a and https://example.org/b",
            end: End::Shorter,
            status: 422,
            page: "You can set 1 link in a post. Take the others out",
            api: "You can set 1 link in a post. Take the others out",
            ..NONE
        }],
        _ => states(code),
    }
}

fn states(code: &str) -> Vec<Cause> {
    match code {
        "one_off_not_offered" => vec![Cause {
            places: WRITING,
            raw: "UPDATE boards SET one_off = FALSE",
            end: End::Raw("UPDATE boards SET one_off = TRUE"),
            status: 422,
            page: "This board offers no names for one thread. You can post with your name on this board",
            api: "This board offers no names for one thread. Send it again without “one_off”.",
            lost: &["one_off"],
            ..NONE
        }],
        "too_late_to_edit" => vec![Cause {
            places: &[Place::Edit],
            raw: "UPDATE posts SET published_ms = published_ms - 90000000",
            page: "A post can be changed for 24 hours. That time is over. Your text is safe below. You can copy it.",
            api: "A post can be changed for 24 hours. You can still change its warnings, or delete it.",
            lost: &["body"],
            ..NONE
        }],
        "wrong_state" => vec![Cause {
            places: &[Place::Edit],
            raw: "UPDATE posts SET state = 'removed' WHERE body LIKE 'The % own reply.'",
            end: End::Raw("UPDATE posts SET state = 'published'"),
            page: "This post is no longer here.",
            api: "This post is no longer here.",
            lost: &["body"],
            ..NONE
        }],
        "not_found" => vec![Cause {
            places: &[Place::Reply, Place::Edit],
            raw: "UPDATE threads SET visible = FALSE, author = NULL",
            end: End::Raw("UPDATE threads SET visible = TRUE"),
            status: 404,
            page: "The link may be old, or what it led to was removed.",
            api: "There is nothing at this address, or you may not read it.",
            ..NONE
        }],
        "unavailable" => vec![Cause {
            places: ALL,
            raw: "ALTER TABLE personas RENAME TO gone",
            end: End::Raw("ALTER TABLE gone RENAME TO personas"),
            status: 503,
            page: "This was not posted. Your text is safe below. You can copy it, or send it again.",
            api: "Something went wrong on our side. Try again in a minute.",
            ..NONE
        }],
        "too_many_pages" => vec![Cause {
            places: ALL,
            settings: &[("limits.pages_per_min", "20")],
            end: End::Elsewhere,
            status: 429,
            page: "That was a bit fast. Your text is safe below. You can post again in",
            api: "You can come back in",
            ..NONE
        }],
        code => panic!("no cause for {code}"),
    }
}

/// Takes all that a network may ask, in both doors' networks.
async fn use_up_pages(world: &World) {
    while world.browser.get("/guidelines").await.status != 429 || world.script.get("/guidelines").await.status != 429 {}
}

fn longer(form: &Form, more: &str) -> Form {
    form.clone().set("body", &format!("{}{more}", body(Door::Page)))
}

/// Each cause: both doors refuse and store nothing; when it is over, what came back is accepted, once.
pub async fn walk(code: &str) {
    for cause in causes(code) {
        let mut world = World::new(cause.settings).await;
        let mut forms = Vec::new();
        for place in cause.places {
            forms.push(longer(&world.form(*place).await, cause.more));
        }
        world.raw(cause.raw).await;
        let mut refused = Vec::new();
        for (place, form) in cause.places.iter().zip(&forms) {
            if matches!(cause.end, End::Elsewhere) {
                use_up_pages(&world).await;
            }
            let page = form.send(&world.browser).await;
            assert_eq!(page.status.as_u16(), cause.status, "{code} {place:?}: {}", page.body);
            assert_eq!(page.headers.contains_key("retry-after"), matches!(cause.status, 429 | 503), "{code}");
            let back = assert_back(&page, form, cause.lost, cause.page);
            if cause.lost.contains(&"body") {
                let shown = text(&page.dom().all("main").remove(0));
                assert!(shown.contains(&lines(&body(Door::Page))), "{shown}");
            }
            let mut sent = world.json(*place);
            sent["body"] = Value::from(format!("{}{}", body(Door::Api), cause.more));
            let answer = world.call(*place, &format!("{place:?}"), &sent).await;
            assert_problem(&answer, cause.status, code, cause.api);
            refused.push((*place, back));
        }
        match cause.end {
            End::Raw(sql) => world.raw(sql).await,
            End::Elsewhere => {
                world.browser.address = "198.51.100.1".parse().unwrap();
                world.script.address = "198.51.100.2".parse().unwrap();
            }
            End::Wait(_) | End::Shorter | End::Never => {}
        }
        let before = world.posts().await;
        assert_eq!([world.stored(Door::Page).await, world.stored(Door::Api).await], [0, 0], "{code}");
        if !matches!(cause.end, End::Never) {
            accept(&world, &cause, code, refused, before).await;
        }
        world.app.end().await;
    }
}

/// What came back is sent again, and twice.
async fn accept(world: &World, cause: &Cause, code: &str, refused: Vec<(Place, Form)>, before: i64) {
    let wait = if let End::Wait(seconds) = cause.end { seconds } else { 0 };
    for (n, (place, mut back)) in refused.into_iter().enumerate() {
        if cause.lost.contains(&"body") || matches!(cause.end, End::Shorter) {
            back = back.set("body", &body(Door::Page));
        }
        world.app.clock.advance_s(wait);
        for _ in 0..2 {
            back.send(&world.browser).await.expect(303);
        }
        let rows = i64::try_from(n).unwrap() + 1;
        assert_eq!(world.stored(Door::Page).await, rows, "{code} {place:?}");
        world.app.clock.advance_s(wait);
        let mut sent = world.json(place);
        if code == "one_off_not_offered" {
            sent["one_off"] = Value::from(false);
        }
        for _ in 0..2 {
            let answer = world.call(place, &format!("{place:?}"), &sent).await;
            assert!(answer.status.is_success(), "{code} {place:?}: {}", answer.body);
        }
        assert_eq!(world.stored(Door::Api).await, rows, "{code} {place:?}");
    }
    let new = cause.places.iter().filter(|place| **place != Place::Edit).count() * 2;
    assert_eq!(world.posts().await, before + i64::try_from(new).unwrap(), "{code}");
}

/// Texts that do not fit: field, what is wrong with it, where, and what is said.
pub async fn misfits(code: &str) {
    let long = "a".repeat(10_001);
    let title = "t".repeat(141);
    let cases: [(&str, &str, &[Place], &str); 9] = [
        ("body", &long, ALL, "The text has 10001 characters. Shorten it to 10000 or fewer"),
        ("body", "", ALL, "Write something before you post"),
        ("body", " \u{200b}\r\n\t ", ALL, "Write something before you post"),
        ("title", "Help", &[Place::Thread], "The title needs at least 8 characters. Add a few words"),
        ("title", "", &[Place::Thread], "Enter a title of 8 to 140 characters"),
        ("title", &title, &[Place::Thread], "The title has 141 characters. Shorten it to 140 or fewer"),
        ("seeking", "", &[Place::Thread], "Choose what you would like: advice, listening or experiences"),
        ("publish", "never", WRITING, "Choose when it appears: at once, within 20 minutes or within 12 hours"),
        ("reply_to", "7", &[Place::Reply], "The post that you answer is not in this thread."),
    ];
    let world = World::new(&[]).await;
    for (field, value, places, says) in cases {
        for place in places {
            let form = world.form(*place).await.set(field, value);
            let page = form.send(&world.browser).await.expect(422);
            // What was never offered can't be ticked on the page.
            let lost: &[&str] = if matches!(field, "publish" | "seeking" | "reply_to") { &[field] } else { &[] };
            assert_back(&page, &form, lost, says);
            let mut sent = world.json(*place);
            sent[field] = if field == "reply_to" { Value::from(7) } else { Value::from(value) };
            let answer = world.call(*place, "k", &sent).await;
            let choice = matches!(field, "publish" | "seeking");
            let says = if choice { "Look it up in openapi.json" } else { says };
            assert_problem(&answer, 422, code, says);
            assert_eq!(answer.fields(), [field]);
        }
    }
    assert_eq!([world.stored(Door::Page).await, world.stored(Door::Api).await], [0, 0]);
    nul(&world).await;
    let page = world.form(Place::Reply).await.set("publish", "never").send(&world.browser).await.expect(422);
    let back = page.form(&format!("/threads/{}/reply", world.thread));
    world.accepts(&back).await;
    world.app.end().await;
}

/// NUL: alone it is no text; within one it goes, and what is left comes back.
async fn nul(world: &World) {
    let form = world.form(Place::Thread).await.set("body", "\0\0").set("title", "He\0lp");
    let page = form.send(&world.browser).await.expect(422);
    assert!(!page.body.contains('\0'), "a page can't hold NUL");
    assert_says(&page, "Write something before you post");
    assert_eq!(page.form(&form.action).value("title"), "Help");
    let mut sent = world.json(Place::Thread);
    (sent["body"], sent["title"]) = (Value::from("\0\0"), Value::from("He\0lp"));
    let answer = world.call(Place::Thread, "nul", &sent).await.expect(422);
    assert_eq!(answer.fields(), ["title", "body"]);
}

/// More previews than a network may ask: the text comes back with the wait, and can be posted.
pub async fn previews(code: &str) {
    for place in ALL {
        let world = World::new(&[("limits.previews_per_min", "1")]).await;
        let form = world.form(*place).await;
        let preview = format!("{}/preview", form.action);
        let pressed = Form { action: preview, ..form.clone() };
        pressed.send(&world.browser).await.expect(200);
        let page = pressed.send(&world.browser).await.expect(429);
        assert!(page.retry_after() > 0);
        let says = "There were many previews. Your text is safe below. You can post it, or preview again in";
        let back = assert_back(&page, &form, &[], says);
        world.script.tell("/preview", serde_json::json!({"body": "One."})).await.expect(200);
        let answer = world.script.tell("/preview", serde_json::json!({"body": "Two."})).await;
        assert_problem(&answer, 429, code, "There were many previews. Ask again in");
        assert_eq!(world.stored(Door::Page).await, 0);
        world.accepts(&back).await;
        world.app.end().await;
    }
}
