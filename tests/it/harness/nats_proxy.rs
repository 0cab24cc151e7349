//! A network between a node and its NATS server that loses and doubles hints, holds them back, and can be cut.
//!
//! It knows just enough of the server's side of the protocol to find whole messages (`MSG subject sid [reply] bytes`).
//! Only those under `.changes` are lost or doubled: what a node says to itself is not a hint.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex};

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

/// What happens on the way.
#[derive(Clone, Copy, Default)]
pub struct Weather {
    /// The share of hints that are lost.
    pub lost: f64,
    /// The share of those left that come twice.
    pub doubled: f64,
}

/// A network of one's own.
pub struct NatsProxy {
    pub port: u16,
    way: Arc<Way>,
}

struct Way {
    server: u16,
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    weather: Weather,
    chance: StdRng,
    lost: usize,
    doubled: usize,
    cut: bool,
    held: bool,
    open: Vec<TcpStream>,
}

impl NatsProxy {
    /// Before the server on this port; the same seed brings the same weather.
    pub fn before(server: u16, weather: Weather, seed: u64) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let chance = StdRng::seed_from_u64(seed);
        let state = State { weather, chance, lost: 0, doubled: 0, cut: false, held: false, open: Vec::new() };
        let way = Arc::new(Way { server, state: Mutex::new(state), changed: Condvar::new() });
        let accepting = Arc::clone(&way);
        // Ends with the test's process: nothing waits for it.
        std::thread::spawn(move || listener.incoming().flatten().for_each(|node| accepting.join(node)));
        Self { port, way }
    }

    /// Its address, without a login.
    pub fn url(&self) -> String {
        format!("nats://127.0.0.1:{}", self.port)
    }

    /// Another weather from here on.
    pub fn turn(&self, weather: Weather) {
        self.way.state.lock().unwrap().weather = weather;
    }

    /// How many hints were lost, and how many doubled.
    pub fn counts(&self) -> (usize, usize) {
        let state = self.way.state.lock().unwrap();
        (state.lost, state.doubled)
    }

    /// Ends all connections and lets none through.
    pub fn cut(&self) {
        let mut state = self.way.state.lock().unwrap();
        state.cut = true;
        for stream in state.open.drain(..) {
            let _ = stream.shutdown(Shutdown::Both);
        }
        self.way.changed.notify_all();
    }

    /// Lets connections through again.
    pub fn mend(&self) {
        self.way.state.lock().unwrap().cut = false;
    }

    /// Keeps back all that the server says, in order, until [`NatsProxy::release`].
    pub fn hold(&self) {
        self.way.state.lock().unwrap().held = true;
    }

    /// Hands on what was kept back.
    pub fn release(&self) {
        self.way.state.lock().unwrap().held = false;
        self.way.changed.notify_all();
    }
}

impl Drop for NatsProxy {
    fn drop(&mut self) {
        self.release();
        self.cut();
    }
}

impl Way {
    /// Joins a node's connection to the server, both ways.
    fn join(self: &Arc<Self>, node: TcpStream) {
        let Ok(server) = TcpStream::connect(("127.0.0.1", self.server)) else { return };
        let mut state = self.state.lock().unwrap();
        if state.cut {
            return;
        }
        state.open.extend([node.try_clone().unwrap(), server.try_clone().unwrap()]);
        drop(state);
        let (mut from_node, mut to_server) = (node.try_clone().unwrap(), server.try_clone().unwrap());
        std::thread::spawn(move || {
            let _ = std::io::copy(&mut from_node, &mut to_server);
            let _ = to_server.shutdown(Shutdown::Both);
        });
        let way = Arc::clone(self);
        std::thread::spawn(move || {
            way.hand_on(BufReader::new(server), &node);
            let _ = node.shutdown(Shutdown::Both);
        });
    }

    /// The server's side, message by message, until either end is closed.
    fn hand_on(&self, mut server: BufReader<TcpStream>, mut node: &TcpStream) {
        while let Some((piece, hint)) = piece(&mut server) {
            for _ in 0..self.times(hint) {
                if node.write_all(&piece).is_err() {
                    return;
                }
            }
        }
    }

    /// How often a piece is handed on; waits while everything is held back.
    fn times(&self, hint: bool) -> usize {
        let mut state = self.changed.wait_while(self.state.lock().unwrap(), |state| state.held).unwrap();
        let weather = state.weather;
        if !hint {
            return 1;
        }
        if state.chance.random_bool(weather.lost) {
            state.lost += 1;
            return 0;
        }
        let twice = state.chance.random_bool(weather.doubled);
        state.doubled += usize::from(twice);
        1 + usize::from(twice)
    }
}

/// The next line, with the message that it announces; whether it is a hint. `None` at the end.
fn piece(server: &mut impl BufRead) -> Option<(Vec<u8>, bool)> {
    let mut piece = Vec::new();
    if server.read_until(b'\n', &mut piece).ok()? == 0 {
        return None;
    }
    let line = String::from_utf8_lossy(&piece).into_owned();
    let mut words = line.split_whitespace();
    if !matches!(words.next(), Some("MSG" | "HMSG")) {
        return Some((piece, false));
    }
    let hint = words.next()?.ends_with(".changes");
    let length: u64 = words.next_back()?.parse().ok()?;
    // The message ends in CR LF.
    let read = server.take(length + 2).read_to_end(&mut piece).ok()?;
    (read as u64 == length + 2).then_some((piece, hint))
}
