//! What `doctor` finds out about the database and the content. It leaves nothing behind.

use std::process::ExitCode;

use super::at_site;
use super::doctor::{Finding, Outcome};
use crate::app::site;
use crate::app::tasks::TaskGroup;
use crate::config::Config;
use crate::config::data::DatabaseUrl;
use crate::domain::clock::{Clock, Timestamp};
use crate::library::boards;
use crate::library::support::{Line, Support};
use crate::store::ledger::Ledger;
use crate::store::{self, Pending, Store, StoreError};

/// Days after which a support line is to be called again.
const REVIEW_DAYS: i64 = 180;

/// Looks at the database and the content.
pub(super) fn look(config: &Config, clock: &dyn Clock) -> Vec<Finding> {
    let mut findings = database(config);
    findings.push(Finding { what: "ledger", outcome: ledger(config) });
    findings.push(Finding { what: "content", outcome: content(config) });
    findings.push(Finding { what: "support lines", outcome: support_lines(config, clock.now()) });
    findings
}

fn database(config: &Config) -> Vec<Finding> {
    let absent = matches!(config.data.database(), DatabaseUrl::Sqlite(path) if !path.exists());
    if absent {
        let outcome = Outcome::Good("it is made at the first start".to_owned());
        return vec![Finding { what: "database", outcome }];
    }
    let mut findings = Vec::new();
    at_site::on_runtime(async {
        let tasks = TaskGroup::new();
        match site::open_store(config, store::BATCH, &tasks).await {
            Ok(store) => {
                findings = of_store(config, &store).await;
                at_site::close(&store, &tasks).await;
            }
            Err(fault) => {
                findings.push(Finding { what: "database", outcome: Outcome::Fault(fault.to_string()) });
            }
        }
        ExitCode::SUCCESS
    });
    findings
}

async fn of_store(config: &Config, store: &Store) -> Vec<Finding> {
    let sqlite = matches!(config.data.database(), DatabaseUrl::Sqlite(_));
    let name = if sqlite { "SQLite" } else { "PostgreSQL" };
    let answers = match store.ping().await.and(store.is_sound().await) {
        Ok(true) => Outcome::Good(format!("{name} answers and is sound")),
        Ok(false) => Outcome::Fault("its file is damaged. Remedy: stop Leeward and restore a backup".to_owned()),
        Err(fault) => Outcome::Fault(format!("{fault}. Remedy: start it, or check the address and the rights")),
    };
    let pending = store.pending().await;
    let ready = matches!(pending, Ok(Pending::None));
    let mut findings = vec![
        Finding { what: "database", outcome: answers },
        Finding { what: "schema", outcome: schema(sqlite, pending) },
    ];
    if ready {
        findings.push(Finding { what: "writing", outcome: writing(store).await });
        findings.push(Finding { what: "site's values", outcome: values(store).await });
    }
    findings
}

fn schema(sqlite: bool, pending: Result<Pending, StoreError>) -> Outcome {
    match pending {
        Ok(Pending::None) => Outcome::Good(format!("up to date, {} steps", store::schema::steps())),
        Ok(Pending::Empty) => Outcome::Good("it is made at the first start".to_owned()),
        Ok(Pending::Some(missing)) if sqlite => {
            Outcome::Warning(format!("{missing} steps missing. Remedy: the next start copies the file and adds them"))
        }
        Ok(Pending::Some(missing)) => Outcome::Fault(site::SiteError::Old(missing).to_string()),
        Ok(Pending::Newer) => Outcome::Fault(site::SiteError::Newer.to_string()),
        Err(fault) => Outcome::Fault(fault.to_string()),
    }
}

/// Ends the trial write.
enum Trial {
    /// It went well and is taken back.
    Done,
    /// It did not.
    Failed(StoreError),
}

impl From<StoreError> for Trial {
    fn from(error: StoreError) -> Self {
        Self::Failed(error)
    }
}

/// Writes a row and takes it back with its transaction.
async fn writing(store: &Store) -> Outcome {
    let tried: Result<(), Trial> = store
        .tx(|tx| {
            Box::pin(async move {
                store::site::set_if_absent(tx, "doctor", b"").await?;
                Err(Trial::Done)
            })
        })
        .await;
    match tried {
        Ok(()) | Err(Trial::Done) => Outcome::Good("a row can be written".to_owned()),
        Err(Trial::Failed(fault)) => Outcome::Fault(format!(
            "{fault}. Remedy: see whether the disk is full, the file is yours, or another program holds it"
        )),
    }
}

