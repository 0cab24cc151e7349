// The HTML that the server sent: kept for html-validate, which tests/run calls at the end, or judged at once.

import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HtmlValidate, StaticConfigLoader } from 'html-validate';
import config from '../html-validate.config.mjs';

const judge = new HtmlValidate(new StaticConfigLoader(config));

/**
 * Writes a page into the folder `LEEWARD_HTML`, when that is set. Equal pages are kept once.
 * @param {string} url
 * @param {string} html as sent, not as the browser made it
 */
export function keep(url, html) {
  const folder = process.env.LEEWARD_HTML;
  if (!folder) return;
  const path = new URL(url).pathname.replaceAll(/[^A-Za-z0-9]+/g, '-').replaceAll(/^-|-$/g, '') || 'home';
  const hash = createHash('sha256').update(html).digest('hex').slice(0, 10);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${path.slice(0, 60)}.${hash}.html`), html);
}

/**
 * What html-validate has against a page, one line a finding.
 * @param {string} html
 * @returns {Promise<string[]>}
 */
export async function faults(html) {
  const report = await judge.validateString(html, 'page.html');
  return report.results.flatMap((result) =>
    result.messages
      .filter((message) => message.severity === 2)
      .map((message) => `line ${message.line}: ${message.message} (${message.ruleId})`),
  );
}
