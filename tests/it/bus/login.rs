//! Who may join, and what is shown of it.

use leeward::app::bus_probe::BusProbe;

use super::{SITE, change, hearing, settings, within};
use crate::harness::nats::Nats;
use crate::program::program;

const PASSWORD: &str = "hunter2%2F%C3%A9";

/// The address with a login.
fn with_login(nats: &Nats, login: &str) -> String {
    nats.url().replace("nats://", &format!("nats://{login}@"))
}

#[tokio::test]
async fn a_node_joins_with_the_name_and_password_of_its_address() {
    let nats = Nats::start_with("authorization { user: leeward, password: \"hunter2/é\" }");
    let (one, _) = hearing(&with_login(&nats, &format!("leeward:{PASSWORD}"))).await;
    one.publish(&[change(1)]).await.unwrap();
}

#[tokio::test]
async fn a_node_joins_with_the_token_of_its_address() {
    let nats = Nats::start_with("authorization { token: \"hunter2/é\" }");
    let (one, _) = hearing(&with_login(&nats, PASSWORD)).await;
    one.publish(&[change(1)]).await.unwrap();
}

#[tokio::test]
async fn a_login_may_be_kept_to_the_subjects_of_leeward() {
    let lines = "authorization { users: [ { user: leeward, password: pw, permissions: \
                 { publish: \"leeward.>\", subscribe: \"leeward.>\" } } ] }";
    let nats = Nats::start_with(lines);
    let (one, mut ear) = hearing(&with_login(&nats, "leeward:pw")).await;
    one.publish(&[change(1)]).await.unwrap();
    assert_eq!(within(ear.next()).await, Some(change(1)));
}

#[tokio::test]
async fn a_wrong_or_missing_login_is_told_at_the_start() {
    let nats = Nats::start_with("authorization { user: leeward, password: right }");
    for url in [nats.url(), with_login(&nats, "leeward:wrong"), with_login(&nats, "token")] {
        let refused = BusProbe::connect(&settings(&url), &SITE).await.err();
        assert_eq!(refused.as_deref(), Some("the bus refuses this node"));
    }
}

#[test]
fn no_text_of_the_settings_shows_the_login() {
    let config = settings("nats://leeward:hunter2@127.0.0.1:4222");
    let shown = format!("{config:?}");
    assert!(shown.contains("nats://127.0.0.1:4222") && !shown.contains("hunter2"), "{shown}");
}

/// What `doctor` says of the bus.
fn doctor(url: &str) -> String {
    doctor_with(url, &[])
}

/// What `doctor` says of the bus with these variables besides; never the login.
pub(super) fn doctor_with(url: &str, more: &[(&str, &str)]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let variables = [
        ("LEEWARD_LISTEN", "127.0.0.1:0"),
        ("LEEWARD_LOG", "trace"),
        ("LEEWARD_DATABASE_URL", "sqlite:one.db"),
        ("LEEWARD_LEDGER_URL", "sqlite:ledger.db"),
        ("LEEWARD_NATS_URL", url),
    ];
    let out = program(folder.path()).arg("doctor").envs(variables).envs(more.iter().copied()).output().unwrap();
    let said = String::from_utf8(out.stdout).unwrap() + &String::from_utf8(out.stderr).unwrap();
    assert!(!said.contains("hunter2"), "{said}");
    said.lines().find(|line| line.contains(" bus: ")).unwrap_or_else(|| panic!("{said}")).to_owned()
}

#[test]
fn the_program_does_not_start_with_a_login_that_the_bus_refuses() {
    let nats = Nats::start_with("authorization { user: leeward, password: right }");
    let folder = tempfile::tempdir().unwrap();
    let url = with_login(&nats, "leeward:hunter2");
    let variables = [
        ("LEEWARD_LISTEN", "127.0.0.1:0"),
        ("LEEWARD_LOG", "trace"),
        ("LEEWARD_DATABASE_URL", "sqlite:one.db"),
        ("LEEWARD_LEDGER_URL", "sqlite:ledger.db"),
        ("LEEWARD_NATS_URL", url.as_str()),
    ];
    let out = program(folder.path()).envs(variables).output().unwrap();
    assert_eq!(out.status.code(), Some(1));
    let said = String::from_utf8(out.stderr).unwrap();
    assert!(said.contains("LEEWARD_NATS_URL: the bus refuses this node. Remedy: "), "{said}");
    assert!(!said.contains("hunter2"), "{said}");
}

#[test]
fn the_doctor_says_whether_the_bus_answers_and_never_shows_the_login() {
    let mut nats = Nats::start_with("authorization { user: leeward, password: hunter2 }");
    let place = format!("127.0.0.1:{}", nats.port);
    assert_eq!(doctor(&with_login(&nats, "leeward:hunter2")), format!("good     bus: {place} answers"));
    let refused = doctor(&with_login(&nats, "leeward:hunter22"));
    assert!(refused.starts_with(&format!("fault    bus: the bus refuses this node ({place}). Remedy: ")), "{refused}");
    nats.stop();
    let away = doctor(&with_login(&nats, "leeward:hunter2"));
    assert!(away.starts_with(&format!("fault    bus: the bus is away ({place}). Remedy: ")), "{away}");
}
