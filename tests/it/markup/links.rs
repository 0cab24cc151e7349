//! Links tell where they go (SECURITY T11).

use super::judge::judge;
use super::{html, link, link_to_host};

/// `source` becomes `expected` within a paragraph.
#[track_caller]
fn check(source: &str, expected: &str) {
    judge(source).unwrap();
    assert_eq!(html(source), format!("<p>{expected}</p>"));
}

/// No link is made of the address, and it is told in words.
#[track_caller]
fn check_refused(address: &str) {
    let source = format!("[x]({address})");
    judge(&source).unwrap();
    let html = html(&source);
    assert!(!html.contains("<a "), "{html}");
    let html = super::html(&format!("see {address}"));
    assert!(!html.contains("<a "), "{html}");
}

#[test]
fn a_link_shows_its_host_beside_its_text() {
    check("[x](https://example.org/y)", &link_to_host("https://example.org/y", "x", "example.org"));
    check("[x](http://example.org:8080)", &link_to_host("http://example.org:8080/", "x", "example.org:8080"));
    check("[x](http://abcdef.onion/)", &link_to_host("http://abcdef.onion/", "x", "abcdef.onion"));
    check(
        "[https://good.example](https://evil.example)",
        &link_to_host("https://evil.example/", "https://good.example", "evil.example"),
    );
}

#[test]
fn an_address_that_is_its_own_text_needs_no_host() {
    let there = link("https://example.org/y", "https://example.org/y");
    check("https://example.org/y", &there);
    check("<https://example.org/y>", &there);
    check("[https://example.org/y](https://example.org/y)", &there);
    check("[](https://example.org/y)", &there);
    check("HTTPS://EXAMPLE.org/Y", &link("https://example.org/Y", "HTTPS://EXAMPLE.org/Y"));
}

#[test]
fn addresses_in_a_sentence_end_where_the_sentence_goes_on() {
    let there = link("https://e.example/a", "https://e.example/a");
    check("(https://e.example/a), *https://e.example/a*.", &format!("({there}), <em>{there}</em>."));
    check("see https://e.example/a!", &format!("see {there}!"));
    check("https://e.example/a_(b)", &link("https://e.example/a_(b)", "https://e.example/a_(b)"));
    check("xhttps://e.example/a http:// https:/a www.e.example", "xhttps://e.example/a http:// https:/a www.e.example");
    check(
        "https://e.example/?a=1&copy=2",
        &link("https://e.example/?a=1&amp;copy=2", "https://e.example/?a=1&amp;copy=2"),
    );
}

#[test]
fn paths_of_our_own_are_links_without_a_host() {
    check("[x](/threads/abc#post-3)", &link("/threads/abc#post-3", "x"));
    check("[x](/search?a=b&c=d)", &link("/search?a=b&amp;c=d", "x"));
    check("/threads/abc", "/threads/abc");
}

#[test]
fn nothing_else_is_a_link() {
    let refused = [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "vbscript:x",
        "data:text/html;base64,PHg+",
        "file:///etc/passwd",
        "mailto:a@b.example",
        "ftp://a.example",
        "ws://a.example",
        "about:blank",
        "//a.example",
        "///a.example",
        "/\\a.example",
        "\\\\a.example",
        "/..//a.example",
        "/.//a.example",
        "a.example",
        "./x",
        "../x",
        "#top",
        "?q=x",
        "x:y",
    ];
    for address in refused {
        check_refused(address);
    }
}