/// The values that are drawn once: without the salt nobody can sign in, without the key a given-up name comes back.
async fn values(store: &Store) -> Outcome {
    for (name, bytes) in [("salt", 32), ("handle_key", 32), ("epoch", 10)] {
        match store::site::find(store.read(), name).await {
            Ok(Some(value)) if value.len() == bytes => {}
            Ok(None) => return Outcome::Good("they are drawn at the first start".to_owned()),
            Ok(Some(_)) => {
                return Outcome::Fault(format!("the {name} is damaged. Remedy: stop Leeward and restore a backup"));
            }
            Err(fault) => return Outcome::Fault(fault.to_string()),
        }
    }
    Outcome::Good("salt, key of handles and epoch are there".to_owned())
}

/// Whether it answers, and is the one that the database knows. That it is apart from the database, the settings say.
fn ledger(config: &Config) -> Outcome {
    let mut outcome = Outcome::Fault(site::SiteError::Ledger.to_string());
    at_site::on_runtime(async {
        let (found, known) = (Ledger::look(&site::engine(config.data.ledger())).await, known_ledger(config).await);
        outcome = match (found, known) {
            (Err(_), _) => Outcome::Fault(site::SiteError::Ledger.to_string()),
            (Ok(None), None) => Outcome::Good("it is made at the first start".to_owned()),
            (Ok(None), Some(_)) => Outcome::Fault(
                "there is none, but the database had one. Remedy: put it back, or see \"When the ledger is lost\" in \
                 docs/RUNBOOK.md"
                    .to_owned(),
            ),
            (Ok(Some(id)), Some(known)) if known != id.as_slice() => Outcome::Warning(
                "it is not the one that the database knows. Remedy: see \"When the ledger is lost\" in docs/RUNBOOK.md"
                    .to_owned(),
            ),
            (Ok(Some(_)), _) => Outcome::Good("it answers, apart from the database; keep it out of backups".to_owned()),
        };
        ExitCode::SUCCESS
    });
    outcome
}

/// Which ledger the database knows; `None` when it knows none or does not answer, which other lines say.
async fn known_ledger(config: &Config) -> Option<Vec<u8>> {
    if matches!(config.data.database(), DatabaseUrl::Sqlite(path) if !path.exists()) {
        return None;
    }
    let tasks = TaskGroup::new();
    let store = site::open_store(config, store::BATCH, &tasks).await.ok()?;
    let known = store::site::find(store.read(), site::LEDGER_VALUE).await;
    at_site::close(&store, &tasks).await;
    known.ok().flatten()
}

fn content(config: &Config) -> Outcome {
    let read = boards::boards().map(|boards| boards.len());
    let read = read.and_then(|boards| site::documents().map(|_| boards));
    let read = read.and_then(|boards| Support::load(&config.data.dir).map(|_| boards));
    match read {
        Ok(boards) => Outcome::Good(format!("{boards} boards, documents and support lines can be read")),
        Err(fault) => Outcome::Fault(format!("{fault}. Remedy: correct that file, or remove your own copy of it")),
    }
}

fn support_lines(config: &Config, now: Timestamp) -> Outcome {
    let Ok(support) = Support::load(&config.data.dir) else {
        return Outcome::Fault("they can't be read. Remedy: correct support.toml in the data folder".to_owned());
    };
    let shown: Vec<&Line> = support.lines.iter().filter(|line| line.called).collect();
    let old: Vec<&str> = shown.iter().filter(|line| is_old(line, now)).map(|line| line.id.as_str()).collect();
    if !old.is_empty() {
        return Outcome::Warning(format!(
            "{} shown were not called within {REVIEW_DAYS} days: {}. Remedy: call them, then set verified_on",
            old.len(),
            old.join(", ")
        ));
    }
    if shown.is_empty() {
        return Outcome::Warning(format!(
            "none of {} is shown. Remedy: call those of your countries, then set called and verified_on in \
             support.toml",
            support.lines.len()
        ));
    }
    Outcome::Good(format!("{} shown, all called within {REVIEW_DAYS} days", shown.len()))
}

/// A line without a day that can be read counts as old.
fn is_old(line: &Line, now: Timestamp) -> bool {
    day(&line.verified_on).is_none_or(|day| now.day() - day > REVIEW_DAYS)
}

/// The day, since 1970, of a text `YYYY-MM-DD`.
fn day(text: &str) -> Option<i64> {
    let format = time::macros::format_description!("[year]-[month]-[day]");
    let date = time::Date::parse(text, format).ok()?;
    Some(i64::from(date.to_julian_day()) - i64::from(time::macros::date!(1970 - 01 - 01).to_julian_day()))
}
