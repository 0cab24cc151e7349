//! Benches: one file a group.

mod store;

criterion::criterion_main!(store::benches);
