// What is left of a page after its reader left.

import assert from 'node:assert/strict';
import { constants, inflateSync } from 'node:zlib';

/** @param {import('./ways.mjs').Anyone} person whose page has to be the gate */
export async function isGate(person) {
  assert.equal(await person.title(), 'Page', person.address());
  const words = (await person.words()).replace(/\s+/g, ' ').trim();
  // The heading is there for those who listen to the page.
  assert.equal(words.replace(/^Page /, ''), 'Continue', person.address());
}

/**
 * Whether a printed page has no letter on it: a letter needs a font, and a sheet without one has none.
 * @param {Uint8Array} pdf
 */
export function isBlankSheet(pdf) {
  const written = Buffer.from(pdf).toString('latin1');
  // Firefox packs all but the outline.
  const packed = [...written.matchAll(/stream\r?\n(.*?)endstream/gs)].map(([, bytes = '']) => unpacked(bytes));
  const text = [written, ...packed].join('\n');
  assert.ok(written.startsWith('%PDF-') && /\/Type\s*\/Page\b/.test(text), 'a PDF');
  return !/\/Type\s*\/Font\b/.test(text);
}

/** @param {string} bytes of a stream; what is no stream of packed text (a picture, a font) has nothing to say */
function unpacked(bytes) {
  try {
    return inflateSync(Buffer.from(bytes, 'latin1'), { finishFlush: constants.Z_SYNC_FLUSH }).toString('latin1');
  } catch {
    return '';
  }
}
