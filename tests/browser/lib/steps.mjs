// What people do on the site, in steps that several journeys share. Each step looks at what it did.

import assert from 'node:assert/strict';

/** @typedef {import('./ways.mjs').Anyone} Anyone */

/**
 * Asks the open page something; a person would see it, the words are for the test.
 * @template T
 * @param {Anyone} person
 * @param {(argument: any) => T} question runs inside the page, stands alone
 * @param {unknown} [argument]
 * @returns {Promise<T>}
 */
export function ask(person, question, argument) {
  return /** @type {any} */ (person.page).evaluate(question, argument);
}

/**
 * The seven words on the open page.
 * @param {Anyone} person
 * @returns {Promise<string[]>}
 */
export async function wordsShown(person) {
  const words = await ask(person, () => [...document.querySelectorAll('.phrase li')].map((item) => item.textContent));
  const tidy = words.map((word) => (word ?? '').trim());
  assert.equal(tidy.length, 7, 'seven words');
  assert.ok(
    tidy.every((word) => /^[a-z-]+$/.test(word)),
    'words are letters',
  );
  return tidy;
}

/**
 * Types the two words that the open page asks back.
 * @param {Anyone} person
 * @param {string[]} words
 */
export async function giveTwoBack(person, words) {
  const labels = await ask(person, () =>
    ['first', 'second'].map((id) => document.querySelector(`label[for=${id}]`)?.textContent?.trim() ?? ''),
  );
  assert.notEqual(labels[0], labels[1], 'two different words are asked');
  for (const label of labels) {
    const place = Number(/^Word ([1-7])$/.exec(label)?.[1]);
    assert.ok(place >= 1, `the label says which word: ${label}`);
    await person.fill(label, words[place - 1] ?? '');
  }
}

/**
 * Joins from the page `/join`, which may lie open with something to return to.
 * @param {Anyone} person
 * @returns {Promise<string[]>} the seven words
 */
export async function join(person) {
  await person.tick('I am 18 or older');
  await person.tick('I have read the guidelines');
  await person.press('Continue');
  assert.deepEqual(await person.headings(), ['Your recovery phrase']);
  const words = await wordsShown(person);
  await giveTwoBack(person, words);
  await person.press('Continue');
  return words;
}

/**
 * @param {Anyone} person
 * @param {string} phrase
 */
export async function comeBack(person, phrase) {
  await person.open('/sign-in');
  await person.fill('Recovery phrase', phrase);
  await person.press('Come back', { within: 'main' });
}

/**
 * The code in the address of a board, from the page that lists them.
 * @param {Anyone} person
 * @param {string} name
 * @returns {Promise<string>} its path
 */
export async function openBoard(person, name) {
  await person.open('/');
  await person.press(name, { within: 'main' });
  assert.deepEqual(await person.headings(), [name]);
  const address = person.address();
  assert.match(address, /^\/boards\/[a-z0-9]{2,4}$/);
  return address;
}

/**
 * Fills the form of a new thread that is open, all but a press.
 * @param {Anyone} person
 * @param {{ title: string, body: string, seeking?: string, warnings?: string[], oneOff?: boolean }} thread
 */
export async function writeThread(person, { title, body, seeking = 'experiences', warnings = [], oneOff = false }) {
  await person.fill('Title', title);
  await person.fill('Your post', body);
  await person.tick(seeking);
  for (const warning of warnings) await person.tick(warning);
  if (oneOff) await person.tick('Use a name for this thread alone');
}

/**
 * The post with this number on the open page.
 * @param {Anyone} person
 * @param {number} position
 */
export function post(person, position) {
  return ask(
    person,
    (/** @type {number} */ n) => {
      const article = document.querySelector(`#post-${n}`);
      if (!article) return null;
      /** @param {string} selector */
      const text = (selector) => article.querySelector(selector)?.textContent?.replace(/\s+/g, ' ').trim() ?? '';
      const warning = article.querySelector('details.warning');
      return {
        by: text('.handle'),
        meta: text('.meta'),
        answers: text('.answers'),
        body: text('.text'),
        warning: warning ? text('details.warning > summary .what') : null,
        open: warning instanceof HTMLDetailsElement ? warning.open : null,
        shown: article.querySelector('.text')?.checkVisibility() ?? false,
        quote: text('.text blockquote'),
        id: /** @type {HTMLElement | null} */ (article.querySelector('[formaction]'))
          ?.getAttribute('formaction')
          ?.split('/')[2],
      };
    },
    position,
  );
}
