//! One reader on a socket: the conversation, from the first frame to the close.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use futures_util::{Sink, SinkExt, Stream, StreamExt};
use tokio::time::{Instant, Interval, MissedTickBehavior, timeout};

use super::ears::Listening;
use super::frame::Frame;
use super::hub::Hub;
use super::protocol::{self, Ask, Fault, Say, Topic};
use super::reading::{Heard, Missed, Reading};
use super::text::Text;
use crate::domain::clock::Timestamp;

/// Between two pings.
const PING_EVERY: Duration = Duration::from_secs(25);
/// How long the last words may take.
const LAST_WORDS: Duration = Duration::from_secs(1);
/// Frames that a client may send in [`WINDOW_MS`].
const FRAMES: u32 = 30;
/// The window in which they are counted, in milliseconds.
const WINDOW_MS: i64 = 10_000;
/// Pings between two looks at the settings: every five minutes.
const LOOK_AGAIN: u32 = 12;
/// Frames that are given one after the other before a client that asks is heard.
const IN_A_ROW: u32 = 8;
/// Milliseconds over which clients that are sent away come back.
const COME_BACK_MS: u64 = 10_000;

/// What comes from the other side.
pub(crate) enum In {
    /// A text.
    Text(String),
    /// A ping or pong.
    Sign,
    /// A frame that is no text.
    Binary,
    /// The other side closes.
    Close,
    /// The other side broke the protocol: the close code that says so (RFC 6455 §7.4.1); `None` when it is gone.
    Broken(Option<u16>),
}

/// What goes to the other side.
pub(crate) enum Out {
    /// A text frame.
    Text(Text),
    /// A ping.
    Ping,
    /// The end, with its code (RFC 6455 §7.4.1).
    Close(u16),
}

/// Close codes of CONTRACT §6.
const UNSUPPORTED: u16 = 1003;
const REFUSED: u16 = 1008;
const RESTART: u16 = 1012;
const TRY_LATER: u16 = 1013;

/// How a conversation ends.
enum End {
    /// The other side is gone.
    Gone,
    /// The other side closes, and has to be answered (RFC 6455 §5.5.1).
    Closing,
    /// With a word and a code.
    Said(Fault, u16),
    /// With a code.
    Code(u16),
    /// The client is sent away and comes back.
    Bye,
}

/// Frames counted.
struct Count {
    since: Timestamp,
    frames: u32,
}

/// Speaks `leeward.v1` until one side ends it.
pub(crate) async fn converse<W>(hub: Arc<Hub>, mut reading: Reading, until: Option<Timestamp>, mut wire: W)
where
    W: Stream<Item = In> + Sink<Out> + Unpin + Send,
{
    let enrolled = hub.enrol();
    let Some(listening) = hub.ears.enter(reading.session(), reading.network()) else {
        finish(&hub, &mut wire, End::Said(Fault::TooManySockets, REFUSED)).await;
        return;
    };
    let end = talk(&hub, &mut reading, until, &listening, &mut wire).await;
    // The places go before the last words: who leaves takes nothing any more.
    drop(reading);
    finish(&hub, &mut wire, end).await;
    drop(listening);
    drop(enrolled);
}

