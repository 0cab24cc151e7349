// The whole way of two people without scripts (DESIGN §10): joining, writing, being read, answering, changing, going,
// coming back, leaving. Once in Chromium on a phone, once in Firefox with SVG and web fonts off as well.

import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { launchChromium } from '../lib/chromium.mjs';
import { startElsewhere } from '../lib/elsewhere.mjs';
import { launchFirefox } from '../lib/firefox.mjs';
import { startServer } from '../lib/server.mjs';
import { ask, comeBack, giveTwoBack, join, openBoard, post, wordsShown, writeThread } from '../lib/steps.mjs';
import { inChromium, inFirefox } from '../lib/tab.mjs';

/** @typedef {import('../lib/ways.mjs').Anyone} Anyone */

const TITLE = 'After the operation nothing is as before';
const BODY = 'Nobody told me **how long** it takes.\n\n>!the part that is hard to say!<\n\nDoes it get easier?';
const REPLY = 'It did for me, slowly.';

/** One first post is held, so that both the wait and what comes after it are seen. The numbers are for two people. */
const SETTINGS = {
  LEEWARD_LIMITS__FIRST_POSTS_HELD: '1',
  LEEWARD_LIMITS__THREADS_PER_DAY_L0: '20',
  LEEWARD_LIMITS__REPLY_GAP_S_L0: '0',
  LEEWARD_LIMITS__JOINS_PER_HOUR: '100',
};

/** @type {Awaited<ReturnType<typeof startElsewhere>>} */
let elsewhere;
/** @type {import('../lib/server.mjs').Server} */
let server;

before(async () => {
  elsewhere = await startElsewhere();
});
after(() => elsewhere?.stop());
// Each pair of people has a site of its own: the second must not find what the first left.
beforeEach(async () => {
  server = await startServer({ env: { ...SETTINGS, LEEWARD_EXIT_URL: elsewhere.url } });
});
afterEach(() => server?.stop());

/** The team reads what waits. */
async function release() {
  assert.match(await server.command(['posts', 'release', '--all']), /^Released [1-9]/);
}

/**
 * @param {Anyone} person
 * @param {string} title what the tab says before the site's name
 */
async function tabSays(person, title) {
  assert.equal(await person.title(), `${title} · Leeward`);
}

/** @param {Anyone} author @param {Anyone} reader */
async function journey(author, reader) {
  const phrase = await joins(author);
  const thread = await startsThread(author);
  const receipt = await waits(author, reader);
  await isRead(author, reader, thread, receipt);
  await answers(reader, thread);
  await hears(author, reader);
  await changes(author);
  await usesOneOffName(author, reader);
  await goesAndComesBack(author, phrase);
  const next = await changesPhrase(author, phrase);
  await retiresName(author, reader);
  await leaves(author, thread);
  await comeBackAfterLeaving(author, next, thread);
  await deletesAccount(author, reader, next);
}

/** @param {Anyone} author */
async function joins(author) {
  await author.open('/join');
  await tabSays(author, 'Join');
  await author.tick('I am 18 or older');
  await author.press('Continue');
  assert.equal(author.status, 422);
  await tabSays(author, 'Error: Join');
  await author.sees('There is a problem');
  await author.sees('Read the guidelines, then tick the box');
  const phrase = (await join(author)).join(' ');
  assert.match(author.address(), /^\/(\?|$)/);
  await tabSays(author, 'Boards');
  return phrase;
}

/** @param {Anyone} author @returns {Promise<string>} the board's path */
async function startsThread(author) {
  const board = await openBoard(author, 'Erectile difficulties');
  await tabSays(author, 'Board');
  await author.press('New thread', { within: 'main' });
  await tabSays(author, 'New thread');
  await author.press('Post thread');
  assert.equal(author.status, 422);
  await tabSays(author, 'Error: New thread');
  await author.sees('Enter a title of 8 to 140 characters');
  await writeThread(author, { title: TITLE, body: BODY, warnings: ['medical detail'] });
  await author.press('Preview', { within: 'form.composer' });
  await author.sees('This is how it will look. Nothing is posted yet.');
  await tabSays(author, 'Preview');
  assert.equal(await author.held('Title'), TITLE);
  assert.equal(await author.held('Your post'), BODY);
  await author.press('Post thread', { within: 'form.composer' });
  return board;
}

/**
 * Held: the writer sees it, nobody else does, and the receipt opens without signing in.
 * @param {Anyone} author
 * @param {Anyone} reader
 * @returns {Promise<string>} the receipt's path
 */
