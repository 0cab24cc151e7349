// A post on the page is replaced by what it is now.

/** Details that a reader may have opened. */
const FOLDS = ['details.warning', 'details.folded'];

/**
 * @param {HTMLElement} old
 * @param {HTMLElement | null} now null where this browser can't take it safely
 * @param {string} kind what happened
 * @param {string} edited the word for it
 */
export function swap(old, now, kind, edited) {
  const row = old.closest('li');
  // What stands below keeps its place, also when there is less to read now.
  if (row) row.style.minBlockSize = `${row.getBoundingClientRect().height}px`;
  if (!now) {
    if (kind === 'removed') for (const text of old.querySelectorAll('.text')) text.replaceChildren();
    return;
  }
  for (const fold of FOLDS) {
    const [was, is] = [old.querySelector(fold), now.querySelector(fold)];
    const same = was?.querySelector('.what')?.textContent === is?.querySelector('.what')?.textContent;
    if (same && was instanceof HTMLDetailsElement && is instanceof HTMLDetailsElement) is.open = was.open;
  }
  const meta = now.querySelector('header .meta');
  if (kind === 'edited' && meta && meta.lastElementChild?.textContent !== edited) {
    const word = document.createElement('span');
    word.textContent = edited;
    meta.append(' ', word);
  }
  if (now.classList.contains('gone')) row?.querySelector('.said')?.remove();
  const focused = old.contains(document.activeElement);
  old.replaceWith(now);
  if (focused) now.focus({ preventScroll: true });
}
