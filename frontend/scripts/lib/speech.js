// What people hear who listen to the page: one line, changed at most once in ten seconds, never urgent.

/** Milliseconds between two changes of the line. */
const REST_MS = 10_000;
/** Milliseconds to wait for what comes together. */
const GATHER_MS = 500;

/**
 * @param {HTMLElement} line an element with `role="status"`
 * @returns {(about: string, words: () => string) => void} says something once it is its time; `words` is asked then,
 *   and something newer about the same takes the place of what was not said yet
 */
export function speech(line) {
  if (document.body.dataset.spoken === 'off') return () => {};
  /** @type {Map<string, () => string>} */
  const waiting = new Map();
  let last = Number.NEGATIVE_INFINITY;
  let timer = 0;
  const say = () => {
    timer = 0;
    last = performance.now();
    const said = [...waiting.values()].map((words) => words());
    waiting.clear();
    line.textContent = said.join(' ');
  };
  return (about, words) => {
    waiting.set(about, words);
    if (timer === 0) timer = window.setTimeout(say, Math.max(GATHER_MS, last + REST_MS - performance.now()));
  };
}
