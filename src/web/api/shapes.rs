//! What answers are made of: authors, threads, posts, as CONTRACT §5 names them.

use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::ids::{PersonaId, encode_base32};
use crate::domain::post::{PostState, ReactionKind};
use crate::domain::warning::Warnings;
use crate::forum::read::{PublicAuthor, PublicPost, PublicThread, ThreadHead};
use crate::web::state::App;

use super::choices::{SeekingName, WarningName};

/// Who wrote something.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "persona": "0a1b2c3d4e5f6g7h", "handle": "quiet-heron", "avatar_url": "/avatars/0a1b2c3d4e5f6g7h.svg", "badge": null
}))]
pub(crate) struct Author {
    /// The name's id; null for The team and for somebody who left.
    #[schema(required = true)]
    persona: Option<String>,
    /// The name. `The team` for staff, `departed member 1` (by thread) for somebody who left.
    handle: String,
    /// Its picture, an SVG; null where there is no name.
    #[schema(required = true)]
    avatar_url: Option<String>,
    /// `team` for The team; others will follow.
    #[schema(required = true)]
    badge: Option<&'static str>,
}

/// The address of a face's picture.
pub(crate) fn avatar_url(id: PersonaId) -> String {
    format!("/avatars/{id}.svg")
}

impl Author {
    fn of(author: &PublicAuthor) -> Self {
        let nobody = |handle: String, badge| Self { persona: None, handle, avatar_url: None, badge };
        match author {
            PublicAuthor::Persona { id, handle } => Self {
                persona: Some(id.to_string()),
                handle: handle.clone(),
                avatar_url: Some(avatar_url(*id)),
                badge: None,
            },
            PublicAuthor::Departed(number) => nobody(format!("departed member {number}"), None),
            PublicAuthor::Team => nobody("The team".to_owned(), Some("team")),
        }
    }
}

/// Whether a thread takes replies.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[expect(dead_code, reason = "only its schema is used: values come from the domain's own names")]
pub(crate) enum ThreadStateName {
    /// It does.
    Open,
    /// The team locked it.
    Locked,
    /// Its writer, or time, closed it.
    Closed,
}

fn names(warnings: &Warnings) -> Vec<&'static str> {
    warnings.names().collect()
}

/// A thread in a list.
#[derive(Serialize, ToSchema)]
pub(crate) struct ThreadShape {
    /// Its id.
    #[schema(min_length = 16, max_length = 16, example = "8f3k2m9q4r5s6t7v")]
    id: String,
    /// Its title; empty once its writer deleted the first post.
    title: String,
    /// Its board's code.
    board: String,
    /// Who started it.
    author: Author,
    /// What its writer would like; null in threads of The team.
    #[schema(required = true, value_type = Option<SeekingName>)]
    seeking: Option<&'static str>,
    /// Content warnings of its first post and its board.
    #[schema(value_type = Vec<WarningName>)]
    content_warnings: Vec<&'static str>,
    /// Whether it takes replies.
    #[schema(value_type = ThreadStateName)]
    state: &'static str,
    /// It stands on top of its board.
    pinned: bool,
    /// Visible replies.
    #[schema(minimum = 0)]
    replies: i64,
    /// The minute of its last post.
    #[schema(format = "date-time", example = "2026-05-04T14:02:00Z")]
    last_activity: String,
}

impl ThreadShape {
    /// A thread as readers see it.
    pub(crate) fn of(public: &PublicThread) -> Self {
        let thread = &public.thread;
        Self {
            id: thread.id.to_string(),
            title: thread.title.clone(),
            board: thread.board.to_string(),
            author: Author::of(&public.author),
            seeking: thread.seeking.map(|seeking| seeking.name()),
            content_warnings: names(&thread.warnings),
            state: public.state.name(),
            pinned: thread.pinned,
            replies: thread.replies,
            last_activity: thread.last_activity.rfc3339_minute(),
        }
    }
}

/// A thread by itself.
#[derive(Serialize, ToSchema)]
pub(crate) struct ThreadDetail {
    /// As in lists.
    #[serde(flatten)]
    thread: ThreadShape,
    /// The number of its last event.
    #[schema(minimum = 0)]
    seq: i64,
    /// Changes when the site was put back to an earlier state: then numbers of events begin anew.
    epoch: String,
    /// The minute in which it was published; while it is not, in which it was written.
    #[schema(format = "date-time")]
    created_at: String,
    /// False while its first post is not published: only its writer finds it.
    published: bool,
    /// Started by the caller.
    mine: bool,
}

impl ThreadDetail {
    /// A thread as its reader sees it.
    pub(crate) fn of(app: &App, head: &ThreadHead) -> Self {
        let thread = &head.thread.thread;
        Self {
            thread: ThreadShape::of(&head.thread),
            seq: thread.seq,
            epoch: encode_base32(&app.ctx.site.epoch),
            created_at: thread.created.rfc3339_minute(),
            published: thread.visible,
            mine: head.mine,
        }
    }
}

