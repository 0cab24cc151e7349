//! What a member's names were told, gathered into lines at reading: several replies to one post are one line.

use crate::ctx::Ctx;
use crate::domain::board::Board;
use crate::domain::clock::{DAY_MS, Timestamp};
use crate::domain::ids::{PostId, ThreadId};
use crate::domain::keys::PersonaKey;
use crate::domain::notification::NotificationKind;
use crate::domain::thread::Thread;
use crate::identity::follows;
use crate::identity::member::Member;
use crate::identity::personal::Personal;
use crate::identity::seen;
use crate::store::notifications::Told;
use crate::store::{self, StoreError};

use super::follow;
use super::notify::SHOWN_DAYS;

/// Notifications that are looked at; who was told more reads the newest ones.
const MOST: u64 = 1_000;

/// One line: what answers one post, or stands in one thread that a name of the member's started.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    /// The thread.
    pub(crate) thread: ThreadId,
    /// The member's own post that is answered; `None`: replies in their thread.
    pub(crate) answers: Option<i64>,
    /// How many replies there are.
    pub(crate) replies: usize,
    /// How many of them were not read.
    pub(crate) unread: usize,
    /// Where the first one that was not read stands, or the last one when all were.
    pub(crate) position: i64,
    /// That post.
    pub(crate) post: PostId,
    /// The position of the last reply.
    pub(crate) last: i64,
    /// When it was published.
    pub(crate) at: Timestamp,
}

impl Line {
    /// The line's name among what was read.
    fn name(&self) -> String {
        name(self.thread, self.answers)
    }

    /// The line's id for others: reading it reads up to its last reply, and not what came since.
    pub(crate) fn id(&self) -> String {
        format!("{}.{}", self.name(), self.last)
    }
}

fn name(thread: ThreadId, answers: Option<i64>) -> String {
    format!("{thread}.{}", answers.unwrap_or(0))
}

/// The lines of a member, newest first, without what muted names wrote.
pub(crate) async fn lines(
    ctx: &Ctx,
    member: &Member,
    boards: &[Board],
    personal: &Personal,
) -> Result<Vec<Line>, StoreError> {
    let source = ctx.store.read();
    let living = living(ctx, member, boards).await?;
    let since = ctx.now().plus_ms(-SHOWN_DAYS * DAY_MS);
    let mut told = store::notifications::of_faces(source, &living, since, MOST).await?;
    told.retain(|one| !one.writer.is_some_and(|writer| personal.mutes.has(writer)));
    Ok(gather(told, personal))
}

/// The names of a member that are told something: those in use.
async fn living(ctx: &Ctx, member: &Member, boards: &[Board]) -> Result<Vec<PersonaKey>, StoreError> {
    let faces = member.faces(ctx.store.read(), boards).await?;
    Ok(faces.iter().filter(|face| !face.persona.retired()).map(|face| face.persona.key).collect())
}

/// The faces of a member whose notifications are theirs.
pub(crate) async fn faces(ctx: &Ctx, member: &Member) -> Result<Vec<PersonaKey>, StoreError> {
    living(ctx, member, &store::boards::list(ctx.store.read()).await?).await
}

fn gather(told: Vec<Told>, personal: &Personal) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    // From the newest to the oldest: the first one met of a line is its last reply.
    for one in told {
        let answers = one.answers.filter(|_| one.kind == NotificationKind::Answer);
        let unread = one.position > personal.seen.up_to(&name(one.thread, answers));
        let known = lines.iter_mut().find(|line| line.thread == one.thread && line.answers == answers);
        let Some(line) = known else {
            lines.push(Line {
                thread: one.thread,
                answers,
                replies: 1,
                unread: usize::from(unread),
                position: one.position,
                post: one.post,
                last: one.position,
                at: one.published,
            });
            continue;
        };
        line.replies += 1;
        line.last = line.last.max(one.position);
        if unread {
            line.unread += 1;
            if one.position < line.position {
                (line.position, line.post) = (one.position, one.post);
            }
        }
    }
    lines
}

/// The threads of these lines, in no order.
pub(crate) async fn threads(ctx: &Ctx, lines: &[Line]) -> Result<Vec<Thread>, StoreError> {
    let mut ids: Vec<ThreadId> = lines.iter().map(|line| line.thread).collect();
    ids.sort_unstable();
    ids.dedup();
    store::threads::find_many(ctx.store.read(), &ids).await
}

/// How much there is that a member has not read: lines, and followed threads with news.
pub(crate) async fn count(
    ctx: &Ctx,
    member: &Member,
    boards: &[Board],
    personal: &Personal,
) -> Result<usize, StoreError> {
    let lines = lines(ctx, member, boards, personal).await?;
    let news = follow::with_news(ctx, &personal.follows).await?;
    Ok(lines.iter().filter(|line| line.unread > 0).count() + news)
}

/// What is to be marked as read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Which {
    /// Everything there is now, followed threads too.
    All,
    /// Lines and followed threads by their ids, each up to the position that its id names.
    Ids(Vec<String>),
}

/// The id of a followed thread's news up to a position.
pub(crate) fn followed_id(thread: ThreadId, last: i64) -> String {
    format!("{thread}.{last}")
}

/// Marks updates as read. An id that names nothing changes nothing. Both rows are the member's own, sealed; no row of a
/// face is touched.
pub(crate) async fn mark_read(
    ctx: &Ctx,
    member: &Member,
    boards: &[Board],
    personal: &Personal,
    which: &Which,
) -> Result<(), StoreError> {
    let lines = lines(ctx, member, boards, personal).await?;
    let living: Vec<String> = lines.iter().map(Line::name).collect();
    let followed: Vec<ThreadId> = personal.follows.threads().into_iter().map(|(id, _)| id).collect();
    let lasts = store::threads::last_positions(ctx.store.read(), &followed).await?;
    // No mark lies beyond what there is, whatever an id says.
    let up_to = |name: &str, last: i64| match which {
        Which::All => Some(last),
        Which::Ids(ids) => ids.iter().filter_map(|id| position_of(id, name)).max().map(|said| said.min(last)),
    };
    let read = lines.iter().filter_map(|line| up_to(&line.name(), line.last).map(|last| (line.name(), last)));
    let read: Vec<(String, i64)> = read.collect();
    let threads = lasts.into_iter().filter_map(|(id, last)| up_to(&id.to_string(), last).map(|last| (id, last)));
    let threads: Vec<(ThreadId, i64)> = threads.collect();
    if !read.is_empty() {
        seen::mark(ctx, member, &read, &living).await?;
    }
    if !threads.is_empty() {
        follows::read_up_to(ctx, member, &threads).await?;
    }
    Ok(())
}

/// The position that an id names, if it is this one's.
fn position_of(id: &str, name: &str) -> Option<i64> {
    let (named, position) = id.rsplit_once('.')?;
    position.parse().ok().filter(|_| named == name)
}
