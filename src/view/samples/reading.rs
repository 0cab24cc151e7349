//! Home, boards and threads.

use super::texts::{TEXT_A, TEXT_B, VARIED};
use super::{Desk, boards, by, days_ago, face, hours_ago, html, link, minutes_ago, owned, post_id, thread_id, writing};
use crate::view::board::{BoardPage, BoardWriting, MembersBoard, MembersOnlyPage, Sort, ThreadRow, ThreadState};
use crate::view::composer::{Answered, Writing};
use crate::view::documents::RuleRef;
use crate::view::engine::ViewError;
use crate::view::face::{Author, Badge};
use crate::view::form::FormState;
use crate::view::home::{BoardCard, HomePage, WaitingThread};
use crate::view::live::LiveTopic;
use crate::view::page::{Density, Notice, NoticeAction, Theme, Titles, Tone};
use crate::view::post::{Cover, PostPart, PostState, Reactions};
use crate::view::thread::{OwnPost, OwnState, OwnThread, PendingPost, PendingState, PostRow, ThreadEnd, ThreadPage};
use crate::view::when::Moment;
use crate::view::words::Sentence;

/// Draws the pages for reading.
pub(super) fn draw(desk: &mut Desk<'_>) -> Result<(), ViewError> {
    homes(desk)?;
    board_pages(desk)?;
    threads(desk)?;
    thread_ends(desk)?;
    super::stream::draw(desk)?;
    let to = "/threads/8f3kd2a1b9c7e5m4?page=2".to_owned();
    desk.visitor("members-only", &MembersOnlyPage { board: None, to })?;
    let board = MembersBoard {
        name: "Trauma recovery".to_owned(),
        purpose: "For survivors of trauma and sexual abuse.".to_owned(),
        guidelines: Some(html("<p>Nobody owes anybody details.</p>")),
    };
    desk.visitor("members-only/board", &MembersOnlyPage { board: Some(board), to: "/boards/x9".to_owned() })
}

/// `/`.
fn homes(desk: &mut Desk<'_>) -> Result<(), ViewError> {
    let mut shell = desk.shell(true);
    (shell.path, shell.board) = ("/".to_owned(), None);
    desk.with("home/member", &home(), &shell)?;
    shell.signed_in = false;
    let first = HomePage { first_visit: true, signed_in: false, ..home() };
    desk.with("home/first-visit", &first, &shell)?;
    shell.notice = Some(Notice { tone: Tone::Done, text: Sentence::new("notice.signed_out"), action: None });
    let empty = HomePage { waiting: Vec::new(), signed_in: false, ..home() };
    desk.with("home/empty", &empty, &shell)?;
    shell.theme = Theme::Dark;
    shell.density = Density::Compact;
    shell.titles = Titles::Full;
    shell.indexed = true;
    desk.with("home/dark-compact", &first, &shell)
}

/// A full first page.
fn home() -> HomePage {
    let purposes = [
        "Erections that come late, go early or stay away, and coming sooner than you want.",
        "When penetration hurts or cannot happen, and muscles that hold too tight or too little.",
        "For survivors of trauma and sexual abuse, of every gender, whenever it happened.",
        "For adults with little or no sexual experience. No hurry and no score.",
        "Worry about how your body looks, feels or is seen, and fear around closeness.",
        "Bodies that work differently: pain, chairs, carers, aids, and wanting.",
        "Saying what you want and do not want, and hearing it. For partners too.",
        "Going to sex therapy, and what people do at home between the sessions.",
        "Questions about this place, its rules and its team.",
    ];
    let boards = boards().into_iter().zip(purposes).zip([12, 3, 0, 1, 0, 2, 5, 0, 0]);
    HomePage {
        boards: boards
            .map(|((board, purpose), new_today)| BoardCard {
                members_only: board.code == "x9",
                warnings_on: board.code == "x9",
                code: board.code,
                name: board.name,
                purpose: purpose.to_owned(),
                new_today,
            })
            .collect(),
        waiting: vec![
            waiting("Is it usual to lose it when I put on a condom?", "Erectile difficulties", &[], Cover::Open, 3),
            waiting("First appointment next week", "Vaginismus and pelvic floor", &["pain"], Cover::Open, 5),
            waiting("I froze again", "Partners and communication", &["sexual-violence"], Cover::Behind, 9),
        ],
        first_visit: false,
        signed_in: true,
    }
}

/// A thread without a reply.
fn waiting(title: &str, board: &str, warnings: &[&str], cover: Cover, hours: i64) -> WaitingThread {
    WaitingThread {
        id: thread_id(),
        title: title.to_owned(),
        warnings: owned(warnings),
        cover,
        board: board.to_owned(),
        at: hours_ago(hours),
    }
}

