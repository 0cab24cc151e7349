//! One thing that readers of a topic are told, in the forms that it has. Each form is made once, by the first reader
//! who needs it, and shared by all.

use std::sync::{Arc, OnceLock};

use super::protocol::{self, FramePost, Say, Topic};
use super::taste::Taste;
use super::text::Text;
use crate::domain::clock::Timestamp;
use crate::domain::event::EventKind;
use crate::domain::ids::{PostId, ThreadId};
use crate::domain::post::ReactionCounts;
use crate::forum::news::News;
use crate::forum::read::PublicPost;
use crate::library::documents::AllDocuments;
use crate::view::engine::Engine;
use crate::view::html::Html;
use crate::view::post::Cover;
use crate::view::public;
use crate::view::words::Language;

/// What drawing a fragment needs.
pub(crate) struct Drawing {
    /// Templates and words.
    pub(crate) engine: Arc<Engine>,
    /// The rules that tombstones name.
    pub(crate) documents: Arc<AllDocuments>,
}

/// A change of a post, in all its forms.
pub(crate) struct PostFrame {
    shown: PublicPost,
    kind: EventKind,
    seq: i64,
    drawing: Arc<Drawing>,
    /// The moment at which all forms are drawn, so that they tell the same age.
    now: Timestamp,
    forms: [Forms; Language::ALL.len()],
}

/// The forms of one language: open, behind a warning, hidden by settings.
type Forms = [OnceLock<Form>; 3];

/// One form.
struct Form {
    fragment: Html,
    text: Text,
}

/// What is told.
pub(crate) enum Body {
    /// A change of a post.
    Post(Box<PostFrame>),
    /// Words that are the same for everybody.
    Same(Text),
    /// Words on how many read: for members, for visitors. `None`: nothing is said.
    Presence(Option<Text>, Option<Text>),
    /// Nothing is said; readers are judged again, and those who may no longer read are told.
    Judge,
}

/// One frame of a topic.
pub(crate) struct Frame {
    /// Its number; `None` for what has none.
    pub(crate) seq: Option<i64>,
    /// What happened, of numbered ones.
    pub(crate) kind: Option<EventKind>,
    /// What is told.
    pub(crate) body: Body,
}

impl Frame {
    /// An event of a thread.
    pub(crate) fn event(drawing: &Arc<Drawing>, thread: ThreadId, news: News, now: Timestamp) -> Self {
        let News { seq, kind, post } = news;
        let body = match post {
            Some(shown) => Body::Post(Box::new(PostFrame {
                shown,
                kind,
                seq,
                drawing: Arc::clone(drawing),
                now,
                forms: Default::default(),
            })),
            None => {
                let topic = Topic::Thread(thread).to_string();
                Body::Same(Say::Thread { topic, seq: Some(seq), kind: protocol::kind(kind) }.text())
            }
        };
        Self { seq: Some(seq), kind: Some(kind), body }
    }

    /// The same event with its post as `newer` shows it; `None` when it is about something else.
    pub(crate) fn amended(&self, newer: &News, now: Timestamp) -> Option<Arc<Self>> {
        let (Body::Post(frame), Some(shown)) = (&self.body, &newer.post) else { return None };
        let same = frame.shown.post.id == shown.post.id;
        let news = || News { seq: frame.seq, kind: frame.kind, post: Some(shown.clone()) };
        same.then(|| Arc::new(Self::event(&frame.drawing, shown.post.thread, news(), now)))
    }

    /// The newest counts of a post.
    pub(crate) fn reactions(thread: ThreadId, post: PostId, counts: &ReactionCounts) -> Self {
        let topic = Topic::Thread(thread).to_string();
        Self::same(&Say::Reactions { topic, post: post.to_string(), reactions: counts.into() })
    }

    /// "Look again".
    pub(crate) fn hint(topic: &Topic) -> Self {
        Self::same(&Say::Hint { topic: topic.to_string() })
    }

    /// How many read: for a member who asks, for a visitor who asks.
    pub(crate) fn presence(thread: ThreadId, member: Option<&'static str>, visitor: Option<&'static str>) -> Self {
        let say = |reading| Say::Presence { topic: Topic::Thread(thread).to_string(), reading }.text();
        Self { seq: None, kind: None, body: Body::Presence(member.map(say), visitor.map(say)) }
    }

    /// Readers are judged again.
    pub(crate) fn judge() -> Self {
        Self { seq: None, kind: None, body: Body::Judge }
    }

    fn same(say: &Say<'_>) -> Self {
        Self { seq: None, kind: None, body: Body::Same(say.text()) }
    }

    /// After this one, who may read has to be judged again.
    pub(crate) fn changes_access(&self) -> bool {
        matches!(self.body, Body::Judge) || matches!(self.kind, Some(EventKind::ThreadMoved | EventKind::ThreadRemoved))
    }

    /// What this reader is told; `None` when it is nothing.
    pub(crate) fn text(&self, taste: &Taste, member: bool) -> Option<Text> {
        match &self.body {
            Body::Post(post) => Some(post.form(taste).text.clone()),
            Body::Same(text) => Some(text.clone()),
            Body::Presence(told, _) if member => told.clone(),
            Body::Presence(_, told) => told.clone(),
            Body::Judge => None,
        }
    }
}

impl PostFrame {
    /// What happened.
    pub(crate) fn kind(&self) -> EventKind {
        self.kind
    }

    /// Where the post stands; 0 when it has no place.
    pub(crate) fn position(&self) -> u32 {
        public::count(self.shown.post.position.unwrap_or(0))
    }

    /// The fragment of the page, as this reader sees it.
    pub(crate) fn fragment(&self, taste: &Taste) -> &Html {
        &self.form(taste).fragment
    }

    fn form(&self, taste: &Taste) -> &Form {
        let cover = taste.cover(&self.shown);
        let language = taste.language();
        let [english, spanish, german] = &self.forms;
        let [open, behind, hidden] = match language {
            Language::En | Language::Mirror => english,
            Language::Es => spanish,
            Language::De => german,
        };
        let form = match cover {
            Cover::Open => open,
            Cover::Behind => behind,
            Cover::Hidden | Cover::Muted | Cover::Filtered => hidden,
        };
        form.get_or_init(|| self.draw(language, cover))
    }

    fn draw(&self, language: Language, cover: Cover) -> Form {
        let part = public::post_part(&self.drawing.documents.of(language).rules, &self.shown);
        let fragment = match part.render(&self.drawing.engine, language, self.now, cover) {
            Ok(html) => html,
            Err(error) => {
                tracing::error!(target: "leeward::live", reason = %error, "a post could not be drawn");
                Html::empty()
            }
        };
        let say = Say::Post {
            topic: Topic::Thread(self.shown.post.thread).to_string(),
            seq: self.seq,
            kind: protocol::kind(self.kind),
            post: FramePost::of(&self.shown, cover != Cover::Hidden),
            html: fragment.as_str(),
        };
        let text = say.text();
        Form { fragment, text }
    }
}
