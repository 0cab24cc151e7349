//! Benches: one file a group.

mod markup;
mod store;

criterion::criterion_main!(markup::benches, store::benches);
