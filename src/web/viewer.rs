//! Who asks: a visitor, or a member with a live session, and what this browser prefers.

use std::sync::{Arc, OnceLock};

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use tokio::sync::OnceCell;

use crate::domain::clock::Timestamp;
use crate::domain::language::Language;
use crate::domain::network::NetworkKeys;
use crate::identity::marks::Marks;
use crate::identity::member::{self, Member};
use crate::identity::personal::{self, Personal};
use crate::identity::session::{Presented, SessionKind, Token};
use crate::view::page::Notice;

use super::cookies::{Cookie, Preferences};
use super::did::Did;
use super::fault::WebError;
use super::state::App;

/// Who asks.
pub(crate) struct Viewer {
    /// The member; `None` for visitors.
    pub(crate) member: Option<Arc<Member>>,
    /// This browser's preferences.
    pub(crate) preferences: Preferences,
    /// The network, as the day's keyed hash.
    pub(crate) network: NetworkKeys,
    /// Path and query of the request.
    pub(crate) path: String,
    /// What was done just before, for the top of the page.
    pub(crate) notice: Option<Notice>,
    /// What the browser says it speaks (`Accept-Language`), for help lines of the right country; never kept.
    pub(crate) languages: Option<String>,
    /// What the session is for; `None` for visitors.
    pub(crate) kind: Option<SessionKind>,
    /// When the session ends at the latest; `None` for visitors.
    pub(crate) until: Option<Timestamp>,
    /// The session cookie with a fresh stamp, to be sent back.
    fresh_cookie: Option<HeaderValue>,
    /// How far this browser read in followed threads since that was last written.
    marks: Marks,
    /// The token of the session; `None` for visitors, and for whoever has just signed in.
    token: Option<Token>,
    /// The session cookie with new marks, to be sent back instead of the other.
    marked_cookie: OnceLock<HeaderValue>,
    /// What is the reader's own, once it was read.
    personal: OnceCell<Arc<Personal>>,
    /// A session cookie came that opens nothing: it ended, and the browser is told to forget it.
    pub(crate) session_ended: bool,
}

impl Viewer {
    /// The member, or 401.
    pub(crate) fn member(&self) -> Result<Arc<Member>, WebError> {
        self.member.clone().ok_or_else(WebError::sign_in_first)
    }

    /// The same request, from the member who has just signed in by it.
    pub(crate) fn signed_in(&self, member: Member, kind: SessionKind) -> Self {
        Self {
            member: Some(Arc::new(member)),
            kind: Some(kind),
            preferences: self.preferences,
            network: self.network,
            path: self.path.clone(),
            notice: None,
            languages: self.languages.clone(),
            until: None,
            fresh_cookie: None,
            marks: Marks::default(),
            token: None,
            marked_cookie: OnceLock::new(),
            personal: OnceCell::new(),
            session_ended: false,
        }
    }

    /// What is the reader's own, with what this browser read since; read once for each request.
    pub(crate) async fn personal(&self, app: &App) -> Result<Arc<Personal>, WebError> {
        let Some(member) = self.reader() else { return Ok(Arc::default()) };
        let read = async || {
            let personal = personal::read(&app.ctx, member).await?;
            let follows = personal.follows.merged(&self.marks);
            Ok::<_, WebError>(Arc::new(Personal { follows, ..personal }))
        };
        Ok(Arc::clone(self.personal.get_or_try_init(read).await?))
    }

    /// How far this browser read in followed threads since that was last written.
    pub(crate) fn marks(&self) -> &Marks {
        &self.marks
    }

    /// Sends these marks back with the answer, in the place of those that came.
    pub(crate) fn set_marks(&self, app: &App, marks: &Marks) {
        let (Some(member), Some(token)) = (&self.member, &self.token) else { return };
        let sealed = marks.seal(&member.root, &member.session, app.ctx.entropy.as_ref());
        let text = token.cookie(&member.root, app.ctx.now(), sealed.as_deref());
        let keep = self.kind == Some(SessionKind::Keep);
        if let Some(cookie) = Cookie::Session.set(&text, keep, app.secure_cookies()) {
            // The first one stands: a request shows one page.
            let _ = self.marked_cookie.set(cookie);
        }
    }

