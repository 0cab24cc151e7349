//! What is never stored or logged (CONTRACT §2.8): each request carries marks of its own; afterwards none of them lies
//! in the database, the data folder, the log at its loudest, or the counts. The same search finds marks that were put
//! there by hand.

mod outsider;
mod places;

use std::fs::File;
use std::io::Write;

use outsider::{Marks, Outsider};
use places::{Loud, Mark, Place, database, files, found};
use sea_orm::{ConnectionTrait, Database, DbBackend};

use super::unlinkable::chance::Chance;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_of_a_request_is_stored_logged_or_counted() {
    let loud = Loud::start().await;
    let mut outsider = Outsider { at: loud.at, chance: Chance(5), number: 0, marks: Marks::default() };
    for _ in 0..4 {
        outsider.lives();
    }
    let mut places = loud.places().await;
    loud.running.terminate();
    let marks = outsider.marks;
    assert!(marks.nowhere.len() > 400, "{}", marks.nowhere.len());
    assert_eq!(found(&places, &marks.nowhere), Vec::<String>::new());
    places.retain(|place| place.name == "metrics");
    places.extend(loud.logs());
    assert_eq!(found(&places, &marks.unlogged), Vec::<String>::new());
    marks_put_there_by_hand_are_found(&loud, &marks).await;
    if let (Some(name), Ok(base)) = (&loud.postgres, std::env::var("TEST_DATABASE_URL")) {
        let admin = Database::connect(&base).await.unwrap();
        admin.execute_unprepared(&format!("DROP DATABASE {name} WITH (FORCE)")).await.unwrap();
    }
}

/// The control: the search that found nothing finds what is there.
async fn marks_put_there_by_hand_are_found(loud: &Loud, marks: &Marks) {
    let mark = &marks.nowhere[7].1;
    let text = String::from_utf8(mark.clone()).unwrap();
    std::fs::write(loud.folder.path().join("data/left-behind"), format!("agent={text};")).unwrap();
    let mut log = File::options().append(true).open(loud.outputs.path().join("stderr")).unwrap();
    writeln!(log, "{{\"fields\":{{\"agent\":\"{text}\"}}}}").unwrap();
    let conn = Database::connect(&loud.url).await.unwrap();
    let hex = data_encoding::HEXLOWER.encode(mark);
    let sqlite = conn.get_database_backend() == DbBackend::Sqlite;
    let bytes = if sqlite { format!("x'{hex}'") } else { format!("'\\x{hex}'::bytea") };
    conn.execute_unprepared(&format!("INSERT INTO site (name, value) VALUES ('planted', {bytes})")).await.unwrap();
    conn.execute_unprepared(&format!("UPDATE boards SET description = '{text}' WHERE code = 'k7'")).await.unwrap();
    let mut places = database(&conn, &loud.url).await;
    files(loud.folder.path(), &mut places);
    places.extend(loud.logs());
    places.push(Place { name: "metrics".to_owned(), bytes: format!("requests{{agent=\"{text}\"}} 1").into_bytes() });
    let found = found(&places, &marks.nowhere[7..8]);
    let engine = if sqlite { "file leeward.db" } else { "pg_dump" };
    for place in [engine, "table site", "table boards", "file left-behind", "file stderr", "metrics"] {
        assert!(found.iter().any(|line| line.starts_with(place)), "{place}: {found:?}");
    }
    // A body is in the database, where it belongs.
    let bodies: Vec<Mark> =
        marks.unlogged.iter().filter(|(what, _)| what == "a reply" || what == "an edited body").cloned().collect();
    assert!(!self::found(&places, &bodies).is_empty(), "texts are in the database");
}
