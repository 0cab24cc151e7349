// Pages that were drawn into a folder (`examples/drawn-pages.rs`), served as the site would: what no request reaches.

import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';

const TYPES = { css: 'text/css', js: 'text/javascript', png: 'image/png', svg: 'image/svg+xml' };

/** The folder, which `tests/run` has filled. */
function folder() {
  const { LEEWARD_DRAWN } = process.env;
  if (!LEEWARD_DRAWN) throw new Error('LEEWARD_DRAWN names no folder: run "tests/run --only journeys"');
  return LEEWARD_DRAWN;
}

/**
 * @param {string} tag
 * @returns {string[]} the paths of all pages in this language
 */
export function drawn(tag) {
  return readdirSync(path.join(folder(), tag)).map((name) => `/${tag}/${name}`);
}

/** Serves the folder until `stop`. */
export async function serveDrawn() {
  const server = createServer(async (request, response) => {
    const asked = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
    const inner = asked.startsWith('/static/') ? path.join('static', path.basename(asked)) : asked;
    const kind = inner.endsWith('.html')
      ? 'text/html'
      : TYPES[/** @type {keyof typeof TYPES} */ (inner.split('.').pop())];
    try {
      const body = await readFile(path.join(folder(), path.normalize(inner)));
      response.writeHead(200, { 'content-type': `${kind}; charset=utf-8` }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const address = server.address();
  if (!address || typeof address === 'string') throw new Error('no port');
  return {
    origin: `http://127.0.0.1:${address.port}`,
    stop: () => new Promise((resolve) => server.close(() => resolve(undefined))),
  };
}
