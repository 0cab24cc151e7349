//! Who speaks, as pages show it: letters in a disc, a small mark, a handle, a badge.

use serde::Serialize;

use crate::domain::ids::PersonaId;
use crate::identity::avatar::Avatar;
use crate::view::page::shown;

/// The picture of a face as a page draws it: the same drawing that `avatar_url` serves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Picture {
    /// The fill, 0–11: the class `a0` … `a11`.
    pub fill: u8,
    /// The mark as the `d` of one SVG path in a box of 5 × 5.
    pub path: String,
}

/// What stands beside a handle. Text, never a tick.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Badge {
    /// Given by a moderator of the board.
    PeerSupporter,
    /// A profession that an owner checked.
    Checked {
        /// The profession's slug: the key `profession.{slug}`.
        profession: String,
    },
}

/// A face in one place.
#[derive(Clone, Debug, Serialize)]
pub struct Face {
    /// The public id, in the address of muting.
    #[serde(serialize_with = "shown")]
    pub id: PersonaId,
    /// The generated handle.
    pub handle: String,
    /// One or two letters for the disc, in capitals.
    pub initials: String,
    /// The drawing.
    pub picture: Picture,
    /// The badge on this board.
    pub badge: Option<Badge>,
}

impl Face {
    /// A face without a badge.
    pub fn new(handle: impl Into<String>, id: &PersonaId) -> Self {
        let handle = handle.into();
        let avatar = Avatar::of(*id, &handle);
        let picture = Picture { fill: avatar.fill, path: avatar.mark_path() };
        Self { id: *id, initials: avatar.initials, picture, badge: None, handle }
    }

    /// The same face with its badge.
    pub fn with_badge(mut self, badge: Option<Badge>) -> Self {
        self.badge = badge;
        self
    }
}

/// Who wrote something.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Author {
    /// A member's face.
    Face(Face),
    /// Staff, who have no names here.
    Team,
    /// Somebody who left and let their posts stand.
    Departed {
        /// Their number in this thread.
        number: u32,
    },
}
