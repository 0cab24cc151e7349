// What scripts add (DESIGN §5, §6): leaving by a key, a cover over what Back brings, buttons that say they are sending,
// copying the phrase. And what they never do: write anything into the browser's stores.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import { launchChromium } from '../lib/chromium.mjs';
import { startElsewhere } from '../lib/elsewhere.mjs';
import { startServer } from '../lib/server.mjs';
import { ask, comeBack, giveTwoBack, join, openBoard, post, wordsShown, writeThread } from '../lib/steps.mjs';
import { inChromium } from '../lib/tab.mjs';

/** @typedef {import('../lib/person.mjs').ChromiumPerson} Person */

const SETTINGS = {
  LEEWARD_LIMITS__FIRST_POSTS_HELD: '0',
  LEEWARD_LIMITS__THREADS_PER_DAY_L0: '20',
  LEEWARD_LIMITS__REPLY_GAP_S_L0: '0',
  LEEWARD_LIMITS__JOINS_PER_HOUR: '100',
};

/** @type {Awaited<ReturnType<typeof startElsewhere>>} */
let elsewhere;
/** @type {import('../lib/server.mjs').Server} */
let server;
/** @type {import('playwright-core').Browser} */
let browser;

before(async () => {
  elsewhere = await startElsewhere();
  server = await startServer({ env: { ...SETTINGS, LEEWARD_EXIT_URL: elsewhere.url } });
  browser = await launchChromium();
});
after(async () => {
  await browser?.close();
  await server?.stop();
  await elsewhere?.stop();
});

/** @param {(person: Person) => Promise<void>} act */
function withScripts(act) {
  return inChromium(browser, server, {}, async (person) => {
    await act(person);
    if (new URL(person.page.url()).origin === server.origin) await keptNothing(person);
  });
}

/** @param {Person} person */
async function keptNothing(person) {
  const kept = await person.page.evaluate(async () => ({
    local: localStorage.length,
    session: sessionStorage.length,
    databases: (await indexedDB.databases()).length,
    workers: (await navigator.serviceWorker?.getRegistrations())?.length ?? 0,
    caches: 'caches' in window ? (await caches.keys()).length : 0,
  }));
  assert.deepEqual(kept, { local: 0, session: 0, databases: 0, workers: 0, caches: 0 });
}

/**
 * The page that was left is gone from the history; the one before it is the gate.
 * @param {Person} person
 */
async function isAway(person) {
  await person.page.waitForURL(elsewhere.url);
  assert.deepEqual(await person.headings(), ['Mild and dry']);
  await person.back();
  assert.equal(await person.title(), 'Page');
  assert.deepEqual(await person.headings(), ['Page']);
}

/** @param {Person} person */
const isCovered = (person) =>
  ask(person, () => {
    const layer = document.querySelector('.cover');
    if (!layer) return false;
    const box = layer.getBoundingClientRect();
    const over = document.elementFromPoint(innerWidth / 2, innerHeight / 2) === layer;
    return over && box.width >= innerWidth && box.height >= innerHeight;
  });

