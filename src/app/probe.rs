//! Doors for tests to what rooms keep private: thin functions over plain values. Nothing here is part of the product,
//! and nothing in the product calls it.

use crate::domain::clock::Timestamp;
use crate::domain::entropy::Entropy;
use crate::domain::ids::{BoardCode, PersonaId, PostId};
use crate::identity::avatar::{Avatar, svg};
use crate::identity::handles::{HandleListError, HandleShape, HandleWords};
use crate::identity::keys::{HasherError, PhraseHasher, Root, SiteSalt, master};
use crate::identity::phrase::{Phrase, PhraseError, WrongWords, check_words, draw_positions};
use crate::identity::seal::{RowKind, open_row, pad, seal_row, unpad};
use crate::identity::session::{Presented, SessionKind, SessionRowKey, Standing, Token, public_id};
use crate::identity::tags::{NotAOnceKey, OnceKey, ReceiptCode, ReportTarget};
use crate::moderation::{crisis, hints};
use crate::privacy::retention::{self, KEPT, Place};
use crate::web::code::Code;

/// `privacy::retention::KEPT`, as table (empty where there is none), name, what, how long, why.
pub fn kept_lines() -> Vec<[&'static str; 5]> {
    let table = |place| if let Place::Table(name) | Place::Ledger(name) = place { name } else { "" };
    KEPT.iter().map(|kept| [table(kept.place), kept.name, kept.what, kept.how_long, kept.why]).collect()
}

/// `privacy::retention::as_table`.
pub fn kept_as_table() -> String {
    retention::as_table()
}

/// `moderation::crisis::judge`, as the kind's word.
pub fn crisis_in(text: &str) -> Option<&'static str> {
    crisis::judge(text).map(crate::domain::flag::CrisisKind::name)
}

/// `moderation::hints::find`: kind, first character, behind the last one, the words. `ours` are digits of help lines.
pub fn hints_in(text: &str, ours: &[&str]) -> Vec<(&'static str, usize, usize, String)> {
    let ours = ours.iter().map(|digits| (*digits).to_owned()).collect();
    hints::find(text, &ours).into_iter().map(|hint| (hint.kind.name(), hint.start, hint.end, hint.words)).collect()
}

/// The code of every refusal there is, and what the document of the API says of it.
pub fn refusal_codes() -> Vec<[&'static str; 2]> {
    Code::ALL.iter().map(|code| [code.word(), code.meaning()]).collect()
}