/// `/boards/k7`.
fn board_pages(desk: &mut Desk<'_>) -> Result<(), ViewError> {
    desk.member("board/filled", &board())?;
    let signed_out = BoardPage { writing: BoardWriting::SignedOut, hidden: 0, show_hidden: None, ..board() };
    desk.visitor("board/visitor", &signed_out)?;
    let empty = BoardPage { pinned: Vec::new(), threads: Vec::new(), hidden: 0, older: None, newer: None, ..board() };
    desk.member("board/empty", &empty)?;
    let none = BoardPage { seeking: Some("listening".to_owned()), sort: Sort::Unanswered, ..empty.clone() };
    desk.member("board/none-match", &none)?;
    let all_hidden = BoardPage { hidden: 4, ..empty };
    desk.member("board/all-hidden", &all_hidden)?;
    let guarded = BoardPage {
        code: "x9".to_owned(),
        name: "Trauma recovery".to_owned(),
        purpose: "For survivors of trauma and sexual abuse, of every gender, whenever it happened.".to_owned(),
        members_only: true,
        default_warnings: owned(&["sexual-violence"]),
        slow_mode_s: 600,
        sort: Sort::Newest,
        ..board()
    };
    desk.member("board/members-slow", &guarded)?;
    let archived = BoardPage { writing: BoardWriting::Archived, guidelines: None, ..board() };
    desk.member("board/archived", &archived)?;
    let text = Sentence::new("board.restricted_until").with("day", "12 May");
    desk.member("board/restricted", &BoardPage { writing: BoardWriting::Restricted { text }, ..board() })
}

/// A full page of a board.
pub(super) fn board() -> BoardPage {
    let mut welcome = row("Welcome: what this board is for", Author::Team, &[], 0, days_ago(40));
    welcome.pinned = true;
    welcome.seeking = None;
    welcome.state = ThreadState::Locked;
    let mut closed = row("How I told my doctor", by("amber-wren"), &["medical-detail"], 21, days_ago(130));
    closed.state = ThreadState::Closed;
    let mut asked = row("After it happened", by("still-fjord"), &["sexual-violence", "pain"], 6, days_ago(1));
    asked.cover = Cover::Behind;
    BoardPage {
        code: "k7".to_owned(),
        name: "Erectile difficulties".to_owned(),
        purpose: "Erections that come late, go early or stay away, and coming sooner than you want.".to_owned(),
        guidelines: Some(html(
            "<ul><li>Doses and shops stay out, also when they helped you.</li><li>Sudden changes are worth a doctor’s \
             look: say so kindly.</li><li>Partners are welcome. Ask before you advise.</li></ul>",
        )),
        members_only: false,
        default_warnings: Vec::new(),
        slow_mode_s: 0,
        sort: Sort::Active,
        seeking: None,
        pinned: vec![welcome],
        threads: vec![
            row("After prostate surgery", by("quiet-heron"), &[], 14, minutes_ago(12)),
            row(
                "It works alone and never with her. Has anyone found a way to talk about it?",
                by("kind-otter"),
                &[],
                3,
                hours_ago(2),
            ),
            asked,
            row("Coming much sooner than I want", by("departing-mist"), &["explicit-language"], 1, days_ago(3)),
            closed,
        ],
        hidden: 1,
        show_hidden: Some("/boards/k7?hidden=show".to_owned()),
        newer: Some("/boards/k7?newer=c2f".to_owned()),
        older: Some("/boards/k7?older=9ab".to_owned()),
        live: LiveTopic::board("k7"),
        writing: BoardWriting::Open,
    }
}

/// A row of a board.
pub(super) fn row(title: &str, author: Author, warnings: &[&str], replies: u32, at: Moment) -> ThreadRow {
    ThreadRow {
        id: thread_id(),
        title: title.to_owned(),
        warnings: owned(warnings),
        cover: Cover::Open,
        author,
        at,
        replies,
        seeking: Some("experiences".to_owned()),
        state: ThreadState::Open,
        pinned: false,
        news: 0,
    }
}

