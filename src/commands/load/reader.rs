//! One live reader: subscribes, takes what comes, comes back with the last number when the connection ends.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use futures_util::{SinkExt, StreamExt};
use tokio::sync::Semaphore;
use tokio_tungstenite::tungstenite::Message;

use super::arguments::Target;
use super::record::{Heard, Record, heard};
use super::socket::{Socket, open};
use crate::app::system::SystemEntropy;
use crate::domain::entropy::below;

/// The longest wait before another try, when the server does not say.
const LONGEST_WAIT_MS: u64 = 10_000;
/// The first wait, when the server does not say.
const FIRST_WAIT_MS: u64 = 500;

/// What all readers of a run share.
pub(super) struct Readers {
    /// Where they connect.
    pub(super) target: Target,
    /// The path of the socket.
    pub(super) path: &'static str,
    /// What they subscribe to.
    pub(super) topic: String,
    /// From when their times count.
    pub(super) began: Instant,
    /// How many shake hands at once: a server under test is not flooded unless that is the test.
    pub(super) doors: Semaphore,
    /// Whether they come back without waiting.
    pub(super) at_once: bool,
}

/// One reader's record, shared with who watches.
pub(super) type Shared = Arc<Mutex<Record>>;

/// The record, also when a task that held it was dropped.
pub(super) fn see(record: &Mutex<Record>) -> MutexGuard<'_, Record> {
    record.lock().unwrap_or_else(PoisonError::into_inner)
}

/// How a connection ended, and with it how long to wait.
enum End {
    /// The server said goodbye and named a time.
    Bye(u64),
    /// It refused, and named a time or not.
    Refused(Option<Duration>),
    /// It broke.
    Broken,
}

/// Reads until the task is dropped.
pub(super) async fn read(all: Arc<Readers>, token: Option<Arc<str>>, number: u32, record: Shared) {
    let mut failures = 0_u32;
    loop {
        let end = match enter(&all, token.as_deref(), number, &record).await {
            Ok(socket) => {
                failures = 0;
                follow(socket, &all, &record).await
            }
            Err(end) => end,
        };
        see(&record).live = false;
        if !all.at_once {
            tokio::time::sleep(wait(&end, failures)).await;
        }
        failures = failures.saturating_add(1);
    }
}

/// Shakes hands and subscribes after the last number.
async fn enter(all: &Readers, token: Option<&str>, number: u32, record: &Mutex<Record>) -> Result<Socket, End> {
    let Ok(_door) = all.doors.acquire().await else { return Err(End::Broken) };
    let mut socket = match open(&all.target, all.path, token, number).await {
        Ok(socket) => socket,
        Err(refused) => {
            see(record).refused(refused.said);
            return Err(End::Refused(refused.retry_after));
        }
    };
    let after = see(record).seq();
    let subscribe = serde_json::json!({ "op": "subscribe", "topic": all.topic, "after": after }).to_string();
    if socket.send(Message::text(subscribe)).await.is_err() {
        return Err(End::Broken);
    }
    // The first frame says whether the subscription holds; it keeps the door until then.
    match socket.next().await {
        Some(Ok(Message::Text(text))) => match heard(&text) {
            Heard::Subscribed => {
                let mut record = see(record);
                record.live = true;
                record.connected = record.connected.saturating_add(1);
                Ok(socket)
            }
            Heard::Bye(after_ms) => Err(End::Bye(after_ms)),
            Heard::Error(code) => {
                see(record).refused(code);
                Err(End::Broken)
            }
            other => {
                see(record).refused(format!("{other:?} before subscribed"));
                Err(End::Broken)
            }
        },
        _ => Err(End::Broken),
    }
}

/// Takes frames until the connection ends. Everything here is done once for each delivery.
async fn follow(mut socket: Socket, all: &Readers, record: &Mutex<Record>) -> End {
    while let Some(Ok(message)) = socket.next().await {
        let text = match message {
            Message::Text(text) => text,
            Message::Close(frame) => {
                if let Some(frame) = frame {
                    see(record).refused(format!("closed with {}", frame.code));
                }
                return End::Broken;
            }
            _ => continue,
        };
        match heard(&text) {
            Heard::Event(seq) => {
                let at_us = u32::try_from(all.began.elapsed().as_micros()).unwrap_or(u32::MAX - 1);
                see(record).take(seq, at_us, &text);
            }
            Heard::Bye(after_ms) => return End::Bye(after_ms),
            Heard::Resync => see(record).resyncs += 1,
            Heard::Error(code) => see(record).refused(code),
            Heard::Subscribed | Heard::Other => {}
        }
    }
    End::Broken
}

/// How long to wait: never less than the server said, and spread, so that not everybody is back in the same moment.
fn wait(end: &End, failures: u32) -> Duration {
    let (least, spread) = match end {
        End::Bye(after_ms) => (*after_ms, (*after_ms).max(FIRST_WAIT_MS)),
        End::Refused(Some(after)) => {
            let after_ms = u64::try_from(after.as_millis()).unwrap_or(LONGEST_WAIT_MS);
            (after_ms, after_ms.max(FIRST_WAIT_MS))
        }
        End::Refused(None) | End::Broken => {
            (0, FIRST_WAIT_MS.saturating_mul(1 << failures.min(5)).min(LONGEST_WAIT_MS))
        }
    };
    Duration::from_millis(least.saturating_add(below(&SystemEntropy, spread)))
}
