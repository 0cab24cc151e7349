// A small server with one good page and several bad ones, to see that the checks find what they are for.

import { createServer } from 'node:http';
import { gzipSync } from 'node:zlib';

/** The program's own, so that it is seen that the checks work under it. */
const POLICY = [
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'",
  "base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
].join('; ');

/**
 * @param {string} body
 * @param {string} [head]
 */
export function page(body, head = '') {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Page</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="/icon.png">
<link rel="stylesheet" href="/style.css">
${head}
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`;
}

const STYLE = `body { margin: 1rem; background: #fff; color: #222 }
a { color: #04c; transition: color 20s }
@media (prefers-color-scheme: dark) { body { background: #111; color: #eee } a { color: #8cf } .faint { color: #333 } }
.broad { width: 400px }
.unseen { outline: none }
.cut { height: 1.2em; line-height: 1.2; overflow: hidden; white-space: nowrap; width: 17em }`;

/**
 * @typedef {object} Reply
 * @property {string} body
 * @property {string} [type]
 * @property {boolean} [open] without a policy
 */

/** @type {Record<string, Reply>} */
const REPLIES = {
  '/icon.png': { body: '', type: 'image/png' },
  '/style.css': { body: STYLE, type: 'text/css; charset=utf-8' },
  '/throws.js': { body: 'throw new Error("broken part");', type: 'text/javascript' },
  '/good': { body: page('<h1>Good</h1>\n<p>All is well, <a href="/good">here</a>.</p>') },
  '/foreign': { body: page('<h1>Foreign</h1>\n<img src="http://localhost:59123/x.png" alt="">'), open: true },
  '/lacking': { body: page('<h1>Lacking</h1>', '<link rel="stylesheet" href="/gone.css">') },
  '/inline': { body: page('<h1>Inline</h1>\n<p style="color: red">Red</p>') },
  '/throwing': { body: page('<h1>Throwing</h1>', '<script src="/throws.js"></script>') },
  '/no-alt': { body: page('<h1>Picture</h1>\n<img src="data:," width="9" height="9">'), open: true },
  '/faint': { body: page('<h1>Faint</h1>\n<p class="faint">Hard to read in the dark</p>') },
  '/broad': { body: page('<h1>Broad</h1>\n<p class="broad">A box of 400 pixels</p>') },
  '/unseen': { body: page('<h1>Unseen</h1>\n<p>It is <a class="unseen" href="/good">here</a>.</p>') },
  '/cut': { body: page('<h1>Cut</h1>\n<p class="cut">Words in a box that does not grow</p>') },
  '/twice': { body: page('<h1 id="a">Twice</h1>\n<p id="a">The same id</p>') },
  '/form': {
    body: page(`<h1>Form</h1>
<form method="post" action="/form">
<label for="words">Words</label> <textarea id="words" name="words"></textarea>
<label><input type="checkbox" name="adult" value="yes"> I am 18 or older</label>
<label for="place">Place</label> <select id="place" name="place"><option>Here</option><option>There</option></select>
<button type="submit">Post</button>
</form>
<section id="one"><a href="/good?1">Report</a></section>
<section id="two"><a href="/good?2">Report</a></section>`),
  },
};

/**
 * @returns {Promise<{ origin: string, stop: () => Promise<void>, server: import('../lib/server.mjs').Server }>}
 */
export async function startFixture() {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://fixture');
    let typed = '';
    for await (const piece of request) typed += piece;
    const said = typed && page(`<h1>Said</h1>\n<p>${typed.replaceAll(/[<>&]/g, '')}</p>`);
    const reply = said ? { body: said } : REPLIES[pathname];
    const headers = {
      'content-type': reply?.type ?? 'text/html; charset=utf-8',
      'content-encoding': 'gzip',
      ...(reply?.open ? {} : { 'content-security-policy': POLICY }),
    };
    response.writeHead(reply ? 200 : 404, headers);
    response.end(gzipSync(reply?.body ?? page('<h1>Not here</h1>')));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(null)));
  const address = /** @type {import('node:net').AddressInfo} */ (server.address());
  const origin = `http://127.0.0.1:${address.port}`;
  const stop = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  const command = async () => '';
  return {
    origin,
    stop,
    server: { origin, dataDir: '', exits: [], log: () => '', command, restart: async () => {}, stop },
  };
}