/// `/threads/8f3k…`.
fn threads(desk: &mut Desk<'_>) -> Result<(), ViewError> {
    let end = ThreadEnd::Reply(Box::new(writing::reply()));
    let mixed = mixed_posts(desk)?;
    let page = ThreadPage { posts: mixed, covered: 1, pending: pending(), ..thread(end.clone()) };
    desk.member("thread/mixed", &page)?;
    let opened = ThreadPage { all_shown: true, pending: Vec::new(), ..page.clone() };
    desk.member("thread/all-shown", &opened)?;
    let owner = OwnThread { retitle: Some(FormState::new("After prostate surgery".to_owned())), may_close: true };
    let started = ThreadPage { own: Some(owner), page: 1, pages: 1, ..page.clone() };
    desk.member("thread/own", &started)?;
    let wrong =
        FormState::new("Short".to_owned()).with_error("title", Sentence::new("error.field.title_short").with("min", 8));
    let own = Some(OwnThread { retitle: Some(wrong), may_close: false });
    desk.member("thread/own-error", &ThreadPage { own, ..started })?;
    let mut answering = writing::reply();
    let answers = Answered { position: 28, handle: Some("kind-otter".to_owned()) };
    answering.writing = Writing::Reply { thread: thread_id().to_string(), answers: Some(answers) };
    answering.form.values.body = "> It took me two years.\n\n".to_owned();
    answering.form = answering.form.with_error("body", Sentence::new("error.field.body_empty"));
    let end = ThreadEnd::Reply(Box::new(answering));
    desk.member("thread/reply-error", &ThreadPage { end, pages: 9, page: 5, pending: Vec::new(), ..page })?;
    let full = full_posts(desk)?;
    let end = ThreadEnd::Reply(Box::new(writing::reply()));
    let weighed = ThreadPage { posts: full, covered: 3, ..thread(end) };
    let mut shell = desk.shell(true);
    let action = NoticeAction { label: Sentence::new("nav.drafts"), path: "/drafts".to_owned(), post: false };
    let text = Sentence::new("notice.draft_saved").with("day", "18 May");
    shell.notice = Some(Notice { tone: Tone::Done, text, action: Some(action) });
    desk.with("thread/full-page", &weighed, &shell)
}

/// A thread without posts.
pub(super) fn thread(end: ThreadEnd) -> ThreadPage {
    ThreadPage {
        id: thread_id(),
        board: link("k7", "Erectile difficulties"),
        title: "After prostate surgery".to_owned(),
        seeking: Some("experiences".to_owned()),
        warnings: owned(&["medical-detail"]),
        state: ThreadState::Open,
        page: 2,
        pages: 2,
        posts: Vec::new(),
        pending: Vec::new(),
        covered: 0,
        all_shown: false,
        following: None,
        own: None,
        live: Some(LiveTopic::thread(thread_id(), 41, "8f3kd2a1b9c7e5m4".to_owned())),
        end,
    }
}

/// Why there is no composer.
fn thread_ends(desk: &mut Desk<'_>) -> Result<(), ViewError> {
    let ends = [
        ("signed-out", ThreadEnd::SignedOut, ThreadState::Open),
        ("locked", ThreadEnd::Locked, ThreadState::Locked),
        ("closed", ThreadEnd::Closed, ThreadState::Closed),
        ("archived", ThreadEnd::Archived, ThreadState::Open),
        ("only-read", ThreadEnd::OnlyRead, ThreadState::Open),
        ("restricted", ThreadEnd::Restricted { text: Sentence::new("board.restricted") }, ThreadState::Open),
        ("wait", ThreadEnd::Wait { seconds: 41 }, ThreadState::Open),
    ];
    for (name, end, state) in ends {
        let posts = mixed_posts(desk)?.into_iter().take(2).map(|row| PostRow { own: None, ..row }).collect();
        let page = ThreadPage { posts, state, pages: 1, page: 1, ..thread(end) };
        if name == "signed-out" {
            desk.visitor("thread/signed-out", &page)?;
        } else {
            desk.member(&format!("thread/{name}"), &page)?;
        }
    }
    Ok(())
}

/// A post of a member.
pub(super) fn post(position: u32, author: Author, text: &str) -> PostPart {
    PostPart {
        id: post_id(position),
        thread: thread_id(),
        position,
        author,
        started: false,
        at: hours_ago(2),
        edited: false,
        reply_to: None,
        warnings: Vec::new(),
        state: PostState::Published,
        body: Some(html(text)),
        length: text.split_whitespace().count() as u32,
        reactions: Reactions::default(),
    }
}

