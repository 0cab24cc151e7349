// The checks themselves: each must find the fault that it is for, and nothing on a good page.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { launchChromium } from '../lib/chromium.mjs';
import { indiscreet, topicWords } from '../lib/discreet.mjs';
import { launchFirefox } from '../lib/firefox.mjs';
import { faults } from '../lib/html.mjs';
import { LIMITS, tooHeavy, walk, weigh } from '../lib/inventory.mjs';
import { startServer } from '../lib/server.mjs';
import { inChromium, inFirefox } from '../lib/tab.mjs';
import { page, startFixture } from './fixture.mjs';

// The pages here are faulty on purpose; the folder of pages to be judged is for the journeys.
delete process.env.LEEWARD_HTML;

/** @type {import('playwright-core').Browser} */
let chromium;
/** @type {import('puppeteer-core').Browser} */
let firefox;
/** @type {Awaited<ReturnType<typeof startFixture>>} */
let fixture;

before(async () => {
  [chromium, firefox, fixture] = [await launchChromium(), await launchFirefox(), await startFixture()];
});
after(async () => {
  await firefox?.close();
  await chromium?.close();
  await fixture?.stop();
});

/** @param {string} path */
const scripted = (path) => inChromium(chromium, fixture.server, {}, (person) => person.open(path));
/** @param {string} path */
const scriptless = (path) => inChromium(chromium, fixture.server, { scripts: false }, (person) => person.open(path));
/** @param {string} path */
const careful = (path) => inFirefox(firefox, fixture.server, (person) => person.open(path));

/** @param {string} path */
async function found(path) {
  const pages = [{ path, state: 'fresh', role: 'visitor' }];
  const [verdict] = await walk(chromium, fixture.server, { pages, roles: {} });
  return (verdict?.faults ?? []).join('\n');
}

describe('a tab', () => {
  it('has nothing against a good page', async () => {
    await scripted('/good');
    await scriptless('/good');
    await careful('/good');
  });
  it('tells of a request to another origin', async () => {
    await assert.rejects(scripted('/foreign'), /GET http:\/\/localhost:59123\/x\.png/);
    await assert.rejects(careful('/foreign'), /GET http:\/\/localhost:59123\/x\.png/);
  });
  it('lets a journey end where it was meant to', async () => {
    const server = { ...fixture.server, exits: ['http://localhost:59123'] };
    await inFirefox(firefox, server, (person) => person.open('/foreign'));
  });
  it('tells of a style sheet that is not there', async () => {
    await assert.rejects(scripted('/lacking'), /gone\.css 404/);
    await assert.rejects(careful('/lacking'), /gone\.css 404/);
  });
  it('tells of what the policy refused, with scripts on and off', async () => {
    await assert.rejects(scripted('/inline'), /ContentSecurityPolicyIssue/);
    await assert.rejects(scriptless('/inline'), /ContentSecurityPolicyIssue/);
  });
  it('tells of a script that throws, and of none when scripts are off', async () => {
    await assert.rejects(scripted('/throwing'), /broken part/);
    await scriptless('/throwing');
    await careful('/throwing');
  });
  it('tells of an unexpected status', async () => {
    await assert.rejects(scripted('/nowhere'), /status of \/nowhere/);
    await assert.rejects(careful('/nowhere'), /status of \/nowhere/);
  });
});

describe('a person', () => {
  /** @param {import('../lib/ways.mjs').Anyone} person */
  async function fillsTheForm(person) {
    await person.open('/form');
    await person.fill('Words', 'first');
    await person.fill('Words', 'Ünïcode words');
    await person.tick('I am 18 or older');
    await person.choose('Place', 'There');
    assert.equal(await person.held('Words'), 'Ünïcode words');
    await person.press('Post');
    assert.deepEqual(await person.headings(), ['Said']);
    await person.sees('words=%C3%9Cn%C3%AFcode+words');
    await person.sees('adult=yes');
    await person.sees('place=There');
    await person.back();
    await assert.rejects(person.press('Report'), /2 link or button "Report"/);
    await person.press('Report', { within: '#two' });
    assert.equal(person.address(), '/good?2');
    await assert.rejects(person.press('Leave now'), /no link or button "Leave now".*there are: "here"/);
  }
  it('fills a form in Chromium', () => inChromium(chromium, fixture.server, {}, fillsTheForm));
  it('fills a form in Chromium without scripts', () =>
    inChromium(chromium, fixture.server, { scripts: false, width: 360 }, fillsTheForm));
  it('fills a form in Firefox without scripts', () => inFirefox(firefox, fixture.server, fillsTheForm));
});

