// A thread while people write in it (CONTRACT §6, DESIGN §6 and §10): with scripts, without them, and through a restart.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { assertAccessible } from '../lib/axe.mjs';
import { Caller } from '../lib/caller.mjs';
import { launchChromium, openContext } from '../lib/chromium.mjs';
import { launchFirefox } from '../lib/firefox.mjs';
import { ChromiumPerson } from '../lib/person.mjs';
import { GENEROUS } from '../lib/samples.mjs';
import { startServer } from '../lib/server.mjs';
import { until } from '../lib/sockets.mjs';
import { ask, join } from '../lib/steps.mjs';
import { inChromium, inFirefox } from '../lib/tab.mjs';

/** @typedef {import('../lib/person.mjs').ChromiumPerson} Person */

/** Every kind of thing that a text can hold. */
const RICH = [
  'Plain, with **weight**, *stress*, ~~taken back~~ and `a word`.',
  '> Somebody said this.\n\n- one\n- two\n\n1. first\n2. second',
  '>!the part that is hard to say!<\n\n---\n\n```\nkept as it is\n```',
  'See [our rules](/guidelines).',
];

/** @type {import('../lib/server.mjs').Server} */
let server;
/** @type {import('playwright-core').Browser} */
let chromium;
/** @type {import('puppeteer-core').Browser} */
let firefox;
/** @type {Caller} */
let ann;
/** @type {Caller} */
let ben;

before(async () => {
  server = await startServer({ env: { ...GENEROUS, LEEWARD_LIMITS__FIRST_POSTS_HELD: '0' } });
  [chromium, firefox] = [await launchChromium(), await launchFirefox()];
  [ann, ben] = [await Caller.join(server.origin), await Caller.join(server.origin)];
});
after(async () => {
  await firefox?.close();
  await chromium?.close();
  await server?.stop();
});

/** Counts what moves on a page, from its first paint. @param {Person} person */
const watchStillness = (person) =>
  person.page.addInitScript(() => {
    const told = /** @type {any} */ (window);
    told.shifts = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) told.shifts += /** @type {any} */ (entry).value;
    }).observe({ type: 'layout-shift', buffered: true });
  });

/** @param {Person} person */
const movement = (person) => ask(person, () => ({ shifts: /** @type {any} */ (window).shifts, y: scrollY }));

/** The posts of the open page, without the words for their age. @param {Person} person */
const posts = (person) =>
  ask(person, () =>
    [...document.querySelectorAll('ol.posts > li > article')].map((article) =>
      article.outerHTML.replaceAll(/(<time[^>]*>)[^<]*/g, '$1'),
    ),
  );

/**
 * A reader who has a thread open, live.
 * @param {string} thread
 * @param {(person: Person) => Promise<void>} act
 * @param {import('../lib/chromium.mjs').Look} [look]
 */
function reading(thread, act, look = {}) {
  return inChromium(chromium, server, look, async (person) => {
    await watchStillness(person);
    await person.open(`/threads/${thread}`);
    await person.sees('Live');
    await act(person);
  });
}

