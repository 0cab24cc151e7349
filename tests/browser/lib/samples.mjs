// Every page in its states (DESIGN §8), made by using the site: two members write, wait, change, delete; then the list.

import assert from 'node:assert/strict';
import { withoutWriting } from './server.mjs';
import { ask, giveTwoBack, join, openBoard, post, writeThread } from './steps.mjs';
import { inChromium } from './tab.mjs';

/** @typedef {import('./inventory.mjs').Entry} Entry */
/** @typedef {import('./person.mjs').ChromiumPerson} Person */

const TITLE = 'After the operation nothing is as before';
const LONG = [
  'It began three winters ago and I have told almost nobody about it.',
  'Some weeks are easier than others, and I no longer count the days in between.',
  'What helped was to take away the goal, to breathe, and to say out loud that nothing has to happen.',
  'My therapist called it a pause, and the word stayed with me. I still lose patience with myself.',
  'If you are at the beginning: you are not broken, and you are not alone with this.',
  'I read here for a long time before I wrote. Thank you for all that was left standing for people like me.',
  'There are evenings on which we only hold hands, and they count.',
].join(' ');

/**
 * A post of 140 words (DESIGN §10), no two alike: equal ones would pack too well.
 * @param {number} n
 */
export function postOf140(n) {
  const words = LONG.toLowerCase()
    .replaceAll(/[^a-z ]/g, '')
    .split(' ');
  let state = n * 2_654_435_761;
  const drawn = Array.from({ length: 140 }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return words[state % words.length];
  });
  return drawn.join(' ');
}

/** Numbers for a walk: two people who write more in a minute than anybody does in a week. */
export const GENEROUS = {
  LEEWARD_LIMITS__FIRST_POSTS_HELD: '1',
  LEEWARD_LIMITS__THREADS_PER_DAY_L0: '1000',
  LEEWARD_LIMITS__REPLIES_PER_DAY_L0: '1000',
  LEEWARD_LIMITS__REPLY_GAP_S_L0: '0',
  LEEWARD_LIMITS__JOINS_PER_HOUR: '10000',
  LEEWARD_LIMITS__PAGES_PER_MIN: '100000',
  LEEWARD_LIMITS__PREVIEWS_PER_MIN: '1000',
};

/** No free joins, and a long rest after each reply. */
export const STRICT = {
  ...GENEROUS,
  LEEWARD_LIMITS__FIRST_POSTS_HELD: '0',
  LEEWARD_LIMITS__REPLY_GAP_S_L0: '600',
  LEEWARD_LIMITS__JOINS_PER_HOUR: '1',
};

/**
 * @typedef {object} Community
 * @property {Record<string, { name: string, value: string }[]>} roles
 * @property {import('./server.mjs').Server} server
 * @property {string} phrase of the role `member`
 * @property {string} board
 * @property {string} closedBoard only for members
 * @property {string} thread with 26 posts, the member's own
 * @property {string} covered another one, with a warning
 * @property {string} closed a closed one
 * @property {string} held the path of a held post's page
 * @property {string} waiting the path of a waiting post's page
 * @property {string} receipt of the held one
 * @property {string} opened the receipt of a published one
 * @property {string} taken the receipt of one that was taken back
 * @property {string} own the id of the member's first post
 * @property {string} draft
 * @property {string} oneOff the path on which the member's name for one thread is retired
 */

/** @param {Person} person */
async function cookies(person) {
  const { cookies: all } = await person.page.context().storageState();
  return all.map(({ name, value }) => ({ name, value }));
}

/** @param {Person} person */
const receiptHere = (person) => ask(person, () => document.querySelector('.receipt a')?.getAttribute('href') ?? '');

/**
 * @param {Person} person
 * @param {string} board
 * @param {Parameters<typeof writeThread>[1]} thread
 */
async function startThread(person, board, thread) {
  await person.open(`${board}/new`);
  await writeThread(person, thread);
  await person.press('Post thread', { within: 'form.composer' });
}

/**
 * @param {import('playwright-core').Browser} browser
 * @param {import('./server.mjs').Server} server
 * @returns {Promise<Community>}
 */
