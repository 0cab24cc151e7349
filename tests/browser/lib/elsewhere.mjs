// Where "Leave now" goes in the journeys: a calm page of another site on this machine.

import { createServer } from 'node:http';

const PAGE = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Weather</title><link rel="icon" href="data:,"></head>
<body><h1>Mild and dry</h1></body>
</html>
`;

/** @returns {Promise<{ url: string, stop: () => Promise<void> }>} */
export async function startElsewhere() {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    response.end(PAGE);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(null)));
  const address = /** @type {import('node:net').AddressInfo} */ (server.address());
  const stop = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${address.port}/`, stop };
}
