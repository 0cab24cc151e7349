//! Two nodes on which readers read and writers write, while one thing after the other breaks. `leeward load` plays and
//! judges: every acknowledged post is there once, every reader got every event once and in order, and the database says
//! the same. The long form is `tests/soak/chaos.sh`.

use std::io::Write;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use sea_orm::{ConnectionTrait, Database};
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use crate::harness::cluster::{Cluster, NODES};
use crate::harness::front::Front;
use crate::harness::live::{Ear, PATIENCE};
use crate::harness::nats_proxy::Weather;

/// Sockets that one session may hold (CONTRACT §6).
const A_SESSION: usize = 10;
/// The most by which an event may be late while the bus is away.
const LATE_MS: u128 = 3_000;

/// Who hears no post for so long hears none any more.
const QUIET: Duration = Duration::from_secs(8);

/// How much of it there is.
struct Size {
    /// How long writers write.
    seconds: u64,
    readers: usize,
    writers: usize,
    /// One trouble lasts for so many posts.
    posts: usize,
    /// Whether lateness is judged: only where nothing else uses the machine.
    judged: bool,
}

/// The short form, or as long as `LEEWARD_CHAOS_SECONDS` says with all readers.
fn size() -> Size {
    match std::env::var("LEEWARD_CHAOS_SECONDS").ok().and_then(|text| text.parse().ok()) {
        Some(seconds) => Size { seconds, readers: 200, writers: 10, posts: 60, judged: true },
        None => Size { seconds: 30, readers: 40, writers: 4, posts: 6, judged: false },
    }
}

/// What breaks, one after the other.
#[derive(Clone, Copy, Debug)]
enum Trouble {
    LossyBus,
    BusStandsStill,
    BusIsGone,
    OneNodeIsCutOff,
    NodeIsKilled,
    NodeIsStopped,
    ConnectionsEnd,
    AnswersAreLost,
}

impl Trouble {
    const ALL: [Self; 8] = [
        Self::LossyBus,
        Self::NodeIsKilled,
        Self::BusStandsStill,
        Self::ConnectionsEnd,
        Self::BusIsGone,
        Self::AnswersAreLost,
        Self::OneNodeIsCutOff,
        Self::NodeIsStopped,
    ];

    /// Whether only hints fail.
    fn of_the_bus(self) -> bool {
        matches!(self, Self::LossyBus | Self::BusStandsStill | Self::BusIsGone | Self::OneNodeIsCutOff)
    }

    fn begin(self, cluster: &mut Cluster, front: &Front, node: usize, runtime: &Runtime) {
        match self {
            Self::LossyBus => cluster.ways.iter().for_each(|way| way.turn(Weather { lost: 0.3, doubled: 0.3 })),
            Self::BusStandsStill => cluster.nats.pause(),
            Self::BusIsGone => cluster.nats.kill(),
            Self::OneNodeIsCutOff => cluster.ways[node].cut(),
            Self::NodeIsKilled => cluster.kill(node),
            Self::NodeIsStopped => cluster.stop(node),
            Self::ConnectionsEnd => runtime.block_on(end_connections(cluster.database())),
            Self::AnswersAreLost => front.lose_answers(true),
        }
    }

    fn end(self, cluster: &mut Cluster, front: &Front, node: usize) {
        match self {
            Self::LossyBus => cluster.ways.iter().for_each(|way| way.turn(Weather::default())),
            Self::BusStandsStill => cluster.nats.resume(),
            Self::BusIsGone => cluster.nats.start_again(),
            Self::OneNodeIsCutOff => cluster.ways[node].mend(),
            Self::NodeIsKilled | Self::NodeIsStopped => cluster.start_again(node),
            Self::ConnectionsEnd => {}
            Self::AnswersAreLost => front.lose_answers(false),
        }
    }
}

/// Ends all connections of the nodes to their database.
async fn end_connections(database: &str) {
    let name = database.rsplit('/').next().unwrap().split('?').next().unwrap();
    let admin = Database::connect(std::env::var("TEST_DATABASE_URL").unwrap()).await.unwrap();
    let end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ";
    admin.execute_unprepared(&format!("{end}'{name}'")).await.unwrap();
}

/// A visitor's socket that hears what comes in a thread. A node that can't read just now says goodbye, and is asked
/// again.
async fn listen(address: &str, thread: &str) -> Ear {
    loop {
        let mut ear = Ear::try_connect_to(address, &[]).await.unwrap();
        ear.subscribe(&format!("thread/{thread}"), None).await;
        match ear.next().await["ev"].as_str() {
            Some("subscribed") => return ear,
            Some("bye") => {}
            other => panic!("{other:?}"),
        }
    }
}

