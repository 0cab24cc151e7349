//! Everything that is derived from a member's root: who holds the root finds the rows, nobody else can join them.

use zeroize::Zeroizing;

use crate::domain::entropy::{Entropy, draw};
use crate::domain::ids::{BoardCode, PersonaId, PostId, ThreadId, decode_base32, encode_base32};
use crate::domain::keys::PersonaKey;
use crate::identity::derive::{Label, digest, first, mac};
use crate::identity::keys::Root;
use crate::identity::seal::RowKind;

const FACE: Label = Label::new(b"leeward v1 face");
const ONE_OFF: Label = Label::new(b"leeward v1 one-off");
const PERSONA_ROW: Label = Label::new(b"leeward v1 persona row");
const POST: Label = Label::new(b"leeward v1 post");
const THREAD: Label = Label::new(b"leeward v1 thread");
const ONCE: Label = Label::new(b"leeward v1 once");
const RECEIPT: Label = Label::new(b"leeward v1 receipt");
const RECEIPT_ROW: Label = Label::new(b"leeward v1 receipt row");
const BODY: Label = Label::new(b"leeward v1 body");
const REACTION: Label = Label::new(b"leeward v1 reaction");
const REPORT: Label = Label::new(b"leeward v1 report");
const REPORTER: Label = Label::new(b"leeward v1 reporter");
const SESSIONS: Label = Label::new(b"leeward v1 sessions");
const UNLOCKS: Label = Label::new(b"leeward v1 unlocks");
const SEALED: Label = Label::new(b"leeward v1 sealed");
const DRAFT: Label = Label::new(b"leeward v1 draft");
const WRITE: Label = Label::new(b"leeward v1 write");
const HANDLE_ROLL: Label = Label::new(b"leeward v1 handle roll");
const ONE_OFF_ROLL: Label = Label::new(b"leeward v1 one-off roll");

/// The longest once-only key that a client may send, in characters.
pub const ONCE_KEY_MAX: usize = 200;

/// A face's tag. Secret: it is never stored, its hash is (see [`FaceTag::row_key`]).
pub struct FaceTag(Zeroizing<[u8; 32]>);

impl FaceTag {
    /// The key of the face's row.
    pub fn row_key(&self) -> PersonaKey {
        PersonaKey(digest(&PERSONA_ROW, &[self.0.as_slice()]))
    }
}

/// A text that is not a once-only key: empty, longer than 200, or not visible ASCII.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a once-only key has 1 to 200 visible ASCII characters")]
pub struct NotAOnceKey;

/// The hash of a client's `Idempotency-Key`, or of the key that a form carries.
pub struct OnceKey([u8; 32]);

impl OnceKey {
    /// The key from its text: 1–200 characters from `!` to `~`.
    pub fn parse(text: &str) -> Result<Self, NotAOnceKey> {
        let good = (1..=ONCE_KEY_MAX).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
        good.then(|| Self(digest(&ONCE, &[text.as_bytes()]))).ok_or(NotAOnceKey)
    }

    /// A fresh text for a form: 128 random bits as 26 letters and digits.
    pub fn draw_text(entropy: &dyn Entropy) -> String {
        encode_base32(&draw::<16>(entropy))
    }
}

/// The code that opens state, statement and appeal of one post without signing in: 128 bits. A right: secret like a
/// key, without `Debug`; rows keep its hash.
pub struct ReceiptCode([u8; 16]);

impl ReceiptCode {
    /// The code as 26 letters and digits, for its address.
    pub fn text(&self) -> String {
        encode_base32(&self.0)
    }

    /// The code from its text; `None` when it is not one.
    pub fn parse(text: &str) -> Option<Self> {
        decode_base32(text).map(Self)
    }

    /// What the post's row keeps of it.
    pub fn row_key(&self) -> [u8; 32] {
        digest(&RECEIPT_ROW, &[&self.0])
    }
}

/// What a report is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportTarget {
    /// A post.
    Post(PostId),
    /// A thread.
    Thread(ThreadId),
    /// A face.
    Persona(PersonaId),
}

impl ReportTarget {
    /// One byte of kind, ten of id. The numbers are for ever.
    fn field(self) -> [u8; 11] {
        let (kind, id) = match self {
            Self::Post(id) => (1, id.0),
            Self::Thread(id) => (2, id.0),
            Self::Persona(id) => (3, id.0),
        };
        let mut field = [kind; 11];
        for (to, from) in field.iter_mut().skip(1).zip(id) {
            *to = from;
        }
        field
    }
}

