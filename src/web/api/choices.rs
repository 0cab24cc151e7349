//! The choices of bodies and queries, by their names in the contract.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::post::Publish;
use crate::domain::thread::Seeking;
use crate::domain::warning::{Warning, Warnings};
use crate::forum::read::Sort;
use crate::forum::retire::Posts;

macro_rules! choices {
    ($(#[$meta:meta])* $name:ident => $kind:ty { $($(#[$doc:meta])* $variant:ident = $value:expr),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, ToSchema)]
        #[serde(rename_all = "kebab-case")]
        pub(crate) enum $name { $($(#[$doc])* $variant),+ }

        impl From<$name> for $kind {
            fn from(choice: $name) -> Self {
                match choice { $($name::$variant => $value),+ }
            }
        }
    };
}

choices! {
    /// What the writer of a thread would like.
    SeekingName => Seeking {
        /// Advice.
        Advice = Seeking::Advice,
        /// To be listened to.
        Listening = Seeking::Listening,
        /// Others' experiences.
        Experiences = Seeking::Experiences,
    }
}

choices! {
    /// When a post is to appear: at once, in 2 to 20 minutes, or in 1 to 12 hours, drawn at random.
    PublishName => Publish {
        /// At once.
        Now = Publish::Now,
        /// In 2 to 20 minutes.
        Soon = Publish::Soon,
        /// In 1 to 12 hours.
        Today = Publish::Today,
    }
}

choices! {
    /// The order of a board's threads.
    SortName => Sort {
        /// Last activity first.
        Active = Sort::Active,
        /// Newest first.
        Newest = Sort::Newest,
        /// Without a reply, oldest first; without pinned threads.
        Unanswered = Sort::Unanswered,
    }
}

choices! {
    /// What becomes of posts.
    PostsFate => Posts {
        /// They are deleted.
        Remove = Posts::Remove,
        /// They stay under "departed member 1, 2 …".
        Depart = Posts::Depart,
    }
}

choices! {
    /// A content warning.
    WarningName => Warning {
        /// Sexual violence.
        SexualViolence = Warning::SexualViolence,
        /// Abuse by a professional.
        AbuseByProfessional = Warning::AbuseByProfessional,
        /// Abuse in childhood.
        ChildhoodAbuse = Warning::ChildhoodAbuse,
        /// Self-harm and suicide.
        SelfHarm = Warning::SelfHarm,
        /// Medical detail.
        MedicalDetail = Warning::MedicalDetail,
        /// Pain.
        Pain = Warning::Pain,
        /// Loss of a pregnancy.
        PregnancyLoss = Warning::PregnancyLoss,
        /// Body weight.
        BodyWeight = Warning::BodyWeight,
        /// Explicit language.
        ExplicitLanguage = Warning::ExplicitLanguage,
    }
}

/// A set of warnings as it was sent.
pub(crate) fn warnings(names: Vec<WarningName>) -> Warnings {
    Warnings::new(names.into_iter().map(Warning::from))
}

/// A choice that can only be made one way: `true`.
#[derive(Clone, Copy, Deserialize)]
#[serde(try_from = "bool")]
pub(crate) struct Yes;

impl TryFrom<bool> for Yes {
    type Error = &'static str;

    fn try_from(value: bool) -> Result<Self, &'static str> {
        if value { Ok(Self) } else { Err("only true") }
    }
}

/// The moment when none was chosen.
pub(crate) fn now() -> PublishName {
    PublishName::Now
}
