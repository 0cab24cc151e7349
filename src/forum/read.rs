//! Reading: boards, lists of threads, threads. What a reader may not know of is `None`, like what there is not.

use crate::ctx::Ctx;
use crate::domain::board::{Board, ReadableBy};
use crate::domain::clock::{DAY_MS, Timestamp};
use crate::domain::ids::{BoardCode, PersonaId, PostId, ThreadId};
use crate::domain::keys::PersonaKey;
use crate::domain::persona::Persona;
use crate::domain::post::{Post, PostState, ReactionKind};
use crate::domain::thread::{Seeking, Thread, ThreadState};
use crate::identity::faces::Faces;
use crate::identity::member::Member;
use crate::library;
use crate::markup;
use crate::markup::sanitize::SafeHtml;
pub(crate) use crate::store::lists::{After, Place, Sort};
use crate::store::{self, StoreError};

/// Posts on a page.
pub(crate) const PAGE: i64 = 25;

/// Who wrote something, as readers see it. The only form in which an author leaves the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PublicAuthor {
    /// A face.
    Persona {
        /// Its public id.
        id: PersonaId,
        /// Its name.
        handle: String,
    },
    /// Somebody who left, by number in the thread.
    Departed(i64),
    /// The team.
    Team,
}

/// A post as readers see it.
#[derive(Clone, Debug)]
pub(crate) struct PublicPost {
    /// The row, without what readers may not have: texts of tombstones are empty.
    pub(crate) post: Post,
    /// Its writer.
    pub(crate) author: PublicAuthor,
    /// The text; empty where the state does not show it.
    pub(crate) html: SafeHtml,
    /// Its writer started the thread, with this face.
    pub(crate) by_starter: bool,
    /// Written by the reader.
    pub(crate) mine: bool,
    /// Reactions that the reader gave.
    pub(crate) reacted: Vec<ReactionKind>,
}

/// A thread as readers see it in a list.
#[derive(Clone, Debug)]
pub(crate) struct PublicThread {
    /// The row.
    pub(crate) thread: Thread,
    /// Its writer.
    pub(crate) author: PublicAuthor,
    /// Its state now.
    pub(crate) state: ThreadState,
}

/// A board's page.
pub(crate) struct BoardPage {
    /// The board.
    pub(crate) board: Board,
    /// Pinned threads; only on the first page.
    pub(crate) pinned: Vec<PublicThread>,
    /// The page's threads.
    pub(crate) threads: Vec<PublicThread>,
    /// Where the next page begins; `None` on the last one.
    pub(crate) next: Option<After>,
    /// Where the page before ends; `None` on the first one.
    pub(crate) previous: Option<After>,
}

/// One page of a thread.
pub(crate) struct ThreadPage {
    /// The thread.
    pub(crate) thread: Thread,
    /// Its state now.
    pub(crate) state: ThreadState,
    /// Its board.
    pub(crate) board: Board,
    /// Its posts, in order.
    pub(crate) posts: Vec<PublicPost>,
    /// The reader's own posts that are not published: held, waiting, asked to edit.
    pub(crate) unpublished: Vec<PublicPost>,
    /// Started by the reader.
    pub(crate) mine: bool,
    /// The face with which the reader speaks here; `None` before the first word, or signed out.
    pub(crate) speaking: Option<Persona>,
    /// A name that the reader gave up spoke here: they only read.
    pub(crate) read_only: bool,
}

/// Whether this reader may read a board.
pub(crate) fn may_read(board: &Board, reader: Option<&Member>) -> bool {
    board.readable_by == ReadableBy::Everyone || reader.is_some()
}

/// All boards; a reader sees the names of all, the contents of those that they may read.
pub(crate) async fn boards(ctx: &Ctx) -> Result<Vec<Board>, StoreError> {
    store::boards::list(ctx.store.read()).await
}

/// A board by code or slug, whoever may read it.
pub(crate) async fn find_board(ctx: &Ctx, code_or_slug: &str) -> Result<Option<Board>, StoreError> {
    store::boards::find(ctx.store.read(), code_or_slug).await
}

