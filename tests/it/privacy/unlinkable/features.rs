//! What an attacker compares: for each thing (a face, a member, a draft) the values of each column of its rows.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use super::dump::{Dump, Table, Value};
use super::score::{Feature, Match};
use super::truth::{Owner, Truth};

/// Of what a side of pairs consists.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Faces,
    /// Members with all their rows.
    Members,
    /// Members without their drafts.
    Bare,
    Drafts,
}

impl Side {
    fn things(self, truth: &Truth) -> usize {
        match self {
            Self::Faces => truth.faces.len(),
            Self::Members | Self::Bare => truth.members,
            Self::Drafts => truth.drafts.len(),
        }
    }

    fn thing(self, owner: Owner, truth: &Truth) -> Option<usize> {
        match (self, owner) {
            (Self::Faces, Owner::Face(n))
            | (Self::Members | Self::Bare, Owner::Member(n))
            | (Self::Drafts, Owner::Draft(n)) => Some(n),
            (Self::Members, Owner::Draft(n)) => Some(truth.drafts[n]),
            _ => None,
        }
    }
}

/// One row of one of the dumps, the thing that it belongs to, and what became of it between the dumps.
struct Row<'a> {
    thing: usize,
    values: &'a [Value],
    /// 0: as before, 1: changed, 2: new, 3: gone.
    fate: i64,
}

/// The rows of a table as they lie in the last dump, and those that went since the first.
fn rows<'a>(name: &str, dumps: &'a [Dump], truth: &Truth, side: Side) -> Vec<Row<'a>> {
    let (Some(first), Some(last)) = (dumps.first(), dumps.last()) else { return Vec::new() };
    let last = &last.0[name];
    let before: HashMap<String, &Vec<Value>> = match first.0.get(name) {
        Some(table) if dumps.len() > 1 => table.rows.iter().map(|row| (table.key_of(row), row)).collect(),
        _ => HashMap::new(),
    };
    // Where a row lies is the engine's business and changes without anybody's act.
    let own: Vec<usize> = (0..last.columns.len()).filter(|at| !last.columns[*at].starts_with('@')).collect();
    let mut found = Vec::new();
    let mut seen = HashSet::new();
    let thing = |table: &Table, row: &[Value]| truth.owner(name, table, row).and_then(|o| side.thing(o, truth));
    for row in &last.rows {
        let key = last.key_of(row);
        let fate = match before.get(&key) {
            None => 2,
            Some(was) => i64::from(own.iter().any(|at| was.get(*at) != row.get(*at))),
        };
        seen.insert(key);
        if let Some(thing) = thing(last, row) {
            found.push(Row { thing, values: row, fate });
        }
    }
    for (_, row) in before.iter().filter(|(key, _)| !seen.contains(*key)) {
        if let Some(thing) = thing(&first.0[name], row) {
            found.push(Row { thing, values: row, fate: 3 });
        }
    }
    found
}

fn hash(of: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    of.hash(&mut hasher);
    hasher.finish()
}

fn hash_of(value: &Value) -> u64 {
    match value {
        Value::Nothing => 0,
        Value::Number(number) => hash(number),
        Value::Text(text) => hash(text),
        Value::Bytes(bytes) => hash(bytes),
    }
}

/// The first eight bytes as a number: words that begin alike lie near each other.
fn head(bytes: &[u8]) -> f64 {
    let mut head = [0; 8];
    for (to, from) in head.iter_mut().zip(bytes) {
        *to = *from;
    }
    u64::from_be_bytes(head) as f64
}

fn number_of(value: &Value) -> f64 {
    match value {
        Value::Nothing => 0.0,
        Value::Number(number) => *number as f64,
        Value::Text(text) => head(text.as_bytes()),
        Value::Bytes(bytes) => head(bytes),
    }
}

