// Walks a list of pages in their states and judges each as DESIGN §10 says: axe in every look, valid HTML, no sideways
// scroll on a small phone, weight on the wire.

import { readFile } from 'node:fs/promises';
import { violations } from './axe.mjs';
import { openContext, WIDTHS } from './chromium.mjs';
import { faults } from './html.mjs';
import { byKeyboard } from './keyboard.mjs';
import { inChromium, shot } from './tab.mjs';

/**
 * @typedef {object} Entry
 * @property {string} path
 * @property {string} state such as `empty`, `filled`, `error`; `open` opens every `<details>` first
 * @property {string} role `visitor`, or a role that has cookies
 * @property {number} [status] what it answers; default 200
 * @property {(person: import('./person.mjs').ChromiumPerson) => Promise<void>} [reach] brings a person to the page when
 *   an address alone does not, as with the answer to a form; `path` is then only its name
 * @property {string} [route] the route that answers, such as `POST /join`
 * @property {import('./server.mjs').Server} [server] another server than the one of the walk
 * @property {boolean} [weigh] true: weighed in the gate too; false: never, the list says why
 */

/**
 * @typedef {{ name: string, value: string }[]} Cookies
 * @typedef {{ pages: Entry[], roles: Record<string, Cookies> }} Inventory
 */

/**
 * @typedef {object} Weight
 * @property {number} html bytes on the wire, gzip, without headers
 * @property {number} css
 * @property {number} js
 * @property {number} total
 * @property {number} fonts how many
 * @property {number} requests before any socket
 * @property {number} elements
 */

/**
 * @typedef {object} Verdict
 * @property {Entry} entry
 * @property {Weight | null} weight null when the page did not open
 * @property {string[]} faults empty when all is well
 */

/** DESIGN §10, "Weight"; a kilobyte is 1,000 bytes. */
export const LIMITS = { html: 20_000, css: 14_000, js: 18_000, total: 60_000, fonts: 0, requests: 4, elements: 1_500 };

/** With this, every look runs every rule, at every width; without, what the gate has time for. */
const ALL = Boolean(process.env.LEEWARD_AXE_ALL);

/**
 * Every rule runs once a width; the looks after that repeat only the rules that depend on colour. Colours do not depend
 * on the width, so the gate looks at each theme at one.
 */
const LOOKS = /** @type {const} */ ([
  { name: 'light 1280', width: 1280, scheme: 'light', moreContrast: false, coloursOnly: false, gate: true },
  { name: 'dark 1280', width: 1280, scheme: 'dark', moreContrast: false, coloursOnly: true, gate: false },
  { name: 'more contrast 1280', width: 1280, scheme: 'light', moreContrast: true, coloursOnly: true, gate: true },
  { name: 'more contrast dark 1280', width: 1280, scheme: 'dark', moreContrast: true, coloursOnly: true, gate: false },
  { name: 'light 768', width: 768, scheme: 'light', moreContrast: false, coloursOnly: false, gate: false },
  { name: 'light 360', width: 360, scheme: 'light', moreContrast: false, coloursOnly: false, gate: true },
  { name: 'dark 360', width: 360, scheme: 'dark', moreContrast: false, coloursOnly: true, gate: true },
  { name: 'more contrast 360', width: 360, scheme: 'light', moreContrast: true, coloursOnly: true, gate: false },
]);

/**
 * Reads an inventory: a JSON list of entries, or `{ "pages": […], "roles": { "member": [{ "name", "value" }] } }`.
 * @param {string} path
 * @returns {Promise<Inventory>}
 */
export async function readInventory(path) {
  const read = JSON.parse(await readFile(path, 'utf8'));
  return Array.isArray(read) ? { pages: read, roles: {} } : { roles: {}, ...read };
}

/**
 * @param {import('playwright-core').Browser} browser
 * @param {import('./server.mjs').Server} server
 * @param {Inventory} inventory
 * @returns {Promise<Verdict[]>} one a page, in the order of the list
 */
export async function walk(browser, server, inventory) {
  /** @type {Verdict[]} */
  const verdicts = [];
  for (const entry of inventory.pages) verdicts.push(await judge(browser, server, entry, inventory.roles));
  return verdicts;
}

/**
 * @param {import('playwright-core').Browser} browser
 * @param {import('./server.mjs').Server} server
 * @param {Entry} entry
 * @param {Record<string, Cookies>} roles
 * @returns {Promise<Verdict>}
 */
