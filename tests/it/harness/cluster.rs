//! Two nodes of one site: the real program twice, each with a folder and a port of its own, on one PostgreSQL database
//! and one bus. Each node's way to the bus can be cut, and loses what a test wants to be lost.

use std::net::TcpListener;
use std::path::PathBuf;

use super::app::fresh_postgres;
use super::nats::Nats;
use super::nats_proxy::{NatsProxy, Weather};
use super::pause;
use crate::crash::script::Node;

/// How many nodes there are.
pub const NODES: usize = 2;

/// The nodes, and what joins them.
pub struct Cluster {
    /// The bus.
    pub nats: Nats,
    /// Each node's way to the bus.
    pub ways: [NatsProxy; NODES],
    nodes: [Option<Node>; NODES],
    ports: [u16; NODES],
    variables: Vec<(String, String)>,
    database: String,
    folder: tempfile::TempDir,
}

impl Cluster {
    /// Two running nodes with these variables besides. `None` without PostgreSQL: on SQLite there is one node.
    /// Not to be called inside a runtime.
    pub fn start(variables: &[(&str, &str)]) -> Option<Self> {
        let runtime = crate::program::runtime();
        let (_, database) = runtime.block_on(fresh_postgres())?;
        let (_, ledger) = runtime.block_on(fresh_postgres())?;
        let folder = tempfile::tempdir().unwrap();
        let key = folder.path().join("secret.key").display().to_string();
        let mut all = vec![("LEEWARD_DATABASE_URL", database.as_str()), ("LEEWARD_LEDGER_URL", &ledger)];
        all.extend([("LEEWARD_SECRET_KEY_FILE", key.as_str()), ("LEEWARD_LOG", "error")]);
        all.extend_from_slice(variables);
        let variables = all.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let nats = Nats::start();
        let ways = [1, 2].map(|seed| NatsProxy::before(nats.port, Weather::default(), seed));
        let mut cluster = Self { nats, ways, nodes: [None, None], ports: free_ports(), variables, database, folder };
        for node in 0..NODES {
            cluster.start_again(node);
        }
        Some(cluster)
    }

    /// The address of the nodes' database.
    pub fn database(&self) -> &str {
        &self.database
    }

    /// A node that runs.
    pub fn node(&self, node: usize) -> &Node {
        self.nodes[node].as_ref().expect("the node runs")
    }

    /// Starts a node that does not run, in its folder and on its port; returns when it listens.
    pub fn start_again(&mut self, node: usize) {
        assert!(self.nodes[node].is_none(), "the node runs");
        let listen = format!("127.0.0.1:{}", self.ports[node]);
        let bus = self.ways[node].url();
        let mut variables: Vec<(&str, &str)> = self.variables.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        variables.extend([("LEEWARD_LISTEN", listen.as_str()), ("LEEWARD_NATS_URL", &bus)]);
        self.nodes[node] = Some(Node::start(&self.folder_of(node), &variables));
    }

    /// Ends a node from one moment to the next.
    pub fn kill(&mut self, node: usize) {
        drop(self.nodes[node].take().expect("the node runs"));
    }

    /// Ends a node as its operator does; waits until it is gone.
    pub fn stop(&mut self, node: usize) {
        let mut stopping = self.nodes[node].take().expect("the node runs");
        stopping.program.terminate();
        assert!(stopping.program.0.wait().unwrap().success());
    }

    /// The node holds its connections and does nothing.
    pub fn pause(&self, node: usize) {
        pause::pause(&self.node(node).program.0);
    }

    /// The node goes on after a pause.
    pub fn resume(&self, node: usize) {
        pause::resume(&self.node(node).program.0);
    }

    fn folder_of(&self, node: usize) -> PathBuf {
        let folder = self.folder.path().join(format!("node-{node}"));
        std::fs::create_dir_all(&folder).unwrap();
        folder
    }
}

/// Ports that nobody holds: a node that starts again is where it was.
fn free_ports() -> [u16; NODES] {
    let held = [(); NODES].map(|()| TcpListener::bind("127.0.0.1:0").unwrap());
    held.map(|listener| listener.local_addr().unwrap().port())
}
