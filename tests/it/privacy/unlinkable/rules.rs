//! What follows from the rules of the site: first posts are held over all boards (CONTRACT §7), so a post that was
//! held after three of another face were approved is not of the same member.

use super::dump::{Dump, Value};
use super::score::{Pair, Scored, auc};
use super::truth::{Owner, Truth};

/// One post of a face: when it was written, whether it seems to have been held, when it appeared.
struct Post {
    created: i64,
    held: bool,
    published: Option<i64>,
}

fn posts(dump: &Dump, truth: &Truth) -> Vec<Vec<Post>> {
    let table = &dump.0["posts"];
    let number = |row: &[Value], column: &str| match row[table.column(column).unwrap()] {
        Value::Number(n) => Some(n),
        _ => None,
    };
    let mut posts: Vec<Vec<Post>> = (0..truth.faces.len()).map(|_| Vec::new()).collect();
    for row in &table.rows {
        if let Some(Owner::Face(face)) = truth.owner("posts", table, row) {
            let created = number(row, "created_ms").unwrap();
            let published = number(row, "published_ms");
            // Waiting posts look the same, and hide among each other.
            let held = published.is_none_or(|at| at > created);
            posts[face].push(Post { created, held, published });
        }
    }
    posts
}

/// How well the order of holds and approvals tells who belongs together: a hold after three approved posts of both
/// speaks against it, a post that was not held after them for it.
pub fn holds(dump: &Dump, truth: &Truth, pairs: &[Pair]) -> Scored {
    let posts = posts(dump, truth);
    let approved = |face: usize, before: i64| {
        posts[face].iter().filter(|post| post.published.is_some_and(|at| at < before)).count()
    };
    let judge = |pair: &Pair| {
        let both = [pair.left, pair.right];
        let judged = both.iter().flat_map(|face| &posts[*face]).map(|post| {
            let before = both.iter().map(|face| approved(*face, post.created)).sum::<usize>();
            match (post.held, before) {
                (true, 3..) => -100.0,
                (true, _) => 0.0,
                (false, before) => before.min(3) as f64,
            }
        });
        judged.sum()
    };
    let scores: Vec<f64> = pairs.iter().map(judge).collect();
    let (auc, error) = auc(&scores, pairs);
    Scored { name: "face-face by the rule of held first posts".to_owned(), auc, error }
}
