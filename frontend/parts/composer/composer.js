// Tells how many characters are left, once there are few; while its writer rests, keeps the text as a draft and says
// what in it could tell who they are.

import { handOver, save, takeOutOfHistory } from '../../scripts/lib/draft.js';
import { speaking } from '../../scripts/lib/words.js';
import { hinting } from './hints.js';

/** Below so many it is told. */
const FEW = 200;
/** Milliseconds of rest after which a text is kept. */
const REST_MS = 5_000;

/** @param {HTMLElement} form the composer */
export function attach(form) {
  const body = form.querySelector('textarea');
  if (!body || !(form instanceof HTMLFormElement)) return;
  const say = speaking(form.dataset.words);
  const max = Number(body.dataset.max);
  const count = form.querySelector('textarea + .told');
  body.addEventListener('input', () => {
    const left = max - [...body.value].length;
    if (count) count.textContent = left < FEW ? say('left', { n: left }) : '';
  });
  const found = form.querySelector('.found');
  const hint = found ? hinting(body, found, say('hints')) : async () => {};
  let resting = 0;
  body.addEventListener('input', () => {
    window.clearTimeout(resting);
    resting = window.setTimeout(hint, REST_MS);
  });
  form.addEventListener('submit', () => window.clearTimeout(resting));
  const saved = form.querySelector('.buttons > .told');
  if (!saved || !('member' in document.body.dataset)) return;
  takeOutOfHistory(form).catch(() => undefined);
  let timer = 0;
  form.addEventListener('input', () => {
    window.clearTimeout(timer);
    saved.textContent = '';
    timer = window.setTimeout(() => {
      save(form).then(
        (kept) => (saved.textContent = kept ? say('saved') : ''),
        () => undefined,
      );
    }, REST_MS);
  });
  let sent = false;
  form.addEventListener('submit', () => {
    sent = true;
    window.clearTimeout(timer);
  });
  // Our pages are loaded anew when Back brings them, and browsers are told not to remember what fields held.
  window.addEventListener('pagehide', () => sent || handOver(form));
}
