//! Pairs that belong together and pairs that do not, drawn so that nothing but belonging tells them apart.

use std::collections::HashMap;

use super::chance::Chance;
use super::features::Side;
use super::score::Pair;
use super::truth::Truth;

/// Pairs that do not belong together for each that does.
const APART: usize = 10;

/// What is to be told.
#[derive(Clone, Copy)]
pub struct Question {
    pub name: &'static str,
    pub left: Side,
    pub right: Side,
}

/// Face and face; face and member; draft and draft; draft and the member's other rows.
pub const QUESTIONS: [Question; 4] = [
    Question { name: "face-face", left: Side::Faces, right: Side::Faces },
    Question { name: "face-member", left: Side::Faces, right: Side::Members },
    Question { name: "draft-draft", left: Side::Drafts, right: Side::Drafts },
    Question { name: "draft-member", left: Side::Drafts, right: Side::Bare },
];

impl Question {
    /// Whether both sides are of one kind.
    pub fn mirrored(self) -> bool {
        self.left == self.right
    }

    /// All pairs that belong together, and ten times as many that do not.
    pub fn pairs(self, truth: &Truth, chance: &mut Chance) -> Vec<Pair> {
        match (self.left, self.right) {
            (Side::Faces, Side::Faces) => face_face(truth, chance),
            (Side::Faces, _) => {
                with_member(&truth.faces.iter().map(|face| face.member).collect::<Vec<_>>(), truth, chance)
            }
            (_, Side::Drafts) => draft_draft(truth, chance),
            _ => with_member(&truth.drafts, truth, chance),
        }
    }
}

/// Both classes from the same pairs of boards, each board as often.
fn face_face(truth: &Truth, chance: &mut Chance) -> Vec<Pair> {
    let faces = &truth.faces;
    let mut on_board: HashMap<&str, Vec<usize>> = HashMap::new();
    for (n, face) in faces.iter().enumerate() {
        on_board.entry(&face.board).or_default().push(n);
    }
    let mut pairs = Vec::new();
    for left in 0..faces.len() {
        for right in left + 1..faces.len() {
            let (a, b) = (&faces[left], &faces[right]);
            if a.member != b.member || a.board == b.board {
                continue;
            }
            pairs.push(Pair { left, right, together: true });
            let mut apart = 0;
            while apart < APART {
                let left = *chance.pick(&on_board[a.board.as_str()]);
                let right = *chance.pick(&on_board[b.board.as_str()]);
                if faces[left].member != faces[right].member {
                    pairs.push(Pair { left, right, together: false });
                    apart += 1;
                }
            }
        }
    }
    pairs
}

fn with_member(members: &[usize], truth: &Truth, chance: &mut Chance) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for (left, member) in members.iter().enumerate() {
        pairs.push(Pair { left, right: *member, together: true });
        for _ in 0..APART {
            let other = (member + 1 + chance.below(truth.members - 1)) % truth.members;
            pairs.push(Pair { left, right: other, together: false });
        }
    }
    pairs
}

fn draft_draft(truth: &Truth, chance: &mut Chance) -> Vec<Pair> {
    let drafts = &truth.drafts;
    let mut pairs = Vec::new();
    for left in 0..drafts.len() {
        for right in left + 1..drafts.len() {
            if drafts[left] == drafts[right] {
                pairs.push(Pair { left, right, together: true });
                let mut apart = 0;
                while apart < APART {
                    let (left, right) = (chance.below(drafts.len()), chance.below(drafts.len()));
                    if drafts[left] != drafts[right] {
                        pairs.push(Pair { left, right, together: false });
                        apart += 1;
                    }
                }
            }
        }
    }
    pairs
}
