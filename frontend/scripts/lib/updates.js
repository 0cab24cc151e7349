// The number beside "Updates" in the header: asked for when the socket hints, seldom, and without moving anything.

/** The first wait after a hint is drawn from this, so that readers of one thread do not ask at once. */
const SPREAD_MS = 4_000;
/** Between two questions. */
const REST_MS = 30_000;

let [timer, last] = [0, Number.NEGATIVE_INFINITY];

async function ask() {
  timer = 0;
  last = performance.now();
  const answer = await fetch('/api/v1/notifications?limit=100', { headers: { accept: 'application/json' } });
  if (!answer.ok) return;
  const { items } = await answer.json();
  const n = items.filter((/** @type {{ unread: number }} */ item) => item.unread > 0).length;
  for (const link of document.querySelectorAll('a[data-updates]')) {
    const word = link.getAttribute('data-updates');
    link.textContent = n > 0 ? `${word} (${n})` : word;
  }
}

/** Looks at what is new, in its time. A failure leaves the page as it is. */
export function look() {
  if (timer !== 0) return;
  const soon = 1_000 + Math.random() * SPREAD_MS;
  const wait = Math.max(soon, last + REST_MS - performance.now());
  timer = window.setTimeout(() => void ask().catch(() => undefined), wait);
}