describe('with scripts', () => {
  it('people join, write, answer, go and come back', () =>
    withScripts(async (person) => {
      await person.open('/join');
      const phrase = await join(person);
      await openBoard(person, 'Erectile difficulties');
      await person.press('New thread', { within: 'main' });
      await writeThread(person, { title: 'Telling a new partner', body: 'How did >!you!< begin?' });
      await person.press('Preview', { within: 'form.composer' });
      await person.press('Post thread', { within: 'form.composer' });
      assert.equal((await post(person, 1))?.meta, 'started this just now');
      await person.fill('Your reply', 'I will tell you how it went.');
      await person.press('Post reply', { within: 'form.composer' });
      assert.match(person.address(), /#post-2$/);
      await person.open('/me?open=sessions');
      await person.press('Sign out here');
      await comeBack(person, phrase.join('-'));
      await person.open('/me');
      assert.deepEqual(await person.headings(), ['Me']);
    }));

  it('people download everything and delete their account', () =>
    withScripts(async (person) => {
      await person.open('/join');
      const phrase = (await join(person)).join(' ');
      await openBoard(person, 'Erectile difficulties');
      await person.press('New thread', { within: 'main' });
      await writeThread(person, { title: 'Words that will go', body: 'Not for ever.' });
      await person.press('Post thread', { within: 'form.composer' });
      await person.open('/me?open=data');
      const [file] = await Promise.all([
        person.page.waitForEvent('download'),
        person.press('Download everything (JSON)', { stays: true }),
      ]);
      assert.equal(file.suggestedFilename(), 'my-data.json');
      const { posts } = JSON.parse(await readFile(await file.path(), 'utf8'));
      assert.deepEqual(
        posts.map((/** @type {{ body: string }} */ own) => own.body),
        ['Not for ever.'],
      );
      await person.press('Delete my account');
      await person.tick('Remove it, with a line in its place');
      await person.fill('Your present phrase', phrase);
      await person.press('Delete account now');
      assert.deepEqual(await person.headings(), ['Your account is deleted']);
      await comeBack(person, phrase);
      await person.sees('This phrase opens no account.');
    }));

  it('scripts add Copy and Print beside the words, and Copy says what it means', () =>
    inChromium(browser, server, {}, async (person) => {
      await person.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      await person.open('/join');
      await person.tick('I am 18 or older');
      await person.tick('I have read the guidelines');
      await person.press('Continue');
      const words = await wordsShown(person);
      await person.press('Copy', { within: '.phrase', stays: true });
      await person.sees('Copied. The clipboard keeps it until you copy something else.');
      const names = await ask(person, () => [...document.querySelectorAll('.phrase button')].map((b) => b.textContent));
      assert.deepEqual(names, ['Save as text', 'Print', 'Copy']);
      await giveTwoBack(person, words);
    }));

  it('a typed phrase is hidden, and shown on a press', () =>
    withScripts(async (person) => {
      await person.open('/sign-in');
      const kind = () => ask(person, () => document.querySelector('#phrase')?.getAttribute('type'));
      assert.equal(await kind(), 'password');
      await person.press('Show phrase', { stays: true });
      assert.equal(await kind(), 'text');
      await person.press('Hide phrase', { stays: true });
      assert.equal(await kind(), 'password');
    }));

  it('a pressed button says so, and a second press sends nothing more', () =>
    withScripts(async (person) => {
      await person.open('/join');
      let sent = 0;
      /** @type {(value: null) => void} */
      let answer = () => {};
      const pressedTwice = new Promise((resolve) => {
        answer = resolve;
      });
      await person.page.route('**/join', async (route) => {
        sent += 1;
        await pressedTwice;
        await route.continue();
      });
      // Pressed and looked at in one turn of the page, while the answer is held back.
      const pressed = await person.page.evaluate(() => {
        const button = document.querySelector('main form button.primary');
        if (!(button instanceof HTMLButtonElement)) return null;
        button.click();
        const looks = { words: button.textContent, disabled: button.getAttribute('aria-disabled') };
        button.click();
        return looks;
      });
      assert.deepEqual(pressed, { words: 'Sending', disabled: 'true' });
      const loaded = person.page.waitForEvent('load');
      answer(null);
      await loaded;
      await person.sees('There is a problem');
      assert.equal(sent, 1);
    }));

  it('Esc three times leaves, from a field and with a warning before the third', () =>
    withScripts(async (person) => {
      await person.open('/guidelines');
      await person.open('/sign-in');
      await person.page.focus('#phrase');
      await person.page.keyboard.press('Escape');
      await person.page.keyboard.press('Escape');
      await person.sees('Once more to leave');
      await person.page.keyboard.press('Escape');
      await isAway(person);
    }));

  it('another key in between starts the count anew, and so does a key held down', () =>
    withScripts(async (person) => {
      await person.open('/');
      for (const key of ['Escape', 'Escape', 'Tab', 'Escape', 'Escape', 'Shift+Escape']) {
        await person.page.keyboard.press(key);
      }
      assert.equal(await isCovered(person), false);
      for (let n = 0; n < 4; n += 1) await person.page.keyboard.down('Escape');
      await person.page.keyboard.up('Escape');
      assert.equal(await isCovered(person), false);
      assert.equal(person.address(), '/');
    }));

  it('Leave now covers the page at once, however slow the next page is, and covers other tabs', () =>
    withScripts(async (person) => {
      const { page } = person;
      await person.open('/');
      const other = await page.context().newPage();
      await other.goto(`${server.origin}/guidelines`);
      // Leaving is looked at before it is over: in the same turn in which the link was pressed.
      const covered = await page.evaluate(() => {
        document.querySelector('a.leave')?.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
        const layer = document.querySelector('.cover');
        return layer !== null && document.elementFromPoint(innerWidth / 2, innerHeight / 2) === layer;
      });
      assert.equal(covered, true);
      await page.waitForURL(elsewhere.url);
      await other.waitForFunction(() => document.title === 'Page');
      await other.close();
    }));

  it('Leave now goes elsewhere, and Back brings the gate', () =>
    withScripts(async (person) => {
      await person.open('/support');
      await person.open('/guidelines');
      await person.press('Leave now');
      await isAway(person);
      await person.press('Continue');
    }));

  it('a page from memory stays covered until it was loaded anew', () =>
    withScripts(async (person) => {
      await person.open('/guidelines');
      const loaded = person.page.waitForEvent('load');
      const covered = await ask(person, () => {
        window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
        return document.querySelector('.cover') !== null;
      });
      assert.equal(covered, true);
      await loaded;
      assert.equal(await isCovered(person), false);
    }));

  it('a text is kept as one draft while its writer rests', () =>
    withScripts(async (person) => {
      await person.open('/join');
      await join(person);
      const board = await openBoard(person, 'Erectile difficulties');
      await person.page.clock.install();
      await person.open(`${board}/new`);
      await person.fill('Your post', 'A first sentence.');
      await person.page.clock.runFor(4_900);
      await person.doesNotSee('Draft saved');
      await person.page.clock.runFor(200);
      await person.sees('Draft saved');
      await person.fill('Your post', 'A first sentence, and a second one.');
      await person.doesNotSee('Draft saved');
      await person.page.clock.runFor(5_100);
      await person.sees('Draft saved');
      await person.open('/drafts');
      await person.sees('A first sentence, and a second one.');
      assert.equal(await ask(person, () => document.querySelectorAll('main a[href$="/discard"]').length), 1);
    }));

  it('what was being written when somebody left waits among the drafts', () =>
    withScripts(async (person) => {
      await person.open('/join');
      await join(person);
      const board = await openBoard(person, 'Erectile difficulties');
      await person.open(`${board}/new`);
      await person.fill('Your post', 'Somebody came into the room.');
      await person.press('Leave now');
      await isAway(person);
      await person.press('Continue');
      await person.open('/drafts');
      await person.sees('Somebody came into the room.');
    }));

  it('few characters are counted, each with its own word', () =>
    withScripts(async (person) => {
      await person.open('/join');
      await join(person);
      const board = await openBoard(person, 'Erectile difficulties');
      await person.open(`${board}/new`);
      await person.fill('Your post', 'x'.repeat(9_800));
      await person.doesNotSee('characters left');
      await person.fill('Your post', 'x'.repeat(9_999));
      await person.sees('1 character left');
      await person.fill('Your post', 'x'.repeat(9_801));
      await person.sees('199 characters left');
    }));

  it('a part that fails leaves the others as they are', () =>
    withScripts(async (person) => {
      await person.page.addInitScript(() => {
        Reflect.deleteProperty(Intl, 'PluralRules');
      });
      await openBoard(person, 'About this place');
      const thread = await ask(person, () => document.querySelector('main a[href^="/threads/"]')?.getAttribute('href'));
      await person.open(thread ?? '');
      await person.sees('Check for new replies');
      for (let n = 0; n < 3; n += 1) await person.page.keyboard.press('Escape');
      await isAway(person);
    }));

  it('nothing moves while a thread loads', () =>
    withScripts(async (person) => {
      await person.page.addInitScript(() => {
        const told = /** @type {any} */ (window);
        told.shifts = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) told.shifts += /** @type {any} */ (entry).value;
        }).observe({ type: 'layout-shift', buffered: true });
      });
      for (const path of ['/', '/join', '/sign-in', '/guidelines']) {
        await person.open(path);
        await person.page.waitForLoadState('networkidle');
        assert.equal(await person.page.evaluate(() => /** @type {any} */ (window).shifts), 0, path);
      }
      await openBoard(person, 'About this place');
      const thread = await ask(person, () => document.querySelector('main a[href^="/threads/"]')?.getAttribute('href'));
      await person.open(thread ?? '');
      await person.page.waitForLoadState('networkidle');
      assert.equal(await person.page.evaluate(() => /** @type {any} */ (window).shifts), 0, 'a thread');
    }));
});
