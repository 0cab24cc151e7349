// axe-core on a page as it stands: WCAG 2.2 AA and axe's own good practice (one h1, landmarks, a heading order).

import assert from 'node:assert/strict';
import axe from 'axe-core';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** The rules whose answer depends on colours; the others say the same in every theme. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

/**
 * Runs axe in a page with scripts on. With scripts off it cannot run; the HTML is the same there.
 * @param {import('playwright-core').Page} page
 * @param {{ coloursOnly?: boolean }} [options]
 * @returns {Promise<string[]>} one entry a violation, with the elements and what to mend
 */
export async function violations(page, { coloursOnly = false } = {}) {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  /** @type {import('axe-core').RunOptions} */
  const options = {
    runOnly: coloursOnly ? { type: 'rule', values: COLOUR_RULES } : { type: 'tag', values: RULES },
    resultTypes: ['violations'],
  };
  const result = await page.evaluate(
    // The name `axe` lives in the page.
    (settings) => /** @type {any} */ (window).axe.run(document, settings),
    options,
  );
  return /** @type {import('axe-core').AxeResults} */ (result).violations.map(readable);
}

/**
 * Fails with readable words when axe finds anything.
 * @param {import('playwright-core').Page} page
 */
export async function assertAccessible(page) {
  const found = await violations(page);
  assert.equal(found.length, 0, `axe on ${page.url()}:\n${found.join('\n')}`);
}

/** @param {import('axe-core').Result} violation */
function readable(violation) {
  const elements = violation.nodes.map((node) => {
    const why = (node.failureSummary ?? '').split('\n').slice(1).join(';').replaceAll(/\s+/g, ' ').trim();
    return `    ${node.target.join(' ')}: ${why}\n      ${node.html.replaceAll(/\s+/g, ' ').slice(0, 200)}`;
  });
  return `  [${violation.impact ?? 'unrated'}] ${violation.id}: ${violation.help}\n${elements.join('\n')}`;
}
