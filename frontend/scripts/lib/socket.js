// One socket for a page (CONTRACT §6): it comes back by itself, and every later event is heard once and in order.

import { look } from './updates.js';

/** The first and the longest wait before coming back; each is drawn anew between nothing and that (full jitter). */
const [FIRST_MS, MOST_MS] = [1_000, 30_000];
/** A page out of sight for so long needs no socket. */
const HIDDEN_MS = 300_000;
/** So long nothing is said about coming back. */
const SILENT_MS = 30_000;
/** The server's word for: too much asked. */
const TOO_MUCH = 1008;

/**
 * @typedef {object} Frame
 * @property {string} ev
 * @property {string} [topic]
 * @property {number} [seq]
 * @property {string} [epoch]
 * @property {string} [kind]
 * @property {string} [html]
 * @property {{ id?: string, position: number, author?: { persona?: string | null, handle?: string } }} [post]
 * @property {string | null} [reading]
 * @property {{ persona: string | null } | null} [you] the reader's own face in this thread
 * @property {string} [code]
 * @property {number} [retry_after_ms]
 */

/**
 * Follows a topic as long as the page is open.
 * @param {{ topic: string, seq: number | null, epoch: string | null }} from what the page knows already
 * @param {(frame: Frame) => void} hear every event of the topic, each number once; `resync`: load the page
 * @param {(live: boolean) => void} tell whether it is live; not so only after a while
 */
export function follow(from, hear, tell) {
  let { seq } = from;
  /** @type {WebSocket | null} */
  let socket = null;
  let [tries, wait, over, since] = [0, -1, false, 0];
  let [soon, paused, hidden] = [0, 0, 0];

  const end = () => {
    over = true;
    window.clearTimeout(soon);
    window.clearTimeout(paused);
    socket?.close();
  };
  /** @param {WebSocket} open @param {Frame} frame */
  const take = (open, frame) => {
    if (frame.ev === 'bye') wait = frame.retry_after_ms ?? FIRST_MS;
    // What can't be followed is not asked for again: the page is whole without it.
    if (frame.ev === 'error' && frame.code === 'not_found' && !since) end();
    if (frame.topic === 'me' && frame.ev === 'hint') look();
    if (frame.topic !== from.topic) return;
    const gone = frame.ev === 'thread' && frame.kind === 'removed';
    const other = frame.ev === 'subscribed' && from.epoch !== null && frame.epoch !== from.epoch;
    if (frame.ev === 'resync' || other) {
      end();
      hear({ ...frame, ev: 'resync' });
    } else if (gone) {
      end();
      hear(frame);
    } else if (seq === null || frame.ev === 'subscribed' || typeof frame.seq !== 'number') {
      if (frame.ev === 'subscribed') {
        since = performance.now();
        window.clearTimeout(paused);
        paused = 0;
        tell(true);
      }
      hear(frame);
    } else if (frame.seq === seq + 1) {
      seq = frame.seq;
      hear(frame);
    } else if (frame.seq > seq) {
      // Something is missing: asked for again from the last one that was heard.
      open.close();
    }
  };
  const open = () => {
    window.clearTimeout(soon);
    if (socket || over) return;
    const opened = new WebSocket(`${location.origin.replace('http', 'ws')}/live`, 'leeward.v1');
    socket = opened;
    paused ||= window.setTimeout(tell, SILENT_MS, false);
    opened.addEventListener('open', () => {
      const rest = seq === null ? {} : { after: seq, epoch: from.epoch };
      opened.send(JSON.stringify({ op: 'subscribe', topic: from.topic, ...rest }));
      if ('member' in document.body.dataset) opened.send(JSON.stringify({ op: 'subscribe', topic: 'me' }));
    });
    opened.addEventListener('message', (event) => socket === opened && take(opened, JSON.parse(event.data)));
    opened.addEventListener('close', (event) => {
      if (socket !== opened) return;
      socket = null;
      if (over) return;
      if (since && performance.now() - since > MOST_MS) tries = 0;
      since = 0;
      if (event.code === TOO_MUCH) tries = Math.max(tries, 5);
      const most = Math.min(MOST_MS, FIRST_MS * 2 ** tries);
      tries += 1;
      soon = window.setTimeout(open, wait < 0 ? Math.random() * most : wait + Math.random() * FIRST_MS);
      wait = -1;
      paused ||= window.setTimeout(tell, SILENT_MS, false);
    });
  };
  /** Leaves without coming back by itself. */
  const rest = () => {
    window.clearTimeout(soon);
    window.clearTimeout(paused);
    paused = 0;
    const closing = socket;
    [socket, since] = [null, 0];
    closing?.close();
  };

  document.addEventListener('visibilitychange', () => {
    window.clearTimeout(hidden);
    if (document.hidden) hidden = window.setTimeout(rest, HIDDEN_MS);
    else open();
  });
  window.addEventListener('online', open);
  window.addEventListener('pagehide', end);
  open();
}
