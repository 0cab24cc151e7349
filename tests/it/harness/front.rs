//! A balancer before the nodes of a site: takes the living ones in turn, and loses answers when a test wants it to.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

/// How an answer begins that says that something was written.
const CREATED: &[u8] = b"HTTP/1.1 201";
/// Of so many such answers one is lost.
const ONE_OF: usize = 4;

/// The balancer.
pub struct Front {
    /// Where it listens.
    pub address: SocketAddr,
    shared: Arc<Shared>,
}

struct Shared {
    nodes: Mutex<Vec<SocketAddr>>,
    turn: AtomicUsize,
    loses: AtomicBool,
    created: AtomicUsize,
    lost: AtomicUsize,
}

impl Front {
    /// Before these nodes.
    pub fn before(nodes: Vec<SocketAddr>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(Shared {
            nodes: Mutex::new(nodes),
            turn: AtomicUsize::new(0),
            loses: AtomicBool::new(false),
            created: AtomicUsize::new(0),
            lost: AtomicUsize::new(0),
        });
        let accepting = Arc::clone(&shared);
        // Ends with the test's process: nothing waits for it.
        std::thread::spawn(move || listener.incoming().flatten().for_each(|client| accepting.join(client)));
        Self { address, shared }
    }

    /// From here on one of four answers that say "created" is lost, after the commit and before the client.
    pub fn lose_answers(&self, loses: bool) {
        self.shared.loses.store(loses, Ordering::SeqCst);
    }

    /// How many answers were lost.
    pub fn lost(&self) -> usize {
        self.shared.lost.load(Ordering::SeqCst)
    }
}

impl Shared {
    /// Joins a client to a node that answers; to none when none does.
    fn join(self: &Arc<Self>, client: TcpStream) {
        let nodes = self.nodes.lock().unwrap().clone();
        let first = self.turn.fetch_add(1, Ordering::SeqCst);
        let living = (0..nodes.len()).find_map(|n| TcpStream::connect(nodes[(first + n) % nodes.len()]).ok());
        let Some(node) = living else { return };
        let (mut from_client, mut to_node) = (client.try_clone().unwrap(), node.try_clone().unwrap());
        std::thread::spawn(move || {
            let _ = std::io::copy(&mut from_client, &mut to_node);
            let _ = to_node.shutdown(Shutdown::Write);
        });
        let shared = Arc::clone(self);
        std::thread::spawn(move || {
            shared.answers(&node, &client);
            let _ = client.shutdown(Shutdown::Both);
            let _ = node.shutdown(Shutdown::Both);
        });
    }

    /// Hands on what a node says, until it ends or an answer is to be lost.
    fn answers(&self, mut node: &TcpStream, mut client: &TcpStream) {
        let mut bytes = [0; 16 * 1024];
        while let Ok(count @ 1..) = node.read(&mut bytes) {
            if bytes[..count].starts_with(CREATED) && self.loses.load(Ordering::SeqCst) {
                let number = self.created.fetch_add(1, Ordering::SeqCst);
                if number.is_multiple_of(ONE_OF) {
                    self.lost.fetch_add(1, Ordering::SeqCst);
                    return;
                }
            }
            if client.write_all(&bytes[..count]).is_err() {
                return;
            }
        }
    }
}
