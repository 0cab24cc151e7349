// Runs inside a page, in both browsers and with scripts off: it must stand alone, without promises, timers or imports.

/**
 * Finds what a person would: a field by its label, a link or button by its words.
 * @param {{ kind: 'press' | 'field', words: string, within: string }} wanted `within` is a CSS selector
 * @returns {Element | string} a string says why there is none
 */
export function find({ kind, words, within }) {
  /** @param {string | null | undefined} text */
  const tidy = (text) => (text ?? '').replace(/\s+/g, ' ').trim();
  /** @param {Element} element */
  const shown = (element) => element.checkVisibility({ visibilityProperty: true });
  const place = document.querySelector(within);
  if (!place) return `nothing on the page is ${within}`;

  /** @type {[string, Element][]} */
  const named = [];
  if (kind === 'press') {
    for (const element of place.querySelectorAll('a[href], button, summary, input[type=submit]')) {
      if (!shown(element)) continue;
      const own = element instanceof HTMLInputElement ? element.value : /** @type {HTMLElement} */ (element).innerText;
      named.push([tidy(element.getAttribute('aria-label') ?? own), element]);
    }
  } else {
    for (const element of place.querySelectorAll('input:not([type=hidden], [type=submit]), textarea, select')) {
      const field = /** @type {HTMLInputElement} */ (element);
      const labels = [...(field.labels ?? [])].filter(shown).map((label) => tidy(label.innerText));
      named.push([tidy(field.getAttribute('aria-label') ?? labels.join(' ')), field]);
    }
  }
  const exact = named.filter(([name]) => name === words);
  const fitting = exact.length > 0 ? exact : named.filter(([name]) => name.startsWith(words));
  const [only] = fitting;
  if (only && fitting.length === 1) return only[1];
  const what = kind === 'press' ? 'link or button' : 'field';
  const names = named.map(([name]) => `"${name}"`).join(', ') || 'none';
  return `${fitting.length || 'no'} ${what} "${words}" in ${within}; there are: ${names}`;
}
