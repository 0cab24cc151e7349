// Somebody who writes through the API: many replies in a moment, without a browser of their own.

import assert from 'node:assert/strict';

export class Caller {
  /**
   * @param {string} origin
   * @param {string} token
   */
  constructor(origin, token) {
    this.origin = origin;
    this.token = token;
  }

  /**
   * @param {string} origin
   * @returns {Promise<Caller>} a new member
   */
  static async join(origin) {
    const body = { age_confirmed: true, guidelines_accepted: true };
    const { session_token: token } = await new Caller(origin, '').call('POST', '/members', body, 201);
    return new Caller(origin, token);
  }

  /**
   * @param {string} method
   * @param {string} path below `/api/v1`
   * @param {object} [body]
   * @param {number} [status] the one that is expected
   * @returns {Promise<any>}
   */
  async call(method, path, body, status = 200) {
    /** @type {Record<string, string>} */
    const headers = body ? { 'content-type': 'application/json' } : {};
    if (this.token) headers.authorization = `Bearer ${this.token}`;
    const sent = body ? { body: JSON.stringify(body) } : {};
    const answer = await fetch(`${this.origin}/api/v1${path}`, { method, headers, ...sent });
    const text = await answer.text();
    assert.equal(answer.status, status, `${method} ${path}: ${text}`);
    return text ? JSON.parse(text) : null;
  }

  /**
   * Starts a thread on the first board that everyone may read.
   * @param {string} title
   * @returns {Promise<string>} its id
   */
  async start(title) {
    const boards = await this.call('GET', '/boards');
    const board = (boards.items ?? boards).find((/** @type {any} */ one) => one.readable_by === 'everyone');
    const body = { title, body: 'Who has been through this?', seeking: 'experiences', content_warnings: [] };
    const made = await this.call('POST', `/boards/${board.code}/threads`, body, 201);
    return made.thread.id ?? made.thread;
  }

  /**
   * @param {string} thread
   * @param {string} body
   * @param {{ reply_to?: number, content_warnings?: string[] }} [more]
   * @returns {Promise<string>} the post's id
   */
  async reply(thread, body, more = {}) {
    const made = await this.call('POST', `/threads/${thread}/posts`, { body, ...more }, 201);
    return made.post.id ?? made.post;
  }
}