async fn talk<W>(hub: &Hub, reading: &mut Reading, until: Option<Timestamp>, listening: &Listening, wire: &mut W) -> End
where
    W: Stream<Item = In> + Sink<Out> + Unpin + Send,
{
    let mut ended = std::pin::pin!(listening.ended().cancelled());
    let mut pings = interval();
    let mut count = Count { since: hub.ctx.now(), frames: 0 };
    let (mut unanswered, mut ticks, mut in_a_row) = (false, 0_u32, 0_u32);
    loop {
        // What is heard comes first: almost always it is what woke this reader, and then nothing else is looked at.
        tokio::select! {
            biased;
            heard = reading.hear(), if in_a_row < IN_A_ROW => {
                in_a_row += 1;
                // An end is final.
                if listening.ended().is_cancelled() {
                    return over(hub);
                }
                let given = match heard {
                    Ok(heard) => give(hub, reading, heard, wire, ended.as_mut()).await,
                    Err(Missed) => Err(End::Code(TRY_LATER)),
                };
                if let Err(end) = given {
                    return end;
                }
            }
            () = ended.as_mut() => return over(hub),
            message = wire.next() => {
                (unanswered, in_a_row) = (false, 0);
                let asked = match take_in(hub, message, &mut count) {
                    Ok(asked) => asked,
                    Err(end) => return end,
                };
                if let Some(text) = asked
                    // Boxed, like all that is rare here: a reader who waits, as almost all do, holds no room for it.
                    && let Err(end) = Box::pin(answer(hub, reading, &text, wire, ended.as_mut())).await
                {
                    return end;
                }
            }
            _ = pings.tick() => {
                if unanswered {
                    return End::Gone;
                }
                if until.is_some_and(|until| hub.ctx.now() >= until) {
                    return End::Said(Fault::SessionEnded, REFUSED);
                }
                ticks = ticks.wrapping_add(1);
                if ticks.is_multiple_of(LOOK_AGAIN) && Box::pin(reading.look_again()).await.is_err() {
                    return End::Bye;
                }
                unanswered = true;
                if let Err(end) = send(wire, Out::Ping, ended.as_mut(), hub).await {
                    return end;
                }
            }
            // Nobody else has anything: what is heard goes on.
            () = std::future::ready(()), if in_a_row >= IN_A_ROW => in_a_row = 0,
        }
    }
}

fn interval() -> Interval {
    let mut pings = tokio::time::interval_at(Instant::now() + PING_EVERY, PING_EVERY);
    pings.set_missed_tick_behavior(MissedTickBehavior::Delay);
    pings
}

/// The token that ended stands for a stop or for the end of the session.
fn over(hub: &Hub) -> End {
    if hub.stopping().is_cancelled() { End::Bye } else { End::Said(Fault::SessionEnded, REFUSED) }
}

/// What came, counted: the text to answer, `None` for a sign of life.
fn take_in(hub: &Hub, message: Option<In>, count: &mut Count) -> Result<Option<String>, End> {
    let text = match message {
        None | Some(In::Broken(None)) => return Err(End::Gone),
        Some(In::Close) => return Err(End::Closing),
        Some(In::Broken(Some(code))) => return Err(End::Code(code)),
        Some(In::Binary) => return Err(End::Code(UNSUPPORTED)),
        Some(In::Sign) => None,
        Some(In::Text(text)) => Some(text),
    };
    let now = hub.ctx.now();
    if now.since_ms(count.since) >= WINDOW_MS || now < count.since {
        *count = Count { since: now, frames: 0 };
    }
    count.frames += 1;
    if count.frames > FRAMES { Err(End::Said(Fault::TooManyFrames, REFUSED)) } else { Ok(text) }
}

/// Follows what a client asks.
async fn answer<W, E>(
    hub: &Hub,
    reading: &mut Reading,
    text: &str,
    wire: &mut W,
    mut ended: Pin<&mut E>,
) -> Result<(), End>
where
    W: Stream<Item = In> + Sink<Out> + Unpin + Send,
    E: Future<Output = ()>,
{
    let fault = match protocol::read(text) {
        Ok(Ask::Unsubscribe(topic)) => {
            reading.leave(&topic);
            return Ok(());
        }
        Ok(Ask::Subscribe { topic, after, epoch }) => match reading.enter(&topic, after, epoch.as_deref()).await {
            Ok(first) => {
                send(wire, Out::Text(first), ended.as_mut(), hub).await?;
                return replay(hub, reading, &topic, wire, ended).await;
            }
            Err(super::reading::Refused::Fault(fault)) => fault,
            Err(super::reading::Refused::Store) => return Err(End::Bye),
        },
        Err(fault) => fault,
    };
    send(wire, Out::Text(words(fault)), ended, hub).await
}

