//! Writes that nothing shows to come from our own pages.

use axum::body::Body;
use axum::http::{Request, header};

use super::world::{Door, Place, World, assert_back, assert_problem};
use crate::harness::client::Answer;
use crate::harness::html::Form;

/// What other sites, old browsers and privacy tools send.
const FOREIGN: [&[(&str, &str)]; 5] = [
    &[],
    &[("origin", "null")],
    &[("origin", "https://evil.example")],
    &[("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")],
    &[("sec-fetch-site", "same-origin"), ("origin", "https://evil.example")],
];
const FORM: &str = "application/x-www-form-urlencoded";

async fn send(world: &World, path: &str, fields: &[(String, String)], headers: &[(&str, &str)]) -> Answer {
    let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let mut request = Request::post(path).header(header::CONTENT_TYPE, FORM);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    world.browser.send(request.body(Body::from(body)).unwrap()).await
}

/// The page comes back with the text, as text; sent from our page it is posted once.
pub async fn other_origin(code: &str) {
    let world = World::new(&[]).await;
    for place in [Place::Reply, Place::Thread, Place::Edit] {
        let form = world.form(place).await;
        for headers in FOREIGN {
            let page = send(&world, &form.action, &form.fields, headers).await.expect(403);
            assert_back(&page, &form, &[], "We take a form only from a page of this site. Nothing was changed.");
            assert!(page.body.contains("If you wrote it, you can send it from here."), "{}", page.body);
        }
    }
    let cookie = [("sec-fetch-site", "cross-site"), ("content-type", "application/json")];
    for place in [Place::Reply, Place::Thread, Place::Edit] {
        let (method, path) = world.way(place);
        let answer = world.browser.call_with(method, &path, Some(world.json(place)), &cookie[..1]).await;
        assert_problem(&answer, 403, code, "page of this site");
    }
    assert_eq!([world.stored(Door::Page).await, world.stored(Door::Api).await], [0, 0]);
    let form = world.form(Place::Reply).await;
    let page = send(&world, &form.action, &form.fields, FOREIGN[3]).await;
    world.accepts(&page.form(&form.action)).await;
    world.app.end().await;
}

#[tokio::test]
async fn another_site_has_no_button_of_ours_drawn_but_that_of_a_composer() {
    let world = World::new(&[]).await;
    let form = world.form(Place::Edit).await;
    let post = form.action.replace("/edit", "");
    let text = [("body", "Press here."), ("title", "Press here."), ("posts", "remove"), ("thread", "x")];
    let text = text.map(|(name, value)| (name.to_owned(), value.to_owned()));
    for path in [
        format!("{post}/delete"),
        format!("{post}/reactions/with-you"),
        format!("{post}/edit/../delete"),
        format!("/threads/{}/reply/../close", world.thread),
        format!("/threads/{}/close", world.thread),
        format!("/boards/{}/name/retire", world.board),
        "/me/phrase".to_owned(),
        "/me/sessions/end-others".to_owned(),
    ] {
        let page = send(&world, &path, &text, FOREIGN[3]).await.expect(403);
        let drawn = page.dom().actions().contains(&path) || page.body.contains("Press here.");
        assert!(!drawn, "{path}: {}", page.body);
    }
    // The field leads to no other address than a composer's.
    for thread in ["../posts/x/delete?", "//evil.example", "x/../../sign-out?"] {
        let fields = [("body", "Press here."), ("thread", thread)].map(|(n, v)| (n.to_owned(), v.to_owned()));
        let path = format!("/boards/{}/name/reroll", world.board);
        let page = send(&world, &path, &fields, FOREIGN[3]).await.expect(403);
        assert!(!page.body.contains("Press here."), "{thread}: {}", page.body);
    }
    world.app.end().await;
}

#[tokio::test]
async fn a_script_of_another_site_is_shown_as_text() {
    let world = World::new(&[]).await;
    let form: Form = world.form(Place::Reply).await.set("body", "</textarea><script>alert(1)</script>");
    let page = send(&world, &form.action, &form.fields, FOREIGN[3]).await.expect(403);
    assert_eq!(page.form(&form.action).value("body"), "</textarea><script>alert(1)</script>");
    assert!(!page.body.contains("<script>alert"), "{}", page.body);
    world.app.end().await;
}
