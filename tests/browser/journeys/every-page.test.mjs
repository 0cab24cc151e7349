// Every page in every state, judged as DESIGN §10 says. The routes come from the program's source: one that no sample
// reaches fails here.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { launchChromium } from '../lib/chromium.mjs';
import { startElsewhere } from '../lib/elsewhere.mjs';
import { table, walk } from '../lib/inventory.mjs';
import { routes, WITHOUT_PAGE } from '../lib/routes.mjs';
import { GENEROUS, STRICT, samples, settle, strictSamples } from '../lib/samples.mjs';
import { startServer } from '../lib/server.mjs';
import { join, openBoard, writeThread } from '../lib/steps.mjs';
import { inChromium } from '../lib/tab.mjs';

/** @type {import('playwright-core').Browser} */
let browser;
/** @type {Awaited<ReturnType<typeof startElsewhere>>} */
let elsewhere;
/** @type {import('../lib/server.mjs').Server} */
let server;
/** @type {import('../lib/server.mjs').Server} */
let strict;

before(async () => {
  elsewhere = await startElsewhere();
  const env = { LEEWARD_EXIT_URL: elsewhere.url };
  [server, strict] = [
    await startServer({ env: { ...env, ...GENEROUS } }),
    await startServer({ env: { ...env, ...STRICT } }),
  ];
  browser = await launchChromium();
});
after(async () => {
  await browser?.close();
  await strict?.stop();
  await server?.stop();
  await elsewhere?.stop();
});

/** A member of the strict server who has replied and may not reply again for a while. */
function hasReplied() {
  return inChromium(browser, strict, { scripts: false }, async (person) => {
    await person.open('/join');
    await join(person);
    const board = await openBoard(person, 'Erectile difficulties');
    await person.press('New thread', { within: 'main' });
    await writeThread(person, { title: 'Something to answer', body: 'A first post.' });
    await person.press('Post thread', { within: 'form.composer' });
    const thread = person.address().replace(/[?#].*/, '');
    await person.fill('Your reply', 'A first answer.');
    await person.press('Post reply', { within: 'form.composer' });
    const { cookies } = await person.page.context().storageState();
    return { board, thread, hasty: cookies.map(({ name, value }) => ({ name, value })) };
  });
}

describe('every page', () => {
  it('is accessible, valid, narrow, light and usable by keyboard, in every state', async () => {
    const made = await settle(browser, server);
    const { thread, hasty } = await hasReplied();
    const foreign = (/** @type {string} */ action) => `${elsewhere.url}?form=${encodeURIComponent(action)}`;
    const only = process.env.LEEWARD_PAGES ? new RegExp(process.env.LEEWARD_PAGES) : null;
    const pages = [
      ...samples(made, { foreign }),
      ...strictSamples(strict, [
        {
          route: 'POST /threads/{thread}/reply',
          state: 'too fast',
          role: 'hasty',
          path: thread,
          status: 429,
          server: strict,
          reach: async (person) => {
            await person.open(thread);
            await person.fill('Your reply', 'One more thing that I forgot.');
            await person.press('Post reply', { within: 'form.composer' });
          },
        },
      ]),
    ].filter((entry) => !only || only.test(`${entry.route} ${entry.state}`));
    const verdicts = await walk(browser, server, { pages, roles: { ...made.roles, hasty } });
    console.log(table(verdicts));
    const faulty = verdicts.filter((verdict) => verdict.faults.length > 0);
    const words = faulty.map(({ entry, faults }) =>
      [`${entry.route} (${entry.state}, ${entry.role})`, ...faults].join('\n  '),
    );
    assert.equal(faulty.length, 0, `\n${words.join('\n')}`);
    if (only) return;
    const sampled = new Set(pages.map((entry) => entry.route));
    const missing = routes().filter((route) => !sampled.has(route) && !WITHOUT_PAGE.has(route));
    assert.deepEqual(missing, [], 'routes without a sample');
  });
});