/// Label and bytes of a derivation.
pub type Derived = (&'static str, Vec<u8>);

/// `Phrase::draw`, as words.
pub fn draw_phrase(entropy: &dyn Entropy) -> [&'static str; 7] {
    Phrase::draw(entropy).words()
}

/// `Phrase::draw`, as places on the list.
pub fn draw_places(entropy: &dyn Entropy) -> [u16; 7] {
    *Phrase::draw(entropy).places()
}

/// `Phrase::parse`, as words; errors as `empty`, `too long`, `count N` or `POSITION TYPED NEAREST`.
pub fn parse_phrase(text: &str) -> Result<[&'static str; 7], String> {
    Phrase::parse(text).map(|phrase| phrase.words()).map_err(|error| match error {
        PhraseError::Empty => "empty".to_owned(),
        PhraseError::TooLong => "too long".to_owned(),
        PhraseError::WordCount { found } => format!("count {found}"),
        PhraseError::UnknownWord { typed, nearest, position } => format!("{position} {typed} {nearest}"),
    })
}

/// What `Display` and `Debug` say of a text that is not a phrase; empty for a phrase.
pub fn phrase_error_texts(text: &str) -> String {
    Phrase::parse(text).err().map(|error| format!("{error} {error:?}")).unwrap_or_default()
}

/// `Phrase::canonical`; `None` when the text is not a phrase.
pub fn canonical_phrase(text: &str) -> Option<String> {
    Phrase::parse(text).ok().map(|phrase| phrase.canonical().to_string())
}

/// `draw_positions`.
pub fn drawn_positions(entropy: &dyn Entropy) -> [usize; 2] {
    draw_positions(entropy)
}

/// `check_words`: which of the two are wrong. `None` when the text is not a phrase.
pub fn wrong_words(text: &str, positions: [usize; 2], typed: [&str; 2]) -> Option<[bool; 2]> {
    let phrase = Phrase::parse(text).ok()?;
    Some(match check_words(&phrase, positions, typed) {
        Ok(()) => [false, false],
        Err(WrongWords { first, second }) => [first, second],
    })
}

/// Lookup and wrapped root of a phrase, and whether the root opens again. `None` on any failure.
pub fn master_keys(text: &str, salt: [u8; 32], root: &[u8; 32], entropy: &dyn Entropy) -> Option<Vec<Derived>> {
    let master = master(&Phrase::parse(text).ok()?, &SiteSalt(salt)).ok()?;
    let (find, key) = (master.find(), master.wrap_key());
    let wrapped = Root::from_bytes(root)?.wrap(&key, &find, entropy).ok()?;
    let opened = Root::unwrap(&wrapped, &key, &find).ok()?;
    Some(vec![("find", find.to_vec()), ("wrapped", wrapped), ("opened", opened.sessions().to_vec())])
}

/// Whether a root wrapped for this phrase and lookup opens with another phrase or another lookup.
pub fn wrapped_opens(texts: [&str; 2], lookups: [[u8; 32]; 2], entropy: &dyn Entropy) -> Option<bool> {
    let [mine, other] = texts.map(|text| master(&Phrase::parse(text).ok()?, &SiteSalt([0; 32])).ok());
    let [first, second] = lookups;
    let wrapped = Root::draw(entropy).wrap(&mine?.wrap_key(), &first, entropy).ok()?;
    Some(Root::unwrap(&wrapped, &other?.wrap_key(), &second).is_ok())
}

/// How many of so many phrases hashed at the same time are told `Busy`.
pub async fn busy_of(asks: usize, at_once: usize, queue: usize) -> usize {
    let hasher = PhraseHasher::new(at_once, queue);
    let Ok(phrase) = Phrase::parse(&"abacus".repeat(7)) else { return usize::MAX };
    let salt = SiteSalt([0; 32]);
    let answers = futures_util::future::join_all((0..asks).map(|_| hasher.master(&phrase, &salt))).await;
    answers.into_iter().filter(|answer| matches!(answer, Err(HasherError::Busy))).count()
}

/// Everything in `identity::tags` under one root. `None` when an input is not what it is called.
pub fn derivations(root: &[u8; 32], once: &str, persona: PersonaId) -> Option<Vec<Derived>> {
    let root = Root::from_bytes(root)?;
    let board: BoardCode = "k7".parse().ok()?;
    let once = OnceKey::parse(once).ok()?;
    let (post, thread) = (root.post_id(&once), root.thread_id(&once));
    Some(vec![
        ("face row", root.face(&board, 2).row_key().0.to_vec()),
        ("one-off row", root.one_off(3).row_key().0.to_vec()),
        ("post", post.0.to_vec()),
        ("thread", thread.0.to_vec()),
        ("receipt", root.receipt(post).text().into_bytes()),
        ("receipt row", root.receipt(post).row_key().to_vec()),
        ("body", root.body_mac(post, "Grüße".as_bytes()).to_vec()),
        ("reaction", root.reaction(post, 3).to_vec()),
        ("report post", root.report(ReportTarget::Post(post)).to_vec()),
        ("report thread", root.report(ReportTarget::Thread(thread)).to_vec()),
        ("report persona", root.report(ReportTarget::Persona(persona)).to_vec()),
        ("reporter", root.reporter(24_316).to_vec()),
        ("sessions", root.sessions().to_vec()),
        ("unlocks", root.unlocks().to_vec()),
        ("sealed", root.sealed(&RowKind::named(b"settings")).to_vec()),
        ("draft", root.draft(20_577, 4).to_vec()),
        ("write lock", root.write_lock().to_be_bytes().to_vec()),
        ("handle roll", root.handle_roll(&board, 2, 5, 6).to_vec()),
        ("one-off roll", root.one_off_roll(3, 6).to_vec()),
    ])
}

/// A key of a face's row on a board.
pub fn face_row(root: &[u8; 32], board: &BoardCode, generation: u32) -> Option<[u8; 32]> {
    Some(Root::from_bytes(root)?.face(board, generation).row_key().0)
}

/// Whether a text is a once-only key.
pub fn is_once_key(text: &str) -> bool {
    !matches!(OnceKey::parse(text), Err(NotAOnceKey))
}

/// `OnceKey::draw_text`.
pub fn once_text(entropy: &dyn Entropy) -> String {
    OnceKey::draw_text(entropy)
}

/// The hash that a post's row keeps of a receipt with this text; `None` when it is none.
pub fn receipt_row(text: &str) -> Option<[u8; 32]> {
    ReceiptCode::parse(text).map(|code| code.row_key())
}

/// A row's kind: `settings`, `mutes`, or a draft by day and number.
pub fn kind(draft: Option<(i64, u32)>, settings: bool) -> [u8; 24] {
    *row_kind(draft, settings).field()
}

fn row_kind(draft: Option<(i64, u32)>, settings: bool) -> RowKind {
    match draft {
        Some((day, n)) => RowKind::draft(day, n),
        None if settings => RowKind::named(b"settings"),
        None => RowKind::named(b"mutes"),
    }
}

/// `seal_row` of `settings`, or of a draft.
pub fn sealed_row(
    root: &[u8; 32],
    draft: Option<(i64, u32)>,
    revision: &[u8; 16],
    plain: &[u8],
    entropy: &dyn Entropy,
) -> Option<Vec<u8>> {
    seal_row(&Root::from_bytes(root)?, &row_kind(draft, true), revision, plain, entropy).ok()
}

/// `open_row` of `settings`, `mutes`, or a draft.
pub fn opened_row(
    root: &[u8; 32],
    draft: Option<(i64, u32)>,
    settings: bool,
    revision: &[u8; 16],
    sealed: &[u8],
) -> Option<Vec<u8>> {
    open_row(&Root::from_bytes(root)?, &row_kind(draft, settings), revision, sealed).ok().map(|plain| plain.to_vec())
}

/// `pad`.
pub fn padded(content: &[u8]) -> Option<Vec<u8>> {
    pad(content).ok().map(|bytes| bytes.to_vec())
}

/// `unpad`.
pub fn unpadded(bytes: &[u8]) -> Option<Vec<u8>> {
    unpad(bytes).map(<[u8]>::to_vec)
}

/// A session as issued: texts, and what its row holds.
pub struct IssuedSession {
    /// The token's text.
    pub text: String,
    /// The cookie's text, stamped at the moment of issue.
    pub cookie: String,
    /// The row's key.
    pub row_key: [u8; 32],
    /// The root as sealed in the row.
    pub sealed_root: Vec<u8>,
    /// The day of sign-in as sealed in the row.
    pub sealed_day: Vec<u8>,
    /// The id under which its member sees it.
    pub public_id: String,
    /// When it ends.
    pub end: Timestamp,
}

/// Issues a session of the kind with this number. `None` when there is no such kind.
pub fn issue_session(root: &[u8; 32], kind: u8, now: Timestamp, entropy: &dyn Entropy) -> Option<IssuedSession> {
    let root = Root::from_bytes(root)?;
    let token = Token::issue(&root, SessionKind::from_number(kind)?, now, entropy);
    let row = token.row_key();
    Some(IssuedSession {
        text: token.text().to_string(),
        cookie: token.cookie(&root, now, None).to_string(),
        row_key: row.0,
        sealed_root: token.seal_root(&root, entropy).ok()?,
        sealed_day: root.seal_day(&row, now.day(), entropy).ok()?,
        public_id: public_id(&row),
        end: token.end(),
    })
}

/// What a request with this text gets: `good`, `renew`, or the name of the refusal. `sealed_root` is its row's.
pub fn presented(text: &str, bearer: bool, sealed_root: &[u8], now: Timestamp) -> String {
    let read = if bearer { Presented::from_bearer(text) } else { Presented::from_cookie(text) };
    let presented = match read {
        Ok(presented) => presented,
        Err(error) => return format!("{error:?}"),
    };
    let Ok(root) = presented.token.open_root(sealed_root) else { return "no root".to_owned() };
    match presented.check(&root, now) {
        Ok(Standing::Good) => "good".to_owned(),
        Ok(Standing::RenewStamp) => "renew".to_owned(),
        Err(error) => format!("{error:?}"),
    }
}

/// The day of sign-in that a row holds.
pub fn opened_day(root: &[u8; 32], row: [u8; 32], sealed: &[u8]) -> Option<i64> {
    Root::from_bytes(root)?.open_day(&SessionRowKey(row), sealed).ok()
}

/// `HandleWords::pairs`, or what is wrong with the lists.
pub fn handle_pairs(adjectives: &str, nouns: &str) -> Result<u64, String> {
    HandleWords::new(adjectives, nouns).map(|words| words.pairs()).map_err(|error: HandleListError| error.to_string())
}

/// `HandleWords::pick` for each roll.
pub fn handles(adjectives: &str, nouns: &str, rolls: &[[u8; 32]], three: bool) -> Vec<String> {
    let shape = if three { HandleShape::Three } else { HandleShape::Two };
    let Ok(words) = HandleWords::new(adjectives, nouns) else { return Vec::new() };
    rolls.iter().map(|roll| words.pick(roll, shape)).collect()
}

/// A face's picture: fill, letters, mark by rows, and the whole as SVG.
pub fn picture(id: PersonaId, handle: &str) -> (u8, String, [bool; 25], String) {
    let avatar = Avatar::of(id, handle);
    let drawn = svg(&avatar);
    (avatar.fill, avatar.initials, avatar.cells, drawn)
}

/// The keys of one member's rows, by which a test knows what an attacker must not be able to tell.
pub struct MemberRows {
    /// `members.tag`.
    pub unlocks: [u8; 32],
    /// `sessions.tag`.
    pub sessions: [u8; 32],
    /// `personas.key` of every face there may be.
    pub faces: Vec<[u8; 32]>,
    /// `sealed_rows.key` of rows of which a member has one.
    pub sealed: Vec<[u8; 32]>,
    /// `sealed_rows.key` of every draft there may be.
    pub drafts: Vec<[u8; 32]>,
    /// `reactions.key` of every reaction to these posts.
    pub reactions: Vec<[u8; 32]>,
}

/// Which of a member's keys are wanted.
pub struct Asked<'a> {
    /// Faces on these boards.
    pub boards: &'a [BoardCode],
    /// Generations on each board, and one-off faces.
    pub faces: u32,
    /// Reactions to these posts.
    pub posts: &'a [PostId],
    /// Drafts that expire on these days since 1970.
    pub days: std::ops::Range<i64>,
    /// Drafts on each of these days.
    pub drafts: u32,
}

