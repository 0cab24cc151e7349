// What a person does in a browser, in the same words for Chromium and Firefox, so that one journey runs in both.
//
// Everything is found as people find it: a field by its label, a link or a button by its words. A test that needs more
// takes `page` and says there why.

import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { find } from './find.mjs';

/** How long a page that changes by itself (scripts on) may take until it shows what is waited for. */
const PATIENCE_MS = 5_000;

/**
 * @typedef {object} Where
 * @property {string} [within] a CSS selector, when the same words stand in several places
 */

/** @abstract */
class Person {
  /**
   * @param {string} origin
   * @param {import('playwright-core').Page | import('puppeteer-core').Page} page
   */
  constructor(origin, page) {
    this.origin = origin;
    this.anyPage = page;
    /** The status of the page that is open. @type {number | null} */
    this.status = null;
  }

  /** @returns {Promise<string>} the words on the page, as shown */
  words() {
    return /** @type {any} */ (this.anyPage).evaluate(() => document.body.innerText);
  }

  /** @returns {Promise<string[]>} the words of all h1 */
  headings() {
    return /** @type {any} */ (this.anyPage).evaluate(() =>
      [...document.querySelectorAll('h1')].map((heading) => heading.innerText.replace(/\s+/g, ' ').trim()),
    );
  }

  /** @returns {Promise<string>} the words in the tab */
  title() {
    return this.anyPage.title();
  }

  /** Path, query and fragment of the open page. */
  address() {
    return this.anyPage.url().slice(this.origin.length);
  }

  /**
   * Waits until the page shows these words.
   * @param {string} words
   */
  async sees(words) {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const shown = await this.words();
      if (shown.includes(words)) return;
      assert.ok(Date.now() < deadline, `"${words}" is not on ${this.address()}, which says:\n${shown}`);
      await pause(50);
    }
  }

  /** @param {string} words */
  async doesNotSee(words) {
    const shown = await this.words();
    assert.ok(!shown.includes(words), `"${words}" is on ${this.address()}, which says:\n${shown}`);
  }
}

export class ChromiumPerson extends Person {
  /**
   * @param {string} origin
   * @param {import('playwright-core').Page} page
   */
  constructor(origin, page) {
    super(origin, page);
    this.page = page;
    /** @type {import('playwright-core').Response | null} */
    this.answer = null;
    page.on('response', (response) => {
      if (response.request().isNavigationRequest() && response.frame() === page.mainFrame()) {
        this.status = response.status();
        this.answer = response;
      }
    });
  }

  /** @returns {Promise<string>} the HTML of the open page, as it was sent */
  async sent() {
    assert.ok(this.answer, 'a page is open');
    return this.answer.text();
  }

  /**
   * @param {string} path
   * @param {{ status?: number }} [options] the status that is expected; default 200
   */
  async open(path, { status = 200 } = {}) {
    // Chromium calls an error without a page a failure; the status says it better.
    await this.page.goto(this.origin + path).catch((error) => {
      if (!/ERR_HTTP_RESPONSE_CODE_FAILURE/.test(error.message)) throw error;
    });
    assert.equal(this.status, status, `status of ${path}`);
  }

  /**
   * Presses a link or button and waits for the page that follows; with `stays`, for nothing.
   * @param {string} words
   * @param {Where & { stays?: boolean }} [options]
   */
  async press(words, { within = 'body', stays = false } = {}) {
    const element = await this.#find('press', words, within);
    if (stays) {
      await element.click();
      return;
    }
    const arrival = this.page.waitForEvent('framenavigated', (frame) => frame === this.page.mainFrame());
    await Promise.all([arrival, element.click()]);
    await this.page.waitForLoadState('load');
  }

