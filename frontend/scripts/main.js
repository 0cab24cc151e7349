// What every page gets on top: leaving at once, no page from memory, one press is one sending, parts on demand.
// A page is whole without this file.

import { coveringTabs } from './lib/cover.js';
import { leaving } from './lib/leave.js';
import { sending } from './lib/send.js';

leaving();
coveringTabs();
sending();

/** Parts that have a script, by the name in `data-part`. */
const PARTS = {
  composer: () => import('../parts/composer/composer.js'),
  live: () => import('../parts/live/live.js'),
  phrase: () => import('../parts/phrase/phrase.js'),
  proof: () => import('../parts/proof/proof.js'),
  reveal: () => import('../parts/phrase/reveal.js'),
};

for (const element of document.querySelectorAll('[data-part]')) {
  const name = element.getAttribute('data-part');
  if (element instanceof HTMLElement && name && name in PARTS) {
    // One part that fails leaves the others and the page as they are.
    PARTS[/** @type {keyof typeof PARTS} */ (name)]()
      .then((part) => part.attach(element))
      .catch(() => undefined);
  }
}
