//! Judging pairs: how well does a score tell pairs that belong together from pairs that do not?

/// What two things are compared by: one column of all things of a side.
pub struct Feature {
    /// `table.column`.
    pub name: String,
    /// Words are compared by equality and as the number that their first eight bytes make; numbers as they are.
    pub word: bool,
    /// Each thing's values, as sorted hashes: for equality.
    pub same: Vec<Vec<u64>>,
    /// Each thing's values, as sorted numbers: for nearness. Empty when only equality is asked.
    pub near: Vec<Vec<f64>>,
}

/// Two things and whether they belong together.
#[derive(Clone, Copy)]
pub struct Pair {
    pub left: usize,
    pub right: usize,
    pub together: bool,
}

/// How one score did.
#[derive(Clone, Debug)]
pub struct Scored {
    pub name: String,
    /// Area under the curve: the chance that a pair that belongs together scores above one that does not.
    pub auc: f64,
    /// Its standard error if the score tells nothing, ties counted.
    pub error: f64,
}

impl Scored {
    /// How far from telling nothing.
    pub fn distance(&self) -> f64 {
        (self.auc - 0.5).abs()
    }
}

/// The area under the ROC curve by ranks, ties at their mean rank (Mann and Whitney 1947; Hanley and McNeil 1982), and
/// its standard error under the null hypothesis with the correction for ties.
pub fn auc(scores: &[f64], pairs: &[Pair]) -> (f64, f64) {
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_unstable_by(|a, b| scores[*a].total_cmp(&scores[*b]));
    let (mut at, mut ranks, mut ties) = (0, 0.0, 0.0);
    while at < order.len() {
        let from = at;
        while at < order.len() && scores[order[at]] == scores[order[from]] {
            at += 1;
        }
        let (tied, rank) = ((at - from) as f64, (from + at + 1) as f64 / 2.0);
        ties += tied.powi(3) - tied;
        ranks += rank * order[from..at].iter().filter(|pair| pairs[**pair].together).count() as f64;
    }
    let all = scores.len() as f64;
    let together = pairs.iter().filter(|pair| pair.together).count() as f64;
    let apart = all - together;
    let area = (ranks - together * (together + 1.0) / 2.0) / (together * apart);
    let spread = together * apart / 12.0 * (all + 1.0 - ties / (all * (all - 1.0)));
    (area, spread.max(0.0).sqrt() / (together * apart))
}

/// The share of values that the other side has too, both ways.
fn shared(a: &[u64], b: &[u64]) -> f64 {
    if a.is_empty() || b.is_empty() {
        return 0.0;
    }
    let one = |from: &[u64], into: &[u64]| {
        from.iter().filter(|value| into.binary_search(value).is_ok()).count() as f64 / from.len() as f64
    };
    one(a, b) + one(b, a)
}

/// The distance of the two nearest values; without values the greatest there is.
fn nearest(a: &[f64], b: &[f64]) -> f64 {
    let (mut i, mut j, mut least) = (0, 0, f64::MAX);
    while i < a.len() && j < b.len() {
        let apart = a[i] - b[j];
        least = least.min(apart.abs());
        if apart < 0.0 { i += 1 } else { j += 1 }
    }
    least
}

fn middle(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn middles(a: &[f64], b: &[f64]) -> f64 {
    if a.is_empty() || b.is_empty() { f64::MAX } else { (middle(a) - middle(b)).abs() }
}

/// Which column of the left is held against which of the right.
pub struct Match {
    pub left: usize,
    pub right: usize,
    /// Both sides are of one kind: each pair is looked at from both ends.
    pub mirrored: bool,
}

/// Every score of one match: equality, and nearness of the nearest values and of the means.
pub fn of_match(left: &[Feature], right: &[Feature], by: &Match, pairs: &[Pair]) -> Vec<Scored> {
    let (a, b) = (&left[by.left], &right[by.right]);
    let ends = |pair: &Pair| {
        let straight = (pair.left, pair.right);
        let crossed = if by.mirrored && by.left != by.right { Some((pair.right, pair.left)) } else { None };
        std::iter::once(straight).chain(crossed)
    };
    let name = if a.name == b.name { a.name.clone() } else { format!("{} ~ {}", a.name, b.name) };
    let mut scored = Vec::new();
    let mut judge = |what: &str, scores: Vec<f64>| {
        if scores.iter().any(|score| *score != scores[0]) {
            let (auc, error) = auc(&scores, pairs);
            scored.push(Scored { name: format!("{what} {name}"), auc, error });
        }
    };
    let equality = |pair: &Pair| ends(pair).map(|(l, r)| shared(&a.same[l], &b.same[r])).sum();
    judge("equal", pairs.iter().map(equality).collect());
    if !a.near.is_empty() && !b.near.is_empty() {
        let near = |pair: &Pair| ends(pair).map(|(l, r)| -nearest(&a.near[l], &b.near[r])).fold(f64::MIN, f64::max);
        judge("near", pairs.iter().map(near).collect());
        let mean = |pair: &Pair| ends(pair).map(|(l, r)| -middles(&a.near[l], &b.near[r])).fold(f64::MIN, f64::max);
        judge("mean", pairs.iter().map(mean).collect());
    }
    scored
}

/// Every score of all matches, worst first, on both cores.
pub fn all(left: &[Feature], right: &[Feature], matches: &[Match], pairs: &[Pair]) -> Vec<Scored> {
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    let mut scored: Vec<Scored> = std::thread::scope(|scope| {
        let work: Vec<_> = (0..workers)
            .map(|worker| {
                scope.spawn(move || {
                    let mine = matches.iter().skip(worker).step_by(workers);
                    mine.flat_map(|by| of_match(left, right, by, pairs)).collect::<Vec<_>>()
                })
            })
            .collect();
        work.into_iter().flat_map(|work| work.join().unwrap()).collect()
    });
    scored.sort_by(|a, b| b.distance().total_cmp(&a.distance()));
    scored
}