/// A page of a board that the reader may read.
pub(crate) async fn board_page(
    ctx: &Ctx,
    board: Board,
    sort: Sort,
    seeking: Option<Seeking>,
    place: Place,
    limit: u64,
) -> Result<BoardPage, StoreError> {
    let source = ctx.store.read();
    // One row more than the page holds tells whether there is another page in the direction of reading.
    let mut rows = store::lists::of_board(source, &board.code, sort, seeking, place, limit.saturating_add(1)).await?;
    let more = rows.len() as u64 > limit;
    if more && matches!(place, Place::Before(_)) {
        rows.remove(0);
    }
    rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let (has_next, has_previous) = match place {
        Place::Start => (more, false),
        Place::After(_) => (more, true),
        Place::Before(_) => (true, more),
    };
    let next = rows.last().filter(|_| has_next).map(|last| sort.place(last));
    let previous = rows.first().filter(|_| has_previous).map(|first| sort.place(first));
    let first_page = !has_previous && sort != Sort::Unanswered;
    let pinned = if first_page { store::lists::pinned(source, &board.code).await? } else { Vec::new() };
    let now = ctx.now();
    let split = pinned.len();
    let rows = pinned.into_iter().chain(rows).collect();
    let mut threads = with_authors(ctx, std::slice::from_ref(&board), rows, now).await?;
    let rest = threads.split_off(split);
    Ok(BoardPage { board, pinned: threads, threads: rest, next, previous })
}

/// How many posts of today (UTC) can be read on each board, without what the team pinned.
pub(crate) async fn new_today(ctx: &Ctx) -> Result<Vec<(crate::domain::ids::BoardCode, i64)>, StoreError> {
    store::lists::published_since(ctx.store.read(), ctx.now().to_day()).await
}

/// Threads of these boards with their writers and states; a thread of another board is left out.
pub(super) async fn with_authors(
    ctx: &Ctx,
    boards: &[Board],
    rows: Vec<Thread>,
    now: Timestamp,
) -> Result<Vec<PublicThread>, StoreError> {
    let keys: Vec<PersonaKey> = rows.iter().filter_map(|thread| thread.author).collect();
    let personas = store::personas::find_many(ctx.store.read(), &keys).await?;
    // The number of somebody who left is that of their first post, or the head and the post would name two people.
    let gone = |author: PersonaKey| personas.iter().any(|p| p.key == author && p.retired());
    let left = rows.iter().filter(|row| !row.by_team && row.author.is_none_or(gone));
    let left: Vec<ThreadId> = left.map(|row| row.id).collect();
    let numbers = store::posts::departed_starters(ctx.store.read(), &left).await?;
    let named = |thread: Thread| {
        let board = boards.iter().find(|board| board.code == thread.board)?;
        let number = numbers.iter().find(|(id, _)| *id == thread.id).map(|(_, number)| *number);
        let author = author_of(&personas, thread.author, thread.by_team, number);
        let state = thread.state_at(board, now);
        Some(PublicThread { thread, author, state })
    };
    Ok(rows.into_iter().filter_map(named).collect())
}

fn author_of(personas: &[Persona], author: Option<PersonaKey>, by_team: bool, departed: Option<i64>) -> PublicAuthor {
    if by_team {
        return PublicAuthor::Team;
    }
    let persona = author.and_then(|key| personas.iter().find(|p| p.key == key));
    match persona.and_then(|p| p.handle.clone().map(|handle| (p.id, handle))) {
        Some((id, handle)) => PublicAuthor::Persona { id, handle },
        None => PublicAuthor::Departed(departed.unwrap_or(1)),
    }
}

/// Up to three threads of boards that this reader may read which wait for a first reply.
pub(crate) async fn waiting_for_a_reply(
    ctx: &Ctx,
    boards: &[Board],
    reader: Option<&Member>,
) -> Result<Vec<PublicThread>, StoreError> {
    // Threads older than two weeks would make this list a reproach.
    let since = ctx.now().plus_ms(-14 * DAY_MS);
    let readable: Vec<Board> = boards.iter().filter(|b| may_read(b, reader) && !b.archived).cloned().collect();
    let codes: Vec<_> = readable.iter().map(|b| b.code.clone()).collect();
    let rows = store::lists::waiting_for_a_reply(ctx.store.read(), &codes, since, 3).await?;
    with_authors(ctx, &readable, rows, ctx.now()).await
}

