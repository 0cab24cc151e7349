// What a browser's files tell after a visit (SECURITY check 65): no topic word, nothing that was read or typed. The same
// search finds what was done on a page of somebody else, so it is not blind.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { topicWords } from '../../browser/lib/discreet.mjs';
import { startElsewhere } from '../../browser/lib/elsewhere.mjs';
import { chromiumProfile, firefoxProfile } from '../../browser/lib/profile.mjs';
import { startServer } from '../../browser/lib/server.mjs';
import { until } from '../../browser/lib/sockets.mjs';

import { ask, join, openBoard, writeThread } from '../../browser/lib/steps.mjs';
import { traces } from '../../browser/lib/traces.mjs';

/** @typedef {import('../../browser/lib/ways.mjs').Anyone} Anyone */
/** @typedef {import('../../browser/lib/profile.mjs').Profile<any>} Profile */
/** @typedef {import('../../browser/lib/traces.mjs').Trace} Trace */

const SETTINGS = {
  LEEWARD_LIMITS__FIRST_POSTS_HELD: '0',
  LEEWARD_LIMITS__THREADS_PER_DAY_L0: '20',
  LEEWARD_LIMITS__REPLY_GAP_S_L0: '0',
  LEEWARD_LIMITS__JOINS_PER_HOUR: '100',
};
/** What is typed; each in a place of its own, each a word that stands nowhere else. */
const TYPED = {
  'a title that was posted': 'kumquatblatt',
  'a text that was posted': 'sesamwimpel',
  'a text that was previewed': 'rotklinker',
  'a text that was refused': 'murmelzaun',
  'a text that was not sent': 'fahnenbirne',
  'a phrase that was shown and refused': 'tulpensockel',
};
/**
 * What is sent for a page that answers a form (a preview, a refusal) Chromium writes to the disk with its tabs, seconds
 * later, so that the page can come back. Our script takes such pages out of the history, sometimes in time.
 * docs/PRIVACY.md says so.
 */
const WITH_CHROMIUMS_TABS = ['a title that was posted', 'a text that was previewed', 'a text that was refused'];
/** Our script hides the phrase again as it is sent; a form with a hidden field is not written. */
const withTabs = (/** @type {boolean} */ scripts) =>
  scripts ? WITH_CHROMIUMS_TABS : [...WITH_CHROMIUMS_TABS, 'a phrase that was shown and refused'];
/** Typed on the other site. */
const CONTROL = { field: 'dachsgiebel', text: 'quittenzinn' };

/** Beside a build a page may take its time. */
const SLOW_MS = 30_000;

let scriptsRun = false;
/** @type {Awaited<ReturnType<typeof startElsewhere>>} */
let elsewhere;
/** @type {import('../../browser/lib/server.mjs').Server} */
let server;

before(async () => {
  elsewhere = await startElsewhere();
  server = await startServer({ env: { ...SETTINGS, LEEWARD_EXIT_URL: elsewhere.url } });
});
after(async () => {
  await server?.stop();
  await elsewhere?.stop();
});

/**
 * Sends the form. Firefox's driver misses a page whose script changes its address, and one that is led to a place within.
 * @param {Anyone} person
 * @param {string} button
 * @param {string} words on the page that follows
 */
async function sends(person, button, words) {
  const press = () => person.press(button, { within: 'form.composer', stays: true });
  const seen = () => until(async () => (await person.words().catch(() => '')).includes(words), words, SLOW_MS / 2);
  await press();
  // A press misses where Firefox still scrolls to what was typed; a second one sends nothing twice.
  await seen().catch(() => press().then(seen));
  // With scripts the page goes on to keep the text as a draft.
  const keeps = () => ask(person, () => document.querySelector('form[data-answers]') !== null);
  if (scriptsRun && (await keeps()))
    await until(() => person.address().startsWith('/drafts/'), 'the text is a draft', SLOW_MS);
}