export function settle(browser, server) {
  const look = { scripts: false };
  return inChromium(browser, server, look, (ann) => inChromium(browser, server, look, (ben) => live(server, ann, ben)));
}

/**
 * @param {import('./server.mjs').Server} server
 * @param {Person} ann who writes
 * @param {Person} ben who answers
 * @returns {Promise<Community>}
 */
async function live(server, ann, ben) {
  for (const person of [ann, ben]) await person.open('/join');
  const phrase = (await join(ann)).join(' ');
  await join(ben);
  const newcomer = await cookies(ben);
  const board = await openBoard(ann, 'Erectile difficulties');
  const closedBoard = await openBoard(ann, 'Trauma recovery');
  await startThread(ann, board, { title: TITLE, body: postOf140(1) });
  const opened = await receiptHere(ann);
  await server.command(['posts', 'release', '--all']);
  await ann.open(opened);
  await ann.press('Go to the post');
  const thread = ann.address().replace(/[?#].*/, '');
  const own = (await post(ann, 1))?.id ?? (await ownPost(ann));
  await ben.open(thread);
  await reply(ben, postOf140(2));
  await server.command(['posts', 'release', '--all']);
  for (let n = 3; n <= 26; n += 1) {
    const person = n % 2 ? ann : ben;
    await person.open(`${thread}?page=1${n % 5 ? '' : '&reply_to=2'}`);
    await reply(person, postOf140(n));
  }
  await ben.open(thread);
  await ben.press('With you', { within: '#post-1' });
  await ann.open(`${thread}?page=1`);
  await ann.press('Delete post', { within: 'li:has(> #post-5)' });
  await ann.press('Delete post', { within: 'main' });
  await startThread(ben, board, { title: 'Telling a new partner', body: 'How did you begin?', warnings: ['pain'] });
  const covered = ben.address().replace(/[?#].*/, '');
  await ann.open(covered);
  await ann.press('Follow', { within: 'main' });
  await ben.open(covered);
  await reply(ben, 'I began with a letter.');
  await startThread(ben, board, { title: 'Something that is settled', body: 'Thank you all.' });
  const closed = ben.address().replace(/[?#].*/, '');
  await ben.press('Your thread', { stays: true });
  await ben.press('Close thread');
  const held = await waits(ann, closedBoard, { oneOff: true, warnings: ['abuse in childhood'] });
  const receipt = await receiptHere(ann);
  const taken = await takenBack(ann, closedBoard);
  const waiting = await waits(ann, board, { publish: 'Within 20 minutes' });
  const draft = await savesDraft(ann, board);
  await ann.open('/me?open=names');
  const oneOff = await retirement(ann);
  const away = await cookies(ann);
  const roles = { newcomer, member: await cookies(ann), other: await cookies(ben), away: [...away, awayCookie()] };
  return {
    server,
    roles,
    phrase,
    board,
    closedBoard,
    thread,
    covered,
    closed,
    held,
    waiting,
    receipt,
    opened,
    taken,
    own,
    draft,
    oneOff,
  };
}

function awayCookie() {
  return { name: 'away', value: '1' };
}

/** @param {Person} person */
const retirement = (person) =>
  ask(person, () => document.querySelector('a[href^="/me/names/"]')?.getAttribute('href') ?? '');

/** @param {Person} person */
async function ownPost(person) {
  const edit = await ask(person, () => document.querySelector('.yours a[href$="/edit"]')?.getAttribute('href') ?? '');
  return edit.split('/')[2] ?? '';
}

/**
 * @param {Person} person
 * @param {string} text
 */
async function reply(person, text) {
  await person.fill('Your reply', text);
  await person.press('Post reply', { within: 'form.composer' });
}

/**
 * @param {Person} person
 * @param {string} board
 * @param {{ oneOff?: boolean, warnings?: string[], publish?: string }} how
 */
async function waits(person, board, { oneOff = false, warnings = [], publish }) {
  await person.open(`${board}/new`);
  await writeThread(person, {
    title: 'Something from long ago',
    body: 'I have not told anyone yet.',
    warnings,
    oneOff,
  });
  if (publish) {
    await person.press('When it appears', { stays: true });
    await person.tick(publish);
  }
  await person.press('Post thread', { within: 'form.composer' });
  assert.match(person.address(), /^\/posts\/[a-z0-9]+\/sent$/);
  return person.address();
}

/**
 * @param {Person} person
 * @param {string} board
 */
async function takenBack(person, board) {
  const sent = await waits(person, board, { oneOff: true, warnings: ['pain'] });
  const receipt = await receiptHere(person);
  await person.open(sent.replace(/sent$/, 'delete'));
  await person.press('Delete post', { within: 'main' });
  return receipt;
}

/**
 * @param {Person} person
 * @param {string} board
 */
async function savesDraft(person, board) {
  await person.open(`${board}/new`);
  await person.fill('Your post', 'I have not told anyone, and I would like to.');
  await person.press('Save draft', { within: 'form.composer' });
  return person.address().replace(/[?#].*/, '');
}

/**
 * @param {Community} made
 * @param {{ foreign: (action: string) => string }} more a page of another site with a form that goes to this address
 * @returns {Entry[]}
 */
export function samples(made, { foreign }) {
  const { board, thread, own } = made;
  /** @type {(route: string, state: string, role: string, path: string, more?: Partial<Entry>) => Entry} */
  const at = (route, state, role, path, more) => ({ route, state, role, path, ...more });
  /** @type {(route: string, state: string, role: string, status: number, reach: Entry['reach']) => Entry} */
  const by = (route, state, role, status, reach) => ({
    route,
    state,
    role,
    status,
    reach,
    path: route.replace(/^\S+ /, ''),
  });
  return [
    at('GET /', 'first visit', 'visitor', '/'),
    at('GET /', 'filled', 'member', '/'),
    at('GET /boards/{board}', 'filled', 'visitor', board),
    at('GET /boards/{board}', 'open', 'other', board),
    at('GET /boards/{board}', 'none fits', 'member', `${board}?sort=active&seeking=listening`),
    at('GET /boards/{board}', 'members only', 'visitor', made.closedBoard, { status: 404 }),
    at('GET /boards/{board}', 'only the welcome', 'newcomer', made.closedBoard),
    at('GET /boards/{board}/new', 'fresh', 'newcomer', `${board}/new`),
    by('POST /boards/{board}/new', 'error', 'newcomer', 422, async (person) => {
      await person.open(`${board}/new`);
      await person.press('Post thread', { within: 'form.composer' });
    }),
    by('POST /boards/{board}/new', 'signed out meanwhile', 'newcomer', 401, async (person) => {
      await person.open(`${board}/new`);
      await writeThread(person, { title: TITLE, body: LONG });
      await person.page.context().clearCookies();
      await person.press('Post thread', { within: 'form.composer' });
    }),
    by('POST /boards/{board}/new/preview', 'with a warning', 'newcomer', 200, async (person) => {
      await person.open(`${board}/new`);
      await writeThread(person, {
        title: TITLE,
        body: `${LONG}\n\n> quoted\n\n>!hidden!<\n\n- one\n- two`,
        warnings: ['pain'],
      });
      await person.press('Preview', { within: 'form.composer' });
    }),
    by('POST /boards/{board}/new', 'sent from elsewhere', 'newcomer', 403, async (person) => {
      await person.page.goto(foreign(`${person.origin}${board}/new`));
      await person.press('Send');
    }),
    at('GET /threads/{thread}', 'filled', 'visitor', thread),
    at('GET /threads/{thread}', 'open', 'member', thread, { weigh: true }),
    at('GET /threads/{thread}', 'last page', 'member', `${thread}?page=2`),
    at('GET /threads/{thread}', 'behind a warning', 'visitor', made.covered),
    at('GET /threads/{thread}', 'closed', 'member', made.closed),
    at('GET /threads/{thread}', 'answering', 'other', `${thread}?page=1&reply_to=2&quote=1`),
    by('POST /threads/{thread}/reply', 'error', 'other', 422, async (person) => {
      await person.open(thread);
      await person.press('Post reply', { within: 'form.composer' });
    }),
    by('POST /threads/{thread}/reply/preview', 'filled', 'other', 200, async (person) => {
      await person.open(thread);
      await person.fill('Your reply', LONG);
      await person.press('Preview', { within: 'form.composer' });
    }),
    by('POST /threads/{thread}/title', 'error', 'member', 422, async (person) => {
      await person.open(thread);
      await person.press('Your thread', { stays: true });
      await person.fill('Title', 'short');
      await person.press('Change title');
    }),
    at('GET /posts/{post}/edit', 'filled', 'member', `/posts/${own}/edit`),
    by('POST /posts/{post}/edit', 'error', 'member', 422, async (person) => {
      await person.open(`/posts/${own}/edit`);
      await person.fill('Your text', '');
      await person.press('Save change', { within: 'form.composer' });
    }),
    by('POST /posts/{post}/edit/preview', 'filled', 'member', 200, async (person) => {
      await person.open(`/posts/${own}/edit`);
      await person.press('Preview', { within: 'form.composer' });
    }),
    at('GET /posts/{post}/delete', 'asked', 'member', `/posts/${own}/delete`),
    at('GET /posts/{post}/sent', 'held', 'member', made.held),
    at('GET /posts/{post}/sent', 'waiting', 'member', made.waiting),
    at('GET /receipts/{code}', 'held', 'visitor', made.receipt),
    at('GET /receipts/{code}', 'published', 'visitor', made.opened),
    at('GET /receipts/{code}', 'taken back', 'visitor', made.taken),
    at('GET /following', 'empty', 'newcomer', '/following'),
    at('GET /following', 'filled', 'member', '/following'),
    at('GET /notifications', 'empty', 'newcomer', '/notifications'),
    at('GET /notifications', 'filled', 'member', '/notifications'),
    at('GET /threads/{thread}', 'followed, with news', 'member', made.covered),
    at('GET /drafts', 'empty', 'newcomer', '/drafts'),
    at('GET /drafts', 'filled', 'member', '/drafts'),
    at('GET /drafts/{draft}', 'filled', 'member', made.draft),
    at('GET /drafts/{draft}/discard', 'asked', 'member', `${made.draft}/discard`),
    ...joining(at, by),
    ...people(made, at, by),
    at('GET /support', 'filled', 'visitor', '/support'),
    by('POST /support', 'another country', 'visitor', 200, async (person) => {
      await person.open('/support');
      const country = await ask(person, () => document.querySelector('select option:last-child')?.textContent ?? '');
      await person.choose('Country', country.trim());
      await person.press('Change country');
    }),
    at('GET /guidelines', 'filled', 'visitor', '/guidelines', { weigh: false }),
    at('GET /privacy', 'filled', 'visitor', '/privacy', { weigh: false }),
    // It hides what is behind the warning, for this role and all that follow.
    by('GET /threads/{thread}', 'hidden by settings', 'newcomer', 200, async (person) => {
      await person.open('/me?open=reading');
      await person.page.check('input[name="warning.pain"][value=hide]');
      await person.press('Save reading');
      await person.open(made.covered);
    }),
    by('POST /me/reading', 'error', 'newcomer', 422, async (person) => {
      await person.open('/me?open=reading');
      await person.fill('Words to hide', 'a word of more than sixty letters, which is more than anybody needs');
      await person.press('Save reading');
    }),
    by('GET /threads/{thread}', 'a muted name', 'newcomer', 200, async (person) => {
      await person.open(thread);
      await person.press('More', { within: '#post-1', stays: true });
      await person.press('Mute', { within: '#post-1' });
    }),
    at('GET /me', 'somebody muted', 'newcomer', '/me?open=reading'),
    by('GET /boards/{board}', 'hidden by settings', 'newcomer', 200, async (person) => person.open(board)),
    by('POST /boards/{board}/new', 'nothing can be written', 'other', 503, async (person) => {
      await person.open(`${board}/new`);
      await writeThread(person, { title: TITLE, body: LONG });
      await withoutWriting(made.server, () => person.press('Post thread', { within: 'form.composer' }));
    }),
    at('GET /any', 'away', 'away', thread),
    at('GET /any', 'lost', 'visitor', '/no-such-page', { status: 404 }),
    at('GET /any', 'lost', 'member', '/threads/0000000000000000', { status: 404 }),
  ];
}

/**
 * @param {(route: string, state: string, role: string, path: string, more?: Partial<Entry>) => Entry} at
 * @param {(route: string, state: string, role: string, status: number, reach: Entry['reach']) => Entry} by
 * @returns {Entry[]}
 */
function joining(at, by) {
  /** @param {Person} person */
  const seeWords = async (person) => {
    await person.open('/join');
    await person.tick('I am 18 or older');
    await person.tick('I have read the guidelines');
    await person.press('Continue');
  };
  return [
    at('GET /join', 'open', 'visitor', '/join'),
    by('POST /join', 'error', 'visitor', 422, async (person) => {
      await person.open('/join');
      await person.press('Continue');
    }),
    by('POST /join', 'words', 'visitor', 200, seeWords),
    by('POST /join/other-words', 'words', 'visitor', 200, async (person) => {
      await seeWords(person);
      await person.press('Give me other words');
    }),
    by('POST /join/confirm', 'error', 'visitor', 422, async (person) => {
      await seeWords(person);
      await giveTwoBack(
        person,
        Array.from({ length: 7 }, () => 'lantern'),
      );
      await person.press('Continue');
    }),
    at('GET /sign-in', 'open', 'visitor', '/sign-in'),
    at('GET /sign-in', 'shown', 'visitor', '/sign-in?show=1'),
    by('POST /sign-in', 'a slip of the pen', 'visitor', 422, async (person) => {
      await person.open('/sign-in');
      await person.fill('Recovery phrase', 'lantren quiet heron');
      await person.press('Come back', { within: 'main' });
    }),
  ];
}

/**
 * @param {Community} made
 * @param {(route: string, state: string, role: string, path: string, more?: Partial<Entry>) => Entry} at
 * @param {(route: string, state: string, role: string, status: number, reach: Entry['reach']) => Entry} by
 * @returns {Entry[]}
 */
function people(made, at, by) {
  const retire = `${made.board}/name/retire`;
  /** @param {Person} person */
  const newWords = async (person) => {
    await person.open('/me/phrase');
    await person.fill('Your present phrase', made.phrase);
    await person.press('Make a new phrase');
  };
  return [
    at('GET /me', 'empty', 'newcomer', '/me?open=names'),
    at('GET /me', 'open', 'member', '/me'),
    at('GET /me/phrase', 'fresh', 'member', '/me/phrase'),
    by('POST /me/phrase', 'error', 'member', 422, async (person) => {
      await person.open('/me/phrase');
      await person.fill('Your present phrase', 'lantren');
      await person.press('Make a new phrase');
    }),
    by('POST /me/phrase', 'words', 'member', 200, newWords),
    by('POST /me/phrase/confirm', 'error', 'member', 422, async (person) => {
      await newWords(person);
      await giveTwoBack(
        person,
        Array.from({ length: 7 }, () => 'lantern'),
      );
      await person.press('Use new phrase');
    }),
    at('GET /boards/{board}/name/retire', 'asked', 'member', retire),
    by('POST /boards/{board}/name/retire', 'error', 'member', 422, async (person) => {
      await person.open(retire);
      await person.press('Retire name', { within: 'main' });
    }),
    at('GET /me/names/{persona}/retire', 'asked', 'member', made.oneOff),
    by('POST /me/names/{persona}/retire', 'error', 'member', 422, async (person) => {
      await person.open(made.oneOff);
      await person.press('Retire name', { within: 'main' });
    }),
    at('GET /me/delete', 'asked', 'member', '/me/delete'),
    by('POST /me/delete', 'error', 'member', 422, async (person) => {
      await person.open('/me/delete');
      await person.press('Delete account now', { within: 'main' });
    }),
    at('GET /me/delete/done', 'done', 'visitor', '/me/delete/done'),
  ];
}

/**
 * Pages of a server that has little patience: many joins, a second reply at once, and a database that does not answer.
 * @param {import('./server.mjs').Server} server
 * @param {Entry[]} [more]
 * @returns {Entry[]}
 */
export function strictSamples(server, more = []) {
  return [
    {
      route: 'POST /join',
      state: 'crowded',
      role: 'visitor',
      path: '/join',
      status: 429,
      server,
      reach: async (person) => {
        await person.open('/join');
        await person.tick('I am 18 or older');
        await person.tick('I have read the guidelines');
        await person.press('Continue');
      },
    },
    ...more,
  ];
}
