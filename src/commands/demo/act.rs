//! A small community, acting through the use cases of members on a clock of its own.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use crate::app::site::Site;
use crate::app::system::SystemEntropy;
use crate::config::limits::Limits;
use crate::ctx::Ctx;
use crate::domain::board::Board;
use crate::domain::clock::{Clock, DAY_MS, HOUR_MS, MINUTE_MS, Timestamp};
use crate::domain::ids::{PostId, ThreadId};
use crate::domain::post::{PostState, Publish, ReactionKind};
use crate::domain::warning::Warnings;
use crate::forum::edit::Edit;
use crate::forum::refusal::Refusal;
use crate::forum::reply::{NewReply, Written};
use crate::forum::start::NewThread;
use crate::forum::{edit, react, release, remove, reply, start, text};
use crate::identity::join;
use crate::identity::keys::Root;
use crate::identity::member::{self, Member};
use crate::identity::phrase::Phrase;
use crate::identity::session::SessionKind;
use crate::identity::tags::OnceKey;
use crate::limits::gaps::Gaps;
use crate::limits::names_given::NamesGiven;

use super::DemoError;
use super::chance::{Chance, Seeded, Stream};
use super::content::Content;
use super::plan::{DAYS, Plan, Planned};

/// A held post is released so many minutes after it was written.
const HELD_MINUTES: std::ops::Range<i64> = 10..45;

/// A clock that is set from one act to the next.
struct DemoClock(AtomicI64);

impl Clock for DemoClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::Relaxed))
    }
}

/// What happens next; numbers are places in the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Act {
    Write(usize),
    Release(usize),
    Edit(usize),
    React(usize, u32, u8),
    Delete(usize),
}

struct Stage<'a> {
    /// With the numbers of CONTRACT §7.
    ctx: Arc<Ctx>,
    /// Without: for what a plan of odd size asks of few members.
    unlimited: Arc<Ctx>,
    clock: Arc<DemoClock>,
    content: &'a Content,
    boards: &'a [Board],
    plan: &'a Plan,
    members: Vec<Arc<Member>>,
    threads: Vec<Option<(ThreadId, i64)>>,
    posts: Vec<Option<PostId>>,
    acts: BinaryHeap<Reverse<(Timestamp, Act)>>,
}

/// Performs the plan; answers the roots of its members.
pub(super) async fn perform(
    site: &Site,
    content: &Content,
    boards: &[Board],
    plan: &Plan,
) -> Result<Vec<Root>, DemoError> {
    let clock = Arc::new(DemoClock(AtomicI64::new(plan.now.plus_ms(-DAYS * DAY_MS).0)));
    let seeded = Arc::new(Seeded::new(Chance::new(plan.seed, Stream::Members, 0)));
    let with = |limits: Limits| {
        Arc::new(Ctx {
            store: site.ctx.store.clone(),
            ledger: site.ctx.ledger.clone(),
            clock: Arc::<DemoClock>::clone(&clock),
            entropy: Arc::<Seeded>::clone(&seeded),
            limits,
            gaps: Gaps::default(),
            names_given: NamesGiven::default(),
            site: site.ctx.site.clone(),
            secret: Arc::clone(&site.ctx.secret),
        })
    };
    let (ctx, unlimited) = (with(site.ctx.limits.clone()), with(Limits { off: true, ..site.ctx.limits.clone() }));
    let mut stage = Stage {
        ctx,
        unlimited,
        clock,
        content,
        boards,
        plan,
        members: Vec::new(),
        threads: vec![None; plan.threads.len()],
        posts: vec![None; plan.posts.len()],
        acts: BinaryHeap::new(),
    };
    for _ in 0..plan.members {
        stage.members.push(Arc::new(join(site, &stage.ctx).await?));
    }
    stage.acts.extend((0_usize..).zip(&plan.posts).map(|(n, post)| Reverse((post.at, Act::Write(n)))));
    stage.play().await?;
    // Nobody stays signed in: their tokens came from the seed.
    for member in &stage.members {
        member::end(&stage.ctx, member.session).await?;
    }
    Ok(stage.members.into_iter().filter_map(Arc::into_inner).map(|member| member.root).collect())
}

