//! The files that browsers fetch: one sheet, the scripts, the icon, under one name for the whole tree.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rust_embed::Embed;
use sha2::{Digest, Sha256, Sha384};

use crate::view::script::{Module, join};

/// Styles, scripts and pictures: from disk in debug builds, inside the binary in release builds.
#[derive(Embed)]
#[folder = "frontend/"]
#[include = "styles/*.css"]
#[include = "parts/*.css"]
#[include = "parts/*.js"]
#[include = "scripts/*.js"]
#[include = "assets/*"]
struct Files;

/// One file as it is served.
#[derive(Clone, Debug)]
pub struct Asset {
    /// The media type, with its charset where it is text.
    pub media_type: &'static str,
    /// The bytes.
    pub bytes: Cow<'static, [u8]>,
}

/// All files, by their path below `/static/{tree-hash}/`.
#[derive(Clone, Debug)]
pub struct Assets {
    /// By path: `site.css`, `favicon.png`, `scripts/main.js`, `parts/composer/composer.js` …
    files: BTreeMap<String, Asset>,
    /// 16 hex digits over all paths and bytes.
    tree: String,
    /// `sha384-…` of the script (W3C Subresource Integrity).
    integrity: String,
}

impl Assets {
    /// Reads everything and joins the sheet. Done once at start.
    pub fn load() -> Self {
        let mut files = BTreeMap::new();
        files.insert("site.css".to_owned(), Asset { media_type: CSS, bytes: Cow::Owned(sheet().into_bytes()) });
        let script = script();
        let integrity = format!("sha384-{}", data_encoding::BASE64.encode(&Sha384::digest(script.as_bytes())));
        files.insert("site.js".to_owned(), Asset { media_type: JS, bytes: Cow::Owned(script.into_bytes()) });
        for path in Files::iter().filter(|path| !path.ends_with(".js")) {
            let Some(media_type) = media_type(&path) else { continue };
            if let Some(file) = Files::get(&path) {
                let name = path.strip_prefix("assets/").unwrap_or(&path).to_owned();
                files.insert(name, Asset { media_type, bytes: file.data });
            }
        }
        let mut hash = Sha256::new();
        for (path, asset) in &files {
            hash.update(path.as_bytes());
            hash.update([0]);
            hash.update(Sha256::digest(&asset.bytes));
        }
        let tree = data_encoding::HEXLOWER.encode(hash.finalize().get(..8).unwrap_or(&[]));
        Self { files, tree, integrity }
    }

    /// The path under which this build's files lie: `/static/{tree-hash}`, as [`crate::view::page::Shell::assets`].
    pub fn base(&self) -> String {
        format!("/static/{}", self.tree)
    }

    /// The hash under which a page asks for the script.
    pub fn integrity(&self) -> &str {
        &self.integrity
    }

    /// The name of the tree.
    pub fn tree(&self) -> &str {
        &self.tree
    }

    /// A file by its path below the tree's name. `None` when there is none.
    pub fn find(&self, path: &str) -> Option<&Asset> {
        self.files.get(path)
    }

    /// All files, in order of path: for those who compress them once at start.
    pub fn all(&self) -> impl Iterator<Item = (&str, &Asset)> {
        self.files.iter().map(|(path, asset)| (path.as_str(), asset))
    }
}

/// The type of the script.
const JS: &str = "text/javascript; charset=utf-8";

/// All modules joined into one script.
pub fn script() -> String {
    let text = |path: &str| Files::get(path).map(|file| String::from_utf8_lossy(&file.data).into_owned());
    let modules = Files::iter().filter(|path| path.ends_with(".js") && path != "scripts/main.js");
    let modules = modules.filter_map(|path| Some(Module { text: text(&path)?, path: path.into_owned() }));
    join(modules.collect(), &text("scripts/main.js").unwrap_or_default())
}

/// The type of the sheet.
const CSS: &str = "text/css; charset=utf-8";

/// What a browser fetches by itself; styles are in the sheet, samples stay here.
fn media_type(path: &str) -> Option<&'static str> {
    match path.rsplit('.').next() {
        Some("png") => Some("image/png"),
        _ => None,
    }
}

/// All styles joined into one sheet, each in its layer, so that order of files decides nothing.
pub fn sheet() -> String {
    let mut joined = String::from("@layer tokens,base,layout,parts,print;\n");
    for layer in ["tokens", "base", "layout"] {
        push_layer(&mut joined, layer, &format!("styles/{layer}.css"));
    }
    let mut parts: Vec<_> = Files::iter().filter(|p| p.starts_with("parts/") && p.ends_with(".css")).collect();
    parts.sort();
    for part in parts {
        push_layer(&mut joined, "parts", &part);
    }
    push_layer(&mut joined, "print", "styles/print.css");
    joined
}

/// Appends one file in its layer, without comments and indentation.
fn push_layer(joined: &mut String, layer: &str, path: &str) {
    let Some(file) = Files::get(path) else { return };
    let text = String::from_utf8_lossy(&file.data);
    joined.push_str(&format!("@layer {layer}{{\n"));
    let mut rest: &str = &text;
    while let Some((before, after)) = rest.split_once("/*") {
        push_lines(joined, before);
        rest = after.split_once("*/").map_or("", |(_, tail)| tail);
    }
    push_lines(joined, rest);
    joined.push_str("}\n");
}

/// Appends lines without indentation and without empty ones.
fn push_lines(joined: &mut String, text: &str) {
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        joined.push_str(line);
        joined.push('\n');
    }
}
