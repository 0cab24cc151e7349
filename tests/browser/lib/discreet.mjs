// No topic word leaves the page (DESIGN §10): not in an address, a title, a header, a cookie or the name of a file.

import { readFileSync } from 'node:fs';

/** @type {ReadonlySet<string>} */
const WORDS = new Set(
  readFileSync(new URL('topic-words.txt', import.meta.url), 'utf8')
    .split('\n')
    .map((line) => line.trim().toLowerCase())
    .filter((line) => line !== '' && !line.startsWith('#')),
);

/**
 * The topic words in a text: whole words; a hyphen joins and parts, so both readings count.
 * @param {string} text
 * @returns {string[]}
 */
export function topicWords(text) {
  // Digits belong to a token: what chance draws for an id now and then has three letters of a word in a row.
  const tokens = text.toLowerCase().match(/[\p{L}\p{N}-]+/gu) ?? [];
  const pieces = new Set(tokens.flatMap((token) => [token, ...token.split('-')]));
  return [...pieces].filter((piece) => WORDS.has(piece));
}

/**
 * What an address says to someone who reads it: percent signs made out, as a browser shows it.
 * @param {string} url
 */
function readable(url) {
  const { pathname, search, hash } = new URL(url);
  try {
    return decodeURIComponent(`${pathname}${search}${hash}`.replaceAll('+', ' '));
  } catch {
    return `${pathname}${search}${hash}`;
  }
}

/**
 * What is indiscreet about the answer to a request for a page; empty when all is well.
 * @param {string} url
 * @param {Record<string, string>} headers
 * @param {string} html empty when there is none, as with a redirect
 * @returns {string[]}
 */
export function indiscreet(url, headers, html) {
  const title = /<title>([^<]*)<\/title>/.exec(html)?.[1] ?? '';
  const links = [...html.matchAll(/\s(?:href|src|action|formaction)="([^"]*)"/g)].map((found) => found[1] ?? '');
  // A link to another site is what somebody wrote or a source that we name; ours are ours alone.
  const own = links.map((link) => link.replaceAll('&amp;', '&')).filter((link) => link.startsWith('/'));
  const places = /** @type {[string, string][]} */ ([
    ['address', readable(url)],
    ['title', title],
    ...own.map((link) => ['link', readable(new URL(link, url).href)]),
    ...Object.entries(headers).map(([name, value]) => [`header ${name}`, value]),
  ]);
  return places
    .map(([place, text]) => ({ place, text, words: topicWords(text) }))
    .filter(({ words }) => words.length > 0)
    .map(({ place, text, words }) => `${place} says ${words.join(', ')}: ${text}`);
}
