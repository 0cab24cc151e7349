//! Nothing beyond the list reaches a page, by whichever way it is tried.

use super::html;
use super::judge::judge;

#[test]
fn attributes_cannot_be_typed_into_an_address() {
    for source in [
        "[x](https://a.example/\"onclick=\"b)",
        "[x](/a\"b)",
        "[x](</a\" onmouseover=\"b>)",
        "[x](/a'b<c>d)",
        "https://a.example/\"onclick=b",
        "[x](https://a.example/ \"\\\" onclick=\\\"b\")",
        "[\" onclick=\"x](/y)",
    ] {
        judge(source).unwrap();
    }
    assert_eq!(html("[x](</a\"onclick=\"b>)"), format!("<p>{}</p>", "x (/a\"onclick=\"b)"));
}

#[test]
fn classes_of_badges_and_handles_cannot_be_typed() {
    let source = "<span class=\"badge\">Psychologist, checked</span> <label class=\"spoiler\">x</label>";
    judge(source).unwrap();
    assert!(!html(source).contains("<span") && !html(source).contains("<label"), "{}", html(source));
}

#[test]
fn the_form_of_hidden_text_cannot_be_typed() {
    let typed = super::hidden("x");
    judge(&typed).unwrap();
    assert!(!html(&typed).contains("<label"), "{}", html(&typed));
}

#[test]
fn an_article_cannot_lead_elsewhere_by_its_code() {
    for code in ["../../x", "//evil.example", "\"onclick=\"x", "x y", "\\evil"] {
        let library = |_: &str| Some(leeward::markup::Article { code: code.to_owned(), title: "T".to_owned() });
        let html = leeward::markup::render("[[a]]", &library).html.into_string();
        assert_eq!(html, "<p>[[a]]</p>", "{code}");
    }
}

#[test]
fn titles_of_articles_are_text() {
    let library = |_: &str| {
        let title = "<img src=x onerror=alert(1)>".to_owned();
        Some(leeward::markup::Article { code: "3w".to_owned(), title })
    };
    let html = leeward::markup::render("[[a]]", &library).html.into_string();
    assert_eq!(html, format!("<p>{}</p>", super::link("/library/3w", "&lt;img src=x onerror=alert(1)&gt;")));
}