/// A thread and its board, if this reader may know of it: visible, on a board they may read, or their own.
pub(crate) async fn find_thread(
    ctx: &Ctx,
    reader: Option<&Member>,
    id: ThreadId,
) -> Result<Option<(Thread, Board, Faces)>, StoreError> {
    let source = ctx.store.read();
    let Some(thread) = store::threads::find(source, id).await? else { return Ok(None) };
    let board = store::boards::get(source, &thread.board).await?;
    if !may_read(&board, reader) {
        return Ok(None);
    }
    let faces = match reader {
        Some(member) => {
            let home = store::boards::get(source, &thread.home_board).await?;
            member.faces(source, std::slice::from_ref(&home)).await?
        }
        None => Faces::default(),
    };
    let own = thread.author.is_some_and(|author| faces.find(author).is_some());
    Ok((thread.visible || own).then_some((thread, board, faces)))
}

/// A thread without its posts.
pub(crate) struct ThreadHead {
    /// The thread and its writer.
    pub(crate) thread: PublicThread,
    /// Started by the reader.
    pub(crate) mine: bool,
}

/// A thread without its posts, if this reader may know of it.
pub(crate) async fn thread_head(
    ctx: &Ctx,
    reader: Option<&Member>,
    id: ThreadId,
) -> Result<Option<ThreadHead>, StoreError> {
    let Some((thread, board, faces)) = find_thread(ctx, reader, id).await? else { return Ok(None) };
    let mine = thread.author.is_some_and(|author| faces.find(author).is_some());
    let thread = with_authors(ctx, std::slice::from_ref(&board), vec![thread], ctx.now()).await?.pop();
    Ok(thread.map(|thread| ThreadHead { thread, mine }))
}

/// How many threads readers see on each board.
pub(crate) async fn thread_counts(ctx: &Ctx) -> Result<Vec<(BoardCode, u64)>, StoreError> {
    store::threads::count_visible(ctx.store.read()).await
}

/// The name of a face, for its picture; `None` when there is no such face or it was given up.
pub(crate) async fn handle_of(ctx: &Ctx, id: PersonaId) -> Result<Option<String>, StoreError> {
    Ok(store::personas::find_by_id(ctx.store.read(), id).await?.and_then(|persona| persona.handle))
}

/// Posts behind a position, at most `limit`, with everything that a reader sees of them.
pub(crate) async fn thread_posts(
    ctx: &Ctx,
    reader: Option<&Member>,
    id: ThreadId,
    after: i64,
    limit: u64,
) -> Result<Option<ThreadPage>, StoreError> {
    let Some((thread, board, faces)) = find_thread(ctx, reader, id).await? else { return Ok(None) };
    let source = ctx.store.read();
    let published = store::posts::list_after(source, id, after, limit).await?;
    let mine = faces.keys();
    let unpublished = store::posts::list_unpublished(source, id, &mine).await?;
    let spoke = store::posts::authors_in(source, id, &mine).await?;
    let speaking = spoke.first().and_then(|key| faces.find(*key)).or_else(|| faces.one_off_in(id));
    let read_only = speaking.is_some_and(|face| face.persona.retired());
    let speaking = speaking.filter(|_| !read_only).map(|face| face.persona.clone());
    let page = ThreadPage {
        state: thread.state_at(&board, ctx.now()),
        mine: thread.author.is_some_and(|author| faces.find(author).is_some()),
        posts: present(ctx, reader, &faces, &thread, published).await?,
        unpublished: present(ctx, reader, &faces, &thread, unpublished).await?,
        thread,
        board,
        speaking,
        read_only,
    };
    Ok(Some(page))
}

