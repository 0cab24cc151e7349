//! Pages as people without scripts use them: every form that is sent was found in a page.

mod following;
mod gate;
mod home;
mod join;
mod languages;
mod lost_text;
mod me;
mod one_off;
mod reading;
mod redirects;
mod sign_in;
mod support;
mod updates;

use crate::harness::client::{Answer, Client};
use crate::harness::html::{Dom, text};

/// The seven words that a page shows.
pub(crate) fn words_of(page: &Answer) -> Vec<String> {
    let dom = Dom::of(&page.body);
    let list = dom.all("ol").into_iter().find(|list| text(list).split_whitespace().count() == 7);
    let list = list.unwrap_or_else(|| panic!("no list of seven words: {}", page.body));
    text(&list).split_whitespace().map(str::to_owned).collect()
}

/// Which two words a page asks for, from 1.
pub(crate) fn asked_of(page: &Answer) -> (usize, usize) {
    let labels: Vec<String> = page.dom().all("label").iter().map(text).collect();
    let numbers: Vec<usize> =
        labels.iter().filter_map(|label| label.strip_prefix("Word ")?.trim().parse().ok()).collect();
    assert_eq!(numbers.len(), 2, "{labels:?}");
    (numbers[0], numbers[1])
}

/// The page with the words, from an empty browser.
pub(crate) async fn words_page(client: &Client) -> Answer {
    let first = client.get("/join").await.expect(200);
    first.form("/join").set("age", "yes").set("guidelines", "yes").send(client).await.expect(200)
}

/// Gives the two words of a page back.
pub(crate) async fn confirm(client: &Client, page: &Answer) -> Answer {
    let (words, (first, second)) = (words_of(page), asked_of(page));
    page.form("/join/confirm").set("first", &words[first - 1]).set("second", &words[second - 1]).send(client).await
}

/// Joins through the pages; answers the phrase.
pub(crate) async fn join(client: &Client) -> String {
    let page = words_page(client).await;
    confirm(client, &page).await.expect(303);
    words_of(&page).join(" ")
}

/// Comes back through the page.
pub(crate) async fn come_back(client: &Client, phrase: &str) -> Answer {
    client.get("/sign-in").await.expect(200).form("/sign-in").set("phrase", phrase).send(client).await
}

/// Every `Set-Cookie` of an answer.
pub(crate) fn set_cookies(answer: &Answer) -> Vec<String> {
    answer.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap().to_owned()).collect()
}