async function waits(author, reader) {
  assert.deepEqual(await author.headings(), ['Your post is sent']);
  await tabSays(author, 'Your post');
  await author.sees('Waiting for a moderator. Usually within 24 hours. Only you can see this.');
  const receipt = await ask(author, () => document.querySelector('.receipt a')?.getAttribute('href') ?? '');
  assert.match(receipt, /^\/receipts\/[a-z0-9]{20,}$/);
  await reader.open(receipt);
  await tabSays(reader, 'Receipt');
  await reader.sees('It waits for a moderator.');
  await reader.doesNotSee(TITLE);
  await openBoard(reader, 'Erectile difficulties');
  await reader.doesNotSee(TITLE);
  return receipt;
}

/**
 * @param {Anyone} author
 * @param {Anyone} reader
 * @param {string} board
 * @param {string} receipt
 */
async function isRead(author, reader, board, receipt) {
  await release();
  await reader.open(receipt);
  await reader.sees('It is published.');
  await reader.press('Go to the post');
  const address = reader.address();
  assert.match(address, /^\/threads\/[a-z0-9]{10,}(\?page=1)?#post-1$/);
  assert.match(await reader.title(), /^Thread [a-z0-9]{4} · Leeward$/);
  await looksBehindCover(reader);
  await author.open(board);
  await author.press(TITLE, { within: 'main' }).catch(async () => {
    // The title lies behind the warning, which opens by a press.
    await author.press('Warning: medical detail', { within: 'main', stays: true });
    await author.press(TITLE, { within: 'main' });
  });
  assert.deepEqual(await author.headings(), [TITLE]);
}

/**
 * The warning opens by a press, and so does the hidden text in it; neither is seen before.
 * @param {Anyone} reader
 */
async function looksBehindCover(reader) {
  const covered = await post(reader, 1);
  assert.equal(covered?.warning, 'Warning: medical detail');
  assert.equal(covered?.open, false);
  assert.equal(covered?.shown, false);
  await reader.press('Warning: medical detail', { within: '#post-1', stays: true });
  assert.equal((await post(reader, 1))?.shown, true);
  await reader.sees('Does it get easier?');
  assert.equal(await spoilerShows(reader), false);
  await reader.doesNotSee('the part that is hard to say');
  await reader.tick('Show hidden text', { within: '#post-1' });
  assert.equal(await spoilerShows(reader), true);
  await reader.sees('the part that is hard to say');
}

/** @param {Anyone} reader */
function spoilerShows(reader) {
  return ask(
    reader,
    () => document.querySelector('#post-1 .spoiler-text')?.checkVisibility({ visibilityProperty: true }) ?? null,
  );
}

/**
 * A second person joins from the thread, answers with a quote, and says a word without words.
 * @param {Anyone} reader
 * @param {string} board
 */
async function answers(reader, board) {
  const thread = reader.address().replace(/[?#].*/, '');
  await reader.press('Join', { within: '#reply' });
  await join(reader);
  assert.equal(reader.address().replace(/[?#].*/, ''), thread);
  await reader.press('Quote', { within: '#post-1' });
  await reader.sees('In reply to 1');
  const quoted = await reader.held('Your reply');
  assert.match(quoted, /^> Nobody told me/);
  assert.match(quoted, /^> >!the part that is hard to say!<$/m, 'what was hidden is quoted hidden');
  await reader.fill('Your reply', `${quoted.trimEnd()}\n\n${REPLY}`);
  await reader.press('Post reply', { within: 'form.composer' });
  assert.deepEqual(await reader.headings(), ['Your post is sent']);
  await release();
  await reader.open(thread);
  const reply = await post(reader, 2);
  assert.equal(reply?.answers, 'In reply to 1');
  assert.match(reply?.body ?? '', new RegExp(`${REPLY}$`));
  assert.match(reply?.quote ?? '', /^Nobody told me how long it takes/);
  const starter = await post(reader, 1);
  assert.notEqual(starter?.by, reply?.by);
  await reader.press('With you', { within: '#post-1' });
  assert.equal(reader.address().replace(/[?#].*/, ''), thread);
  await reader.sees('You said:');
  await reader.press('With you (take back)', { within: '.said' });
  await reader.doesNotSee('You said:');
  await reader.press('Thank you', { within: '#post-1' });
  await reader.sees('Thank you (take back)');
  assert.match(board, /^\/boards\//);
}

/**
 * Learns of the answer, follows, and hides a name for a while: nothing of it is anybody else's business.
 * @param {Anyone} author
 * @param {Anyone} reader
 */
async function hears(author, reader) {
  const thread = reader.address().replace(/[?#].*/, '');
  await author.open('/notifications');
  await tabSays(author, 'Updates');
  await author.sees('1 reply to your post 1');
  await author.doesNotSee(REPLY);
  await author.press('Mark read', { within: 'main' });
  await author.sees('Marked as read.');
  await reader.open(thread);
  await reader.press('Follow', { within: 'main' });
  await reader.sees('You follow this thread.');
  await reader.press('More', { within: '#post-1', stays: true });
  await reader.press('Mute', { within: '#post-1' });
  await reader.sees('Hidden: you muted this name');
  await reader.open('/me?open=reading');
  await reader.press('Show', { within: '#reading' });
  await reader.sees('That name is no longer muted.');
  await reader.open('/following');
  await reader.sees('nothing new');
  await author.open(thread);
}

/**
 * The author changes the first post at once, which is not marked, and deletes a reply of theirs.
 * @param {Anyone} author
 */
async function changes(author) {
  await author.reload();
  await author.sees('Thank you 1');
  await author.press('Edit post', { within: '.yours' });
  await tabSays(author, 'Edit post');
  assert.equal(await author.held('Your text'), BODY);
  await author.fill('Your text', `${BODY}\n\nI hope so.`);
  await author.press('Save change', { within: 'form.composer' });
  const changed = await post(author, 1);
  assert.match(changed?.body ?? '', /I hope so\.$/);
  assert.doesNotMatch(changed?.meta ?? '', /edited/, 'a change within five minutes is not marked');
  await author.fill('Your reply', 'Written too soon.');
  await author.press('Post reply', { within: 'form.composer' });
  assert.match(author.address(), /#post-3$/);
  await author.press('Delete post', { within: 'li:has(> #post-3)' });
  await tabSays(author, 'Delete post');
  await author.press('Delete post', { within: 'main' });
  await author.sees('The writer deleted this post.');
  await author.doesNotSee('Written too soon.');
  await author.sees('Your reply');
}

/**
 * On the board that offers it, a name for one thread alone: another one than the board's, and held anew.
 * @param {Anyone} author
 * @param {Anyone} reader
 */
async function usesOneOffName(author, reader) {
  await openBoard(author, 'Trauma recovery');
  await author.press('New thread', { within: 'main' });
  const onBoard = await ask(author, () => document.querySelector('#name .as span:not([class])')?.textContent ?? '');
  await writeThread(author, {
    title: 'Something from long ago',
    body: 'I have not told anyone yet.',
    seeking: 'listening',
    warnings: ['abuse in childhood'],
    oneOff: true,
  });
  await author.press('Post thread', { within: 'form.composer' });
  assert.deepEqual(await author.headings(), ['Your post is sent'], 'the first post of a one-off name is held');
  await release();
  await openBoard(reader, 'Trauma recovery');
  await reader.press('Warning', { within: 'main li:has(h2 a[href^="/threads/"]):not(.pinned)', stays: true });
  await reader.press('Something from long ago', { within: 'main' });
  const oneOff = await post(reader, 1);
  assert.match(oneOff?.by ?? '', /^[a-z]+-[a-z]+(-[a-z]+)?$/);
  assert.doesNotMatch(onBoard, new RegExp(`${oneOff?.by}$`));
}

/**
 * Signing out, and back with the phrase in capitals, with commas.
 * @param {Anyone} author
 * @param {string} phrase
 */
async function goesAndComesBack(author, phrase) {
  await signsOut(author);
  await author.open('/me');
  assert.equal(author.address(), '/sign-in?to=%2Fme');
  await comeBack(author, phrase.replace(/^[a-z-]+/, 'lantren'));
  assert.equal(author.status, 422);
  await tabSays(author, 'Error: Come back');
  await author.sees('“lantren” is not one of our words. Did you mean “lantern”?');
  await comesBack(author, phrase.toUpperCase().replaceAll(' ', ', '));
  await tabSays(author, 'Me');
}

/**
 * @param {Anyone} person
 * @param {string} phrase
 */
async function comesBack(person, phrase) {
  await comeBack(person, phrase);
  assert.equal(person.status, 200);
  await person.open('/me');
  assert.deepEqual(await person.headings(), ['Me']);
}

/**
 * @param {Anyone} person
 * @param {string} phrase
 */
async function isRefused(person, phrase) {
  await comeBack(person, phrase);
  assert.equal(person.status, 422);
  await person.sees('This phrase opens no account. Check the order of the words');
}

/** @param {Anyone} person */
async function signsOut(person) {
  await person.open('/me?open=sessions');
  await person.press('Sign out here');
  await person.open('/');
  await person.sees('Join to write');
}

/**
 * A new phrase: first the page with the new words is lost, and the old phrase holds; then it is done to the end.
 * @param {Anyone} author
 * @param {string} phrase
 * @returns {Promise<string>} the new one
 */
async function changesPhrase(author, phrase) {
  const lost = await asksForPhrase(author, phrase);
  await signsOut(author);
  await comesBack(author, phrase);
  await signsOut(author);
  await isRefused(author, lost.join(' '));
  await comesBack(author, phrase);
  const words = await asksForPhrase(author, phrase);
  await giveTwoBack(author, words);
  await author.press('Use new phrase');
  await signsOut(author);
  await isRefused(author, phrase);
  await comesBack(author, words.join(' '));
  return words.join(' ');
}

/**
 * @param {Anyone} author
 * @param {string} phrase the present one
 */
async function asksForPhrase(author, phrase) {
  await author.open('/me?open=phrase');
  await author.press('Get a new phrase');
  await tabSays(author, 'Recovery phrase');
  await author.fill('Your present phrase', phrase);
  await author.press('Make a new phrase');
  return wordsShown(author);
}

/**
 * The name is gone for everyone; what it wrote stays under a number.
 * @param {Anyone} author
 * @param {Anyone} reader
 */
async function retiresName(author, reader) {
  await author.open('/me?open=names');
  await author.press('Retire this name on Erectile difficulties');
  await tabSays(author, 'Retire name');
  await author.press('Retire name', { within: 'main' });
  assert.equal(author.status, 422);
  await author.tick('Leave it, under “departed member” and a number');
  await author.press('Retire name', { within: 'main' });
  await author.doesNotSee('Retire this name on Erectile difficulties');
  await openBoard(reader, 'Erectile difficulties');
  await reader.sees('departed member 1');
}

/**
 * Away; whatever is opened afterwards is the gate.
 * @param {Anyone} author
 * @param {string} board
 */
async function leaves(author, board) {
  await author.open(board);
  await author.press('Leave now');
  assert.deepEqual(await author.headings(), ['Mild and dry']);
  await author.back();
  await isGate(author);
  await author.reload();
  await isGate(author);
  for (const path of ['/', '/me', '/support', '/no-such-page']) {
    await author.open(path);
    await isGate(author);
  }
}

/** @param {Anyone} person */
async function isGate(person) {
  assert.equal(await person.title(), 'Page');
  assert.equal(
    (await person.words())
      .replace(/\s+/g, ' ')
      .trim()
      .replace(/^Page /, ''),
    'Continue',
  );
}

/**
 * @param {Anyone} author
 * @param {string} phrase
 * @param {string} board
 */
async function comeBackAfterLeaving(author, phrase, board) {
  await author.open(board);
  await author.press('Continue');
  assert.equal(author.address(), board, 'on with what was asked for');
  await author.open('/me');
  assert.deepEqual(await author.headings(), ['Me'], 'leaving does not sign out');
  await comesBack(author, phrase);
}

/**
 * Everything as a file, and then for good.
 * @param {Anyone} author
 * @param {Anyone} reader
 * @param {string} phrase
 */
async function deletesAccount(author, reader, phrase) {
  await author.open('/me?open=data');
  await author.sees('Download everything (JSON)');
  await author.press('Delete my account');
  await tabSays(author, 'Delete account');
  await author.tick('Remove');
  await author.fill('Your present phrase', 'gravel lantren');
  await author.press('Delete account now');
  assert.equal(author.status, 422);
  await author.fill('Your present phrase', phrase);
  await author.press('Delete account now');
  assert.deepEqual(await author.headings(), ['Your account is deleted']);
  await author.open('/me');
  assert.deepEqual(await author.headings(), ['Come back'], 'signed out');
  await comeBack(author, phrase);
  await author.sees('This phrase opens no account.');
  await openBoard(reader, 'Erectile difficulties');
  await reader.doesNotSee(TITLE);
}

describe('two people without scripts', () => {
  it('in Chromium, on a phone', async () => {
    const chromium = await launchChromium();
    const look = /** @type {const} */ ({ scripts: false, width: 360 });
    try {
      await inChromium(chromium, server, look, (author) =>
        inChromium(chromium, server, look, (reader) => journey(author, reader)),
      );
    } finally {
      await chromium.close();
    }
  });
  it('in Firefox, with SVG off', async () => {
    const firefox = await launchFirefox();
    try {
      await inFirefox(firefox, server, (author) => inFirefox(firefox, server, (reader) => journey(author, reader)));
    } finally {
      await firefox.close();
    }
  });
});