async function judge(browser, server, entry, roles) {
  /** @type {Verdict} */
  const verdict = { entry, weight: null, faults: [] };
  const cookies = entry.role === 'visitor' ? [] : roles[entry.role];
  if (!cookies) {
    verdict.faults.push(`nobody is signed in as ${entry.role}`);
    return verdict;
  }
  const at = entry.server ?? server;
  const storage = { cookies: cookies.map((cookie) => stored(cookie, at.origin)), origins: [] };
  try {
    verdict.faults.push(...(await look(browser, at, entry, storage)));
    if (!entry.reach && entry.status === undefined && (entry.weigh ?? ALL)) {
      verdict.weight = await weigh(browser, at.origin + entry.path, storage);
      verdict.faults.push(...tooHeavy(verdict.weight));
    }
  } catch (error) {
    verdict.faults.push(error instanceof Error ? error.message : String(error));
  }
  return verdict;
}

/**
 * @param {{ name: string, value: string }} cookie
 * @param {string} origin
 */
function stored({ name, value }, origin) {
  const { hostname } = new URL(origin);
  const lax = /** @type {const} */ ('Lax');
  return { name, value, domain: hostname, path: '/', expires: -1, httpOnly: true, secure: false, sameSite: lax };
}

/**
 * All looks in one tab: the page is loaded once, as a reader who changes the theme or turns the phone has it.
 * @param {import('playwright-core').Browser} browser
 * @param {import('./server.mjs').Server} server
 * @param {Entry} entry
 * @param {import('playwright-core').BrowserContextOptions['storageState']} storage
 * @returns {Promise<string[]>}
 */
function look(browser, server, entry, storage) {
  return inChromium(browser, server, { width: 320, storage }, async (person) => {
    const { page } = person;
    if (entry.reach) await entry.reach(person);
    else await person.open(entry.path, { status: entry.status ?? 200 });
    /** @type {string[]} */
    const found = [];
    const expected = entry.status ?? 200;
    if (person.status !== expected) found.push(`answered ${person.status}, not ${expected}`);
    found.push(...(await faults(await person.sent())).map((fault) => `html: ${fault}`));
    if (entry.state === 'open') await openAll(page);
    found.push(...(await sideways(page)));
    found.push(...(await spacedOut(page)));
    for (const { name, width, scheme, moreContrast, coloursOnly, gate } of LOOKS) {
      if (!gate && !ALL) continue;
      await page.setViewportSize({ width, height: WIDTHS[width] });
      await page.emulateMedia({ colorScheme: scheme, contrast: moreContrast ? 'more' : 'no-preference' });
      await settle(page);
      const seen = await violations(page, { coloursOnly: coloursOnly && !ALL });
      found.push(...seen.map((violation) => `axe, ${name}:\n${violation}`));
      await shot(person, `${entry.route ?? entry.path} ${entry.state} ${entry.role} ${name}`);
    }
    found.push(...(await byKeyboard(page)));
    await inOtherClothes(person, `${entry.route ?? entry.path} ${entry.state} ${entry.role}`);
    return found;
  });
}

/**
 * A colour on its way to another would be judged as neither.
 * @param {import('playwright-core').Page} page
 */
async function settle(page) {
  await page.evaluate(() => {
    for (const animation of document.getAnimations()) animation.finish();
  });
}

/**
 * The text spacing that a reader may ask for (WCAG 1.4.12), on a small phone: nothing is cut off, nothing runs out.
 * @param {import('playwright-core').Page} page
 * @returns {Promise<string[]>}
 */
export async function spacedOut(page) {
  // A sheet made by a script is none of the page's own, so the policy has nothing against it.
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(
      '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }' +
        'p { margin-block-end: 2em !important }',
    );
    document.adoptedStyleSheets = [sheet];
  });
  const found = (await sideways(page)).map((fault) => `spaced out, ${fault}`);
  const cut = await page.evaluate(() => {
    /** @param {Element} element */
    const clips = (element) => {
      const style = getComputedStyle(element);
      if (style.position === 'absolute' || style.clipPath !== 'none' || element.matches('input, textarea, select')) {
        return false;
      }
      const hides = [style.overflowX, style.overflowY].some((way) => way === 'hidden' || way === 'clip');
      return (
        hides && (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1)
      );
    };
    return [...document.body.querySelectorAll('*')]
      .filter((element) => element.checkVisibility() && clips(element))
      .map((element) => element.outerHTML.replace(/\s+/g, ' ').slice(0, 90));
  });
  await page.evaluate(() => {
    document.adoptedStyleSheets = [];
  });
  return [...found, ...cut.slice(0, 3).map((element) => `spaced out, text is cut off: ${element}`)];
}

/**
 * Pictures for people, when LEEWARD_SHOTS names a folder: forced colours, and on paper.
 * @param {import('./person.mjs').ChromiumPerson} person
 * @param {string} name
 */