/// Joins with a phrase that nobody is told.
async fn join(site: &Site, ctx: &Ctx) -> Result<Member, DemoError> {
    let phrase = Phrase::draw(&SystemEntropy);
    Ok(join::open_account(ctx, &site.hasher, &phrase, None, SessionKind::Script).await?.member)
}

impl Stage<'_> {
    /// Lets everything happen in its order.
    async fn play(&mut self) -> Result<(), DemoError> {
        while let Some(Reverse((at, act))) = self.acts.pop() {
            self.clock.0.store(at.0, Ordering::Relaxed);
            match act {
                Act::Write(n) => self.write(n).await?,
                Act::Release(n) => self.release(n).await?,
                Act::Edit(n) => self.edit(n).await?,
                Act::React(n, member, kind) => self.react(n, member, kind).await?,
                Act::Delete(n) => self.delete(n).await?,
            }
        }
        Ok(())
    }

    fn at(&mut self, at: Timestamp, act: Act) {
        if at < self.plan.now {
            self.acts.push(Reverse((at, act)));
        }
    }

    fn post(&self, n: usize) -> Result<(Planned, Arc<Member>), DemoError> {
        let post = self.plan.posts.get(n).ok_or(DemoError::Refused("plan"))?;
        let member = self.members.get(post.author as usize).ok_or(DemoError::Refused("plan"))?;
        Ok((*post, Arc::clone(member)))
    }

    async fn write(&mut self, n: usize) -> Result<(), DemoError> {
        let written = match self.try_to_write(&self.ctx, n).await {
            Err(Refusal::DailyLimit { .. } | Refusal::TooSoon { .. } | Refusal::NotFound) => {
                self.try_to_write(&self.unlimited, n).await?
            }
            other => other?,
        };
        let (post, _) = self.post(n)?;
        if post.number == 0
            && let Some(thread) = self.threads.get_mut(post.thread as usize)
        {
            *thread = Some((written.thread, 0));
        }
        if let Some(id) = self.posts.get_mut(n) {
            *id = Some(written.post);
        }
        if written.state == PostState::Published {
            self.published(n);
        } else {
            let mut chance = Chance::new(self.plan.seed, Stream::Afterwards, (n as u64) << 32 | 1);
            let minutes = chance.between(HELD_MINUTES.start, HELD_MINUTES.end);
            self.at(self.clock.now().plus_ms(minutes * MINUTE_MS), Act::Release(n));
        }
        Ok(())
    }

    async fn try_to_write(&self, ctx: &Arc<Ctx>, n: usize) -> Result<Written, Refusal> {
        let (post, member) = self.post(n).map_err(|_| Refusal::NotFound)?;
        let place = self.plan.threads.get(post.thread as usize).ok_or(Refusal::NotFound)?;
        let board = self.boards.get(place.board).ok_or(Refusal::NotFound)?;
        let once = OnceKey::parse(&format!("demo-{n}")).map_err(|_| Refusal::KeyReused)?;
        let body = |typed: String| async move { text::body(&typed).await.map_err(|e| Refusal::Text(vec![e])) };
        let mut chance = Chance::new(self.plan.seed, Stream::Afterwards, (n as u64) << 32);
        if post.number == 0 {
            let said = self.content.first_post(self.plan.seed, u64::from(post.thread), place.told);
            let new = NewThread {
                title: said.title,
                body: body(said.body).await?,
                seeking: said.seeking,
                warnings: said.warnings,
                one_off: board.one_off && chance.percent(50),
                publish: Publish::Now,
            };
            return start::start(ctx, member, board.code.as_str(), once, new).await;
        }
        let number = post.number as usize;
        let (thread, last) = self.threads.get(post.thread as usize).copied().flatten().ok_or(Refusal::NotFound)?;
        let new = NewReply {
            body: body(self.content.reply(self.plan.seed, n as u64, place.told, number)).await?,
            reply_to: (last > 0 && chance.percent(25)).then(|| chance.between(1, last + 1)),
            warnings: Warnings::default(),
            one_off: board.one_off && chance.percent(30),
            publish: Publish::Now,
        };
        reply::reply(ctx, member, thread, once, new).await
    }

    async fn release(&mut self, n: usize) -> Result<(), DemoError> {
        let id = self.posts.get(n).copied().flatten();
        if let Some(id) = id
            && release::release(&self.ctx, id).await?.is_some()
        {
            self.published(n);
        }
        Ok(())
    }

    /// What follows once a post is there to read: reactions, seldom an edit, seldom its end.
    fn published(&mut self, n: usize) {
        let Some(post) = self.plan.posts.get(n).copied() else { return };
        if let Some(Some((_, last))) = self.threads.get_mut(post.thread as usize) {
            *last += 1;
        }
        let mut chance = Chance::new(self.plan.seed, Stream::Afterwards, n as u64);
        let now = self.clock.now();
        for _ in 0..chance.below(4) {
            let member = u32::try_from(chance.below(self.members.len())).unwrap_or(0);
            let kind = u8::try_from(chance.below(ReactionKind::ALL.len())).unwrap_or(0);
            let later = chance.between(5 * MINUTE_MS, 30 * HOUR_MS);
            self.at(now.plus_ms(later), Act::React(n, member, kind));
        }
        let (edited, deleted) = (chance.percent(4), chance.percent(3));
        let (soon, later) = (chance.between(MINUTE_MS, 5 * HOUR_MS), chance.between(6 * HOUR_MS, 9 * DAY_MS));
        if edited {
            self.at(now.plus_ms(soon), Act::Edit(n));
        } else if deleted && post.number > 0 {
            self.at(now.plus_ms(later), Act::Delete(n));
        }
    }

    async fn edit(&mut self, n: usize) -> Result<(), DemoError> {
        let (post, member) = self.post(n)?;
        let Some(id) = self.posts.get(n).copied().flatten() else { return Ok(()) };
        let told = self.plan.threads.get(post.thread as usize).and_then(|thread| thread.told);
        let was = if post.number == 0 {
            self.content.first_post(self.plan.seed, u64::from(post.thread), told).body
        } else {
            self.content.reply(self.plan.seed, n as u64, told, post.number as usize)
        };
        let mut chance = Chance::new(self.plan.seed, Stream::Words, (n as u64) << 32);
        let typed = format!("{was}\n\n{}", self.content.afterthought(&mut chance));
        let body = text::body(&typed).await.map_err(|_| DemoError::Refused("edit"))?;
        edit::edit(&self.unlimited, member, id, Edit { body: Some(body), warnings: None }).await?;
        Ok(())
    }

    async fn react(&mut self, n: usize, member: u32, kind: u8) -> Result<(), DemoError> {
        let Some(id) = self.posts.get(n).copied().flatten() else { return Ok(()) };
        let (Some(member), Some(kind)) = (self.members.get(member as usize), ReactionKind::ALL.get(usize::from(kind)))
        else {
            return Ok(());
        };
        match react::set(&self.unlimited, Arc::clone(member), id, *kind, true).await {
            // One's own post, or one that went meanwhile: people press, and nothing happens.
            Ok(_) | Err(Refusal::OwnPost | Refusal::WrongState | Refusal::NotFound) => Ok(()),
            Err(other) => Err(other.into()),
        }
    }

    async fn delete(&mut self, n: usize) -> Result<(), DemoError> {
        let (_, member) = self.post(n)?;
        if let Some(id) = self.posts.get(n).copied().flatten() {
            remove::delete(&self.unlimited, member, id).await?;
        }
        Ok(())
    }
}
