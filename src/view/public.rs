//! What the forum reads, as the fragments of pages, live frames and streams take it.

use std::num::TryFromIntError;

use super::documents::RuleRef;
use super::face::{Author, Face};
use super::html::Html;
use super::post::{self as post_view, Cover, PostPart, Reactions};
use super::when::Moment;
use crate::domain::post::{Post, PostState, ReactionCounts};
use crate::domain::warning::Warnings;
use crate::forum::read::{PublicAuthor, PublicPost, PublicThread};
use crate::identity::mutes::Mutes;
use crate::identity::settings::{Settings, WarningChoice};
use crate::library::documents::Rule;
use crate::markup::sanitize::SafeHtml;

/// A number of rows as pages count them.
pub(crate) fn count<T: TryInto<u32, Error = TryFromIntError>>(number: T) -> u32 {
    number.try_into().unwrap_or(u32::MAX)
}

/// A writer.
pub(crate) fn author(author: &PublicAuthor) -> Author {
    match author {
        PublicAuthor::Persona { id, handle } => Author::Face(Face::new(handle.as_str(), id)),
        PublicAuthor::Departed(number) => Author::Departed { number: count(*number) },
        PublicAuthor::Team => Author::Team,
    }
}

/// Rendered text for a page.
pub(crate) fn html(html: &SafeHtml) -> Html {
    html.clone().into()
}

/// Names of warnings, in the contract's order.
pub(crate) fn warnings(warnings: &Warnings) -> Vec<String> {
    warnings.names().map(str::to_owned).collect()
}

/// What a reader sees of a post: what they muted or filter first, then what they chose for its warnings.
pub(crate) fn post_cover(settings: &Settings, mutes: &Mutes, shown: &PublicPost, all_shown: bool) -> Cover {
    let post = &shown.post;
    if !shown.mine && post.state.shows_text() {
        if muted(mutes, &shown.author) {
            return Cover::Muted;
        }
        if settings.hides(&post.body) {
            return Cover::Filtered;
        }
    }
    cover(settings, &post.warnings, all_shown)
}

/// What a reader sees of a thread in a list.
pub(crate) fn thread_cover(settings: &Settings, mutes: &Mutes, shown: &PublicThread) -> Cover {
    if muted(mutes, &shown.author) || settings.hides(&shown.thread.title) {
        return Cover::Hidden;
    }
    cover(settings, &shown.thread.warnings, false)
}

fn muted(mutes: &Mutes, author: &PublicAuthor) -> bool {
    matches!(author, PublicAuthor::Persona { id, .. } if mutes.has(*id))
}

/// What a reader's settings say of these warnings: the strictest of them decides.
pub(crate) fn cover(settings: &Settings, warnings: &Warnings, all_shown: bool) -> Cover {
    let choices = warnings.iter().map(|warning| settings.warning(warning));
    choices.fold(Cover::Open, |cover, choice| match (cover, choice) {
        (Cover::Hidden, _) | (_, WarningChoice::Hide) => Cover::Hidden,
        (_, WarningChoice::Ask) if !all_shown => Cover::Behind,
        (cover, _) => cover,
    })
}

/// Counts of reactions.
pub(crate) fn reactions(counts: &ReactionCounts) -> Reactions {
    Reactions {
        with_you: count(counts.with_you),
        same_here: count(counts.same_here),
        thank_you: count(counts.thank_you),
        helpful: count(counts.helpful),
    }
}

/// What all readers of an audience get of a post.
pub(crate) fn post_part(rules: &[Rule], shown: &PublicPost) -> PostPart {
    let post = &shown.post;
    let text = post.state.shows_text();
    PostPart {
        id: post.id,
        thread: post.thread,
        position: count(post.position.unwrap_or(0)),
        author: author(&shown.author),
        started: shown.by_starter,
        at: Moment(post.published.unwrap_or(post.created)),
        edited: post.edited,
        reply_to: post.reply_to.map(count),
        warnings: warnings(&post.warnings),
        state: post_state(rules, post),
        body: text.then(|| html(&shown.html)),
        length: count(post.body.split_whitespace().count()),
        reactions: reactions(&post.reactions),
    }
}

fn post_state(rules: &[Rule], post: &Post) -> post_view::PostState {
    match post.state {
        PostState::Published | PostState::Held | PostState::Waiting => post_view::PostState::Published,
        PostState::Folded => post_view::PostState::Folded,
        PostState::Asked => post_view::PostState::Asked,
        PostState::Removed => post_view::PostState::Removed { rule: rule(rules) },
        PostState::Deleted => post_view::PostState::Deleted,
    }
}

/// The rule that a decision rests on. Decisions come with the panel; until then no post is in a state that names one,
/// and the first rule stands in.
pub(crate) fn rule(rules: &[Rule]) -> RuleRef {
    RuleRef { number: 1, title: rules.first().map(|rule| rule.title.clone()).unwrap_or_default() }
}
