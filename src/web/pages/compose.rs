//! The composer: what is typed into it, and how it comes back with everything that was typed.

use std::borrow::Cow;

use crate::domain::board::{Board, Premoderation, ReadableBy};
use crate::domain::clock::{DAY_MS, Timestamp};
use crate::domain::ids::PersonaId;
use crate::domain::post::Publish;
use crate::domain::thread::Seeking;
use crate::domain::warning::{Warning, Warnings};
use crate::forum::drafts::KEPT_DAYS;
use crate::forum::names;
use crate::forum::text::{self, BODY, TextError};
use crate::identity::member::Member;
use crate::identity::tags::OnceKey;
use crate::view::composer::{Audience, Composer, Draft, DraftRef, NameHere, Writing};
use crate::view::face::Face;
use crate::view::form::{FieldError, FormState};
use crate::view::public;
use crate::view::when::Moment;
use crate::web::extract::Fields as Typed;
use crate::web::fault::{FieldFault, WebError, text_fault};
use crate::web::state::App;

/// How long a held post usually waits, in hours, until there are decisions to measure.
pub(crate) const USUAL_HOURS: u32 = 24;

/// What was typed into a composer, as typed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fields {
    /// The visible fields.
    pub(crate) draft: Draft,
    /// The once-only key of the form.
    pub(crate) once: String,
    /// The draft that the form continues.
    pub(crate) draft_id: Option<String>,
    /// The hints of this text were shown.
    pub(crate) hinted: bool,
    /// Its writer put help away.
    pub(crate) help_hidden: bool,
}

impl Fields {
    /// Out of a form.
    pub(crate) fn read(typed: &Typed) -> Self {
        let text = |name: &str| typed.get(name).to_owned();
        Self {
            draft: Draft {
                title: text("title"),
                body: text("body"),
                seeking: text("seeking"),
                warnings: typed.all("warnings").map(str::to_owned).collect(),
                one_off: typed.ticked("one_off"),
                publish: text("publish"),
                reply_to: typed.get("reply_to").parse().ok(),
            },
            once: text("once"),
            draft_id: Some(text("draft")).filter(|id| !id.is_empty()),
            hinted: typed.ticked("hinted"),
            help_hidden: typed.get("help") == "hidden",
        }
    }

    /// Warnings, moment and once-only key, or all that does not fit.
    pub(crate) fn choices(&self, errors: &mut Vec<TextError>) -> Option<(Warnings, Publish, OnceKey)> {
        let warnings = keep(text::warnings(self.draft.warnings.iter().map(String::as_str)), errors);
        let publish = match self.draft.publish.as_str() {
            "" => Some(Publish::Now),
            name => keep(Publish::from_name(name).ok_or(TextError::Publish), errors),
        };
        let once = keep(OnceKey::parse(&self.once).map_err(|_| TextError::OnceKey), errors);
        Some((warnings?, publish?, once?))
    }

    /// What the writer of a thread would like.
    pub(crate) fn seeking(&self, errors: &mut Vec<TextError>) -> Option<Seeking> {
        keep(Seeking::from_name(&self.draft.seeking).ok_or(TextError::Seeking), errors)
    }
}

/// The value, or its error among the others.
pub(crate) fn keep<T>(result: Result<T, TextError>, errors: &mut Vec<TextError>) -> Option<T> {
    result.map_err(|error| errors.push(error)).ok()
}

/// Errors of fields as a form shows them.
pub(crate) fn field_errors(faults: &[FieldFault]) -> Vec<FieldError> {
    let field = |name: &Cow<'static, str>| match name {
        Cow::Borrowed("content_warnings") => "warnings",
        Cow::Borrowed("reply_to" | "once" | "one_off") | Cow::Owned(_) => FieldError::WHOLE,
        Cow::Borrowed(name) => name,
    };
    faults.iter().map(|f| FieldError { field: field(&f.field), message: f.message.clone() }).collect()
}

/// Everything that a refusal says, for the form that comes back.
pub(crate) fn form_errors(error: &WebError) -> Vec<FieldError> {
    let mut errors = field_errors(&error.errors);
    if let (true, Some(detail)) = (errors.is_empty(), error.detail.as_deref()) {
        errors.push(FieldError { field: FieldError::WHOLE, message: detail.clone() });
    }
    errors
}

/// Errors of texts as the form shows them.
pub(crate) fn text_errors(errors: &[TextError]) -> Vec<FieldError> {
    field_errors(&errors.iter().map(text_fault).collect::<Vec<_>>())
}

/// The name line for a member on a board.
pub(crate) async fn name_here(app: &App, member: &Member, board: &Board) -> Result<NameHere, WebError> {
    let name = names::here(&app.ctx, member, board).await?;
    let fixed = name.persona.is_some() && name.rerolls_left == 0;
    // Before the first act there is no face and so no picture: the drawing of an id of zeroes stands in.
    let face = Face::new(name.handle, &name.persona.unwrap_or(PersonaId([0; 10])));
    Ok(if fixed { NameHere::Settled { face } } else { NameHere::Fresh { face, rolls_left: name.rerolls_left } })
}

/// What a composer is for.
pub(crate) struct For<'a> {
    /// The board whose warnings, audience and choices hold.
    pub(crate) board: &'a Board,
    /// Thread, reply or change.
    pub(crate) writing: Writing,
    /// The name line.
    pub(crate) name: NameHere,
    /// A one-off name may be chosen: the board offers it, and the writer has no voice in this thread yet.
    pub(crate) one_off: bool,
}

/// A composer with these values.
pub(crate) fn composer(app: &App, purpose: For<'_>, fields: Fields, errors: Vec<FieldError>) -> Composer {
    let board = purpose.board;
    let first_time = matches!(purpose.name, NameHere::Fresh { .. });
    let held = match board.premoderation {
        Premoderation::Off => false,
        Premoderation::Newcomers => first_time && app.ctx.limits.held_first_posts() > 0,
        Premoderation::All => true,
    };
    // A form that comes back keeps its key, so that sending it again is still the same sending.
    let once = if fields.once.is_empty() { OnceKey::draw_text(app.ctx.entropy.as_ref()) } else { fields.once };
    let draft =
        fields.draft_id.map(|id| DraftRef { kept_until: Moment(kept_until(&id, app.ctx.now())), saved: None, id });
    Composer {
        board: board.code.to_string(),
        writing: purpose.writing,
        once,
        form: FormState { values: fields.draft, errors },
        name: purpose.name,
        one_off: purpose.one_off,
        warnings: Warning::ALL.iter().map(|warning| warning.name().to_owned()).collect(),
        warning_needed: false,
        warned_by_quote: None,
        audience: match board.readable_by {
            ReadableBy::Everyone => Audience::Everyone,
            ReadableBy::Members => Audience::Members,
        },
        held_hours: held.then_some(USUAL_HOURS),
        first_time,
        draft,
        hints: Vec::new(),
        hinted: fields.hinted,
        help: None,
        help_hidden: fields.help_hidden,
        max_body: public::count(*BODY.end()),
    }
}

/// The last day of a draft, from its id.
pub(crate) fn kept_until(id: &str, now: Timestamp) -> Timestamp {
    let day = id.parse::<crate::forum::drafts::DraftId>().map_or(now.day() + KEPT_DAYS, |id| id.day);
    Timestamp(day.saturating_mul(DAY_MS))
}
