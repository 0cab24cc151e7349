//! Where each row of a SQLite file lies: a walk over the pages of a table (SQLite, "Database File Format", §1.6).

/// One row's place in the file.
pub struct Place {
    /// The page's number.
    pub page: i64,
    /// The offset of its cell within the page: newer cells of a page lie before older ones.
    pub offset: i64,
}

const INTERIOR_INDEX: u8 = 2;
const INTERIOR_TABLE: u8 = 5;
const LEAF_INDEX: u8 = 10;
const LEAF_TABLE: u8 = 13;

/// The places of all rows of the table with this root page, in the order of the table's key.
pub fn walk(file: &[u8], root: u32) -> Vec<Place> {
    let size = match u16::from_be_bytes([file[16], file[17]]) {
        1 => 65_536,
        size => usize::from(size),
    };
    let mut places = Vec::new();
    visit(file, size, root, &mut places);
    places
}

fn visit(file: &[u8], size: usize, number: u32, places: &mut Vec<Place>) {
    let page = &file[(number as usize - 1) * size..][..size];
    let head = if number == 1 { 100 } else { 0 };
    let two = |at: usize| usize::from(u16::from_be_bytes([page[at], page[at + 1]]));
    let child = |at: usize| u32::from_be_bytes([page[at], page[at + 1], page[at + 2], page[at + 3]]);
    let kind = page[head];
    let interior = matches!(kind, INTERIOR_INDEX | INTERIOR_TABLE);
    assert!(interior || matches!(kind, LEAF_INDEX | LEAF_TABLE), "page {number} is no page of a tree");
    let cells = head + if interior { 12 } else { 8 };
    for cell in 0..two(head + 3) {
        let offset = two(cells + 2 * cell);
        if interior {
            visit(file, size, child(offset), places);
        }
        // The inner pages of a tree with row numbers only show the way.
        if kind != INTERIOR_TABLE {
            places.push(Place { page: i64::from(number), offset: i64::try_from(offset).unwrap() });
        }
    }
    if interior {
        visit(file, size, child(head + 8), places);
    }
}