  /**
   * @param {string} label
   * @param {string} text
   * @param {Where} [where]
   */
  async fill(label, text, { within = 'body' } = {}) {
    await (await this.#find('field', label, within)).fill(text);
  }

  /**
   * Ticks a box or picks a radio button.
   * @param {string} label
   * @param {Where} [where]
   */
  async tick(label, { within = 'body' } = {}) {
    await (await this.#find('field', label, within)).check();
  }

  /**
   * @param {string} label
   * @param {string} option its words
   * @param {Where} [where]
   */
  async choose(label, option, { within = 'body' } = {}) {
    await (await this.#find('field', label, within)).selectOption({ label: option });
  }

  /**
   * @param {string} label
   * @param {Where} [where]
   * @returns {Promise<string>} what the field holds
   */
  async held(label, { within = 'body' } = {}) {
    return (await this.#find('field', label, within)).inputValue();
  }

  async back() {
    await this.page.goBack();
  }

  async forward() {
    await this.page.goForward();
  }

  async reload() {
    await this.page.reload();
  }

  /** @param {string} path where to write the picture */
  async picture(path) {
    await this.page.screenshot({ path, fullPage: true });
  }

  /**
   * @param {'press' | 'field'} kind
   * @param {string} words
   * @param {string} within
   */
  async #find(kind, words, within) {
    const handle = await this.page.evaluateHandle(find, { kind, words, within });
    const element = /** @type {import('playwright-core').ElementHandle<HTMLElement> | null} */ (handle.asElement());
    assert.ok(element, element ? '' : `on ${this.address()}: ${await handle.jsonValue()}`);
    return element;
  }
}

/** A page that does not follow a press by then was not asked for. */
const SHORT_MS = 8_000;
/** And a page that does not come by then does not come. */
const LONG_MS = 40_000;

/** With scripts off Firefox's own click waits for ever, so everything goes by the place on the screen. */
export class FirefoxPerson extends Person {
  /**
   * @param {string} origin
   * @param {import('puppeteer-core').Page} page
   */
  constructor(origin, page) {
    super(origin, page);
    this.page = page;
    page.on('response', (response) => {
      if (response.request().isNavigationRequest() && response.frame() === page.mainFrame()) {
        this.status = response.status();
      }
    });
  }

  /**
   * @param {string} path
   * @param {{ status?: number }} [options] the status that is expected; default 200
   */
  async open(path, { status = 200 } = {}) {
    await this.page.goto(this.origin + path);
    assert.equal(this.status, status, `status of ${path}`);
  }

  /**
   * Presses a link or button and waits for the page that follows; with `stays`, for nothing.
   * @param {string} words
   * @param {Where & { stays?: boolean }} [options]
   */
  async press(words, { within = 'body', stays = false } = {}) {
    const element = await this.#find('press', words, within);
    if (stays) await this.#click(element);
    else await Promise.all([this.page.waitForNavigation({ timeout: LONG_MS }), this.#clickUntilItGoes(element)]);
  }

  /**
   * @param {string} label
   * @param {string} text
   * @param {Where} [where]
   */
  async fill(label, text, { within = 'body' } = {}) {
    const element = await this.#find('field', label, within);
    await this.#click(element);
    await element.evaluate((field) => /** @type {HTMLInputElement} */ (field).select());
    await this.page.keyboard.press('Delete');
    await this.page.keyboard.type(text);
  }

  /**
   * Ticks a box or picks a radio button.
   * @param {string} label
   * @param {Where} [where]
   */
  async tick(label, { within = 'body' } = {}) {
    const element = await this.#find('field', label, within);
    const ticked = () => element.evaluate((field) => /** @type {HTMLInputElement} */ (field).checked);
    if (!(await ticked())) await this.#click(element);
    assert.ok(await ticked(), `"${label}" could not be ticked on ${this.address()}`);
  }

  /**
   * @param {string} label
   * @param {string} option its words
   * @param {Where} [where]
   */
  async choose(label, option, { within = 'body' } = {}) {
    const element = await this.#find('field', label, within);
    const chosen = await element.evaluate((field, words) => {
      const list = /** @type {HTMLSelectElement} */ (/** @type {unknown} */ (field));
      list.selectedIndex = [...list.options].findIndex((one) => one.text.trim() === words);
      return list.selectedIndex;
    }, option);
    assert.notEqual(chosen, -1, `"${label}" on ${this.address()} has no choice "${option}"`);
  }

  /**
   * @param {string} label
   * @param {Where} [where]
   * @returns {Promise<string>} what the field holds
   */
  async held(label, { within = 'body' } = {}) {
    const element = await this.#find('field', label, within);
    return element.evaluate((field) => /** @type {HTMLInputElement} */ (field).value);
  }

  async back() {
    await this.page.goBack();
  }

  async forward() {
    await this.page.goForward();
  }

  async reload() {
    await this.page.reload();
  }

  /** @param {string} path where to write the picture */
  async picture(path) {
    await this.page.screenshot({ path: /** @type {`${string}.png`} */ (path), fullPage: true });
  }

  /**
   * @param {'press' | 'field'} kind
   * @param {string} words
   * @param {string} within
   */
  async #find(kind, words, within) {
    const handle = await this.page.evaluateHandle(find, { kind, words, within });
    const element = /** @type {import('puppeteer-core').ElementHandle<HTMLElement> | null} */ (handle.asElement());
    assert.ok(element, element ? '' : `on ${this.address()}: ${await handle.jsonValue()}`);
    return element;
  }

  /**
   * A press misses where Firefox still scrolls to something else. A second one does no harm: a page that is on its way
   * takes the element with it, and what is sent twice is done once.
   * @param {import('puppeteer-core').ElementHandle<HTMLElement>} element
   */
  async #clickUntilItGoes(element) {
    const goes = this.page.waitForNavigation({ timeout: SHORT_MS });
    await this.#click(element);
    await goes.catch(() => this.#click(element).catch(() => {}));
  }

  /** @param {import('puppeteer-core').ElementHandle<HTMLElement>} element */
  async #click(element) {
    // A link may run over two lines; its first piece is surely it. A box drawn by its label has no size of its own.
    const point = await element.evaluate((target) => {
      const label = 'labels' in target ? /** @type {HTMLInputElement} */ (target).labels?.[0] : undefined;
      const drawn = target.getClientRects()[0]?.width ? target : (label ?? target);
      drawn.scrollIntoView({ block: 'center', behavior: 'instant' });
      const box = drawn.getClientRects()[0];
      return box ? { x: box.x + box.width / 2, y: box.y + box.height / 2 } : null;
    });
    assert.ok(point, `on ${this.address()}: found, but not drawn`);
    await this.page.mouse.click(point.x, point.y);
  }
}