    /// The member as readers' functions take it.
    pub(crate) fn reader(&self) -> Option<&Member> {
        self.member.as_deref()
    }

    /// The language of this reader's pages.
    pub(crate) fn language(&self) -> Language {
        self.preferences.language
    }

    /// An answer with what belongs to this browser: the renewed stamp, or the removal of a dead cookie.
    pub(crate) fn answer(&self, app: &App, response: impl IntoResponse) -> Response {
        let mut response = response.into_response();
        let forget = || self.session_ended.then(|| Cookie::Session.remove(app.secure_cookies())).flatten();
        if let Some(cookie) = self.marked_cookie.get().or(self.fresh_cookie.as_ref()).cloned().or_else(forget) {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
        response
    }

    async fn of(head: &Parts, app: &App) -> Result<Self, WebError> {
        let secure = app.secure_cookies();
        let network = head.extensions.get::<NetworkKeys>().ok_or_else(WebError::unavailable)?;
        let bearer = head.headers.get(header::AUTHORIZATION).map(|value| value.to_str().unwrap_or_default());
        let cookie = Cookie::Session.read(&head.headers, secure);
        let presented = match (bearer, cookie) {
            (Some(bearer), _) => Presented::from_bearer(bearer.strip_prefix("Bearer ").unwrap_or_default()).ok(),
            (None, Some(cookie)) => Presented::from_cookie(cookie).ok(),
            (None, None) => None,
        };
        let resolved = match &presented {
            Some(presented) => member::resolve(&app.ctx, presented).await?,
            None => None,
        };
        // A script with a token that opens nothing is told so; it must not act as a visitor without knowing.
        if bearer.is_some() && resolved.is_none() {
            return Err(WebError::sign_in_first());
        }
        let token = presented.map(|presented| presented.token).filter(|_| resolved.is_some());
        let cookies = bearer.is_none();
        let kind = token.as_ref().map(|token| token.kind());
        let session_ended = bearer.is_none() && cookie.is_some() && resolved.is_none();
        let (member, fresh, marks) = match resolved {
            Some(resolved) => (Some(Arc::new(resolved.member)), resolved.fresh_cookie, resolved.marks),
            None => (None, None, Marks::default()),
        };
        let path = head.uri.path_and_query().map_or("/", |p| p.as_str()).to_owned();
        let keep = kind == Some(SessionKind::Keep);
        Ok(Self {
            member,
            kind,
            until: token.as_ref().map(Token::end),
            token: token.filter(|_| cookies),
            marks,
            marked_cookie: OnceLock::new(),
            personal: OnceCell::new(),
            notice: Did::read(&path, &head.headers),
            languages: head
                .headers
                .get(header::ACCEPT_LANGUAGE)
                .and_then(|value| value.to_str().ok())
                .map(str::to_owned),
            preferences: Preferences::read(&head.headers, secure),
            network: *network,
            path,
            fresh_cookie: fresh.and_then(|text| Cookie::Session.set(&text, keep, secure)),
            session_ended,
        })
    }
}

impl FromRequestParts<App> for Viewer {
    type Rejection = WebError;

    async fn from_request_parts(head: &mut Parts, app: &App) -> Result<Self, WebError> {
        Self::of(head, app).await
    }
}

/// A signed-in caller. It is asked for before the body, so that a stranger gets 401 whatever they sent.
pub(crate) struct Signed {
    /// Who asks.
    pub(crate) viewer: Viewer,
    /// The member.
    pub(crate) member: Arc<Member>,
}

impl FromRequestParts<App> for Signed {
    type Rejection = WebError;

    async fn from_request_parts(head: &mut Parts, app: &App) -> Result<Self, WebError> {
        let viewer = Viewer::of(head, app).await?;
        let member = viewer.member()?;
        Ok(Self { viewer, member })
    }
}

/// The network of a caller of whom nothing else is asked: somebody who joins or signs in may bring a token that ended.
pub(crate) struct Network(pub(crate) NetworkKeys);

impl FromRequestParts<App> for Network {
    type Rejection = WebError;

    async fn from_request_parts(head: &mut Parts, _: &App) -> Result<Self, WebError> {
        head.extensions.get::<NetworkKeys>().copied().map(Self).ok_or_else(WebError::unavailable)
    }
}
