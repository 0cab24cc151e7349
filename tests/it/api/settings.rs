//! `/me/settings`.

use serde_json::{Value, json};

use crate::harness::app;

fn defaults() -> Value {
    json!({
        "theme": "system", "density": "comfortable", "titles": "neutral", "language": "auto", "hidden_words": [],
        "exit_keys": {"esc": true, "shift": false}, "cover_tabs": false, "spoken": "count",
        "warnings": {
            "sexual-violence": "ask", "abuse-by-professional": "ask", "childhood-abuse": "ask", "self-harm": "ask",
            "medical-detail": "ask", "pain": "ask", "pregnancy-loss": "ask", "body-weight": "ask",
            "explicit-language": "ask",
        },
    })
}

#[tokio::test]
async fn what_is_not_sent_stays() {
    let app = app::start().await;
    let client = app.member().await;
    assert_eq!(client.ask("/me/settings").await.expect(200).json(), defaults());
    client.patch("/me/settings", json!({"theme": "dark", "warnings": {"pain": "show"}})).await.expect(200);
    client
        .patch(
            "/me/settings",
            json!({"warnings": {"self-harm": "hide"}, "exit_keys": {"shift": true}, "cover_tabs": true}),
        )
        .await
        .expect(200);
    let last =
        client.patch("/me/settings", json!({"hidden_words": ["  Scale ", "diet", "DIET"]})).await.expect(200).json();
    let mut expected = defaults();
    expected["theme"] = json!("dark");
    expected["warnings"]["pain"] = json!("show");
    expected["warnings"]["self-harm"] = json!("hide");
    expected["exit_keys"]["shift"] = json!(true);
    expected["cover_tabs"] = json!(true);
    expected["hidden_words"] = json!(["diet", "scale"]);
    assert_eq!(last, expected);
    assert_eq!(client.ask("/me/settings").await.expect(200).json(), expected);
    let other = app.member().await;
    assert_eq!(other.ask("/me/settings").await.expect(200).json(), defaults());
    app.end().await;
}

#[tokio::test]
async fn values_that_are_not_offered_are_refused_at_their_field() {
    let app = app::start().await;
    let client = app.member().await;
    let many: Vec<String> = (0..101).map(|n| format!("word{n}")).collect();
    for (sent, field) in [
        (json!({"theme": "blue"}), "theme"),
        (json!({"theme": null}), "theme"),
        (json!({"theme": ["dark"]}), "theme"),
        (json!({"language": "fr"}), "language"),
        (json!({"warnings": {"pain": "never"}}), "warnings.pain"),
        (json!({"warnings": {"clowns": "hide"}}), "warnings.clowns"),
        (json!({"exit_keys": {"esc": 1}}), "exit_keys.esc"),
        (json!({"exit_keys": [true, false]}), "exit_keys"),
        (json!({"cover_tabs": "yes"}), "cover_tabs"),
        (json!({"cover_tabs": null}), "cover_tabs"),
        (json!({"hidden_words": many}), "hidden_words"),
        (json!({"hidden_words": ["w".repeat(61)]}), "hidden_words"),
        (json!({"hidden_words": [" "]}), "hidden_words"),
        (json!({"hidden_words": [1]}), "hidden_words[0]"),
    ] {
        let answer = client.patch("/me/settings", sent.clone()).await.expect(422);
        assert_eq!(answer.fields(), [field], "{sent}");
    }
    assert_eq!(client.ask("/me/settings").await.json(), defaults());
    app.end().await;
}

#[tokio::test]
async fn two_changes_at_once_both_count() {
    let app = app::start().await;
    let client = app.member().await;
    let changes = [
        json!({"theme": "light"}),
        json!({"density": "compact"}),
        json!({"titles": "full"}),
        json!({"exit_keys": {"esc": false}}),
    ];
    let sent = changes.into_iter().map(|change| client.patch("/me/settings", change));
    for answer in futures_util::future::join_all(sent).await {
        answer.expect(200);
    }
    let now = client.ask("/me/settings").await.json();
    let seen = (&now["theme"], &now["density"], &now["titles"], &now["exit_keys"]["esc"]);
    assert_eq!(seen, (&json!("light"), &json!("compact"), &json!("full"), &json!(false)));
    app.end().await;
}