#[test]
fn addresses_that_hide_where_they_lead_are_told_in_words() {
    let refused = [
        "https://user@evil.example",
        "https://user:pw@evil.example/",
        "https://bank.example@evil.example",
        "https://@evil.example",
        "https://bank.example%40evil.example",
        "https://ex%61mple.org",
        "http://0x7f.1",
        "http://0x7f000001/",
        "http://2130706433",
        "http://127.1",
        "http://0177.0.0.1",
        "http://１２７.0.0.1",
        "http://①27.0.0.1",
        "http://[::ffff:127.0.0.1%25x]/",
        "https:\\\\evil.example",
        "https:/evil.example",
        "https:evil.example",
        "https:///evil.example",
        "https://a.example\\@evil.example",
        "http://",
        "https://?x",
        "https://#x",
        "http://a.example:99999/",
        "http://a.example:x/",
        "http://[::1",
        "http://xn--a",
    ];
    for address in refused {
        check_refused(address);
    }
    // A backslash before a full stop is Markdown's own; what is shown is where it leads.
    let there = "https://a.example.evil.example";
    check("https://a.example\\.evil.example", &link(&format!("{there}/"), there));
    check("[x](http://127.0.0.1.)", "x (http://127.0.0.1.)");
    check("[x](blob:https://a.example/y)", "x (blob:https://a.example/y)");
}

#[test]
fn tabs_and_line_ends_do_not_hide_in_addresses() {
    for source in [
        "[x](java\tscript:alert(1))",
        "[x](<java\nscript:alert(1)>)",
        "[x](<https://a.exa\tmple>)",
        "[x](</\t/evil.example>)",
    ] {
        judge(source).unwrap();
        assert!(!html(source).contains("<a href=\"/") && !html(source).contains("javascript:\""), "{}", html(source));
    }
}

#[test]
fn addresses_in_numbers_are_links_when_typed_plainly() {
    check("[x](http://192.0.2.7/)", &link_to_host("http://192.0.2.7/", "x", "192.0.2.7"));
    check("[x](http://[2001:db8::1]:8080/)", &link_to_host("http://[2001:db8::1]:8080/", "x", "[2001:db8::1]:8080"));
}

#[test]
fn a_host_is_shown_in_its_script_only_if_that_cannot_mislead() {
    check("[x](https://münchen.example)", &link_to_host("https://xn--mnchen-3ya.example/", "x", "münchen.example"));
    check("[x](https://пример.example)", &link_to_host("https://xn--e1afmkfd.example/", "x", "пример.example"));
    check("https://münchen.example", &link("https://xn--mnchen-3ya.example/", "https://münchen.example"));
    // Two scripts in one label.
    check("[x](https://abcж.example)", &link_to_host("https://xn--abc-xdd.example/", "x", "xn--abc-xdd.example"));
    // Latin with a Cyrillic а, all Cyrillic but looking Latin, and letters of another width.
    check("[x](https://pаypal.example)", &link_to_host("https://xn--pypal-4ve.example/", "x", "xn--pypal-4ve.example"));
    check(
        "https://раураӏ.example",
        &link_to_host("https://xn--80aa0cbo65f.example/", "https://раураӏ.example", "xn--80aa0cbo65f.example"),
    );
    check("[x](https://ｅvil.example)", &link_to_host("https://evil.example/", "x", "evil.example"));
}

#[test]
fn an_address_over_two_thousand_characters_is_text() {
    let long = format!("https://a.example/{}", "x".repeat(2_048));
    check(&long, &long);
    let fits = format!("https://a.example/{}", "x".repeat(2_000));
    check(&fits, &link(&fits, &fits));
}

#[test]
fn links_do_not_nest() {
    check("[a https://b.example c](/d)", &link("/d", "a https://b.example c"));
    check("[a [[a-b]]](/d)", &link("/d", "a [[a-b]]"));
    check("[![a](https://i.example/a.png)](/d)", &link("/d", "a (https://i.example/a.png)"));
}

#[test]
fn a_title_is_told_behind_the_link() {
    check("[x](/y \"so <b>\")", &format!("{} (\"so &lt;b&gt;\")", link("/y", "x")));
    check("[x](javascript:y 'so')", "x (javascript:y \"so\")");
    check("[x](/y >!)", &format!("{} (\"&gt;!\")", link("/y", "x")));
}

#[test]
fn links_that_lead_away_are_counted() {
    let source = "https://a.example [x](/y) [[a-b]] [z](http://b.example) [w](javascript:c) `http://d.example`";
    assert_eq!(leeward::markup::render(source, &super::library).outside_links, 2);
}
