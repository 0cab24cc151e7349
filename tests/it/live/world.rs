//! The nodes of one site for the model: on PostgreSQL two with a bus, on SQLite one.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use leeward::app::live_probe::{Effect, begin_new_epoch, carry_out};
use leeward::app::running::{Pace, Running, Tuning};
use leeward::app::system::SystemEntropy;
use leeward::config::Config;
use leeward::config::read::Given;
use leeward::config::secret_key::SecretKey;
use sea_orm::{ConnectionTrait, Database};

use crate::harness::app::fresh_postgres;
use crate::harness::client::Client;
use crate::harness::clock::ManualClock;
use crate::harness::live::Port;
use crate::harness::nats::Nats;
use crate::harness::nats_proxy::{NatsProxy, Weather};

/// The bus of all worlds; each site has a subject of its own.
static NATS: LazyLock<Nats> = LazyLock::new(Nats::start);

/// What the bus is like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It loses nothing, and nodes never look at the numbers: what is not told is not seen.
    Told,
    /// It loses and doubles hints, and nodes look.
    Lossy,
}

struct Node {
    running: Running,
    port: Port,
}

/// The nodes.
pub struct World {
    nodes: Vec<Option<Node>>,
    config: Config,
    clock: Arc<ManualClock>,
    pace: Pace,
    token: String,
    /// The node to which the reader is connected.
    pub reads_from: usize,
    folder: tempfile::TempDir,
    postgres: Option<String>,
    _way: Option<NatsProxy>,
}

/// What a page shows.
pub struct Shown {
    pub seq: i64,
    pub epoch: String,
    pub fragments: BTreeMap<i64, String>,
}

/// A thread's page as a reader without an account gets it.
pub async fn page_of(visitor: &Client, thread: &str) -> Shown {
    let html = visitor.get(&format!("/threads/{thread}")).await.expect(200).body;
    let attribute = |name: &str| {
        let (_, rest) = html.split_once(&format!(" {name}=\"")).unwrap_or_else(|| panic!("no {name}: {html}"));
        rest.split_once('"').unwrap().0.to_owned()
    };
    let articles = html.split("<article ").skip(1).map(|rest| {
        let fragment = format!("<article {}</article>", rest.split_once("</article>").unwrap().0);
        let (_, position) = fragment.split_once("id=\"post-").unwrap();
        (position.split_once('"').unwrap().0.parse().unwrap(), fragment.clone())
    });
    Shown { seq: attribute("data-seq").parse().unwrap(), epoch: attribute("data-epoch"), fragments: articles.collect() }
}

impl World {
    pub async fn open(seed: u64, kind: Kind) -> Self {
        let weather = match kind {
            Kind::Told => Weather::default(),
            Kind::Lossy => Weather { lost: 0.3, doubled: 0.3 },
        };
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().to_string_lossy().into_owned();
        let postgres = fresh_postgres().await;
        let ledger = format!("sqlite:{path}/ledger.db");
        let way = postgres.is_some().then(|| NatsProxy::before(NATS.port, weather, seed));
        let bus = way.as_ref().map(NatsProxy::url).unwrap_or_default();
        let mut pairs = vec![("data_dir", path.as_str()), ("log", "error"), ("limits.off", "true")];
        if let Some((_, url)) = &postgres {
            pairs.extend([("database_url", url.as_str()), ("nats_url", &bus), ("ledger_url", &ledger)]);
        }
        let config = Config::from_given(&Given::from_pairs(&pairs)).unwrap();
        let pace = Pace { round: Duration::from_millis(20), looks: kind == Kind::Lossy };
        let mut world = Self {
            nodes: if way.is_some() { vec![None, None] } else { vec![None] },
            config,
            clock: Arc::new(ManualClock::default()),
            pace,
            token: String::new(),
            reads_from: 0,
            folder,
            postgres: postgres.map(|(name, _)| name),
            _way: way,
        };
        world.start_all().await;
        let mut writer = world.visitor(0);
        writer.join().await;
        world.token = writer.token.clone().unwrap();
        world
    }

