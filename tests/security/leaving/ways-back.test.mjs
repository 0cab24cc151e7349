// After leaving, every way back leads to the gate: Back, Forward, reload, a second tab, a closed tab, last time's tabs,
// paper. Chromium and Firefox, scripts on and off, by the link and by either key.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startElsewhere } from '../../browser/lib/elsewhere.mjs';
import { isBlankSheet, isGate } from '../../browser/lib/leaving.mjs';
import { chromiumProfile, firefoxProfile } from '../../browser/lib/profile.mjs';
import { startServer } from '../../browser/lib/server.mjs';
import { until } from '../../browser/lib/sockets.mjs';
import { ask, openBoard } from '../../browser/lib/steps.mjs';

/** @typedef {import('../../browser/lib/ways.mjs').Anyone} Anyone */
/** @typedef {import('../../browser/lib/profile.mjs').Profile<any>} Profile */

/** @type {Awaited<ReturnType<typeof startElsewhere>>} */
let elsewhere;
/** @type {import('../../browser/lib/server.mjs').Server} */
let server;

before(async () => {
  elsewhere = await startElsewhere();
  server = await startServer({ env: { LEEWARD_EXIT_URL: elsewhere.url } });
});
after(async () => {
  await server?.stop();
  await elsewhere?.stop();
});

/** How people leave. */
const WAYS = {
  'Leave now': (/** @type {Anyone} */ person) => person.press('Leave now'),
  'Esc three times': (/** @type {Anyone} */ person) => threeTimes(person, 'Escape'),
  'Shift three times': (/** @type {Anyone} */ person) => threeTimes(person, 'Shift'),
};

/**
 * @param {Anyone} person
 * @param {'Escape' | 'Shift'} key
 */
async function threeTimes(person, key) {
  for (let n = 0; n < 3; n += 1) await person.page.keyboard.press(key);
  await until(() => person.page.url() === elsewhere.url, `${key} leads away`);
}

/**
 * @param {Profile} profile
 * @param {boolean} scripts
 * @param {(person: Anyone) => Promise<unknown>} leave
 */
async function leaves(profile, scripts, leave) {
  const [closed, second, first] = [await profile.tab(), await profile.tab(), await profile.tab()];
  if (scripts) {
    // Shift is a choice; the page with its form asks for a sign-in.
    await second.open('/');
    await ask(second, () => {
      // biome-ignore lint/suspicious/noDocumentCookie: what the site's own form would set
      document.cookie = 'preferences=vh; Path=/; SameSite=Lax';
    });
  }
  await closed.open('/support');
  await second.open('/guidelines');
  await first.open('/privacy');
  await openBoard(first, 'About this place');
  await first.open(
    (await ask(first, () => document.querySelector('main a[href^="/threads/"]')?.getAttribute('href'))) ?? '',
  );
  assert.ok(!isBlankSheet(await first.page.pdf()), 'before, a sheet of paper has words');
  await profile.closeTab(closed);
  await leave(first);
  assert.deepEqual(await first.headings(), ['Mild and dry']);
  return { first, second };
}

/** @param {Profile} profile @param {boolean} scripts @param {(person: Anyone) => Promise<unknown>} leave */
async function everyWayBack(profile, scripts, leave) {
  const { first, second } = await leaves(profile, scripts, leave);
  // With scripts nobody does anything: the tab hears of it.
  if (scripts) await until(async () => (await second.title()) === 'Page', 'the second tab is the gate');
  else await second.reload();
  await isGate(second);
  for (const way of ['back', 'back', 'reload', 'forward', 'reload']) {
    await first[way]();
    if (first.page.url() === elsewhere.url) continue;
    await isGate(first);
  }
  await first.open('/privacy');
  await isGate(first);
  assert.ok(isBlankSheet(await first.page.pdf()), 'a sheet of paper has no word of the page');
  await isGate(await profile.reopen());
  await profile.close();
  const tabs = await profile.again(3);
  for (const tab of tabs) await isGate(tab);
  for (const tab of tabs) {
    await tab.back().catch(() => undefined);
    if (tab.page.url().startsWith(server.origin)) await isGate(tab);
  }
}

const BROWSERS = { Chromium: chromiumProfile, Firefox: firefoxProfile };

describe('after leaving only the gate stands', () => {
  for (const [name, open] of Object.entries(BROWSERS)) {
    for (const scripts of [true, false]) {
      for (const [way, leave] of Object.entries(WAYS)) {
        if (!scripts && way !== 'Leave now') continue;
        it(`${name}, scripts ${scripts ? 'on' : 'off'}, ${way}`, async () => {
          /** @type {Profile} */
          const profile = await open(server.origin, { scripts });
          try {
            await everyWayBack(profile, scripts, leave);
          } finally {
            await profile.forget();
          }
        });
      }
    }
  }
});
