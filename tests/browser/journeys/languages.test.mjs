// Every page in every state in every language on the smallest phone: nothing cut, nothing out of the screen; and the
// mirror (English from right to left, a third longer) before axe, so that no layout rests on a direction or a length.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { violations } from '../lib/axe.mjs';
import { launchChromium, openContext } from '../lib/chromium.mjs';
import { drawn, serveDrawn } from '../lib/drawn.mjs';
import { sideways, spacedOut } from '../lib/inventory.mjs';

const ALL = Boolean(process.env.LEEWARD_AXE_ALL);

/** @type {import('playwright-core').Browser} */
let browser;
/** @type {Awaited<ReturnType<typeof serveDrawn>>} */
let server;

before(async () => {
  [browser, server] = [await launchChromium(), await serveDrawn()];
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

/**
 * @param {string} tag
 * @param {boolean} judged by axe too
 * @returns {Promise<string[]>} what is wrong, by page
 */
async function walk(tag, judged) {
  const pages = drawn(tag);
  assert.ok(pages.length > 80, `${pages.length} pages`);
  const context = await openContext(browser, { width: 320 });
  const found = [];
  try {
    const page = await context.newPage();
    for (const path of pages) {
      await page.goto(server.origin + path);
      await page.evaluate(() => {
        for (const details of document.querySelectorAll('details')) details.open = true;
      });
      const faults = [...(await sideways(page)), ...(await spacedOut(page))];
      if (judged) faults.push(...(await violations(page, { coloursOnly: false })));
      found.push(...faults.map((fault) => `${path}: ${fault}`));
    }
  } finally {
    await context.close();
  }
  return found;
}

describe('every page in every language, 320 px', () => {
  for (const [tag, judged] of /** @type {const} */ ([
    ['en', false],
    ['es', ALL],
    ['de', ALL],
    ['ar-XB', true],
  ])) {
    it(`${tag}: nothing is cut and nothing runs out of the screen`, async () => {
      assert.deepEqual(await walk(tag, judged), []);
    });
  }
});
