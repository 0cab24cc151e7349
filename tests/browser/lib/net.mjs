// Quiet network (DESIGN §10): a reader's browser talks to our origin and to nobody else.

import assert from 'node:assert/strict';

/**
 * @typedef {object} Seen
 * @property {string} method
 * @property {string} url
 * @property {boolean} page whether it was for a page, not for something on a page
 * @property {number | null} status null until answered
 * @property {string | null} failure the browser's word for why there was no answer
 */

/** Addresses that never leave the browser. */
const INSIDE = /^(about|blob|data):/;

export class NetworkLog {
  /** @param {import('./server.mjs').Server} server whose origin is ours; everything else is a finding */
  constructor(server) {
    this.server = server;
    /** @type {Seen[]} */
    this.requests = [];
  }

  /** @param {import('playwright-core').BrowserContext} context */
  watchChromium(context) {
    /** @type {WeakMap<object, Seen>} */
    const entries = new WeakMap();
    context.on('request', (request) => {
      const seen = this.#add(request.method(), request.url(), request.isNavigationRequest());
      entries.set(request, seen);
    });
    context.on('response', (response) => {
      const seen = entries.get(response.request());
      if (seen) seen.status = response.status();
    });
    context.on('requestfailed', (request) => {
      const seen = entries.get(request);
      if (seen) seen.failure = request.failure()?.errorText ?? 'failed';
    });
    /** @param {import('playwright-core').Page} page */
    const sockets = (page) => page.on('websocket', (socket) => this.#add('SOCKET', socket.url(), false));
    context.pages().forEach(sockets);
    context.on('page', sockets);
  }

  /** @param {import('puppeteer-core').Page} page */
  watchFirefox(page) {
    /** @type {WeakMap<object, Seen>} */
    const entries = new WeakMap();
    page.on('request', (request) => {
      entries.set(request, this.#add(request.method(), request.url(), request.isNavigationRequest()));
    });
    page.on('response', (response) => {
      const seen = entries.get(response.request());
      if (seen) seen.status = response.status();
    });
    page.on('requestfailed', (request) => {
      const seen = entries.get(request);
      if (seen) seen.failure = request.failure()?.errorText ?? 'failed';
    });
  }

  /**
   * @param {string} method
   * @param {string} url
   * @param {boolean} page
   */
  #add(method, url, page) {
    /** @type {Seen} */
    const seen = { method, url, page, status: null, failure: null };
    if (!INSIDE.test(url)) this.requests.push(seen);
    return seen;
  }

  /** Requests to anyone but us. @returns {string[]} */
  foreign() {
    const ours = [this.server.origin, ...this.server.exits].map((origin) => new URL(origin).host);
    return this.requests.filter((seen) => !ours.includes(new URL(seen.url).host)).map((seen) => line(seen));
  }

  /**
   * Things that a page asked for and did not get.
   * @returns {string[]}
   */
  broken() {
    return this.requests
      .filter((seen) => !seen.page && seen.method === 'GET' && (seen.status ?? 0) >= 400)
      .map((seen) => line(seen));
  }

  /** Fails unless every request went to us and everything on the pages was there. */
  assertQuiet() {
    const [foreign, broken] = [this.foreign(), this.broken()];
    if (foreign.length > 0) assert.fail(`requests to another origin:\n  ${foreign.join('\n  ')}`);
    if (broken.length > 0) assert.fail(`things on a page that the server did not have:\n  ${broken.join('\n  ')}`);
  }
}

/** @param {Seen} seen */
function line(seen) {
  return `${seen.method} ${seen.url} ${seen.status ?? seen.failure ?? 'no answer'}`;
}
