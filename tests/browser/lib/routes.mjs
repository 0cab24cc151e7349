// The routes of the pages, as the program's source lists them: a page that nobody samples is found missing here.

import { readFileSync } from 'node:fs';

const SOURCE = new URL('../../../src/web/pages/mod.rs', import.meta.url);

/** What answers with no page of its own: a file, or a redirect to a page that another route draws. */
export const WITHOUT_PAGE = new Set([
  'GET /static/{tree}/{*path}',
  'GET /favicon.ico',
  'GET /robots.txt',
  'GET /avatars/{file}',
  'POST /join/words.txt',
  // A page that never ends: journeys/live.test.mjs judges it while it is open.
  'GET /threads/{thread}/stream',
  'GET /leave',
  'POST /away/continue',
  'POST /sign-out',
  'POST /preferences',
  'POST /me/look',
  'POST /me/reading',
  'POST /me/export',
  'POST /me/live',
  'POST /notifications/read',
  'POST /personas/{persona}/mute',
  'POST /personas/{persona}/unmute',
  'POST /threads/{thread}/follow',
  'POST /threads/{thread}/unfollow',
  'POST /threads/{thread}/unread',
  'POST /me/sessions/end-others',
  'POST /me/sessions/{id}/end',
  'POST /boards/{board}/name/reroll',
  'POST /threads/{thread}/show-all',
  'POST /threads/{thread}/close',
  'POST /posts/{post}/delete',
  'POST /posts/{post}/reactions/{kind}',
  'POST /posts/{post}/publish',
  'POST /posts/{post}/cancel',
  'POST /drafts',
  'POST /drafts/{draft}/discard',
]);

/** @returns {string[]} such as `GET /boards/{board}` */
export function routes() {
  const source = readFileSync(SOURCE, 'utf8');
  /** @type {string[]} */
  const found = [];
  // .route("/path", get(…).post(…)) or .get("/path", …)
  for (const [, path, handlers] of source.matchAll(/\.route\("([^"]+)",\s*([^\n]*)/g)) {
    for (const [, method] of (handlers ?? '').matchAll(/\b(get|post)\(/g))
      found.push(`${method?.toUpperCase()} ${path}`);
  }
  for (const [, method, path] of source.matchAll(/\.(get|post)\(\s*"([^"]+)"/g)) {
    found.push(`${method?.toUpperCase()} ${path}`);
  }
  if (found.length < 20) throw new Error(`${SOURCE.pathname} lists ${found.length} routes: has it moved?`);
  return found;
}