/// One post, if this reader may know of it: published in a thread they may read, or their own.
pub(crate) async fn find_post(
    ctx: &Ctx,
    reader: Option<&Member>,
    id: PostId,
) -> Result<Option<(PublicPost, Thread, Board)>, StoreError> {
    let Some(post) = store::posts::find(ctx.store.read(), id).await? else { return Ok(None) };
    let Some((thread, board, faces)) = find_thread(ctx, reader, post.thread).await? else { return Ok(None) };
    let own = post.author.is_some_and(|author| faces.find(author).is_some());
    if post.position.is_none() && !own {
        return Ok(None);
    }
    let post = present(ctx, reader, &faces, &thread, vec![post]).await?.pop();
    Ok(post.map(|post| (post, thread, board)))
}

/// Rows become what a reader sees: names, own reactions, HTML of today's pipeline, no text where none is shown.
pub(super) async fn present(
    ctx: &Ctx,
    reader: Option<&Member>,
    faces: &Faces,
    thread: &Thread,
    posts: Vec<Post>,
) -> Result<Vec<PublicPost>, StoreError> {
    let source = ctx.store.read();
    let mut keys: Vec<PersonaKey> = posts.iter().filter_map(|post| post.author).collect();
    keys.sort_unstable();
    keys.dedup();
    let personas = store::personas::find_many(source, &keys).await?;
    let reacted = match reader {
        Some(member) => {
            let keys: Vec<[u8; 32]> = posts
                .iter()
                .flat_map(|p| ReactionKind::ALL.map(|kind| member.root.reaction(p.id, kind.number())))
                .collect();
            store::reactions::find_many(source, &keys).await?
        }
        None => Vec::new(),
    };
    let starter_left = match thread.author {
        None if posts.iter().any(|post| post.departed.is_some()) => {
            store::posts::departed_starters(source, &[thread.id]).await?.first().map(|(_, number)| *number)
        }
        _ => None,
    };
    let mut shown = Vec::with_capacity(posts.len());
    for mut post in posts {
        let mine = post.author.is_some_and(|author| faces.find(author).is_some());
        let author = match post.departed {
            Some(number) => PublicAuthor::Departed(number),
            None => author_of(&personas, post.author, post.by_team, None),
        };
        let same_face = match (post.author, thread.author) {
            (Some(author), Some(starter)) => author == starter,
            // Who left for good has a number, and no key any more.
            (None, None) => post.departed.is_some() && post.departed == starter_left,
            _ => false,
        };
        let by_starter = post.starts_thread || same_face || (post.by_team && thread.by_team);
        let visible = post.state.shows_text() || (mine && post.state != PostState::Removed);
        if !visible {
            post.body = String::new();
            post.html = String::new();
        }
        if !mine {
            post.pending_body = None;
        }
        let html = html_of(&mut post).await;
        let reacted = reacted.iter().filter(|(id, _)| *id == post.id).map(|(_, kind)| *kind).collect();
        shown.push(PublicPost { post, author, html, by_starter, mine, reacted });
    }
    Ok(shown)
}

/// The stored HTML, or the body rendered anew when another pipeline made it.
async fn html_of(post: &mut Post) -> SafeHtml {
    match SafeHtml::from_stored(std::mem::take(&mut post.html), post.pipeline) {
        Some(html) => html,
        None => markup::render_off_thread(post.body.clone(), library::articles()).await.html,
    }
}

/// What a receipt's code opens: the state of one post, without its text.
#[derive(Clone, Debug)]
pub(crate) struct ReceiptView {
    /// The thread.
    pub(crate) thread: ThreadId,
    /// Its state.
    pub(crate) state: PostState,
    /// Its position, once published.
    pub(crate) position: Option<i64>,
    /// The minute at which it is due, while it waits.
    pub(crate) due: Option<Timestamp>,
    /// Its writer had let it wait: held now, it was refused at its minute.
    pub(crate) was_waiting: bool,
}

/// The post of a receipt.
pub(crate) async fn receipt(
    ctx: &Ctx,
    code: crate::identity::tags::ReceiptCode,
) -> Result<Option<ReceiptView>, StoreError> {
    let post = store::posts::find_by_receipt(ctx.store.read(), &code.row_key()).await?;
    Ok(post.map(|p| ReceiptView {
        thread: p.thread,
        state: p.state,
        position: p.position,
        due: p.due,
        was_waiting: p.first_answer == PostState::Waiting,
    }))
}
