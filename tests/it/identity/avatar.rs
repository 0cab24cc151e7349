//! Pictures of faces.

use std::collections::HashSet;

use leeward::app::probe::picture;
use leeward::domain::entropy::draw;
use leeward::domain::ids::PersonaId;

use super::{rising, seeded};

#[test]
fn a_picture_is_as_written_down() {
    let (fill, initials, cells, _) = picture(PersonaId(rising(0)), "quiet-heron");
    let rows: Vec<String> =
        cells.chunks(5).map(|row| row.iter().map(|cell| if *cell { '#' } else { '.' }).collect()).collect();
    assert_eq!(fill, 11);
    assert_eq!(initials, "QH");
    assert_eq!(rows, ["#####", "##.##", ".###.", ".#.#.", "#.#.#"]);
}

#[test]
fn letters_are_those_of_the_first_and_the_last_word() {
    let letters = |handle| picture(PersonaId(rising(0)), handle).1;
    assert_eq!(letters("slow-amber-river"), "SR");
    assert_eq!(letters("cedar"), "C");
    assert_eq!(letters(""), "");
    assert_eq!(letters("<b>-&x"), "BX");
}

#[test]
fn fills_and_marks_are_spread_over_all_there_are_and_mirrored() {
    let entropy = seeded(6);
    let (mut fills, mut marks) = ([0_u32; 12], HashSet::new());
    for _ in 0..12_000 {
        let (fill, _, cells, _) = picture(PersonaId(draw(&entropy)), "quiet-heron");
        fills[usize::from(fill)] += 1;
        assert!(cells.chunks(5).all(|row| row[0] == row[4] && row[1] == row[3]));
        marks.insert(cells);
    }
    // 1,000 expected each; five standard deviations are 151. Of 32,768 marks 12,000 draws meet about 10,050.
    assert!(fills.iter().all(|count| (849..1_151).contains(count)), "{fills:?}");
    assert!((9_800..10_300).contains(&marks.len()), "{}", marks.len());
}

#[test]
fn the_drawing_is_whole_and_asks_for_nothing() {
    let (.., drawing) = picture(PersonaId(rising(0)), "quiet-heron");
    assert!(drawing.starts_with(r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 32""#));
    assert!(drawing.ends_with("</svg>"));
    assert!(drawing.contains("fill=\"#9a6182\"") && drawing.contains(">QH</text>"));
    for absent in ["style", "href", "<title", "<script", "url("] {
        assert!(!drawing.contains(absent), "{absent}");
    }
}
