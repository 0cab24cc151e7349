//! Writes every page in every state and every language into a folder, with the files that pages need, so that browsers
//! can judge what no request reaches: `drawn-pages DIR` makes `DIR/{tag}/{name}.html` and `DIR/static/…`.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use leeward::app::view_probe;

/// The languages that are offered, and the mirror.
const TAGS: [&str; 4] = ["en", "es", "de", "ar-XB"];

/// Draws them all.
fn main() -> Result<(), Box<dyn Error>> {
    let dir = PathBuf::from(std::env::args().nth(1).ok_or("name a folder")?);
    for tag in TAGS {
        for (name, html) in view_probe::render_samples_in(tag)? {
            if html.contains("<html") {
                write(&dir.join(tag).join(format!("{}.html", name.replace('/', "--"))), html.as_bytes())?;
            }
        }
    }
    for (path, bytes) in view_probe::assets() {
        write(&dir.join("static").join(path.rsplit('/').next().unwrap_or(&path)), &bytes)?;
    }
    Ok(())
}

/// Writes a file, and the folder that it needs.
fn write(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    path.parent().map_or(Ok(()), fs::create_dir_all)?;
    fs::write(path, bytes)
}