/// Faces and what they do.
impl Root {
    /// The tag of the face on a board; the generation counts the faces retired there before it.
    pub fn face(&self, board: &BoardCode, generation: u32) -> FaceTag {
        self.face_tag(&FACE, &[&board.field(), &generation.to_be_bytes()])
    }

    /// The tag of the `n`-th one-off face, counted from 0 over the whole site.
    pub fn one_off(&self, n: u32) -> FaceTag {
        self.face_tag(&ONE_OFF, &[&n.to_be_bytes()])
    }

    fn face_tag(&self, label: &Label, fields: &[&[u8]]) -> FaceTag {
        FaceTag(Zeroizing::new(mac(self.bytes(), label, fields)))
    }

    /// The id of the post that this once-only key makes: a repeat meets its own row.
    pub fn post_id(&self, once: &OnceKey) -> PostId {
        PostId(first(&mac(self.bytes(), &POST, &[&once.0])))
    }

    /// The id of the thread that this once-only key makes.
    pub fn thread_id(&self, once: &OnceKey) -> ThreadId {
        ThreadId(first(&mac(self.bytes(), &THREAD, &[&once.0])))
    }

    /// The code of a post's receipt.
    pub fn receipt(&self, post: PostId) -> ReceiptCode {
        ReceiptCode(first(&mac(self.bytes(), &RECEIPT, &[&post.0])))
    }

    /// The mark of a post's body, by which a repeat with another text is told from a repeat. The post's id is in it:
    /// or the same words under two faces ("thank you") would bear the same mark and join them.
    pub fn body_mac(&self, post: PostId, body: &[u8]) -> [u8; 32] {
        mac(self.bytes(), &BODY, &[&post.0, body])
    }

    /// The key of a reaction's row. `kind` is the reaction's number, which never changes.
    pub fn reaction(&self, post: PostId, kind: u8) -> [u8; 32] {
        mac(self.bytes(), &REACTION, &[&post.0, &[kind]])
    }

    /// The key of a report's row: one a target.
    pub fn report(&self, target: ReportTarget) -> [u8; 32] {
        mac(self.bytes(), &REPORT, &[&target.field()])
    }

    /// The tag that this member's reports of one UTC month share; the month counts as `Timestamp::month` does.
    pub fn reporter(&self, month: i32) -> [u8; 32] {
        mac(self.bytes(), &REPORTER, &[&month.to_be_bytes()])
    }

    /// What a face on a board is called: candidate `attempt` of roll `roll` (attempts pass over names that are taken).
    pub fn handle_roll(&self, board: &BoardCode, generation: u32, roll: u32, attempt: u32) -> [u8; 32] {
        let (generation, roll, attempt) = (generation.to_be_bytes(), roll.to_be_bytes(), attempt.to_be_bytes());
        mac(self.bytes(), &HANDLE_ROLL, &[&board.field(), &generation, &roll, &attempt])
    }

    /// What the `n`-th one-off face is called: candidate `attempt`.
    pub fn one_off_roll(&self, n: u32, attempt: u32) -> [u8; 32] {
        mac(self.bytes(), &ONE_OFF_ROLL, &[&n.to_be_bytes(), &attempt.to_be_bytes()])
    }
}

/// Rows of the member.
impl Root {
    /// The tag that a member's sessions share.
    pub fn sessions(&self) -> [u8; 32] {
        mac(self.bytes(), &SESSIONS, &[])
    }

    /// The tag that the (at most two) phrase rows of a member share.
    pub fn unlocks(&self) -> [u8; 32] {
        mac(self.bytes(), &UNLOCKS, &[])
    }

    /// The key of the sealed row of this kind.
    pub fn sealed(&self, kind: &RowKind) -> [u8; 32] {
        mac(self.bytes(), &SEALED, &[kind.field()])
    }

    /// The key of the `n`-th draft that expires on this day (counted from 1970).
    pub fn draft(&self, day_of_expiry: i64, n: u32) -> [u8; 32] {
        mac(self.bytes(), &DRAFT, &[&day_of_expiry.to_be_bytes(), &n.to_be_bytes()])
    }

    /// The number of PostgreSQL's advisory lock that keeps two writes of this member on two nodes apart.
    pub fn write_lock(&self) -> i64 {
        i64::from_be_bytes(first(&mac(self.bytes(), &WRITE, &[])))
    }
}
