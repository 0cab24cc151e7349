// Collects what a browser complains about: refusals by the content security policy, errors of scripts, console errors.

import assert from 'node:assert/strict';

/** Chromium writes a console error for every page answered with 4xx or 5xx; journeys assert the status themselves. */
const STATUS_LINE = /^Failed to load resource: the server responded with a status of/;

/** What Chromium's issues panel knows and we never want. */
const ISSUES = new Set(['ContentSecurityPolicyIssue', 'MixedContentIssue', 'QuirksModeIssue']);

export class Complaints {
  constructor() {
    /** @type {string[]} */
    this.found = [];
  }

  /**
   * Works with scripts on and off: the policy's refusals come from the browser's own list, not from a listener in the
   * page, which could miss early ones and would not run without scripts.
   * @param {import('playwright-core').Page} page
   */
  async watchChromium(page) {
    page.on('console', (message) => {
      if (message.type() !== 'error' || STATUS_LINE.test(message.text())) return;
      this.found.push(`console: ${message.text()} (${message.location().url})`);
    });
    page.on('pageerror', (error) => this.found.push(`script: ${error.stack ?? error.message}`));
    const session = await page.context().newCDPSession(page);
    session.on('Audits.issueAdded', ({ issue }) => {
      if (ISSUES.has(issue.code)) this.found.push(describe(issue));
    });
    await session.send('Audits.enable');
  }

  /** @param {import('puppeteer-core').Page} page */
  watchFirefox(page) {
    page.on('console', (message) => {
      if (message.type() === 'error') this.found.push(`console: ${message.text()}`);
    });
    page.on('pageerror', (error) => this.found.push(`script: ${error instanceof Error ? error.message : error}`));
  }

  /** Fails when anything was complained about. */
  assertNone() {
    if (this.found.length > 0) assert.fail(`the browser complained:\n  ${this.found.join('\n  ')}`);
  }
}

/**
 * @param {{ code: string, details: object }} issue
 * @returns {string}
 */
function describe(issue) {
  const policy =
    'contentSecurityPolicyIssueDetails' in issue.details && issue.details.contentSecurityPolicyIssueDetails;
  return `${issue.code}: ${JSON.stringify(policy || issue.details)}`;
}
