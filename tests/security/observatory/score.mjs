// Asks the Observatory for its verdict on a host, prints it, and fails under A+ or the score that SECURITY check 32 names.

import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** 100, and all that can be earned without a cookie and without the browsers' preload list. */
const WANTED = { grade: 'A+', score: 135 };

const [host] = process.argv.slice(2);
if (host === undefined) throw new Error('score.mjs HOST');

// The scanner reads a list of preloaded hosts that it would have fetched at installation. Ours is on none.
const list = new URL(
  '../../conf/hsts-preload.json',
  import.meta.resolve('@mdn/mdn-http-observatory/src/scanner/index.js'),
);
await writeFile(fileURLToPath(list), '{}\n');
const { scan } = await import('@mdn/mdn-http-observatory');

const verdict = await scan(host);
for (const [name, { pass, result, scoreModifier }] of Object.entries(verdict.tests)) {
  const points = String(scoreModifier ?? 0).padStart(4);
  console.log(`${pass ? 'pass' : 'FAIL'} ${points}  ${name}: ${result}`);
}
const { grade, score, testsPassed, testsQuantity } = verdict.scan;
console.log(`observatory: ${grade}, score ${score}, ${testsPassed} of ${testsQuantity} passed`);
if (grade !== WANTED.grade || (score ?? 0) < WANTED.score || testsPassed < testsQuantity) {
  console.log(`observatory: wanted ${WANTED.grade}, at least ${WANTED.score}, all passed`);
  process.exitCode = 1;
}
