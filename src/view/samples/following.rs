//! Followed threads, updates, and posts that a reader muted.

use super::texts::{TEXT_A, TEXT_B};
use super::{Desk, by, hours_ago, owned, reading, thread_id, writing};
use crate::view::board::{BoardPage, ThreadState};
use crate::view::engine::ViewError;
use crate::view::following::{FollowedRow, FollowingPage, UpdateRow, UpdatesPage};
use crate::view::post::Cover;
use crate::view::thread::{Following, PostRow, ThreadEnd, ThreadPage};

/// Draws the pages about what is new.
pub(super) fn draw(desk: &mut Desk<'_>) -> Result<(), ViewError> {
    following(desk)?;
    updates(desk)?;
    threads(desk)?;
    let mut news = reading::row("After prostate surgery", by("quiet-heron"), &[], 14, hours_ago(1));
    news.news = 3;
    desk.member("board/news", &BoardPage { threads: vec![news], ..reading::board() })
}

fn followed(title: &str, warnings: &[&str], cover: Cover, news: u32) -> FollowedRow {
    FollowedRow {
        id: thread_id(),
        title: title.to_owned(),
        warnings: owned(warnings),
        cover,
        board: "Partners and communication".to_owned(),
        at: hours_ago(3),
        state: ThreadState::Open,
        news,
        to: "/threads/8f3kd2a1b9c7e5m4?page=2#post-27".to_owned(),
        read_id: "8f3kd2a1b9c7e5m4.29".to_owned(),
    }
}

/// `/following`.
fn following(desk: &mut Desk<'_>) -> Result<(), ViewError> {
    let mut locked = followed("Telling a new partner", &[], Cover::Open, 0);
    locked.state = ThreadState::Locked;
    let filled = FollowingPage {
        threads: vec![
            followed("After prostate surgery", &["medical-detail"], Cover::Open, 3),
            followed("I froze again", &["sexual-violence"], Cover::Behind, 1),
            followed("Something that is hidden", &["self-harm"], Cover::Hidden, 0),
            locked,
        ],
        gone: vec!["8f3kd2a1b9c7e5m4".to_owned()],
    };
    desk.member("following/filled", &filled)?;
    desk.member("following/only-gone", &FollowingPage { threads: Vec::new(), ..filled })?;
    desk.member("following/empty", &FollowingPage { threads: Vec::new(), gone: Vec::new() })
}

/// `/notifications`.
fn updates(desk: &mut Desk<'_>) -> Result<(), ViewError> {
    let update = |title: &str, answers, replies, unread| UpdateRow {
        title: title.to_owned(),
        warnings: Vec::new(),
        cover: Cover::Open,
        answers,
        replies,
        unread,
        at: hours_ago(5),
        to: "/threads/8f3kd2a1b9c7e5m4?page=2#post-28".to_owned(),
        read_id: "8f3kd2a1b9c7e5m4.27.29".to_owned(),
    };
    let mut covered = update("I froze again", None, 1, 1);
    (covered.warnings, covered.cover) = (owned(&["sexual-violence"]), Cover::Behind);
    let filled = UpdatesPage {
        followed: vec![followed("After prostate surgery", &["medical-detail"], Cover::Open, 3)],
        follows: 2,
        updates: vec![covered, update("Telling a new partner", Some(27), 3, 2), update("My first visit", None, 4, 0)],
        unread: true,
    };
    desk.member("updates/filled", &filled)?;
    let read = UpdatesPage {
        followed: Vec::new(),
        updates: vec![update("My first visit", None, 4, 0)],
        unread: false,
        ..filled.clone()
    };
    desk.member("updates/all-read", &read)?;
    desk.member("updates/empty", &UpdatesPage { follows: 0, updates: Vec::new(), ..read })
}

/// A followed thread with news, and posts of a muted name.
fn threads(desk: &mut Desk<'_>) -> Result<(), ViewError> {
    let mut posts = Vec::new();
    let mut warned = reading::post(28, by("grey-plover"), TEXT_B);
    warned.warnings = owned(&["pain"]);
    let parts = [
        (reading::post(26, by("quiet-heron"), TEXT_A), Cover::Open),
        (reading::post(27, by("grey-plover"), TEXT_B), Cover::Muted),
        (warned, Cover::Muted),
        (reading::post(29, by("kind-otter"), TEXT_A), Cover::Filtered),
        (reading::post(30, by("kind-otter"), TEXT_A), Cover::Hidden),
    ];
    for (part, cover) in parts {
        let fragment = part.render(desk.engine, desk.language, super::NOW, cover)?;
        let (id, position) = (part.id, part.position);
        posts.push(PostRow { id, position, fragment, unread: position > 26, own: None, reacted: Vec::new() });
    }
    let end = ThreadEnd::Reply(Box::new(writing::reply()));
    let page = ThreadPage { posts, ..reading::thread(end) };
    let following =
        Following { follows: true, news: 4, first_unread: Some("/threads/8f3kd2a1b9c7e5m4?page=2#post-27".to_owned()) };
    desk.member("thread/followed", &ThreadPage { following: Some(following), ..page.clone() })?;
    desk.member("thread/may-follow", &ThreadPage { following: Some(Following::default()), ..page })
}
