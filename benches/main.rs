//! Benches: one file a group.

mod markup;

criterion::criterion_main!(markup::benches);
