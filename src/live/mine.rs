//! Who on this node waits for news of their own: of faces that are told something, and of threads that are followed. It
//! is memory only, made from what a socket's member is and follows; the bus knows nothing of it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use super::hub::Open;
use super::seats::lock;
use crate::domain::ids::ThreadId;
use crate::domain::keys::PersonaKey;

/// What somebody waits for.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Watched {
    /// A followed thread.
    Thread(ThreadId),
    /// One's own face.
    Face(PersonaKey),
}

/// Sockets by what they wait for. Each is a topic of one reader.
#[derive(Default)]
pub(super) struct Mine(Mutex<HashMap<Watched, Vec<Arc<Open>>>>);

impl Mine {
    /// `open` waits for all of these from now on.
    pub(super) fn watch(&self, open: &Arc<Open>, watched: &[Watched]) {
        let mut all = lock(&self.0);
        for one in watched {
            all.entry(*one).or_default().push(Arc::clone(open));
        }
    }

    /// `open` waits for these no more.
    pub(super) fn forget(&self, open: &Arc<Open>, watched: &[Watched]) {
        let mut all = lock(&self.0);
        for one in watched {
            if let Some(waiting) = all.get_mut(one) {
                waiting.retain(|other| !Arc::ptr_eq(other, open));
                if waiting.is_empty() {
                    all.remove(one);
                }
            }
        }
    }

    /// Who waits for this.
    pub(super) fn of(&self, watched: Watched) -> Vec<Arc<Open>> {
        lock(&self.0).get(&watched).cloned().unwrap_or_default()
    }

    /// Everybody, some of them more than once.
    pub(super) fn all(&self) -> Vec<Arc<Open>> {
        lock(&self.0).values().flatten().cloned().collect()
    }
}
