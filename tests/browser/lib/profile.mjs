// Browsers whose profile stays when they are closed, for what only such a browser does: opening a closed tab again,
// coming back with the tabs of last time, keeping a history.

import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import puppeteer from 'puppeteer-core';
import { CHROMIUM_FLAGS, chromiumPlace } from './chromium.mjs';
import { FIREFOX_PREFERENCES, firefoxPath } from './firefox.mjs';
import { ChromiumPerson, FirefoxPerson } from './person.mjs';
import { until } from './sockets.mjs';

const REOPEN = fileURLToPath(new URL('reopen', import.meta.url));
/** A browser that starts beside a build takes its time. */
const START_MS = 30_000;

/**
 * @template {ChromiumPerson | FirefoxPerson} P
 * @typedef {object} Profile
 * @property {string} folder
 * @property {() => Promise<P>} tab a new tab
 * @property {(person: P) => Promise<void>} closeTab
 * @property {() => Promise<P>} reopen opens the tab that was closed last
 * @property {() => Promise<void>} close the browser ends as when a person closes it; the folder stays
 * @property {(tabs: number) => Promise<P[]>} again starts it with last time's tabs, answers so many of our site
 * @property {() => Promise<void>} forget ends it and removes the folder
 */

/** What Playwright switches off and people have. */
const PEOPLE_HAVE = [
  '--disable-extensions',
  '--disable-back-forward-cache',
  '--disable-component-extensions-with-background-pages',
];

/**
 * Chromium tidies its files up for a moment after it said goodbye.
 * @param {string} folder
 */
async function settled(folder) {
  const looks = async () => {
    const names = await readdir(folder, { recursive: true });
    const stats = await Promise.all(names.map((name) => stat(join(folder, name)).catch(() => null)));
    return names.map((name, at) => `${name} ${stats[at]?.size} ${stats[at]?.mtimeMs}`).join('\n');
  };
  for (let before = '', now = await looks(); before !== now; now = await looks()) {
    before = now;
    await pause(500);
  }
}

/**
 * @param {string} origin
 * @param {{ scripts: boolean }} options
 * @returns {Promise<Profile<ChromiumPerson>>}
 */
export async function chromiumProfile(origin, { scripts }) {
  const folder = await mkdtemp(join(tmpdir(), 'leeward-profile-'));
  /** @param {string[]} more */
  const start = (more) =>
    chromium.launchPersistentContext(folder, {
      ...chromiumPlace(),
      javaScriptEnabled: scripts,
      ignoreDefaultArgs: PEOPLE_HAVE,
      args: [...CHROMIUM_FLAGS, `--load-extension=${REOPEN}`, `--disable-extensions-except=${REOPEN}`, ...more],
      timeout: START_MS,
    });
  let context = await start([]);
  const ours = () => context.pages().filter((page) => page.url().startsWith(origin));
  const tab = async () => new ChromiumPerson(origin, await context.newPage());
  const close = async () => {
    const closed = context.waitForEvent('close');
    const session = await context.browser()?.newBrowserCDPSession();
    // The order ends the line on which it would be answered.
    await session?.send('Browser.close').catch(() => undefined);
    await closed;
    await settled(folder);
  };
  const reopen = async () => {
    const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'));
    const opened = context.waitForEvent('page');
    await worker.evaluate('chrome.sessions.restore()');
    const page = await opened;
    await page.waitForLoadState('load');
    return new ChromiumPerson(origin, page);
  };
  const again = async (/** @type {number} */ tabs) => {
    context = await start(['--restore-last-session']);
    await until(() => ours().length >= tabs, `${tabs} tabs of ours come back`, START_MS);
    for (const page of ours()) await page.waitForLoadState('load');
    return ours().map((page) => new ChromiumPerson(origin, page));
  };
  const forget = async () => {
    await context.close().catch(() => undefined);
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  return { folder, tab, closeTab: (person) => person.page.close(), close, reopen, again, forget };
}

/**
 * Runs something in the browser's own window.
 * @param {import('puppeteer-core').Browser} browser
 * @param {string} body of a function
 */
async function inWindow(browser, body) {
  const line = /** @type {any} */ (browser).connection;
  const tree = await line.send('browsingContext.getTree', { 'moz:scope': 'chrome' });
  const [{ context }] = tree.result.contexts;
  const call = { functionDeclaration: `() => { ${body} }`, awaitPromise: true, target: { context } };
  const { result } = await line.send('script.callFunction', call);
  assert.equal(result.type, 'success', JSON.stringify(result));
  return result.result.value;
}

/**
 * @param {string} origin
 * @param {{ scripts: boolean }} options
 * @returns {Promise<Profile<FirefoxPerson>>}
 */
export async function firefoxProfile(origin, { scripts }) {
  const folder = await mkdtemp(join(tmpdir(), 'leeward-profile-'));
  const start = () =>
    puppeteer.launch({
      browser: 'firefox',
      executablePath: firefoxPath(),
      headless: true,
      defaultViewport: null,
      userDataDir: folder,
      args: ['--remote-allow-system-access'],
      timeout: START_MS,
      extraPrefsFirefox: {
        ...FIREFOX_PREFERENCES,
        'javascript.enabled': scripts,
        'browser.startup.page': 1,
        'browser.sessionstore.interval': 500,
        'browser.sessionstore.restore_on_demand': false,
      },
    });
  let browser = await start();
  const ours = async () => (await browser.pages()).filter((page) => page.url().startsWith(origin));
  const tab = async () => new FirefoxPerson(origin, await browser.newPage());
  const reopen = async () => {
    const before = new Set(await browser.pages());
    await inWindow(browser, 'SessionStore.undoCloseTab(window, 0);');
    const isNew = async () => (await ours()).find((page) => !before.has(page));
    const page = await until(isNew, 'the closed tab is open again', START_MS);
    assert.ok(page);
    return new FirefoxPerson(origin, page);
  };
  const again = async (/** @type {number} */ tabs) => {
    browser = await start();
    const kept = 'SessionStore.canRestoreLastSession && (SessionStore.restoreLastSession(), true)';
    assert.equal(await inWindow(browser, `return ${kept};`), true, 'there are tabs of last time');
    await until(async () => (await ours()).length >= tabs, `${tabs} tabs of ours come back`, START_MS);
    return (await ours()).map((page) => new FirefoxPerson(origin, page));
  };
  const forget = async () => {
    await browser.close().catch(() => undefined);
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  const close = () => browser.close();
  return { folder, tab, closeTab: (person) => person.page.close(), close, reopen, again, forget };
}