describe('a thread in which people write', () => {
  it('shows each reply to all who read: with scripts on a press, without them by itself, and nothing moves', async () => {
    const thread = await ann.start('Talking about it at last');
    await inFirefox(firefox, server, async (cat) => {
      // This page never ends; nobody waits for it.
      cat.page.goto(`${server.origin}/threads/${thread}/stream`).catch(() => {});
      const words = () => cat.words().catch(() => '');
      await until(async () => (await words()).includes('Who has been through this?'), 'the stream begins');
      await reading(thread, (first) =>
        reading(thread, async (second) => {
          await second.open('/join');
          await join(second);
          await second.open(`/threads/${thread}`);
          await second.sees('Live');
          for (const person of [first, second]) await ask(person, () => Object.assign(window, { same: true }));
          const was = await Promise.all([movement(first), movement(second)]);
          await ann.reply(thread, 'It took me a year.');
          for (const person of [first, second]) await person.sees('1 new reply - show');
          await until(async () => (await words()).includes('It took me a year.'), 'the reply in the stream');
          assert.deepEqual(await Promise.all([movement(first), movement(second)]), was);
          for (const person of [first, second]) {
            await person.press('1 new reply - show', { stays: true });
            await person.sees('It took me a year.');
            assert.equal(await ask(person, () => 'same' in window), true, 'no page was loaded');
          }
          await second.fill('Your reply', 'Thank you for saying so.');
          await second.press('Post reply', { within: 'form.composer' });
          await first.press('1 new reply - show', { stays: true });
          await first.sees('Thank you for saying so.');
          await until(async () => (await words()).includes('Thank you for saying so.'), 'the second in the stream');
          // The writer came back from the form: the page has the reply, the socket does not bring it again.
          await second.sees('Live');
          assert.equal((await posts(second)).length, 3);
          await second.doesNotSee('new reply');
        }),
      );
    });
  });

  it('twenty replies move nothing, and each is the very fragment of the page', async () => {
    const thread = await ann.start('What helped you');
    await reading(thread, async (person) => {
      await ask(person, () => window.scrollTo(0, 200));
      const was = await movement(person);
      for (let n = 0; n < 20; n += 1) {
        const more = n % 5 === 4 ? { content_warnings: ['pain', 'medical-detail'] } : n > 2 ? { reply_to: n } : {};
        if (n > 0) await [ann, ben][n % 2]?.reply(thread, RICH[n % RICH.length] ?? '', more);
      }
      // One with a link to elsewhere waits for the team, which lets it pass.
      const body = 'See [this page](https://example.org/a).';
      await ann.call('POST', `/threads/${thread}/posts`, { body }, 202);
      await server.command(['posts', 'release', '--all']);
      await until(async () => (await person.words()).includes('20 new replies'), 'the one that waited', 20_000);
      await person.sees('20 new replies - show');
      assert.deepEqual(await movement(person), was);
      assert.equal(was.shifts, 0);
      await assertAccessible(person.page);
      await person.press('20 new replies - show', { stays: true });
      await assertAccessible(person.page);
      const live = await posts(person);
      await person.reload();
      assert.deepEqual(live, await posts(person));
      assert.equal(live.length, 21);
      assert.equal((await movement(person)).shifts, 0, 'loading');
    });
  });

  it('the same holds on a phone, for somebody who writes', async () => {
    const thread = await ann.start('What helped me');
    await reading(
      thread,
      async (person) => {
        await person.open('/join');
        await join(person);
        await person.open(`/threads/${thread}`);
        await person.sees('Live');
        assert.equal((await movement(person)).shifts, 0, 'loading');
        await ask(person, () => document.querySelector('#reply')?.scrollIntoView());
        await person.fill('Your reply', 'I am still thinking about it');
        const was = await movement(person);
        for (let n = 0; n < 3; n += 1) await ben.reply(thread, `Answer ${n}`);
        await person.sees('3 new replies - show');
        assert.deepEqual(await movement(person), was);
        assert.equal(await person.held('Your reply'), 'I am still thinking about it');
      },
      { width: 360 },
    );
  });

  it('an edited reply and a deleted one change in place', async () => {
    const thread = await ann.start('Second thoughts');
    const [kept, gone] = [await ben.reply(thread, 'The first wording.'), await ben.reply(thread, 'Too much said.')];
    await ann.reply(thread, 'And a last one.');
    await reading(thread, async (person) => {
      const was = await movement(person);
      await ben.call('PATCH', `/posts/${kept}`, { body: 'The second wording.' });
      await person.sees('The second wording.');
      await ben.call('DELETE', `/posts/${gone}`, undefined, 204);
      await person.sees('The writer deleted this post.');
      await person.doesNotSee('Too much said.');
      assert.equal((await movement(person)).y, was.y);
      assert.equal((await movement(person)).shifts, 0);
    });
  });

  it('replies that are asked for as they come stay away from who is writing', async () => {
    const thread = await ann.start('As they come');
    await reading(thread, async (person) => {
      await person.tick('Show as they arrive');
      await ben.reply(thread, 'The first.');
      await person.sees('The first.');
      assert.equal(await ask(person, () => document.activeElement?.className), '', 'the focus stays');
      await ask(person, () => getSelection()?.selectAllChildren(/** @type {Element} */ (document.querySelector('h1'))));
      await ben.reply(thread, 'The second.');
      await person.sees('1 new reply - show');
      await person.doesNotSee('The second.');
    });
  });

  it('on an earlier page the pill leads to the last one', async () => {
    const thread = await ann.start('A long one');
    for (let n = 2; n <= 26; n += 1) await ben.reply(thread, `Number ${n}`);
    await inChromium(chromium, server, {}, async (person) => {
      await person.open(`/threads/${thread}?page=1`);
      await until(() => ask(person, () => document.querySelector('.live .word')?.textContent === 'Live'), 'live');
      await ann.reply(thread, 'Number 27');
      await person.sees('1 new reply - show');
      await person.press('1 new reply - show');
      assert.match(person.address(), /\?page=2&check=1#post-27$/);
      await person.sees('Number 27');
    });
  });
});

describe('the page that stays open', () => {
  it('grows at its end alone, is accessible and narrow, and leads to where one can reply', async () => {
    const thread = await ann.start('Without a script');
    await ann.reply(thread, 'The second post.', { content_warnings: ['pain'] });
    await inChromium(chromium, server, { width: 320 }, async (person) => {
      await watchStillness(person);
      await person.page.goto(`${server.origin}/threads/${thread}/stream`, { waitUntil: 'commit' });
      const words = () => person.words().catch(() => '');
      await until(async () => (await words()).includes('pain'), 'the stream begins');
      const place = () => ask(person, () => document.querySelector('#post-2')?.getBoundingClientRect().top);
      const was = [await place(), await movement(person)];
      for (const body of RICH) await ben.reply(thread, body);
      await until(async () => (await words()).includes('See our rules'), 'the last reply');
      assert.deepEqual([await place(), await movement(person)], was);
      assert.equal((await movement(person)).shifts, 0);
      await assertAccessible(person.page);
      assert.equal(await ask(person, () => document.documentElement.scrollWidth), 320);
      const live = await posts(person);
      await person.press('Back to the thread, to reply');
      assert.match(person.address(), /\?page=1#reply$/);
      assert.deepEqual(live, await posts(person));
    });
  });
});

describe('a server that goes and comes back', () => {
  it('brings what was missed, once, without a word', async () => {
    const thread = await ann.start('Before the storm');
    // A socket that finds nobody is written to the console, as it must be here.
    const context = await openContext(chromium);
    try {
      const person = new ChromiumPerson(server.origin, await context.newPage());
      await person.open(`/threads/${thread}`);
      await person.sees('Live');
      await ann.reply(thread, 'Before.');
      await person.sees('1 new reply - show');
      await server.restart();
      await ben.reply(thread, 'After.');
      await until(async () => (await person.words()).includes('2 new replies - show'), 'what was missed', 30_000);
      await person.doesNotSee('Paused');
      await person.press('2 new replies - show', { stays: true });
      assert.equal((await posts(person)).length, 3);
    } finally {
      await context.close();
    }
  });
});

describe('Firefox with scripts', () => {
  it('takes the same fragments', async () => {
    const thread = await ann.start('In another browser');
    const scripted = await launchFirefox({ scripts: true });
    try {
      const page = await scripted.newPage();
      await page.goto(`${server.origin}/threads/${thread}`);
      const words = () => page.evaluate(() => document.body.innerText);
      await until(async () => (await words()).includes('Live'), 'live');
      for (const body of RICH) await ben.reply(thread, body, { content_warnings: ['pain'] });
      await until(async () => (await words()).includes('4 new replies - show'), 'the pill');
      const articles = () =>
        page.evaluate(() =>
          [...document.querySelectorAll('ol.posts > li > article')].map((article) =>
            article.outerHTML.replaceAll(/(<time[^>]*>)[^<]*/g, '$1'),
          ),
        );
      await page.click('.pill button');
      const live = await articles();
      await page.reload();
      assert.deepEqual(live, await articles());
      assert.equal(live.length, 5);
    } finally {
      await scripted.close();
    }
  });
});