/// The state of a post.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[expect(dead_code, reason = "only its schema is used: values come from the domain's own names")]
pub(crate) enum PostStateName {
    /// For everyone who may read its thread.
    Published,
    /// It appears later.
    Waiting,
    /// It waits for a moderator.
    Held,
    /// Its writer was asked to edit it; the text is out of sight.
    Asked,
    /// Readers reported it; closed until one press opens it.
    Folded,
    /// Removed by decision.
    Removed,
    /// Deleted by its writer.
    Deleted,
}

/// How often each reaction was given.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Reactions {
    /// With you.
    with_you: i64,
    /// Same here.
    same_here: i64,
    /// Thank you.
    thank_you: i64,
    /// Helpful.
    helpful: i64,
}

/// A reaction.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[expect(dead_code, reason = "only its schema is used: values come from the domain's own names")]
pub(crate) enum ReactionName {
    /// With you.
    WithYou,
    /// Same here.
    SameHere,
    /// Thank you.
    ThankYou,
    /// Helpful.
    Helpful,
}

/// What only the writer of a post sees.
#[derive(Serialize, ToSchema)]
pub(crate) struct OwnPart {
    /// The Markdown; the newest version when an edit waits.
    body: String,
    /// An edit waits for a moderator; readers see the version before.
    edit_held: bool,
    /// The text can be changed now.
    editable: bool,
    /// The minute at which a waiting post appears; null otherwise.
    #[schema(required = true, format = "date-time")]
    due_at: Option<String>,
    /// In how many replies its text is quoted; null in lists.
    #[schema(required = true, minimum = 0)]
    quoted_in: Option<u64>,
}

/// A post.
#[derive(Serialize, ToSchema)]
pub(crate) struct PostShape {
    /// Its id.
    #[schema(min_length = 16, max_length = 16, example = "3c5d7f9h2k4n6q8t")]
    id: String,
    /// Its thread's id.
    thread: String,
    /// 1, 2, 3 … given at publication, never changed; null before.
    #[schema(required = true, minimum = 1)]
    position: Option<i64>,
    /// Who wrote it.
    author: Author,
    /// The text as HTML that may stand in a page; empty where the state does not show it.
    body_html: String,
    /// Content warnings.
    #[schema(value_type = Vec<WarningName>)]
    content_warnings: Vec<&'static str>,
    /// The position that it answers.
    #[schema(required = true, minimum = 1)]
    reply_to: Option<i64>,
    /// Reactions.
    reactions: Reactions,
    /// Reactions that the caller gave.
    #[schema(value_type = Vec<ReactionName>)]
    reacted: Vec<&'static str>,
    /// Its state.
    #[schema(value_type = PostStateName)]
    state: &'static str,
    /// The minute of its publication; before it, of its writing.
    #[schema(format = "date-time", example = "2026-05-04T14:02:00Z")]
    created_at: String,
    /// Changed later than five minutes after publication.
    edited: bool,
    /// Written by the caller.
    mine: bool,
    /// For its writer; null for everybody else.
    #[schema(required = true)]
    own: Option<OwnPart>,
}

impl PostShape {
    /// A post as its reader sees it. `quoted_in` is known for single posts only.
    pub(crate) fn of(app: &App, public: PublicPost, quoted_in: Option<u64>) -> Self {
        let PublicPost { post, author, html, mine, reacted, .. } = public;
        let own = mine.then(|| OwnPart {
            edit_held: post.pending_body.is_some(),
            body: if post.state == PostState::Removed {
                String::new()
            } else {
                post.pending_body.clone().unwrap_or_else(|| post.body.clone())
            },
            editable: post.editable_at(app.ctx.now()),
            due_at: post.due.map(|due| due.rfc3339_minute()),
            quoted_in,
        });
        Self {
            id: post.id.to_string(),
            thread: post.thread.to_string(),
            position: post.position,
            author: Author::of(&author),
            body_html: html.into_string(),
            content_warnings: names(&post.warnings),
            reply_to: post.reply_to,
            reactions: Reactions {
                with_you: post.reactions.of(ReactionKind::WithYou),
                same_here: post.reactions.of(ReactionKind::SameHere),
                thank_you: post.reactions.of(ReactionKind::ThankYou),
                helpful: post.reactions.of(ReactionKind::Helpful),
            },
            reacted: reacted.into_iter().map(ReactionKind::name).collect(),
            state: post.state.name(),
            created_at: post.published.unwrap_or(post.created).rfc3339_minute(),
            edited: post.edited,
            mine,
            own,
        }
    }
}