/// `sessions.key` of the session of a script's token; `None` when it is no such token.
pub fn session_row(token: &str) -> Option<[u8; 32]> {
    Some(Presented::from_bearer(token).ok()?.token.row_key().0)
}

/// The keys of the rows of the member with this token. `sealed_root` is the column of the token's session.
pub fn member_rows(token: &str, sealed_root: &[u8], asked: &Asked<'_>) -> Option<MemberRows> {
    let root = Presented::from_bearer(token).ok()?.token.open_root(sealed_root).ok()?;
    let on_boards = asked.boards.iter().flat_map(|board| (0..asked.faces).map(|n| root.face(board, n)));
    let faces = on_boards.chain((0..asked.faces).map(|n| root.one_off(n))).map(|tag| tag.row_key().0).collect();
    let drafts = asked.days.clone().flat_map(|day| (0..asked.drafts).map(move |n| (day, n)));
    let reactions = asked.posts.iter().flat_map(|post| (0..8).map(|kind| root.reaction(*post, kind)));
    Some(MemberRows {
        unlocks: root.unlocks(),
        sessions: root.sessions(),
        faces,
        sealed: RowKind::NAMED.iter().map(|(kind, _)| root.sealed(kind)).collect(),
        drafts: drafts.map(|(day, n)| root.draft(day, n)).collect(),
        reactions: reactions.collect(),
    })
}
