//! Who may do what: every route × visitor, another member, and the writer of the thing, in one table written by hand.

mod calls;
mod rows;
mod scene;

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::{Method, Request};
use leeward::app::running::route_list;

use rows::Row;
use scene::Scene;

fn named(method: &str, path: &str) -> String {
    format!("{method} {path}")
}

#[test]
fn every_route_has_a_row() {
    let served: BTreeSet<String> = route_list().iter().map(|(method, path)| named(method, path)).collect();
    let rows: BTreeSet<String> = rows::all().map(|row| named(row.method, row.path)).collect();
    let without: Vec<&String> = served.difference(&rows).collect();
    let gone: Vec<&String> = rows.difference(&served).collect();
    assert!(without.is_empty(), "routes without a row in tests/it/access/rows.rs: {without:?}");
    assert!(gone.is_empty(), "rows without a route: {gone:?}");
}

#[test]
fn no_route_is_listed_twice() {
    let list = route_list();
    let once: BTreeSet<_> = list.iter().collect();
    assert_eq!(once.len(), list.len(), "{list:?}");
}

#[tokio::test]
async fn every_route_answers_each_role_as_the_table_says() {
    let scene = Scene::open().await;
    let mut differences = Vec::new();
    for row in rows::all() {
        differences.extend(scene.play(row).await);
    }
    scene.end().await;
    assert!(differences.is_empty(), "\n{}\n", differences.join("\n"));
}

#[tokio::test]
async fn no_write_is_taken_that_does_not_say_where_it_comes_from() {
    let scene = Scene::open().await;
    for Row { method, path, .. } in rows::all().filter(|row| row.method != "GET") {
        let filled = scene.filled(path, &scene.thing(rows::Thing::Published).await);
        for header in [None, Some("cross-site"), Some("same-site"), Some("none")] {
            let method: Method = method.parse().unwrap();
            let mut request = Request::builder().method(method.clone()).uri(&filled);
            if let Some(site) = header {
                request = request.header("sec-fetch-site", site);
            }
            let answer = scene.writer.send(request.body(Body::empty()).unwrap()).await;
            assert_eq!(answer.status.as_u16(), 403, "{method} {path} from {header:?}");
        }
    }
    scene.end().await;
}

#[tokio::test]
async fn what_only_members_read_is_not_there_for_visitors() {
    let scene = Scene::open().await;
    let thing = scene.thing(rows::Thing::MembersOnly).await;
    let nothing =
        rows::Filling { board: "zz".to_owned(), thread: "0".repeat(16), post: "0".repeat(16), ..thing.clone() };
    for row in rows::all().filter(|row| row.method == "GET" && scene::is_content(row.path)) {
        let visitor = scene.fresh_visitor();
        let hidden = visitor.get(&scene.filled(row.path, &thing)).await;
        let absent = visitor.get(&scene.filled(row.path, &nothing)).await;
        // The same answer as for what does not exist, but for the address that the page itself was asked by.
        let told = |body: &str| {
            let names = [&thing, &nothing].into_iter().flat_map(|one| [&one.board, &one.thread, &one.post]);
            names.fold(body.to_owned(), |body, name| body.replace(name.as_str(), "#"))
        };
        assert_eq!(hidden.status, absent.status, "{}", row.path);
        assert!(told(&hidden.body) == told(&absent.body), "{} shows that there is something", row.path);
        assert!(!hidden.body.contains(scene::TEXT) && !hidden.body.contains(scene::TITLE), "{}", row.path);
    }
    scene.end().await;
}
