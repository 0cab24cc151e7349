// A socket that the test holds in the server's place: what the page says on it, and frames of any kind.

import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';

/** How long something that happens by itself may take. */
const PATIENCE_MS = 5_000;

/** @typedef {{ op: string, topic: string, after?: number, epoch?: string }} Said */

/**
 * Waits until something holds.
 * @template T
 * @param {() => T | Promise<T>} look answers something true once it holds
 * @param {string} what
 * @param {number} [patience] milliseconds
 * @returns {Promise<T>}
 */
export async function until(look, what, patience = PATIENCE_MS) {
  const deadline = Date.now() + patience;
  for (;;) {
    const seen = await look();
    if (seen) return seen;
    assert.ok(Date.now() < deadline, `waited in vain: ${what}`);
    await pause(25);
  }
}

export class Sockets {
  constructor() {
    /** Every socket that a page opened, in order. @type {import('playwright-core').WebSocketRoute[]} */
    this.opened = [];
    /** What pages said, in order. @type {Said[]} */
    this.said = [];
    /** Whether subscriptions are answered by themselves. */
    this.answers = true;
  }

  /**
   * From now on sockets of this page lead here.
   * @param {import('playwright-core').Page} page
   */
  async hold(page) {
    await page.routeWebSocket(/\/live$/, (route) => {
      this.opened.push(route);
      route.onMessage((text) => {
        const said = JSON.parse(String(text));
        this.said.push(said);
        const { topic, epoch = 'none' } = said;
        if (this.answers) this.send({ ev: 'subscribed', topic, seq: said.after ?? 0, epoch, you: null });
      });
    });
  }

  /** @param {object} frame */
  send(frame) {
    this.opened.at(-1)?.send(JSON.stringify(frame));
  }

  /** @param {number} count @returns {Promise<Said>} the subscription of the socket that was opened as this one */
  subscription(count) {
    return until(() => this.said[count - 1], `subscription ${count}`);
  }
}

/**
 * The event of a post as the server sends it, its fragment made from the first post of the open page.
 * @param {import('playwright-core').Page} page
 * @param {{ seq: number, position: number, kind?: string, by?: string, text?: string }} post
 */
export function postFrame(page, post) {
  return page.evaluate(({ seq, position, kind = 'created', by = 'still-fjord', text = `Reply ${position}` }) => {
    const topic = document.querySelector('[data-topic]')?.getAttribute('data-topic');
    const article = /** @type {HTMLElement} */ (document.querySelector('article.post')?.cloneNode(true));
    const words = document.createElement('p');
    words.textContent = text;
    article.querySelector('.text')?.replaceChildren(words);
    const handle = article.querySelector('.handle');
    if (handle) handle.textContent = by;
    const html = article.outerHTML.replaceAll(/post-\d+/g, `post-${position}`);
    return { ev: 'post', topic, seq, kind, post: { position, author: { persona: by, handle: by } }, html };
  }, post);
}
