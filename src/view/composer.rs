//! The box in which people write: the same for a new thread, a reply, a change and a draft.

use serde::Serialize;

use crate::view::face::Face;
use crate::view::form::FormState;
use crate::view::html::Html;
use crate::view::support::HelpPanel;
use crate::view::when::Moment;
use crate::view::words::Sentence;

/// What was typed into a composer. The names of the inputs are the names of the fields; `warnings` comes repeated,
/// `one_off` is a tick with the value `yes`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Draft {
    /// The title; new threads only.
    pub title: String,
    /// The text, as typed.
    pub body: String,
    /// What the writer would like: `advice`, `listening`, `experiences`, or empty; new threads only.
    pub seeking: String,
    /// Slugs of the ticked warnings.
    pub warnings: Vec<String>,
    /// Use a name for this thread alone.
    pub one_off: bool,
    /// `now`, `soon` or `today`; empty counts as `now`.
    pub publish: String,
    /// The position that a reply answers.
    pub reply_to: Option<u32>,
}

/// The line that says under which name the writer appears.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum NameHere {
    /// Settled by an earlier post on this board (or in this thread).
    Settled {
        /// The name.
        face: Face,
    },
    /// Not used yet: another one may be drawn.
    Fresh {
        /// The name, if nothing changes.
        face: Face,
        /// How often another one may be drawn.
        rolls_left: u32,
    },
    /// Signed out: a name comes with joining.
    Nobody,
}

/// Who will be able to read what is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Audience {
    /// Anyone on the web.
    Everyone,
    /// Signed-in members.
    Members,
}

/// What is written.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Writing {
    /// A new thread on this board: POST `/boards/{code}/new`.
    Thread,
    /// A reply: POST `/threads/{thread}/reply`.
    Reply {
        /// The thread's id.
        thread: String,
        /// The post that is answered, when one was chosen.
        answers: Option<Answered>,
    },
    /// A change of an own post: POST `/posts/{post}/edit`. No name, no draft, no moment of publishing; the title and
    /// seeking stay as they are.
    Edit {
        /// The post's id.
        post: String,
        /// The body may still be changed; otherwise the warnings alone.
        body: bool,
    },
}

/// The post that a reply answers.
#[derive(Clone, Debug, Serialize)]
pub struct Answered {
    /// Its position.
    pub position: u32,
    /// The name of its writer; `None` for the team, departed members and tombstones.
    pub handle: Option<String>,
}

/// Everything a composer shows.
#[derive(Clone, Debug, Serialize)]
pub struct Composer {
    /// The board's code.
    pub board: String,
    /// Thread, reply or change.
    pub writing: Writing,
    /// The random once-only key of this form.
    pub once: String,
    /// What was typed and what was wrong. Field names: `title`, `body`, `seeking`, `warnings`, `publish`, `one_off`.
    pub form: FormState<Draft>,
    /// Under which name.
    pub name: NameHere,
    /// The board offers a name for one thread.
    pub one_off: bool,
    /// The warnings to choose from (slugs), in the contract's order.
    pub warnings: Vec<String>,
    /// The board wants at least one warning on every thread.
    pub warning_needed: bool,
    /// The text opens with a quote of the post at this position, and the warnings of that post are ticked for it.
    pub warned_by_quote: Option<u32>,
    /// Who can read it.
    pub audience: Audience,
    /// The post will wait for a moderator, usually so many hours.
    pub held_hours: Option<u32>,
    /// A first-time poster: Preview is the first button.
    pub first_time: bool,
    /// The draft that this form continues.
    pub draft: Option<DraftRef>,
    /// Details that could identify the writer, found by the server.
    pub hints: Vec<Spotted>,
    /// The hints of this text were shown before: posting posts.
    pub hinted: bool,
    /// Help is offered to the writer before the form.
    pub help: Option<HelpPanel>,
    /// The writer put help away for this text.
    pub help_hidden: bool,
    /// The longest body, in characters.
    pub max_body: u32,
}

/// A detail that could identify the writer.
#[derive(Clone, Debug, Serialize)]
pub struct Spotted {
    /// What it looks like, and what that means.
    pub text: Sentence,
    /// The words as typed.
    pub words: String,
}

/// A draft that a form continues.
#[derive(Clone, Debug, Serialize)]
pub struct DraftRef {
    /// Its id, sent along as `draft`.
    pub id: String,
    /// When it was saved, if known; the page says "From 2 hours ago".
    pub saved: Option<Moment>,
    /// The last day on which it is kept.
    pub kept_until: Moment,
}

/// The text as it will look, above the form that wrote it.
#[derive(Clone, Debug, Serialize)]
pub struct Preview {
    /// The rendered text.
    pub body: Html,
    /// Slugs of the warnings it would bear.
    pub warnings: Vec<String>,
}
