//! Who is who: what the test knows and the server must not tell.

use std::collections::{BTreeSet, HashMap};

use leeward::app::probe::{Asked, member_rows, session_row};
use leeward::domain::ids::PostId;

use super::act::{BOARDS, Busy};
use super::dump::{Dump, Table, Value};

/// Whose a row is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Owner {
    Face(usize),
    /// A row of a member other than a draft.
    Member(usize),
    Draft(usize),
}

/// A face.
pub struct Face {
    pub member: usize,
    pub board: String,
    pub key: Vec<u8>,
}

/// Everything the test knows.
pub struct Truth {
    pub members: usize,
    pub faces: Vec<Face>,
    /// The member of each draft.
    pub drafts: Vec<usize>,
    /// Any key, tag or id, and whose it is.
    ids: HashMap<Vec<u8>, Owner>,
}

fn bytes<'a>(table: &Table, row: &'a [Value], column: &str) -> Option<&'a [u8]> {
    match table.column(column).map(|at| &row[at]) {
        Some(Value::Bytes(bytes)) => Some(bytes),
        _ => None,
    }
}

fn by_key(table: &Table) -> HashMap<&[u8], &[Value]> {
    table.rows.iter().map(|row| (bytes(table, row, "key").unwrap(), row.as_slice())).collect()
}

impl Truth {
    /// Finds out from tokens: a token opens its session's row, the row gives the root, and the root gives all keys.
    pub fn of(busy: &Busy) -> Self {
        let mut truth = Self { members: busy.people.len(), faces: Vec::new(), drafts: Vec::new(), ids: HashMap::new() };
        let dump = &busy.dumps[1];
        let sessions = &dump.0["sessions"];
        let boards = BOARDS.map(|board| board.parse().unwrap());
        for (member, person) in busy.people.iter().enumerate() {
            let token = person.client.token.as_deref().unwrap();
            let key = session_row(token).unwrap();
            let row = sessions.rows.iter().find(|row| bytes(sessions, row, "key") == Some(&key)).unwrap();
            let posts: Vec<PostId> = person.reacted.iter().map(|post| post.parse().unwrap()).collect();
            let asked = Asked { boards: &boards, faces: 12, posts: &posts, days: 20_790..20_800, drafts: 32 };
            let rows = member_rows(token, bytes(sessions, row, "sealed_root").unwrap(), &asked).unwrap();
            for key in [rows.unlocks, rows.sessions].into_iter().chain(rows.sealed).chain(rows.reactions) {
                truth.ids.insert(key.to_vec(), Owner::Member(member));
            }
            truth.add_faces(dump, member, &rows.faces);
            for dump in &busy.dumps {
                truth.add_drafts(dump, member, &rows.drafts);
            }
        }
        for dump in &busy.dumps {
            truth.add_posts(dump);
            truth.everything_of_people_is_somebodys(dump);
        }
        truth
    }

    fn add_faces(&mut self, dump: &Dump, member: usize, keys: &[[u8; 32]]) {
        let table = &dump.0["personas"];
        let by_key = by_key(table);
        for row in keys.iter().filter_map(|key| by_key.get(key.as_slice())) {
            let Some(Value::Text(board)) = table.column("board").map(|at| &row[at]) else { panic!("a board") };
            let face = Owner::Face(self.faces.len());
            let key = bytes(table, row, "key").unwrap().to_vec();
            self.faces.push(Face { member, board: board.clone(), key: key.clone() });
            self.ids.insert(key, face);
            self.ids.insert(bytes(table, row, "id").unwrap().to_vec(), face);
        }
    }

    fn add_drafts(&mut self, dump: &Dump, member: usize, keys: &[[u8; 32]]) {
        let by_key = by_key(&dump.0["sealed_rows"]);
        for key in keys.iter().filter(|key| by_key.contains_key(key.as_slice())) {
            if !self.ids.contains_key(key.as_slice()) {
                self.ids.insert(key.to_vec(), Owner::Draft(self.drafts.len()));
                self.drafts.push(member);
            }
        }
    }

    fn add_posts(&mut self, dump: &Dump) {
        let table = &dump.0["posts"];
        for row in &table.rows {
            let author = bytes(table, row, "author").and_then(|key| self.ids.get(key)).copied();
            if let Some(face) = author {
                self.ids.insert(bytes(table, row, "id").unwrap().to_vec(), face);
            }
        }
    }

    /// A row that the test cannot assign would escape the judgement.
    fn everything_of_people_is_somebodys(&self, dump: &Dump) {
        let posts = &dump.0["posts"];
        let left: BTreeSet<Vec<u8>> = (posts.rows.iter())
            .filter(|row| bytes(posts, row, "author").is_none())
            .filter_map(|row| bytes(posts, row, "id").map(<[u8]>::to_vec))
            .collect();
        // What was told of a post whose writer has left is nobody's any more.
        let of_nobody = |name: &str, table: &Table, row: &[Value]| {
            name == "notifications" && bytes(table, row, "post").is_some_and(|post| left.contains(post))
        };
        for name in ["members", "sessions", "sealed_rows", "personas", "reactions", "notifications"] {
            let table = &dump.0[name];
            for row in table.rows.iter().filter(|row| !of_nobody(name, table, row)) {
                assert!(self.owner(name, table, row).is_some(), "{name}: a row that nobody owns");
            }
        }
    }

    /// Notes a row that a planted leak wrote for a member.
    pub fn plant(&mut self, key: Vec<u8>, member: usize) {
        self.ids.insert(key, Owner::Member(member));
    }

    /// Whose a row is; `None` for rows of no person.
    pub fn owner(&self, name: &str, table: &Table, row: &[Value]) -> Option<Owner> {
        let by = |column: &str| bytes(table, row, column).and_then(|key| self.ids.get(key)).copied();
        match name {
            "posts" | "threads" => by("author"),
            // What a face is told stands in the transaction of who answered it.
            "events" | "notifications" => by("post"),
            // A reaction names its post too; its own key comes first.
            _ => table.columns.iter().find_map(|column| by(column)),
        }
    }
}