    async fn start(&mut self, node: usize) {
        let key = Arc::new(SecretKey::from_bytes([7; 32]));
        let clock = Arc::clone(&self.clock);
        let tuning = Tuning { pace: self.pace, ..Tuning::default() };
        let opened = Running::open_tuned(&self.config, key, clock, Arc::new(SystemEntropy), tuning).await;
        let running = opened.unwrap_or_else(|error| panic!("the site did not open: {error}"));
        let port = Port::open(&running);
        self.nodes[node] = Some(Node { running, port });
    }

    fn node(&self, node: usize) -> &Node {
        self.nodes[node].as_ref().unwrap()
    }

    /// The reader's node.
    pub fn port(&self) -> &Port {
        &self.node(self.reads_from).port
    }

    /// A reader without an account.
    pub fn visitor(&self, node: usize) -> Client {
        Client::new(self.node(node).running.router.clone())
    }

    /// The writer.
    pub fn writer(&self, node: usize) -> Client {
        self.visitor(node).with_token(&self.token)
    }

    /// An effect of moderation, on this node; whether it changed something.
    pub async fn carry_out(&self, node: usize, effect: Effect) -> bool {
        carry_out(&self.node(node).running, effect).await.unwrap()
    }

    /// A node goes down without a word to anybody, and comes up again.
    pub async fn crash(&mut self, node: usize) {
        self.down(node).await;
        self.start(node).await;
    }

    async fn down(&mut self, node: usize) {
        let Node { running, port } = self.nodes[node].take().unwrap();
        drop(port);
        running.close(Duration::ZERO).await;
    }

    /// How many nodes there are.
    pub fn nodes(&self) -> usize {
        self.nodes.len()
    }

    async fn start_all(&mut self) {
        for node in 0..self.nodes.len() {
            self.start(node).await;
        }
    }

    async fn stop_all(&mut self) {
        for node in 0..self.nodes.len() {
            self.down(node).await;
        }
    }

    /// Copies the database while the site is stopped.
    pub async fn copy(&mut self) {
        self.stop_all().await;
        match &self.postgres {
            Some(name) => {
                admin(&format!("DROP DATABASE IF EXISTS {name}_copy WITH (FORCE)")).await;
                admin(&format!("CREATE DATABASE {name}_copy TEMPLATE {name}")).await;
            }
            None => drop(std::fs::copy(self.database(), self.folder.path().join("copy.db")).unwrap()),
        }
        self.start_all().await;
    }

    /// Puts the copy back while the site is stopped, with another epoch.
    pub async fn put_back(&mut self) {
        self.stop_all().await;
        match &self.postgres {
            Some(name) => {
                admin(&format!("DROP DATABASE {name} WITH (FORCE)")).await;
                admin(&format!("CREATE DATABASE {name} TEMPLATE {name}_copy")).await;
            }
            None => {
                for end in ["-wal", "-shm"] {
                    let _ = std::fs::remove_file(format!("{}{end}", self.database().display()));
                }
                std::fs::copy(self.folder.path().join("copy.db"), self.database()).unwrap();
            }
        }
        assert!(begin_new_epoch(&self.config, &SystemEntropy).await);
        self.start_all().await;
    }

    fn database(&self) -> PathBuf {
        self.folder.path().join("leeward.db")
    }

    /// Ends all nodes, and drops the database.
    pub async fn end(mut self) {
        self.stop_all().await;
        if let Some(name) = &self.postgres {
            admin(&format!("DROP DATABASE IF EXISTS {name}_copy WITH (FORCE)")).await;
            admin(&format!("DROP DATABASE {name} WITH (FORCE)")).await;
        }
    }
}

/// Says something to the server of the databases.
#[expect(clippy::disallowed_methods, reason = "tests have no settings of their own but this")]
async fn admin(sql: &str) {
    let admin = Database::connect(std::env::var("TEST_DATABASE_URL").unwrap()).await.unwrap();
    admin.execute_unprepared(sql).await.unwrap();
    admin.close().await.unwrap();
}