fn build(name: String, word: bool, things: usize, values: &[(usize, u64, Option<f64>)]) -> Option<Feature> {
    let first = values.first()?;
    if values.iter().all(|value| value.1 == first.1) {
        return None;
    }
    let (mut same, mut near) = (vec![Vec::new(); things], vec![Vec::new(); things]);
    for (thing, hash, number) in values {
        same[*thing].push(*hash);
        near[*thing].extend(number.iter());
    }
    same.iter_mut().for_each(|values| values.sort_unstable());
    near.iter_mut().for_each(|values: &mut Vec<f64>| values.sort_unstable_by(f64::total_cmp));
    if values.iter().all(|value| value.2.is_none()) {
        near.clear();
    }
    Some(Feature { name, word, same, near })
}

/// What a row is compared by: a hash for equality, a number for nearness.
type Compared<'a> = dyn Fn(&Row<'_>) -> Option<(u64, Option<f64>)> + 'a;

/// Everything that a side can be compared by. Columns that are the same everywhere tell nothing and are left out.
pub fn of(dumps: &[Dump], truth: &Truth, side: Side) -> Vec<Feature> {
    let things = side.things(truth);
    let mut features = Vec::new();
    let Some(last) = dumps.last() else { return features };
    for (name, table) in &last.0 {
        let rows = rows(name, dumps, truth, side);
        if rows.is_empty() {
            continue;
        }
        let mut add = |what: String, word: bool, value: &Compared<'_>| {
            let values: Vec<_> =
                rows.iter().filter_map(|row| value(row).map(|(hash, number)| (row.thing, hash, number))).collect();
            let feature = build(format!("{name}.{what}"), word, things, &values);
            let varies = feature.is_some();
            features.extend(feature);
            varies
        };
        let number = |n: i64| Some((hash(&n), Some(n as f64)));
        add("fate()".to_owned(), false, &|row| number(row.fate));
        let mut varying = Vec::new();
        for (at, column) in table.columns.iter().enumerate() {
            let word = rows.iter().any(|row| matches!(row.values[at], Value::Text(_) | Value::Bytes(_)));
            add(format!("has({column})"), false, &|row| number(i64::from(row.values[at] != Value::Nothing)));
            add(format!("len({column})"), false, &|row| match &row.values[at] {
                Value::Text(text) => number(text.len() as i64),
                Value::Bytes(bytes) => number(bytes.len() as i64),
                _ => None,
            });
            let value = |row: &Row<'_>| match &row.values[at] {
                Value::Nothing => None,
                value => Some((hash_of(value), Some(number_of(value)))),
            };
            if add(column.clone(), word, &value) {
                varying.push(at);
            }
        }
        for (n, one) in varying.iter().enumerate() {
            for other in &varying[n + 1..] {
                let what = format!("({}, {})", table.columns[*one], table.columns[*other]);
                add(what, true, &|row| {
                    let (one, other) = (&row.values[*one], &row.values[*other]);
                    let whole = *one != Value::Nothing && *other != Value::Nothing;
                    whole.then(|| (hash(&(hash_of(one), hash_of(other))), None))
                });
            }
        }
    }
    features
}

/// A number of the engine's: where or by which transaction a row was written.
fn engines(feature: &Feature) -> bool {
    feature.name.contains(".@")
}

/// What is derived from a column or from two: held only against the same of the other side.
fn derived(feature: &Feature) -> bool {
    feature.name.ends_with(')')
}

/// Each column against each column that it can be compared with. `only` keeps those in which this word occurs.
pub fn matches(left: &[Feature], right: &[Feature], mirrored: bool, only: &str) -> Vec<Match> {
    let mut matches = Vec::new();
    for (l, a) in left.iter().enumerate() {
        for (r, b) in right.iter().enumerate() {
            let comparable =
                if derived(a) || derived(b) { a.name == b.name } else { a.word == b.word && engines(a) == engines(b) };
            let wanted = a.name.contains(only) || b.name.contains(only);
            if comparable && wanted && !(mirrored && r < l) {
                matches.push(Match { left: l, right: r, mirrored });
            }
        }
    }
    matches
}