/** @param {Anyone} person */
async function visits(person) {
  await person.open('/');
  await person.open(scriptsRun ? '/sign-in' : '/sign-in?show=1&to=/');
  if (scriptsRun) await person.press('Show phrase', { stays: true });
  await person.fill('Recovery phrase', TYPED['a phrase that was shown and refused']);
  await person.press('Come back', { within: 'main', stays: true });
  await until(async () => (await person.words().catch(() => '')).includes('There is a problem'), 'refused', SLOW_MS);
  await person.open('/join');
  const phrase = await join(person);
  const board = await openBoard(person, 'Erectile difficulties');
  await person.open(`${board}/new`);
  await writeThread(person, {
    title: `A ${TYPED['a title that was posted']}`,
    body: TYPED['a text that was previewed'],
  });
  await sends(person, 'Preview', 'This is how it will look');
  await person.fill('Your post', `Trauma, ${TYPED['a text that was posted']}.`);
  await sends(person, 'Post thread', 'This is yours.');
  const thread = await ask(person, () => location.pathname);
  await person.open('/support');
  await openBoard(person, 'Vaginismus and pelvic floor');
  await person.press('New thread', { within: 'main' });
  await person.fill('Your post', TYPED['a text that was refused']);
  await sends(person, 'Post thread', 'There is a problem');
  await person.open('/drafts');
  await person.open('/me?open=names');
  await person.open(thread);
  await person.fill('Your reply', TYPED['a text that was not sent']);
  return phrase;
}

/** @param {Anyone} person */
async function visitsElsewhere(person) {
  await person.page.goto(`${elsewhere.url}?typed=1`);
  await person.fill('Place', CONTROL.field);
  await person.press('Send');
  await person.fill('Story', CONTROL.text);
}

/**
 * @param {(origin: string, options: { scripts: boolean }) => Promise<Profile>} open
 * @param {boolean} scripts
 */
async function keptBy(open, scripts) {
  /** @type {Profile} */
  const profile = await open(server.origin, { scripts });
  try {
    const other = await profile.tab();
    await visitsElsewhere(other);
    scriptsRun = scripts;
    const phrase = await visits(await profile.tab());
    await profile.close();
    return { found: traces(profile.folder), phrase: phrase.join(' ') };
  } finally {
    await profile.forget();
  }
}

/** What a browser has before anything happened. @param {typeof chromiumProfile | typeof firefoxProfile} open */
async function keptByNobody(open) {
  const profile = await open(server.origin, { scripts: true });
  try {
    const person = await profile.tab();
    await person.page.goto(elsewhere.url);
    await profile.close();
    return new Set(traces(profile.folder).flatMap(said));
  } finally {
    await profile.forget();
  }
}

/**
 * The topic words in a file, with its name as every profile has it.
 * @param {Trace} trace
 */
function said({ file, text }) {
  const name = file.replaceAll(/[0-9a-f]{8,}|\d+/g, '*');
  const words = text.split('\n').flatMap(topicWords);
  return words.filter((word) => word !== OF_HTML).map((word) => `${name}: ${word}`);
}

/** @param {Trace[]} found @param {string} words @returns {string[]} the files that hold them */
const holding = (found, words) => found.filter(({ text }) => text.includes(words)).map(({ file }) => file);

/** A topic word that is a word of HTML, too: it stands in our style sheet, which is kept. */
const OF_HTML = 'disabled';
/** Firefox's counts of its own use: no addresses, no texts, and words such as “partner”. */
const COUNTS = /^datareporting\//;

/** @param {string} file */
const isOfTabs = (file) => file.startsWith('Default/Sessions/');

describe('what a browser keeps', () => {
  for (const [name, open] of Object.entries({ Chromium: chromiumProfile, Firefox: firefoxProfile })) {
    for (const scripts of [true, false]) {
      it(`${name}, scripts ${scripts ? 'on' : 'off'}`, async () => {
        const { found, phrase } = await keptBy(open, scripts);
        assert.notDeepEqual(holding(found, server.origin), [], 'the visit is in the history');
        for (const word of Object.values(CONTROL)) {
          assert.notDeepEqual(holding(found, word), [], `the search finds ${word}, typed elsewhere`);
        }
        const kept = Object.entries({ ...TYPED, 'the phrase': phrase })
          .map(([what, words]) => ({ what, files: holding(found, words) }))
          .filter(({ files }) => files.length > 0)
          .filter(({ what, files }) => !(withTabs(scripts).includes(what) && files.every(isOfTabs)));
        const theirs = await keptByNobody(open);
        const words = found
          .filter(({ file }) => !COUNTS.test(file))
          .flatMap(said)
          .filter((words) => !theirs.has(words));
        assert.deepEqual({ kept, words }, { kept: [], words: [] });
      });
    }
  }
});
