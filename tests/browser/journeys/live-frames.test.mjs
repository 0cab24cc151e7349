// What a page makes of frames (CONTRACT §6, DESIGN §6): the test speaks in the server's place, so that every turn of the
// protocol happens here, also those that a healthy server seldom makes.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { launchChromium, openContext } from '../lib/chromium.mjs';
import { ChromiumPerson } from '../lib/person.mjs';
import { GENEROUS } from '../lib/samples.mjs';
import { startServer } from '../lib/server.mjs';
import { postFrame, Sockets, until } from '../lib/sockets.mjs';
import { ask, join, openBoard, writeThread } from '../lib/steps.mjs';
import { inChromium } from '../lib/tab.mjs';

/** @typedef {import('../lib/person.mjs').ChromiumPerson} Person */

/** @type {import('../lib/server.mjs').Server} */
let server;
/** @type {import('playwright-core').Browser} */
let browser;
/** The address of a thread with one post. */
let thread = '';

before(async () => {
  server = await startServer({ env: { ...GENEROUS, LEEWARD_LIMITS__FIRST_POSTS_HELD: '0' } });
  browser = await launchChromium();
  await inChromium(browser, server, {}, async (person) => {
    await new Sockets().hold(person.page);
    await person.open('/join');
    await join(person);
    await openBoard(person, 'Erectile difficulties');
    await person.press('New thread', { within: 'main' });
    await writeThread(person, { title: 'Telling a new partner', body: 'How did you begin?' });
    await person.press('Post thread', { within: 'form.composer' });
    thread = person.address().replace(/[?#].*/, '');
  });
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

/**
 * A reader who has the thread open, live.
 * @param {(person: Person, sockets: Sockets) => Promise<void>} act
 * @param {(person: Person) => Promise<unknown>} [first] before the page opens
 */
function reading(act, first = async () => {}) {
  return inChromium(browser, server, {}, async (person) => {
    const sockets = new Sockets();
    await sockets.hold(person.page);
    await first(person);
    await person.open(thread);
    await person.sees('Live');
    await act(person, sockets);
  });
}

/** @param {Person} person */
const positions = (person) => ask(person, () => [...document.querySelectorAll('ol.posts article')].map((a) => a.id));

/** @param {Person} person */
const aloud = (person) => ask(person, () => document.querySelector('.live [role=status]')?.textContent);

/**
 * @param {Person} person
 * @param {Sockets} sockets
 * @param {Parameters<typeof postFrame>[1]} post
 */
async function reply(person, sockets, post) {
  sockets.send(await postFrame(person.page, post));
}

describe('frames of a thread', () => {
  it('a page asks for what it does not show yet, in the epoch that it knows', () =>
    reading(async (person, sockets) => {
      const said = await sockets.subscription(1);
      const page = await ask(person, () => ({
        .../** @type {HTMLElement} */ (document.querySelector('.live')).dataset,
      }));
      assert.deepEqual(said, { op: 'subscribe', topic: page.topic, after: Number(page.seq), epoch: page.epoch });
      assert.equal(said.topic, `thread/${thread.split('/')[2]}`);
      assert.equal(sockets.opened.length, 1);
    }));

  it('replies wait until they are asked for; then they stand after a rule, which has the focus', () =>
    reading(async (person, sockets) => {
      const seq = (await sockets.subscription(1)).after ?? 0;
      await reply(person, sockets, { seq: seq + 1, position: 2 });
      await person.sees('1 new reply - show');
      await reply(person, sockets, { seq: seq + 2, position: 3 });
      await person.sees('2 new replies - show');
      assert.deepEqual(await positions(person), ['post-1']);
      await person.press('2 new replies - show', { stays: true });
      assert.deepEqual(await positions(person), ['post-1', 'post-2', 'post-3']);
      const rule = await ask(person, () => ({
        words: document.activeElement?.textContent,
        list: document.activeElement?.nextElementSibling?.getAttribute('start'),
        rules: document.querySelectorAll('.since').length,
      }));
      assert.deepEqual(rule, { words: 'new since you opened this', list: '2', rules: 1 });
      await reply(person, sockets, { seq: seq + 3, position: 4 });
      await person.press('1 new reply - show', { stays: true });
      assert.deepEqual(await positions(person), ['post-1', 'post-2', 'post-3', 'post-4']);
      const again = await ask(person, () => ({
        focus: document.activeElement?.className,
        list: document.activeElement?.nextElementSibling?.getAttribute('start'),
        rules: document.querySelectorAll('.since').length,
      }));
      assert.deepEqual(again, { focus: 'since', list: '4', rules: 1 });
    }));

  it('an event that came already is passed over, and a missing one is asked for again', () =>
    reading(async (person, sockets) => {
      const seq = (await sockets.subscription(1)).after ?? 0;
      await reply(person, sockets, { seq: seq + 1, position: 2 });
      await person.sees('1 new reply - show');
      await reply(person, sockets, { seq: seq + 1, position: 2 });
      await reply(person, sockets, { seq: seq + 3, position: 4 });
      assert.equal((await sockets.subscription(2)).after, seq + 1);
      for (const n of [2, 3]) await reply(person, sockets, { seq: seq + n, position: n + 1 });
      await person.sees('3 new replies - show');
    }));

  it('a goodbye is answered by coming back in silence, at the time that it names', () =>
    reading(async (person, sockets) => {
      const seq = (await sockets.subscription(1)).after ?? 0;
      await reply(person, sockets, { seq: seq + 1, position: 2 });
      await person.sees('1 new reply - show');
      sockets.send({ ev: 'bye', retry_after_ms: 700 });
      const left = Date.now();
      await sockets.opened[0]?.close({ code: 1012 });
      assert.equal((await sockets.subscription(2)).after, seq + 1);
      assert.ok(Date.now() - left >= 690, 'it came back too early');
      await person.sees('Live');
      assert.equal(await aloud(person), '1 new reply, from still-fjord');
    }));

  it('too far behind, or another epoch: the page asks to be loaded, and nothing more is offered', () =>
    reading(async (person, sockets) => {
      const { topic, after = 0 } = await sockets.subscription(1);
      sockets.send({ ev: 'resync', topic, seq: after + 2000, epoch: 'another' });
      await person.sees('There is more. Load the page again');
      await until(async () => (await aloud(person)) === 'There is more.', 'it is said');
      const loaded = person.page.waitForEvent('load');
      await person.press('Load the page again', { stays: true });
      await loaded;
      await person.sees('Live');
    }));

  it('what is on the page changes in place, and its neighbours keep theirs', () =>
    reading(async (person, sockets) => {
      const seq = (await sockets.subscription(1)).after ?? 0;
      for (const n of [1, 2])
        await reply(person, sockets, { seq: seq + n, position: n + 1, text: 'Line. '.repeat(200) });
      await person.press('2 new replies - show', { stays: true });
      const place = () => ask(person, () => document.querySelector('#post-3')?.getBoundingClientRect().top);
      const was = await place();
      await ask(person, () => /** @type {HTMLElement} */ (document.querySelector('#post-2 a')).focus());
      await reply(person, sockets, { seq: seq + 3, position: 2, kind: 'edited', text: 'Shorter now.' });
      await person.sees('Shorter now.');
      assert.equal(await place(), was);
      const post = await ask(person, () => ({
        meta: document.querySelector('#post-2 .meta')?.textContent?.includes('edited'),
        focus: document.activeElement?.id,
      }));
      assert.deepEqual(post, { meta: true, focus: 'post-2' });
      const gone =
        '<article class="post gone" id="post-2" aria-labelledby="post-2-by" tabindex="-1"><p>Gone.</p></article>';
      sockets.send({ ...(await postFrame(person.page, { seq: seq + 4, position: 2, kind: 'removed' })), html: gone });
      await person.sees('Gone.');
      assert.equal(await place(), was);
      await person.doesNotSee('Shorter now.');
    }));

  it('a reply that was removed before it was shown never shows its text', () =>
    reading(async (person, sockets) => {
      const seq = (await sockets.subscription(1)).after ?? 0;
      await reply(person, sockets, { seq: seq + 1, position: 2, text: 'Somebody’s street.' });
      await person.sees('1 new reply - show');
      const gone =
        '<article class="post gone" id="post-2" aria-labelledby="post-2-by" tabindex="-1"><p>Gone.</p></article>';
      sockets.send({ ...(await postFrame(person.page, { seq: seq + 2, position: 2, kind: 'removed' })), html: gone });
      await reply(person, sockets, { seq: seq + 3, position: 3 });
      await person.press('2 new replies - show', { stays: true });
      await person.sees('Gone.');
      await person.doesNotSee('Somebody’s street.');
    }));

  it('a thread that may not be read any more is emptied, and what was being written stays', () =>
    reading(async (person, sockets) => {
      const { topic } = await sockets.subscription(1);
      sockets.send({ ev: 'thread', topic, kind: 'removed' });
      await person.sees('This thread is no longer here. Load the page again');
      assert.deepEqual(await positions(person), []);
    }));

  it('who reads along is told in three words, and not at all when nothing is known', () =>
    reading(async (person, sockets) => {
      const { topic } = await sockets.subscription(1);
      for (const width of [320, 1280]) {
        await person.page.setViewportSize({ width, height: 740 });
        const around = () =>
          ask(person, () =>
            ['.live .choice', '.reply', '.live .word'].map((part) => {
              const box = document.querySelector(part)?.getBoundingClientRect();
              return [box?.x, box?.y];
            }),
          );
        const was = await around();
        sockets.send({ ev: 'presence', topic, reading: 'few' });
        await person.sees('A few people are reading');
        sockets.send({ ev: 'presence', topic, reading: 'several' });
        await person.sees('Several people are reading');
        assert.deepEqual(await around(), was);
        sockets.send({ ev: 'presence', topic, reading: null });
        await until(
          () => ask(person, () => document.querySelector('.reading')?.textContent === ''),
          'nobody is counted',
        );
      }
      sockets.send({ ev: 'presence', topic, reading: 'many' });
      await person.sees('Many people are reading');
      sockets.send({ ev: 'presence', topic, reading: null });
      await until(() => ask(person, () => document.querySelector('.reading')?.textContent === ''), 'nobody is counted');
    }));

  it('nothing in a fragment runs, whatever a frame holds', async () => {
    // Chromium reports what it met in the text and dropped as refused by the policy; so nobody judges the console here.
    const context = await openContext(browser);
    try {
      const person = new ChromiumPerson(server.origin, await context.newPage());
      const sockets = new Sockets();
      await sockets.hold(person.page);
      await person.open(thread);
      const { topic, after = 0 } = await sockets.subscription(1);
      const html = `<article class="post" id="post-2" onclick="window.ran=1"><script>window.ran=1</script>
        <img src="/x" onerror="window.ran=1"><style>body{display:none}</style><a href="javascript:window.ran=1">a link</a>
        <iframe srcdoc="<script>parent.ran=1</script>"></iframe><form action="/x"><p style="color:red">gone</p></form>
        <p style="color:red">kept</p><button form="act" formaction="javascript:window.ran=1">press</button></article>`;
      const post = { position: 2, author: { persona: null, handle: 'x' } };
      sockets.send({ ev: 'post', topic, seq: after + 1, kind: 'created', post, html });
      await person.sees('1 new reply - show');
      await person.press('1 new reply - show', { stays: true });
      await person.page.click('#post-2');
      const shown = await ask(person, () => document.querySelector('#post-2')?.outerHTML.replaceAll(/\s+/g, ' '));
      assert.equal(
        shown,
        '<article class="post" id="post-2"> <a>a link</a> <p>kept</p><button form="act">press</button></article>',
      );
      assert.equal(await ask(person, () => 'ran' in window), false);
    } finally {
      await context.close();
    }
  });

  it('without setHTML the pill leads to the page, and a removed text goes all the same', () =>
    reading(
      async (person, sockets) => {
        const seq = (await sockets.subscription(1)).after ?? 0;
        await reply(person, sockets, { seq: seq + 1, position: 2 });
        await reply(person, sockets, { seq: seq + 2, position: 1, kind: 'removed' });
        await until(
          () => ask(person, () => document.querySelector('#post-1 .text')?.textContent === ''),
          'the text is gone',
        );
        const loaded = person.page.waitForEvent('load');
        await person.press('1 new reply - show', { stays: true });
        await loaded;
        assert.match(person.address(), /\?page=1&check=1#post-2$/);
      },
      (person) =>
        person.page.addInitScript(() => {
          Reflect.deleteProperty(Element.prototype, 'setHTML');
        }),
    ));

  it('who saves data has no socket', () =>
    inChromium(browser, server, {}, async (person) => {
      const sockets = new Sockets();
      await sockets.hold(person.page);
      await person.page.addInitScript(() => {
        Object.defineProperty(navigator, 'connection', { value: { saveData: true } });
      });
      await person.open(thread);
      await person.page.waitForLoadState('networkidle');
      assert.equal(sockets.opened.length, 0);
      await person.sees('Check for new replies');
    }));

  it('a board says that something happened, once', () =>
    inChromium(browser, server, {}, async (person) => {
      const sockets = new Sockets();
      await sockets.hold(person.page);
      const board = await openBoard(person, 'Erectile difficulties');
      const { topic, ...rest } = await sockets.subscription(1);
      assert.deepEqual({ topic, rest }, { topic: `board/${board.split('/')[2]}`, rest: { op: 'subscribe' } });
      for (let n = 0; n < 3; n += 1) sockets.send({ ev: 'board', topic });
      await person.sees('New activity. Load again');
    }));
});

describe('time in a thread', () => {
  /**
   * A reader on whose page time goes by when told to.
   * @param {(person: Person, sockets: Sockets) => Promise<void>} act
   */
  const patient = (act) => reading(act, (person) => person.page.clock.install());

  it('under fifty replies a minute the line that is heard changes at most once in ten seconds', () =>
    patient(async (person, sockets) => {
      const seq = (await sockets.subscription(1)).after ?? 0;
      await ask(person, () => {
        const told = /** @type {any} */ (window);
        told.said = [];
        const line = document.querySelector('.live [role=status]');
        new MutationObserver(() => told.said.push([performance.now(), line?.textContent])).observe(
          /** @type {Element} */ (line),
          { childList: true },
        );
      });
      const writers = ['still-fjord', 'kind-otter', 'early-lantern'];
      for (let n = 1; n <= 50; n += 1) {
        await reply(person, sockets, { seq: seq + n, position: n + 1, by: writers[n % (n < 9 ? 1 : 3)] });
        await person.page.clock.runFor(1_200);
      }
      await person.page.clock.runFor(12_000);
      const said = /** @type {[number, string][]} */ (await ask(person, () => /** @type {any} */ (window).said));
      const gaps = said.slice(1).map(([at], n) => at - (said[n]?.[0] ?? 0));
      assert.ok(said.length >= 6 && gaps.every((gap) => gap >= 10_000), JSON.stringify(said));
      assert.equal(said[0]?.[1], '1 new reply, from still-fjord');
      assert.match(said[3]?.[1] ?? '', /^\d new replies, from [a-z-]+ and 2 others$/);
      const total = said.map(([, words]) => Number.parseInt(words, 10)).reduce((sum, n) => sum + n, 0);
      assert.equal(total, 50);
    }));

  it('coming back is silent for half a minute, then told once', () =>
    patient(async (person, sockets) => {
      await sockets.subscription(1);
      await person.page.routeWebSocket(/\/live$/, (route) => void route.close({ code: 1006 }).catch(() => {}));
      await sockets.opened[0]?.close({ code: 1001 });
      await person.page.clock.runFor(29_000);
      assert.equal(await aloud(person), '');
      assert.match(await person.words(), /^Live/m);
      await person.page.clock.runFor(3_000);
      await until(async () => (await aloud(person)) === 'Live updates are paused. Trying again.', 'it is told');
      assert.match(await person.words(), /^Paused/m);
      await person.sees('Check for new replies');
    }));

  it('out of sight for five minutes the socket closes, and back in sight it opens where it was', () =>
    patient(async (person, sockets) => {
      const seq = (await sockets.subscription(1)).after ?? 0;
      /** @param {boolean} hidden */
      const turn = (hidden) =>
        ask(
          person,
          (/** @type {boolean} */ out) => {
            Object.defineProperty(document, 'hidden', { configurable: true, get: () => out });
            document.dispatchEvent(new Event('visibilitychange'));
          },
          hidden,
        );
      await reply(person, sockets, { seq: seq + 1, position: 2 });
      await person.sees('1 new reply - show');
      let closed = false;
      sockets.opened[0]?.onClose(() => {
        closed = true;
      });
      await turn(true);
      await person.page.clock.runFor(299_000);
      assert.equal(closed, false);
      await person.page.clock.runFor(2_000);
      await until(() => closed, 'the socket closes');
      await person.page.clock.runFor(600_000);
      assert.equal(sockets.opened.length, 1);
      await turn(false);
      assert.equal((await sockets.subscription(2)).after, seq + 1);
    }));
});
