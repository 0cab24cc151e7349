// Going through a page by the Tab key alone (DESIGN §10, "Keyboard").

/** Presses beyond which a page that never comes round counts as a trap. */
const SPARE = 5;

/**
 * The skip link comes first and Leave now second; every control is reached; each shows that it has the focus.
 * @param {import('playwright-core').Page} page
 * @returns {Promise<string[]>}
 */
export async function byKeyboard(page) {
  const wanted = await page.evaluate(() => {
    // Wherever the page has put the focus (an error summary takes it): the walk starts at the top.
    document.documentElement.tabIndex = -1;
    document.documentElement.focus();
    document.documentElement.removeAttribute('tabindex');
    window.scrollTo(0, 0);
    const marks = 'a[href], button, input:not([type=hidden]), textarea, select, summary';
    const controls = [...document.querySelectorAll(marks)].filter((element) => {
      const isFirstOfGroup = () => {
        if (!(element instanceof HTMLInputElement) || element.type !== 'radio') return true;
        const group = [...document.getElementsByName(element.name)].filter(
          (other) => other instanceof HTMLInputElement && other.form === element.form,
        );
        const chosen = group.find((other) => /** @type {HTMLInputElement} */ (other).checked);
        return chosen ? chosen === element : group[0] === element;
      };
      return element.checkVisibility({ visibilityProperty: true }) && !element.matches(':disabled') && isFirstOfGroup();
    });
    for (const [n, element] of controls.entries()) element.setAttribute('data-walk', String(n));
    return controls.map((element) => (element.textContent || element.id || element.outerHTML).trim().slice(0, 40));
  });
  /** @type {string[]} */
  const found = [];
  /** @type {Set<number>} */
  const reached = new Set();
  const order = [];
  for (let press = 0; press < wanted.length + SPARE && reached.size < wanted.length; press += 1) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return null;
      const style = getComputedStyle(element);
      // A box drawn by its label shows the focus on the label.
      const label = element instanceof HTMLInputElement ? element.labels?.[0] : null;
      const drawn = [
        style,
        ...(label ? [...label.querySelectorAll('*'), label].map((one) => getComputedStyle(one)) : []),
      ];
      // `auto` is the browser's own ring, whose width it does not tell.
      const ring = drawn.some(
        (one) =>
          one.outlineStyle === 'auto' || (one.outlineStyle !== 'none' && Number.parseFloat(one.outlineWidth) >= 2),
      );
      const box = (label ?? element).getBoundingClientRect();
      const bar = document.querySelector('header.top');
      const sticks = bar && getComputedStyle(bar).position === 'sticky' && !bar.contains(element);
      const top = sticks ? bar.getBoundingClientRect().bottom : 0;
      const inView = box.bottom > top && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
      const name = (element.textContent || element.id || element.outerHTML).trim().slice(0, 40);
      return { n: Number(element.getAttribute('data-walk') ?? -1), ring, inView, name };
    });
    if (!at) continue;
    order.push(at.name);
    if (at.n >= 0) reached.add(at.n);
    if (!at.ring) found.push(`keyboard: "${at.name}" does not show that it has the focus`);
    if (!at.inView) found.push(`keyboard: "${at.name}" is out of view or behind the header when it has the focus`);
  }
  const missed = wanted.filter((_name, n) => !reached.has(n));
  if (missed.length > 0) found.push(`keyboard: never reached: ${missed.slice(0, 5).join(' | ')}`);
  // Where there is no navigation, there is nothing to skip; the gate has one button alone.
  const skips = await page.evaluate(() => document.querySelector('nav') !== null);
  const first = [...(skips ? ['Skip to the page'] : []), ...(wanted.length > 1 ? ['Leave now'] : [])];
  for (const [n, name] of first.entries()) {
    if (order[n] !== name) found.push(`keyboard: number ${n + 1} is "${order[n]}", not "${name}"`);
  }
  return found;
}
