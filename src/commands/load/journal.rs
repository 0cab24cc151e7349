//! What each writer and reader saw, as JSON Lines, for checkers that look at a whole history.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use serde_json::json;

use super::record::{MISSING, Record};
use super::writer::{Outcome, Sent};

/// Writes a file for each writer and each reader of a run.
pub(super) fn write(folder: &Path, run: &str, sent: &[Vec<Sent>], records: &[Record]) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    for (number, posts) in sent.iter().enumerate() {
        let mut file = BufWriter::new(File::create(folder.join(format!("{run}-writer-{number}.jsonl")))?);
        for post in posts {
            writeln!(file, "{}", line_of(post))?;
        }
        file.flush()?;
    }
    for (number, record) in records.iter().enumerate() {
        let mut file = BufWriter::new(File::create(folder.join(format!("{run}-reader-{number}.jsonl")))?);
        let head = json!({
            "after": record.after, "connected": record.connected, "repeated": record.repeated,
            "resyncs": record.resyncs, "said": record.said,
        });
        writeln!(file, "{head}")?;
        for (seq, at_us) in (record.after.saturating_add(1)..).zip(&record.at_us).filter(|(_, at)| **at != MISSING) {
            writeln!(file, r#"{{"seq":{seq},"at_us":{at_us}}}"#)?;
        }
        file.flush()?;
    }
    Ok(())
}

fn line_of(post: &Sent) -> serde_json::Value {
    let (outcome, id, status) = match &post.outcome {
        Outcome::Published(id) => ("published", Some(id), 201),
        Outcome::Held => ("held", None, 202),
        Outcome::Refused(status) => ("refused", None, *status),
        Outcome::Unknown => ("unknown", None, 0),
    };
    json!({
        "key": post.key, "sent_us": post.sent_us, "answered_us": post.answered_us, "tries": post.tries,
        "outcome": outcome, "post": id, "status": status,
    })
}
