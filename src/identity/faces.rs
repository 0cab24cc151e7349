//! All faces of a member, found by probing: nothing about them is stored for the member (CONTRACT §2.4).

use crate::domain::board::Board;
use crate::domain::clock::Timestamp;
use crate::domain::ids::{BoardCode, ThreadId};
use crate::domain::keys::PersonaKey;
use crate::domain::persona::{Persona, Scope};
use crate::store::{self, Source, StoreError};

use super::keys::Root;

/// Generations looked up on each board at once.
const GENERATIONS_A_PROBE: u32 = 2;
/// One-off faces looked up at once.
const ONE_OFFS_A_PROBE: u32 = 8;
/// Where probing stops at the latest: nobody retires so many faces, and a broken row must not make a loop.
const MOST: u32 = 10_000;

/// A face and the number under which its member finds it.
#[derive(Clone, Debug)]
pub(crate) struct Face {
    /// Its row.
    pub(crate) persona: Persona,
    /// The generation on its board, or the number of the one-off face.
    pub(crate) n: u32,
}

/// Every face of one member, retired and one-off ones too.
#[derive(Clone, Debug, Default)]
pub(crate) struct Faces {
    /// Faces of boards, by board and generation.
    boards: Vec<Face>,
    /// One-off faces in their order.
    one_offs: Vec<Face>,
}

impl Faces {
    /// Looks all of them up.
    pub(crate) async fn load(source: &impl Source, root: &Root, boards: &[Board]) -> Result<Self, StoreError> {
        let mut wanted: Vec<Probe> = boards.iter().map(|b| Probe::board(b.code.clone())).collect();
        wanted.push(Probe::one_off());
        let mut faces = Self::default();
        while !wanted.is_empty() {
            wanted = faces.probe(source, root, wanted).await?;
        }
        faces.boards.sort_by(|a, b| (&a.persona.board, a.n).cmp(&(&b.persona.board, b.n)));
        faces.one_offs.sort_by_key(|face| face.n);
        Ok(faces)
    }

    /// One query for a batch of each row of candidates; answers the rows that may go on.
    async fn probe(&mut self, source: &impl Source, root: &Root, wanted: Vec<Probe>) -> Result<Vec<Probe>, StoreError> {
        let wanted: Vec<(Probe, Vec<PersonaKey>)> = wanted
            .into_iter()
            .map(|probe| {
                let keys = probe.keys(root);
                (probe, keys)
            })
            .collect();
        let all: Vec<PersonaKey> = wanted.iter().flat_map(|(_, keys)| keys).copied().collect();
        let mut found = store::personas::find_many(source, &all).await?;
        let mut further = Vec::new();
        for (probe, keys) in wanted {
            let mut whole = true;
            for (key, n) in keys.into_iter().zip(probe.from..) {
                match found.iter().position(|p| p.key == key) {
                    Some(at) => {
                        let face = Face { persona: found.swap_remove(at), n };
                        if probe.board.is_some() { self.boards.push(face) } else { self.one_offs.push(face) }
                    }
                    None => {
                        whole = false;
                        break;
                    }
                }
            }
            if whole && probe.from < MOST {
                further.push(probe.next());
            }
        }
        Ok(further)
    }

    /// Every face.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Face> {
        self.boards.iter().chain(&self.one_offs)
    }

    /// The keys of all faces.
    pub(crate) fn keys(&self) -> Vec<PersonaKey> {
        self.iter().map(|face| face.persona.key).collect()
    }

    /// The face of this key, if it is one of this member's.
    pub(crate) fn find(&self, key: PersonaKey) -> Option<&Face> {
        self.iter().find(|face| face.persona.key == key)
    }

    /// The face in use on a board; `None` before the first act there and after retiring.
    pub(crate) fn on_board(&self, board: &BoardCode) -> Option<&Face> {
        self.boards.iter().rev().find(|face| &face.persona.board == board).filter(|face| !face.persona.retired())
    }

    /// The generation that a new face on this board gets: the number of those retired.
    pub(crate) fn next_generation(&self, board: &BoardCode) -> u32 {
        let last = self.boards.iter().filter(|face| &face.persona.board == board).map(|face| face.n).max();
        last.map_or(0, |n| n.saturating_add(1))
    }

    /// The number that a new one-off face gets.
    pub(crate) fn next_one_off(&self) -> u32 {
        self.one_offs.last().map_or(0, |face| face.n.saturating_add(1))
    }

    /// The one-off face that lives in a thread.
    pub(crate) fn one_off_in(&self, thread: ThreadId) -> Option<&Face> {
        self.one_offs.iter().find(|face| face.persona.thread == Some(thread))
    }

    /// What forbids a write on a board: a site restriction of any face, or a board's of any face of that board, its
    /// one-off faces too. The end is the latest one; `None` when open-ended.
    pub(crate) fn restriction(&self, board: &BoardCode, now: Timestamp) -> Option<Option<Timestamp>> {
        self.iter()
            .filter_map(|face| face.persona.restriction_at(now).map(|(scope, until)| (face, scope, until)))
            .filter(|(face, scope, _)| *scope == Scope::Site || &face.persona.board == board)
            .map(|(_, _, until)| until)
            .reduce(|a, b| a.zip(b).map(|(a, b)| a.max(b)))
    }
}

/// One row of candidates: a board's generations, or the one-off faces.
struct Probe {
    board: Option<BoardCode>,
    from: u32,
}

impl Probe {
    fn board(code: BoardCode) -> Self {
        Self { board: Some(code), from: 0 }
    }

    fn one_off() -> Self {
        Self { board: None, from: 0 }
    }

    fn batch(&self) -> u32 {
        if self.board.is_some() { GENERATIONS_A_PROBE } else { ONE_OFFS_A_PROBE }
    }

    fn next(self) -> Self {
        let from = self.from.saturating_add(self.batch());
        Self { from, ..self }
    }

    fn keys(&self, root: &Root) -> Vec<PersonaKey> {
        let range = self.from..self.from.saturating_add(self.batch());
        match &self.board {
            Some(board) => range.map(|n| root.face(board, n).row_key()).collect(),
            None => range.map(|n| root.one_off(n).row_key()).collect(),
        }
    }
}
