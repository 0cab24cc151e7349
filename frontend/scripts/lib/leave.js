// Leaving: the page is covered before anything else happens, and nothing waits for the server.

import { cover } from './cover.js';
import { handOver } from './draft.js';

/** Milliseconds within which a key counts as pressed three times. */
const KEY_WINDOW_MS = 2000;

/** Other tabs of this site hear here that they have to cover themselves. */
const channel = open();

/** A browser that is told to keep nothing for this site may refuse; leaving has to work there too. */
function open() {
  try {
    return new BroadcastChannel('cover');
  } catch {
    return null;
  }
}

/** Keeps what a signed-in person typed, as a draft. */
function keepDraft() {
  const form = document.querySelector('form.composer');
  if (form instanceof HTMLFormElement) handOver(form);
}

/** Leaves for good: Back shows the gate. */
function leave() {
  cover();
  const name = document.body.dataset.away ?? 'away';
  // biome-ignore lint/suspicious/noDocumentCookie: the other way is asynchronous, and leaving waits for nothing
  document.cookie = `${name}=1; Path=/; SameSite=Lax${name.startsWith('__Host-') ? '; Secure' : ''}`;
  // After the cookie: another tab loads anew as soon as it hears, and has to find the gate.
  channel?.postMessage('cover');
  keepDraft();
  location.replace(document.body.dataset.exitTo || '/leave');
}

/** @param {string} text said politely, once, to those who hear the page */
function say(text) {
  const line = document.createElement('p');
  line.className = 'unseen';
  line.setAttribute('role', 'status');
  document.body.append(line);
  // A live region speaks of what changes in it, not of what it is born with.
  setTimeout(() => (line.textContent = text), 50);
  setTimeout(() => line.remove(), KEY_WINDOW_MS);
}

/** Three presses of a chosen key leave. Any other key starts anew. */
function keys() {
  const chosen = (document.body.dataset.exit ?? '').split(' ');
  let last = '';
  let times = /** @type {number[]} */ ([]);
  document.addEventListener('keydown', (event) => {
    if (event.repeat || event.isComposing) return;
    const key = event.key === 'Escape' ? 'esc' : event.key === 'Shift' ? 'shift' : '';
    const bare = !event.ctrlKey && !event.altKey && !event.metaKey;
    if (!key || !bare || !chosen.includes(key)) {
      times = [];
      return;
    }
    if (key !== last) times = [];
    last = key;
    times = [...times.filter((at) => event.timeStamp - at < KEY_WINDOW_MS), event.timeStamp];
    if (times.length === 2) say(document.body.dataset.onceMore ?? '');
    if (times.length >= 3) leave();
  });
}

/** Starts listening. */
export function leaving() {
  document.addEventListener('click', (event) => {
    const target = event.target instanceof Element ? event.target.closest('a.leave') : null;
    if (target) {
      event.preventDefault();
      leave();
    }
  });
  keys();
  channel?.addEventListener('message', () => {
    cover();
    keepDraft();
    location.reload();
  });
  // A page kept in memory is kept covered, and shown only after it was loaded anew.
  window.addEventListener('pagehide', (event) => event.persisted && cover());
  window.addEventListener('pageshow', (event) => {
    if (event.persisted) {
      cover();
      location.reload();
    }
  });
}
