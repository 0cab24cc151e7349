//! The database: one file of queries per table; the only user of sea-orm.
