// Another site on this machine: where "Leave now" goes in the journeys, and where a form comes from that is not ours.

import { createServer } from 'node:http';

/** @param {string} main */
const page = (main) => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Weather</title><link rel="icon" href="data:,"></head>
<body><h1>Mild and dry</h1>${main}</body>
</html>
`;

/** @param {string} action */
const form = (action) => `<form method="post" action="${action}">
<input type="hidden" name="title" value="A title from elsewhere"><input type="hidden" name="body" value="A text.">
<button type="submit">Send</button></form>`;

/** A page that minds nothing: browsers keep what is typed here. */
const KEEPS = `<form method="get" action="/"><input type="hidden" name="typed" value="yes">
<label>Place <input type="text" name="place"></label><label>Story <textarea id="story" name="story"></textarea></label>
<button type="submit">Send</button></form>`;

/** @returns {Promise<{ url: string, stop: () => Promise<void> }>} */
export async function startElsewhere() {
  const server = createServer((request, response) => {
    const asked = new URL(request.url ?? '/', 'http://elsewhere').searchParams;
    const action = asked.get('form');
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    response.end(page(action ? form(action) : asked.has('typed') ? KEEPS : ''));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(null)));
  const address = /** @type {import('node:net').AddressInfo} */ (server.address());
  const stop = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${address.port}/`, stop };
}