/// Goes on when so many posts were heard, or when none comes any more: then the players are done.
async fn hear_some(ear: &mut Ear, posts: usize) {
    let mut heard = 0;
    while heard < posts {
        let Ok(frame) = tokio::time::timeout(QUIET, ear.next()).await else { return };
        match frame["ev"].as_str() {
            Some("post") => heard += 1,
            Some("bye") => return,
            _ => {}
        }
    }
}

/// A thread apart, with a reader on each node, in which it is seen how late an event is.
struct Probe {
    thread: String,
    token: String,
    told: i64,
    worst_ms: u128,
}

impl Probe {
    /// A post through one node, until readers of both have heard it.
    fn look(&mut self, cluster: &Cluster, runtime: &Runtime) {
        let mut ears: Vec<Ear> =
            (0..NODES).map(|node| runtime.block_on(listen(cluster.node(node).address(), &self.thread))).collect();
        self.told += 1;
        let node = usize::try_from(self.told).unwrap() % NODES;
        let (once, body) = (format!("probe-{}", self.told), json!({"body": format!("Look {}.", self.told)}));
        let path = format!("/threads/{}/posts", self.thread);
        let answer = cluster.node(node).script(&self.token).call("POST", &path, Some(&once), Some(&body)).unwrap();
        assert_eq!(answer.0, 201, "{}", answer.1);
        let answered = Instant::now();
        for ear in &mut ears {
            runtime.block_on(async { tokio::time::timeout(PATIENCE, ear.hear("post")).await.unwrap() });
        }
        self.worst_ms = self.worst_ms.max(answered.elapsed().as_millis());
    }
}

/// Members' tokens in a file.
fn tokens(cluster: &Cluster, folder: &tempfile::TempDir, size: &Size) -> std::path::PathBuf {
    let path = folder.path().join("tokens");
    let mut file = std::fs::File::create(&path).unwrap();
    for _ in 0..size.writers.max(size.readers.div_ceil(A_SESSION) + 4) {
        writeln!(file, "{}", cluster.node(0).join()).unwrap();
    }
    path
}

fn play(front: &Front, tokens: &std::path::Path, thread: &str, size: &Size) -> Child {
    let address = format!("http://{}", front.address);
    let (readers, writers, seconds) = (size.readers.to_string(), size.writers.to_string(), size.seconds.to_string());
    Command::new(env!("CARGO_BIN_EXE_leeward"))
        // The program knows no such setting, and says so instead of starting.
        .env_remove("LEEWARD_CHAOS_SECONDS")
        .args(["load", "--address", &address, "--thread", thread, "--readers", &readers, "--writers", &writers])
        .args(["--seconds", &seconds, "--every-ms", "100", "--patience-s", "60", "--json", "--tokens"])
        .arg(tokens)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

#[test]
fn whatever_breaks_every_acknowledged_post_is_there_once_and_every_reader_has_all_of_them() {
    let Some(mut cluster) = Cluster::start(&[("LEEWARD_LIMITS__OFF", "true")]) else { return };
    let (runtime, size, folder) = (crate::program::runtime(), size(), tempfile::tempdir().unwrap());
    let nodes = (0..NODES).map(|node| cluster.node(node).address().parse().unwrap()).collect();
    let front = Front::before(nodes);
    let tokens = tokens(&cluster, &folder, &size);
    let token = cluster.node(0).join();
    let script = cluster.node(0).script(&token);
    let (thread, apart) = (script.thread("about-this-place", "chaos"), script.thread("about-this-place", "probe"));
    let mut probe = Probe { thread: apart, token, told: 0, worst_ms: 0 };
    let mut playing = play(&front, &tokens, &thread, &size);

    let mut round = 0;
    while playing.try_wait().unwrap().is_none() {
        let trouble = Trouble::ALL[round % Trouble::ALL.len()];
        let node = (round / Trouble::ALL.len()) % NODES;
        // The node that stays hears how the others write.
        let mut witness = runtime.block_on(listen(cluster.node(1 - node).address(), &thread));
        trouble.begin(&mut cluster, &front, node, &runtime);
        if trouble.of_the_bus() {
            probe.look(&cluster, &runtime);
        }
        runtime.block_on(hear_some(&mut witness, size.posts));
        trouble.end(&mut cluster, &front, node);
        runtime.block_on(hear_some(&mut witness, size.posts / 3));
        round += 1;
    }
    let told = playing.wait_with_output().unwrap();
    let (report, said) = (String::from_utf8_lossy(&told.stdout), String::from_utf8_lossy(&told.stderr));
    assert!(told.status.success(), "after {round} troubles: {report}\n{said}");
    let report: Value = serde_json::from_str(&report).unwrap();
    let late = probe.worst_ms;
    println!("{round} troubles, {} answers lost; late by {late} ms at most without the bus; {report}", front.lost());
    assert!(round >= Trouble::ALL.len(), "only {round} troubles");
    assert!(front.lost() > 0, "no answer was lost");
    assert!(!size.judged || late <= LATE_MS, "{late} ms late while the bus was away");
}
