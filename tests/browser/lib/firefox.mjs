// Firefox, the one that the distribution ships, driven by puppeteer-core: scripts and SVG off, as a careful reader has
// them. Playwright can drive only a Firefox of its own, which no distribution has.

import puppeteer from 'puppeteer-core';

/** How Firefox is set everywhere. */
export const FIREFOX_PREFERENCES = {
  // Nothing of the browser's own goes out.
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'intl.accept_languages': 'en-GB, en',
};

export const firefoxPath = () => process.env.LEEWARD_FIREFOX ?? '/usr/bin/firefox-esr';

/**
 * @param {{ scripts?: boolean }} [options] scripts are off unless asked for
 * @returns {Promise<import('puppeteer-core').Browser>}
 */
export function launchFirefox({ scripts = false } = {}) {
  return puppeteer.launch({
    browser: 'firefox',
    executablePath: firefoxPath(),
    headless: true,
    defaultViewport: { width: 1280, height: 800 },
    extraPrefsFirefox: {
      'javascript.enabled': scripts,
      'svg.disabled': !scripts,
      'gfx.downloadable_fonts.enabled': false,
      ...FIREFOX_PREFERENCES,
    },
  });
}
