//! Who speaks, as pages show it: letters in a disc, a small mark, a handle, a badge.

use serde::{Serialize, Serializer};

use crate::domain::ids::PersonaId;

/// The picture of a face: one of twelve fills and one of 2^15 marks, both from the face's public id, which is random.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Picture {
    /// The fill, 0–11: the class `a0` … `a11`.
    pub fill: u8,
    /// Fifteen cells, three columns of five; the other two columns mirror the outer ones.
    pub mark: u16,
}

impl Picture {
    /// The picture that belongs to a face for ever.
    pub fn of(id: &PersonaId) -> Self {
        let [a, b, c, d, ..] = id.0;
        Self { fill: (u16::from_be_bytes([a, b]) % 12) as u8, mark: u16::from_be_bytes([c, d]) & 0x7fff }
    }

    /// The mark as the `d` of one SVG path in a box of 5 × 5: a run of cells a sub-path.
    pub fn path(self) -> String {
        let mut path = String::new();
        for y in 0..5_u16 {
            let cell = |x: u16| self.mark >> (y * 3 + x.min(4 - x)) & 1 == 1;
            let mut x = 0;
            while x < 5 {
                let run = (x..5).take_while(|at| cell(*at)).count() as u16;
                if run > 0 {
                    path.push_str(&format!("M{x} {y}h{run}v1h-{run}z"));
                }
                x += run + 1;
            }
        }
        path
    }
}

impl Serialize for Picture {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut map = serializer.serialize_struct("picture", 2)?;
        map.serialize_field("fill", &self.fill)?;
        map.serialize_field("path", &self.path())?;
        map.end()
    }
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
        let initials = handle.split('-').filter_map(|part| part.chars().next()).take(2);
        Self {
            initials: initials.flat_map(char::to_uppercase).collect(),
            picture: Picture::of(id),
            badge: None,
            handle,
        }
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