/// Gives what happened between the client's last number and now.
async fn replay<W, E>(
    hub: &Hub,
    reading: &mut Reading,
    topic: &Topic,
    wire: &mut W,
    mut ended: Pin<&mut E>,
) -> Result<(), End>
where
    W: Stream<Item = In> + Sink<Out> + Unpin + Send,
    E: Future<Output = ()>,
{
    loop {
        let missed = reading.missed(topic).await.map_err(|_| End::Bye)?;
        if missed.is_empty() {
            return Ok(());
        }
        for frame in missed {
            give(hub, reading, Heard { topic: topic.clone(), frame }, wire, ended.as_mut()).await?;
        }
    }
}

/// Gives one frame in the form that this reader sees, and judges again whether they may go on reading.
async fn give<W, E>(
    hub: &Hub,
    reading: &mut Reading,
    heard: Heard,
    wire: &mut W,
    mut ended: Pin<&mut E>,
) -> Result<(), End>
where
    W: Stream<Item = In> + Sink<Out> + Unpin + Send,
    E: Future<Output = ()>,
{
    let Heard { topic, frame } = heard;
    if let Some(text) = reading.text(&frame) {
        send(wire, Out::Text(text), ended.as_mut(), hub).await?;
    }
    if frame.changes_access() && !Box::pin(reading.may_stay(&topic, &frame)).await.map_err(|_| End::Bye)? {
        reading.leave(&topic);
        if !is_the_end(&frame) {
            let gone = Say::Thread { topic: topic.to_string(), seq: None, kind: "removed" }.text();
            send(wire, Out::Text(gone), ended, hub).await?;
        }
    }
    Ok(())
}

/// The frame itself says that the thread is gone.
fn is_the_end(frame: &Frame) -> bool {
    frame.kind.is_some_and(super::hub::ends_reading)
}

/// Sends, for as long as the connection is not ended. A reader who takes nothing keeps this waiting, and nobody else.
async fn send<W, E>(wire: &mut W, out: Out, mut ended: Pin<&mut E>, hub: &Hub) -> Result<(), End>
where
    W: Stream<Item = In> + Sink<Out> + Unpin + Send,
    E: Future<Output = ()>,
{
    tokio::select! {
        biased;
        sent = wire.send(out) => sent.map_err(|_| End::Gone),
        () = ended.as_mut() => Err(over(hub)),
    }
}

fn words(fault: Fault) -> Text {
    let (code, detail) = fault.words();
    Say::Error { code, detail }.text()
}

/// The last words and the close.
async fn finish<W>(hub: &Hub, wire: &mut W, end: End)
where
    W: Stream<Item = In> + Sink<Out> + Unpin + Send,
{
    let (text, code) = match end {
        End::Gone => return,
        End::Closing => {
            // The library has the answer ready, with a right code for a wrong one; it only has to leave.
            let _ = timeout(LAST_WORDS, wire.flush()).await;
            return;
        }
        End::Code(code) => (None, code),
        End::Said(fault, code) => (Some(words(fault)), code),
        End::Bye => {
            // Each client is told another moment, so that they do not all come back at once.
            let retry_after_ms = 500 + hub.ctx.below(COME_BACK_MS);
            (Some(Say::Bye { retry_after_ms }.text()), RESTART)
        }
    };
    let _ = timeout(LAST_WORDS, async {
        if let Some(text) = text {
            wire.send(Out::Text(text)).await?;
        }
        wire.send(Out::Close(code)).await?;
        // The other side's close is waited for, or the system may throw our last words away.
        while let Some(message) = wire.next().await {
            if matches!(message, In::Close | In::Broken(_)) {
                break;
            }
        }
        Ok::<(), W::Error>(())
    })
    .await;
}
