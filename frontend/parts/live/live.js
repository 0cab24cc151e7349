// What happens on the site while a thread or a board is open (DESIGN §6).

import { follow } from '../../scripts/lib/socket.js';
import { speaking } from '../../scripts/lib/words.js';
import { line } from './line.js';
import { replies } from './replies.js';

/** @typedef {import('../../scripts/lib/socket.js').Frame} Frame */

/**
 * @param {HTMLElement} box
 * @param {import('../../scripts/lib/words.js').Say} say
 */
function thread(box, say) {
  const shown = line(box, say);
  const list = replies(box, say, shown);
  /** @param {string} why */
  const anew = (why) => {
    list.stop();
    shown.offer(say(why), say('load'), location.pathname + location.search);
    shown.tell('more', () => say(why));
  };
  /** @param {Frame} frame */
  const hear = (frame) => {
    if (frame.ev === 'subscribed') list.you(frame.you?.persona ?? null);
    else if (frame.ev === 'post') list.take(frame);
    else if (frame.ev === 'presence') shown.reading(frame.reading ?? '');
    else if (frame.ev === 'resync') anew('more');
    else if (frame.ev === 'thread' && frame.kind === 'removed') {
      list.clear();
      anew('gone');
    } else if (frame.ev === 'thread') anew('changed');
  };
  return { hear, live: shown.live };
}

/**
 * A board only says that something happened: its rows are in an order of their own.
 * @param {HTMLElement} box
 * @param {import('../../scripts/lib/words.js').Say} say
 */
function board(box, say) {
  const shown = line(box, say);
  let said = false;
  /** @param {Frame} frame */
  const hear = (frame) => {
    if (said || ['subscribed', 'presence', 'error'].includes(frame.ev)) return;
    said = true;
    shown.offer(say('activity'), say('load_board'), location.pathname + location.search);
    shown.tell('activity', () => say('activity'));
  };
  return { hear, live: () => {} };
}

/** @param {HTMLElement} box the place under the list */
export function attach(box) {
  // Who saves data has said that what is not asked for shall not come.
  if (/** @type {any} */ (navigator).connection?.saveData) return;
  const { topic = '', seq, epoch = null } = box.dataset;
  const say = speaking(box.dataset.words);
  const { hear, live } = seq === undefined ? board(box, say) : thread(box, say);
  const begin = () => follow({ topic, seq: seq === undefined ? null : Number(seq), epoch }, hear, live);
  if (document.readyState === 'complete') begin();
  else window.addEventListener('load', begin, { once: true });
}
