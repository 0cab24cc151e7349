// One tab, one person, one watch: what happens in it is judged when it closes.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openContext } from './chromium.mjs';
import { Complaints } from './clean.mjs';
import { keep } from './html.mjs';
import { NetworkLog } from './net.mjs';
import { ChromiumPerson, FirefoxPerson } from './person.mjs';

/** A page that never ends (a stream) is not waited for. */
const LAST_PAGES_MS = 1_000;

/**
 * Writes a picture into the folder `LEEWARD_SHOTS`, when that is set.
 * @param {ChromiumPerson | FirefoxPerson} person
 * @param {string} name
 */
export async function shot(person, name) {
  const folder = process.env.LEEWARD_SHOTS;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await person.picture(join(folder, `${name.replaceAll(/[^A-Za-z0-9-]+/g, '-')}.png`));
}

/**
 * Opens a fresh profile in Chromium, lets `act` happen in it, and fails when a request went elsewhere, something on a
 * page was missing, the policy refused something, or the console shows an error.
 * @template T
 * @param {import('playwright-core').Browser} browser
 * @param {import('./server.mjs').Server} server
 * @param {import('./chromium.mjs').Look} look
 * @param {(person: ChromiumPerson) => Promise<T>} act
 * @returns {Promise<T>}
 */
export async function inChromium(browser, server, look, act) {
  const context = await openContext(browser, look);
  try {
    const network = new NetworkLog(server);
    network.watchChromium(context);
    const page = await context.newPage();
    const complaints = new Complaints();
    await complaints.watchChromium(page);
    /** @type {Promise<void>[]} */
    const pages = [];
    page.on('response', (response) => {
      if (isPage(response.request().isNavigationRequest(), response.status(), response.headers())) {
        pages.push(keepWhenRead(response.url(), response.text()));
      }
    });
    return await judged(new ChromiumPerson(server.origin, page), act, pages, network, complaints);
  } finally {
    await context.close();
  }
}

/**
 * The same in Firefox, with scripts and SVG off.
 * @template T
 * @param {import('puppeteer-core').Browser} browser
 * @param {import('./server.mjs').Server} server
 * @param {(person: FirefoxPerson) => Promise<T>} act
 * @returns {Promise<T>}
 */
export async function inFirefox(browser, server, act) {
  const context = await browser.createBrowserContext();
  try {
    const page = await context.newPage();
    const network = new NetworkLog(server);
    network.watchFirefox(page);
    const complaints = new Complaints();
    complaints.watchFirefox(page);
    /** @type {Promise<void>[]} */
    const pages = [];
    page.on('response', (response) => {
      if (isPage(response.request().isNavigationRequest(), response.status(), response.headers())) {
        pages.push(keepWhenRead(response.url(), response.text()));
      }
    });
    return await judged(new FirefoxPerson(server.origin, page), act, pages, network, complaints);
  } finally {
    await context.close();
  }
}

/**
 * @template T
 * @template {ChromiumPerson | FirefoxPerson} P
 * @param {P} person
 * @param {(person: P) => Promise<T>} act
 * @param {Promise<void>[]} pages
 * @param {NetworkLog} network
 * @param {Complaints} complaints
 * @returns {Promise<T>}
 */
async function judged(person, act, pages, network, complaints) {
  try {
    const result = await act(person);
    await Promise.race([Promise.all(pages), pause(LAST_PAGES_MS, undefined, { ref: false })]);
    network.assertQuiet();
    complaints.assertNone();
    return result;
  } catch (error) {
    // A picture of the moment helps more than the message; a tab that is gone gives none.
    await shot(person, `failed ${new Date().toISOString()} ${person.address()}`).catch(() => {});
    throw error;
  }
}

/**
 * @param {boolean} navigation
 * @param {number} status
 * @param {Record<string, string>} headers
 */
function isPage(navigation, status, headers) {
  return navigation && (status < 300 || status >= 400) && (headers['content-type'] ?? '').startsWith('text/html');
}

/**
 * A page that was left before it was read, or that cannot be had again from the browser, is not kept.
 * @param {string} url
 * @param {Promise<string>} text
 */
async function keepWhenRead(url, text) {
  try {
    keep(url, await text);
  } catch {
    // The next tab on the same page keeps it.
  }
}
