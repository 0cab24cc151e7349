// Leaving, as far as it happens in the page (DESIGN §5): the cover, what is printed under it, what becomes of a text. What
// browsers do afterwards takes longer and stands in tests/security/leaving.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { launchChromium } from '../lib/chromium.mjs';
import { startElsewhere } from '../lib/elsewhere.mjs';
import { launchFirefox } from '../lib/firefox.mjs';
import { isBlankSheet, isGate } from '../lib/leaving.mjs';
import { ChromiumPerson, FirefoxPerson } from '../lib/person.mjs';
import { startServer } from '../lib/server.mjs';
import { ask, join, openBoard } from '../lib/steps.mjs';
import { inChromium } from '../lib/tab.mjs';

/** @typedef {import('../lib/ways.mjs').Anyone} Anyone */

/** Within so many milliseconds after the press the cover is painted. */
const PAINTED_MS = 100;

/** A place that has no page: who goes there stays, and can be looked at. @returns {Promise<{ url: string, stop: () => void }>} */
async function startNowhere() {
  const server = createServer((_, response) => response.writeHead(204).end());
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(null)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${port}/`, stop };
}

/**
 * Presses Leave now, and says how many milliseconds later the next frame was painted.
 * @param {Anyone} person
 * @returns {Promise<number>}
 */
async function paintedAfter(person) {
  await ask(person, () => {
    const told = /** @type {any} */ (window);
    told.painted = new Promise((resolve) => {
      document.querySelector('a.leave')?.addEventListener('click', (event) => {
        // What comes in a task of its own after the frame's last step comes after its paint.
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => resolve(performance.now() - event.timeStamp);
          port2.postMessage(null);
        });
      });
    });
  });
  const { x, y } = await ask(person, () => {
    const box = /** @type {Element} */ (document.querySelector('a.leave')).getBoundingClientRect();
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  });
  await person.page.mouse.click(x, y);
  return ask(person, () => /** @type {any} */ (window).painted);
}

/** @param {Anyone} person */
const shows = (person) => ask(person, () => document.body.innerText.trim());

describe('the cover', () => {
  const launches = { Chromium: launchChromium, Firefox: () => launchFirefox({ scripts: true }) };
  for (const [name, launch] of Object.entries(launches)) {
    it(`stands at once in ${name} with the server stopped, and nothing is printed through it`, async () => {
      const nowhere = await startNowhere();
      const server = await startServer({ env: { LEEWARD_EXIT_URL: nowhere.url } });
      let running = true;
      const browser = await launch();
      try {
        const page = await browser.newPage();
        const person =
          'waitForEvent' in page ? new ChromiumPerson(server.origin, page) : new FirefoxPerson(server.origin, page);
        await person.open('/guidelines');
        assert.notEqual(await shows(person), '');
        assert.ok(!isBlankSheet(await page.pdf()), 'the page can be printed');
        await server.stop();
        running = false;
        const took = await paintedAfter(person);
        assert.ok(took < PAINTED_MS, `painted after ${took} ms`);
        assert.equal(await shows(person), '', 'there is nothing to be read aloud or found');
        assert.ok(isBlankSheet(await page.pdf()), 'the sheet is blank');
      } finally {
        await browser.close();
        if (running) await server.stop();
        nowhere.stop();
      }
    });
  }
});

describe('who leaves', () => {
  /** @type {Awaited<ReturnType<typeof startElsewhere>>} */
  let elsewhere;
  /** @type {import('../lib/server.mjs').Server} */
  let server;
  /** @type {import('playwright-core').Browser} */
  let browser;

  before(async () => {
    elsewhere = await startElsewhere();
    const env = { LEEWARD_EXIT_URL: elsewhere.url, LEEWARD_LIMITS__JOINS_PER_HOUR: '100' };
    server = await startServer({ env });
    browser = await launchChromium();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
    await elsewhere?.stop();
  });

  /** @param {(person: ChromiumPerson) => Promise<void>} act */
  const asMember = (act) =>
    inChromium(browser, server, {}, async (person) => {
      await person.open('/join');
      await join(person);
      await act(person);
    });

  /** @param {ChromiumPerson} person @param {string} text */
  async function waitsAsOneDraft(person, text) {
    await person.open('/drafts');
    const drafts = await ask(person, () =>
      [...document.querySelectorAll('main a[href^="/drafts/"]:not([href$="/discard"])')].map((link) =>
        link.getAttribute('href'),
      ),
    );
    assert.equal(drafts.length, 1, JSON.stringify(drafts));
    await person.open(drafts[0] ?? '');
    assert.equal(await person.held('Your post'), text);
  }

  it('keeps the longest text in a script of which a letter takes three bytes', () =>
    asMember(async (person) => {
      const text = '海'.repeat(10_000);
      await person.open(`${await openBoard(person, 'Erectile difficulties')}/new`);
      await person.fill('Your post', text);
      await person.press('Leave now');
      await person.page.waitForURL(elsewhere.url);
      await person.open('/');
      await isGate(person);
      await person.press('Continue');
      await waitsAsOneDraft(person, text);
    }));

  it('keeps signs that mean something in a form', () =>
    asMember(async (person) => {
      const text = 'a=1&b=2 + 50% of it\n\nthe rest; "quoted"';
      await person.open(`${await openBoard(person, 'Erectile difficulties')}/new`);
      await person.fill('Your post', text);
      await person.press('Leave now');
      await person.page.waitForURL(elsewhere.url);
      await person.open('/');
      await person.press('Continue');
      await waitsAsOneDraft(person, text);
    }));

  it('finds a text that was being written when a link was pressed', () =>
    asMember(async (person) => {
      await person.open(`${await openBoard(person, 'Erectile difficulties')}/new`);
      await person.fill('Your post', 'Then the bell rang.');
      await person.press('Guidelines', { within: 'footer' });
      await waitsAsOneDraft(person, 'Then the bell rang.');
    }));

  it('finds a previewed text as a draft, in whose place the page stands in the history', () =>
    asMember(async (person) => {
      await person.open(`${await openBoard(person, 'Erectile difficulties')}/new`);
      await person.fill('Your post', 'Read once more.');
      await person.press('Preview', { within: 'form.composer' });
      await person.page.waitForURL(/\/drafts\/\d+-\d+$/);
      await person.reload();
      assert.equal(await person.held('Your post'), 'Read once more.');
      await waitsAsOneDraft(person, 'Read once more.');
    }));

  /** Another tab comes to the front, or this one. @param {ChromiumPerson} person @param {'hidden' | 'visible'} state */
  const turns = (person, state) =>
    person.page.evaluate((state) => {
      Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }, state);

  it('may have pages covered when another tab comes, until a press', () =>
    asMember(async (person) => {
      await person.open('/guidelines');
      await turns(person, 'hidden');
      await person.sees('Guidelines');
      await person.open('/me?open=privacy');
      await person.tick('Cover the page until I press “Continue”');
      await person.press('Save this choice');
      await person.open(`${await openBoard(person, 'Erectile difficulties')}/new`);
      await person.fill('Your post', 'Half a sentence');
      await turns(person, 'hidden');
      assert.equal(await shows(person), '');
      await turns(person, 'visible');
      assert.equal(await shows(person), '', 'coming back is not enough');
      await person.press('Continue', { within: '.cover', stays: true });
      assert.notEqual(await shows(person), '');
      await person.page.keyboard.type('.');
      assert.equal(await person.held('Your post'), 'Half a sentence.', 'the place where it was typed is kept');
      await person.open('/me?open=privacy');
      await person.tick('Leave the page as it is');
      await person.press('Save this choice');
      await turns(person, 'hidden');
      assert.notEqual(await shows(person), '');
    }));

  it('is gone for good from a page that was covered for another tab', () =>
    asMember(async (person) => {
      await person.open('/me?open=privacy');
      await person.tick('Cover the page until I press “Continue”');
      await person.press('Save this choice');
      await turns(person, 'hidden');
      for (let n = 0; n < 3; n += 1) await person.page.keyboard.press('Escape');
      await person.page.waitForURL(elsewhere.url);
      await person.open('/me');
      await isGate(person);
    }));
});