async function inOtherClothes(person, name) {
  if (!process.env.LEEWARD_SHOTS || !ALL) return;
  await person.page.emulateMedia({ forcedColors: 'active' });
  await shot(person, `${name} forced colours`);
  await person.page.emulateMedia({ forcedColors: 'none', media: 'print', colorScheme: 'light' });
  await shot(person, `${name} print`);
}

/** @param {import('playwright-core').Page} page */
async function openAll(page) {
  await page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) details.open = true;
  });
}

/**
 * What is wider than the screen (WCAG 1.4.10). Things that scroll inside a box of their own are allowed.
 * @param {import('playwright-core').Page} page
 * @returns {Promise<string[]>}
 */
export async function sideways(page) {
  return page.evaluate(() => {
    const room = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= room) return [];
    const wide = [...document.body.querySelectorAll('*')].filter((element) => {
      const box = element.getBoundingClientRect();
      return box.width > 0 && box.right > room + 0.5;
    });
    const names = wide.slice(0, 5).map((element) => element.outerHTML.replace(/\s+/g, ' ').slice(0, 90));
    return [`scrolls sideways at ${room} px: ${document.documentElement.scrollWidth} px wide; ${names.join(' | ')}`];
  });
}

/**
 * What a first visit costs on the wire, with gzip and an empty cache.
 * @param {import('playwright-core').Browser} browser
 * @param {string} url
 * @param {import('playwright-core').BrowserContextOptions['storageState']} [storage]
 * @returns {Promise<Weight>}
 */
export async function weigh(browser, url, storage) {
  const context = await openContext(browser, { storage });
  try {
    // Brotli would flatter us: the limits are for gzip, which every proxy and old phone speaks.
    await context.setExtraHTTPHeaders({ 'accept-encoding': 'gzip' });
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    /** @type {Map<string, { type: string, bytes: number }>} */
    const parts = new Map();
    let live = false;
    session.on('Network.requestWillBeSent', ({ requestId, type }) => {
      if (!live) parts.set(requestId, { type: type ?? 'Other', bytes: 0 });
    });
    session.on('Network.webSocketCreated', () => {
      live = true;
    });
    // What arrived before the body is headers; the sum at the end has both.
    session.on('Network.responseReceived', ({ requestId, response }) => {
      const part = parts.get(requestId);
      if (part) part.bytes -= response.encodedDataLength;
    });
    session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      const part = parts.get(requestId);
      if (part) part.bytes += encodedDataLength;
    });
    await session.send('Network.enable');
    // Parts bring their scripts after `load`.
    await page.goto(url, { waitUntil: 'networkidle' });
    const elements = await page.evaluate(() => document.querySelectorAll('*').length);
    return { ...summed([...parts.values()]), elements };
  } finally {
    await context.close();
  }
}

/** @param {{ type: string, bytes: number }[]} parts */
function summed(parts) {
  /** @param {string} type */
  const bytesOf = (type) => parts.filter((part) => part.type === type).reduce((sum, part) => sum + part.bytes, 0);
  return {
    html: bytesOf('Document'),
    css: bytesOf('Stylesheet'),
    js: bytesOf('Script'),
    total: parts.reduce((sum, part) => sum + part.bytes, 0),
    fonts: parts.filter((part) => part.type === 'Font').length,
    requests: parts.length,
  };
}

/**
 * @param {Weight} weight
 * @returns {string[]}
 */
export function tooHeavy(weight) {
  const names = /** @type {(keyof typeof LIMITS)[]} */ (Object.keys(LIMITS));
  return names
    .filter((name) => weight[name] > LIMITS[name])
    .map((name) => `weight: ${name} ${weight[name]}, limit ${LIMITS[name]}`);
}

/**
 * @param {Verdict[]} verdicts
 * @returns {string} a table for people
 */
export function table(verdicts) {
  const head = ['page', 'state', 'role', 'html', 'css', 'js', 'total', 'requests', 'elements', 'faults'];
  const rows = verdicts.map(({ entry, weight, faults: found }) => [
    entry.path,
    entry.state,
    entry.role,
    ...[weight?.html, weight?.css, weight?.js, weight?.total].map((bytes) => kilobytes(bytes)),
    String(weight?.requests ?? '-'),
    String(weight?.elements ?? '-'),
    found.length === 0 ? 'none' : String(found.length),
  ]);
  const widths = head.map((name, column) => Math.max(name.length, ...rows.map((row) => (row[column] ?? '').length)));
  return [head, ...rows]
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** @param {number | undefined} bytes */
function kilobytes(bytes) {
  return bytes === undefined ? '-' : `${(bytes / 1000).toFixed(1)} KB`;
}