describe('the walk through the pages', () => {
  it('has nothing against a good page', async () => assert.equal(await found('/good'), ''));
  it('finds a picture without words', async () => assert.match(await found('/no-alt'), /\[critical\] image-alt/));
  it('finds text that is faint in the dark only', async () => {
    const words = await found('/faint');
    assert.match(words, /axe, dark 360:\n.*color-contrast/);
    assert.doesNotMatch(words, /axe, light/);
  });
  it('finds a box that is wider than a phone', async () => {
    assert.match(await found('/broad'), /scrolls sideways at 320 px: 4\d\d px wide; <p class="broad">/);
  });
  it('finds a link that does not show the focus', async () => {
    assert.match(await found('/unseen'), /keyboard: "here" does not show that it has the focus/);
  });
  it('finds text that is cut off when it is spaced out', async () => {
    assert.match(await found('/cut'), /spaced out, text is cut off: <p class="cut">/);
  });
  it('finds an id that is used twice', async () => assert.match(await found('/twice'), /html: .*no-dup-id/));
  it('finds a status that was not meant', async () => assert.match(await found('/nowhere'), /404 !== 200/));
  it('says when nobody is signed in for a role', async () => {
    const pages = [{ path: '/good', state: 'fresh', role: 'member' }];
    const verdicts = await walk(chromium, fixture.server, { pages, roles: {} });
    assert.deepEqual(verdicts[0]?.faults, ['nobody is signed in as member']);
  });
  it('weighs what went over the wire', async () => {
    const weight = await weigh(chromium, `${fixture.origin}/good`);
    assert.equal(weight.requests, 3);
    assert.equal(weight.js, 0);
    // 530 bytes when this was written; a few are framing, and packing may change by a few.
    assert.ok(weight.total > 380 && weight.total < 620, `total ${weight.total}`);
    assert.ok(weight.html > weight.css && weight.css > 100, `html ${weight.html}, css ${weight.css}`);
    assert.ok(weight.html + weight.css < weight.total, 'the icon counts too');
  });
  it('names each limit that is passed', () => {
    assert.deepEqual(tooHeavy({ ...LIMITS }), []);
    assert.deepEqual(tooHeavy({ ...LIMITS, html: 20_001 }), ['weight: html 20001, limit 20000']);
  });
});

describe('topic words', () => {
  const url = 'http://localhost/threads/sex9k2';
  it('are whole words', () => {
    assert.deepEqual(topicWords('Essex, sexton, anus9, self-harm'), ['self-harm']);
    assert.deepEqual(topicWords('trauma-recovery'), ['trauma']);
  });
  it('are found in addresses, titles, links and headers, and not in the page', () => {
    const html = '<title>Pain and sex</title><a href="/boards/low-libido?to=%2Frape">A word: penis</a>';
    assert.deepEqual(indiscreet(url, { 'x-about': 'vulva' }, html), [
      'title says sex: Pain and sex',
      'link says libido, rape: /boards/low-libido?to=/rape',
      'header x-about says vulva: vulva',
    ]);
    assert.deepEqual(indiscreet(url, {}, '<title>Thread sex9 · Leeward</title><p>sex</p>'), []);
  });
});

describe('html-validate', () => {
  it('accepts a good page', async () => assert.deepEqual(await faults(page('<h1>Good</h1>')), []));
  it('names an element where it may not be', async () => {
    const words = await faults(page('<h1>List</h1><ul><p>Not an item</p></ul>'));
    assert.match(words.join('\n'), /<p> element is not permitted as content under <ul>/);
  });
});

describe('the start of the program', () => {
  it('tells what a program said that ended at once', async () => {
    const before_ = process.env.LEEWARD_BIN;
    process.env.LEEWARD_BIN = '/bin/false';
    try {
      await assert.rejects(startServer(), /the program ended at once/);
    } finally {
      if (before_ === undefined) delete process.env.LEEWARD_BIN;
      else process.env.LEEWARD_BIN = before_;
    }
  });
});
