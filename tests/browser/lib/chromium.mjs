// Chromium, the one that the distribution ships, driven by playwright-core.

import { chromium } from 'playwright-core';

/** The widths that pages are judged at, in CSS pixels, each with a height that such a device has. */
export const WIDTHS = /** @type {const} */ ({ 320: 640, 360: 740, 768: 1024, 1280: 800 });

/**
 * @typedef {object} Look how a page is looked at
 * @property {boolean} [scripts] false: scripts are off, as in Tor Browser's safest mode; default true
 * @property {keyof typeof WIDTHS} [width] default 1280
 * @property {'light' | 'dark'} [scheme] default light
 * @property {boolean} [moreContrast] `prefers-contrast: more`
 * @property {boolean} [forcedColours] `forced-colors: active`
 * @property {boolean} [fullTitles] the person has chosen full titles in tabs
 * @property {import('playwright-core').BrowserContextOptions['storageState']} [storage] cookies of an earlier tab
 */

/** How Chromium is started everywhere. */
export const CHROMIUM_FLAGS = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--disable-gpu',
  '--no-first-run',
  // Nothing but this machine has an address, whatever a page asks for.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
];

/** Which Chromium, and how guarded. */
export function chromiumPlace() {
  const root = process.getuid?.() === 0;
  return {
    executablePath: process.env.LEEWARD_CHROMIUM ?? '/usr/bin/chromium',
    // Chromium's own sandbox refuses to run as root.
    chromiumSandbox: !root && process.env.LEEWARD_CHROMIUM_SANDBOX !== 'off',
  };
}

/** @returns {Promise<import('playwright-core').Browser>} */
export function launchChromium() {
  return chromium.launch({ ...chromiumPlace(), args: CHROMIUM_FLAGS });
}

/**
 * A browser profile of its own: no cookies, no history.
 * @param {import('playwright-core').Browser} browser
 * @param {Look} [look]
 */
export function openContext(browser, look = {}) {
  const width = look.width ?? 1280;
  return browser.newContext({
    javaScriptEnabled: look.scripts ?? true,
    viewport: { width, height: WIDTHS[width] },
    colorScheme: look.scheme ?? 'light',
    contrast: look.moreContrast ? 'more' : 'no-preference',
    forcedColors: look.forcedColours ? 'active' : 'none',
    reducedMotion: 'no-preference',
    locale: 'en-GB',
    ...(look.storage === undefined ? {} : { storageState: look.storage }),
  });
}
