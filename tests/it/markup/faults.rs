//! When the renderer itself fails, and what is stored.

use std::sync::Arc;

use leeward::markup::sanitize::SafeHtml;
use leeward::markup::{Article, PIPELINE_VERSION, render, render_off_thread};

#[test]
fn a_fault_shows_the_escaped_text_and_says_so() {
    let broken = |_: &str| -> Option<Article> { panic!("the library is on fire") };
    let rendered = render("see [[slow-breathing]]\n<b onclick=\"a()\">*x*</b>", &broken);
    assert!(rendered.is_fault);
    assert_eq!(
        rendered.html.as_str(),
        "<p>see [[slow-breathing]]<br>&lt;b onclick=&quot;a()&quot;&gt;*x*&lt;/b&gt;</p>"
    );
}

#[tokio::test]
async fn rendering_off_the_thread_gives_the_same() {
    let source = "*so* [[slow-breathing]]";
    let rendered = render_off_thread(source.to_owned(), Arc::new(super::library)).await;
    assert_eq!(rendered.html.as_str(), super::html(source));
    assert!(!rendered.is_fault);
}

#[test]
fn stored_html_counts_only_under_the_version_of_today() {
    let stored = "<p>x</p>".to_owned();
    let html = SafeHtml::from_stored(stored.clone(), PIPELINE_VERSION);
    assert_eq!(html.map(SafeHtml::into_string), Some(stored.clone()));
    assert_eq!(SafeHtml::from_stored(stored.clone(), PIPELINE_VERSION - 1), None);
    assert_eq!(SafeHtml::from_stored(stored, PIPELINE_VERSION + 1), None);
}

#[test]
fn a_body_does_not_get_into_logs_by_its_debug_form() {
    let rendered = render("my secret", &super::library);
    assert!(!format!("{rendered:?}").contains("secret"));
}
