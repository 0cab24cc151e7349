// The three ways in which every journey is gone (HOUSE §10): plain, enhanced, narrow.

import { after, before, describe, it } from 'node:test';
import { launchChromium } from './chromium.mjs';
import { launchFirefox } from './firefox.mjs';
import { startServer } from './server.mjs';
import { inChromium, inFirefox } from './tab.mjs';

/**
 * @typedef {import('./person.mjs').ChromiumPerson | import('./person.mjs').FirefoxPerson} Anyone
 * @typedef {{ server: import('./server.mjs').Server, chromium: import('playwright-core').Browser,
 *   firefox: import('puppeteer-core').Browser }} World
 */

/**
 * One server and both browsers for the tests of a file; `tests` registers them and reads `world` only when they run.
 * @param {string} name
 * @param {Parameters<typeof startServer>[0]} settings
 * @param {(world: World) => void} tests
 */
export function inWorld(name, settings, tests) {
  describe(name, () => {
    const world = /** @type {World} */ ({});
    before(async () => {
      world.server = await startServer(settings);
      world.chromium = await launchChromium();
      world.firefox = await launchFirefox();
    });
    after(async () => {
      await world.firefox?.close();
      await world.chromium?.close();
      await world.server?.stop();
    });
    tests(world);
  });
}

/**
 * The same journey in Firefox without scripts, in Chromium with scripts, and in Chromium without scripts on a phone.
 * @param {World} world
 * @param {string} name
 * @param {(person: Anyone, way: 'plain' | 'enhanced' | 'narrow') => Promise<void>} act
 */
export function everyWay(world, name, act) {
  it(`${name}, plain`, () => inFirefox(world.firefox, world.server, (person) => act(person, 'plain')));
  it(`${name}, enhanced`, () => inChromium(world.chromium, world.server, {}, (person) => act(person, 'enhanced')));
  it(`${name}, narrow`, () =>
    inChromium(world.chromium, world.server, { scripts: false, width: 360 }, (person) => act(person, 'narrow')));
}
