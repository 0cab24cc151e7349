//! How long a post takes to render: plain ones, costly ones (SECURITY T7) and those of the corpora.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "benches may stop at the first surprise")]

use std::hint::black_box;
use std::time::Instant;

use criterion::Criterion;
use leeward::markup::{Article, render};

#[path = "../tests/it/markup/generators.rs"]
mod generators;
use generators::{GENERATORS, plain};

/// No source of 10,000 characters takes longer than this.
const MOST_MS: f64 = 50.0;
/// Twice the source may take so many times as long.
const MOST_GROWTH: f64 = 2.6;
/// An attack may take so many times as long as plain words of its length.
const MOST_AGAINST_PLAIN: f64 = 30.0;
/// Growth of a source that is read in less than this is noise.
const SHORTEST_MS: f64 = 0.5;

fn library(_: &str) -> Option<Article> {
    Some(Article { code: "3w".to_owned(), title: "Slow breathing".to_owned() })
}

/// Attempts before a limit counts as broken: a neighbour on the machine may disturb one measurement, not five.
const ATTEMPTS: usize = 5;

/// Times of one source, in milliseconds. Ratios are taken between the least times, which neighbours cannot touch.
struct Times {
    least: f64,
    most: f64,
}

/// Milliseconds that `source` takes, over `rounds` runs.
fn time(source: &str, rounds: usize) -> Times {
    let mut times: Vec<f64> = (0..rounds)
        .map(|_| {
            let start = Instant::now();
            black_box(render(black_box(source), &library));
            start.elapsed().as_secs_f64() * 1_000.0
        })
        .collect();
    times.sort_by(f64::total_cmp);
    Times { least: times[0], most: times[rounds - 1] }
}

/// Plain words of 2 and of 10 KB.
fn plain_words(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("markup");
    for n in [2_000, 10_000] {
        let source = plain(n);
        group.bench_function(format!("plain {n}"), |b| b.iter(|| render(black_box(&source), &library)));
    }
    group.finish();
}

/// Every generator at 10,000 characters within 50 ms, and at most 2.6 times its time at 5,000.
fn costly_sources(_: &mut Criterion) {
    let mut worst = (0.0_f64, "");
    let mut slowest = (0.0_f64, "");
    for (name, generate) in GENERATORS {
        let (half, whole) = (generate(5_000), generate(10_000));
        let mut growth = f64::MAX;
        let mut most = f64::MAX;
        for _ in 0..ATTEMPTS {
            let (half, whole) = (time(&half, 20), time(&whole, 20));
            let is_noise = whole.least < SHORTEST_MS;
            growth = growth.min(if is_noise { 0.0 } else { whole.least / half.least });
            most = most.min(whole.most);
            if growth <= MOST_GROWTH && most <= MOST_MS {
                break;
            }
        }
        println!("markup {name}: {most:.2} ms, grows {growth:.2}");
        assert!(growth <= MOST_GROWTH, "{name} grows {growth:.2}");
        assert!(most <= MOST_MS, "{name} takes {most:.1} ms");
        worst = if growth > worst.0 { (growth, name) } else { worst };
        slowest = if most > slowest.0 { (most, name) } else { slowest };
    }
    println!("markup worst growth {:.2} ({}), slowest {:.2} ms ({})", worst.0, worst.1, slowest.0, slowest.1);
}

/// Every case of the corpora within 30 times the time of plain words of its length.
fn corpora(_: &mut Criterion) {
    let mut worst = (0.0_f64, String::new());
    for file in ["sanitiser-suites", "xss-payload-lists", "markdown-xss", "html-tree-construction"] {
        let path = format!("{}/tests/corpora/{file}.jsonl", env!("CARGO_MANIFEST_DIR"));
        for line in std::fs::read_to_string(path).unwrap().lines() {
            let case: serde_json::Value = serde_json::from_str(line).unwrap();
            let input = case["input"].as_str().unwrap();
            let words = plain(input.chars().count());
            let mut ratio = f64::MAX;
            for _ in 0..ATTEMPTS {
                ratio = ratio.min(time(input, 5).least / time(&words, 5).least);
                if ratio <= MOST_AGAINST_PLAIN {
                    break;
                }
            }
            let id = case["id"].as_str().unwrap();
            assert!(ratio <= MOST_AGAINST_PLAIN, "{id} takes {ratio:.1} times as long as plain words");
            worst = if ratio > worst.0 { (ratio, id.to_owned()) } else { worst };
        }
    }
    println!("markup worst of the corpora {:.1} times plain words ({})", worst.0, worst.1);
}

criterion::criterion_group!(benches, plain_words, costly_sources, corpora);
