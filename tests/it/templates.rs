//! Every page and part, drawn with its samples and read as a browser reads it.

use leeward::app::view_probe;

#[test]
fn smoke() {
    let samples = view_probe::render_samples().unwrap_or_else(|e| panic!("{e}"));
    let dir = std::env::temp_dir().join("leeward-pages");
    for (name, html) in &samples {
        let path = dir.join(format!("{}.html", name.replace('/', "--")));
        std::fs::create_dir_all(&dir).unwrap();
        std::fs::write(path, html).unwrap();
    }
    for (path, bytes) in view_probe::assets() {
        let to = dir.join("static").join(path);
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::fs::write(to, bytes).unwrap();
    }
}
