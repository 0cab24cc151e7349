// One tab, one person, one watch: what happens in it is judged when it closes.

import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openContext } from './chromium.mjs';
import { Complaints } from './clean.mjs';
import { indiscreet } from './discreet.mjs';
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
    const pages = new Pages(server.origin, look.fullTitles ?? false);
    page.on('response', (response) => {
      if (response.request().isNavigationRequest()) pages.add(response, () => response.text());
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
    const pages = new Pages(server.origin, false);
    page.on('response', (response) => {
      if (response.request().isNavigationRequest()) pages.add(response, () => response.text());
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
 * @param {Pages} pages
 * @param {NetworkLog} network
 * @param {Complaints} complaints
 * @returns {Promise<T>}
 */
async function judged(person, act, pages, network, complaints) {
  try {
    const result = await act(person);
    await pages.assertDiscreet();
    network.assertQuiet();
    complaints.assertNone();
    return result;
  } catch (error) {
    // A picture of the moment helps more than the message; a tab that is gone gives none.
    await shot(person, `failed ${new Date().toISOString()} ${person.address()}`).catch(() => {});
    throw error;
  }
}

/** The pages that a tab was given. */
class Pages {
  /**
   * @param {string} origin ours: pages of others are not judged
   * @param {boolean} fullTitles the person asked for titles that say more
   */
  constructor(origin, fullTitles) {
    this.origin = origin;
    this.fullTitles = fullTitles;
    /** @type {Promise<void>[]} */
    this.reading = [];
    /** @type {Set<string>} */
    this.faults = new Set();
  }

  /**
   * @param {{ url: () => string, status: () => number, headers: () => Record<string, string> }} response
   * @param {() => Promise<string>} text
   */
  add(response, text) {
    if (new URL(response.url()).origin === this.origin) this.reading.push(this.#read(response, text));
  }

  /**
   * @param {{ url: () => string, status: () => number, headers: () => Record<string, string> }} response
   * @param {() => Promise<string>} text
   */
  async #read(response, text) {
    const [url, status, headers] = [response.url(), response.status(), response.headers()];
    const isHtml = (status < 300 || status >= 400) && (headers['content-type'] ?? '').startsWith('text/html');
    // A page that was left before it was read cannot be had again from the browser; the next tab on it reads it.
    const html = isHtml ? await text().catch(() => '') : '';
    if (html) keep(url, html);
    const judged = this.fullTitles ? html.replace(/<title>[^<]*/, '<title>') : html;
    for (const fault of indiscreet(url, headers, judged)) this.faults.add(fault);
  }

  /** Fails when a page said more than it may. A page that never ends (a stream) is not waited for. */
  async assertDiscreet() {
    await Promise.race([Promise.all(this.reading), pause(LAST_PAGES_MS, undefined, { ref: false })]);
    if (this.faults.size > 0) assert.fail(`topic words outside of pages:\n  ${[...this.faults].join('\n  ')}`);
  }
}