/// One of each kind.
pub(super) fn mixed_posts(desk: &Desk<'_>) -> Result<Vec<PostRow>, ViewError> {
    let rule = RuleRef { number: 2, title: "Keep names and places out".to_owned() };
    let mut first = post(26, by("quiet-heron"), TEXT_A);
    first.started = true;
    first.edited = true;
    first.reactions = Reactions { with_you: 4, same_here: 1, thank_you: 0, helpful: 0 };
    let supporter = face("kind-otter").with_badge(Some(Badge::PeerSupporter));
    let mut answer = post(27, Author::Face(supporter), TEXT_B);
    answer.reply_to = Some(24);
    answer.reactions = Reactions { with_you: 0, same_here: 0, thank_you: 7, helpful: 2 };
    let checked = Badge::Checked { profession: "pelvic-floor-physiotherapist".to_owned() };
    let mut warned = post(28, Author::Face(face("amber-wren").with_badge(Some(checked))), TEXT_A);
    warned.warnings = owned(&["sexual-violence", "pain"]);
    let mut opened = warned.clone();
    opened.position = 29;
    let mut hidden = warned.clone();
    hidden.position = 30;
    let mut folded = post(31, Author::Departed { number: 2 }, TEXT_B);
    folded.state = PostState::Folded;
    let gone = |position, state| PostPart { state, body: None, ..post(position, by("slow-river"), "") };
    let rows = [
        (first, Cover::Open, None),
        (answer, Cover::Open, Some(OwnState::Published)),
        (warned, Cover::Behind, None),
        (opened, Cover::Open, None),
        (hidden, Cover::Hidden, None),
        (folded, Cover::Open, Some(OwnState::Folded)),
        (gone(32, PostState::Asked), Cover::Open, Some(OwnState::Asked { rule: rule.clone() })),
        (gone(33, PostState::Removed { rule: rule.clone() }), Cover::Open, Some(OwnState::Removed { rule })),
        (gone(34, PostState::Deleted), Cover::Open, Some(OwnState::Deleted)),
        (post(35, by("slow-river"), TEXT_B), Cover::Open, Some(OwnState::ChangeHeld)),
        (
            post(36, Author::Team, "<p>A kind reminder: say what helped <em>you</em>, and leave doses out.</p>"),
            Cover::Open,
            None,
        ),
    ];
    rows.into_iter()
        .map(|(part, cover, own)| {
            let own = own.map(|state| OwnPost {
                may_edit: !matches!(state, OwnState::Removed { .. } | OwnState::Deleted),
                may_delete: state != OwnState::Deleted,
                text: matches!(state, OwnState::Asked { .. } | OwnState::Removed { .. }).then(|| html(TEXT_B)),
                received: part.reactions,
                state,
            });
            let reacted = if part.position == 26 { owned(&["with-you", "same-here"]) } else { Vec::new() };
            let fragment = part.render(desk.engine, desk.language, super::NOW, cover)?;
            Ok(PostRow { id: part.id, position: part.position, fragment, unread: false, own, reacted })
        })
        .collect()
}

/// What nobody else sees yet, one of each kind.
fn pending() -> Vec<PendingPost> {
    let states = [
        PendingState::Held { hours: 12 },
        PendingState::Soon,
        PendingState::Today,
        PendingState::Refused { text: Sentence::new("error.act.closed") },
    ];
    let posts = states.into_iter().zip(90_u32..).map(|(state, n)| PendingPost {
        id: post_id(n),
        body: html(TEXT_B),
        warnings: if n == 90 { owned(&["medical-detail"]) } else { Vec::new() },
        at: minutes_ago(6),
        receipt: (n == 90).then(|| "7k2m-9qpd-x4ta-w8rn-c3hv-6ze5-bj".to_owned()),
        state,
    });
    posts.collect()
}

/// Twenty-five posts of 140 words each: the page that DESIGN §10 weighs.
fn full_posts(desk: &Desk<'_>) -> Result<Vec<PostRow>, ViewError> {
    let handles = [
        "quiet-heron",
        "kind-otter",
        "amber-wren",
        "slow-river",
        "still-fjord",
        "plain-cedar",
        "early-lantern",
        "soft-harbour",
        "grey-plover",
        "calm-linnet",
    ];
    let words: Vec<&str> = VARIED.split_whitespace().collect();
    // Words by a linear congruence (Numerical Recipes' constants), so that no two sentences repeat.
    let mut state = 1_u32;
    let mut word = move || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        words.get((state >> 16) as usize % words.len()).copied().unwrap_or("")
    };
    let mut sentence = move || (0..47).map(|_| word()).collect::<Vec<_>>().join(" ");
    let mut text = move || format!("<p>{}.</p>\n<p>{}.</p>\n<p>{}.</p>", sentence(), sentence(), sentence());
    (26..51_u32)
        .zip(handles.iter().cycle())
        .map(|(position, handle)| {
            let mut part = post(position, by(handle), &text());
            part.at = minutes_ago(i64::from(51 - position) * 13);
            part.reply_to = (position % 3 == 0).then(|| position - 4);
            part.started = *handle == "quiet-heron";
            part.reactions =
                Reactions { with_you: position % 4, same_here: position % 3, thank_you: 0, helpful: position % 2 };
            if position % 9 == 0 {
                part.warnings = owned(&["medical-detail"]);
            }
            let fragment = part.render(desk.engine, desk.language, super::NOW, Cover::Behind)?;
            Ok(PostRow { id: part.id, position, fragment, unread: false, own: None, reacted: Vec::new() })
        })
        .collect()
}
