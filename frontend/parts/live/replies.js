// New replies wait until they are asked for; what is on the page already changes in place.

import { fragment, possible } from '../../scripts/lib/insert.js';
import { typed } from './line.js';
import { swap } from './swap.js';

/** Posts on a page. */
const A_PAGE = 25;

/** @typedef {import('../../scripts/lib/socket.js').Frame} Frame */

/** Nothing is being typed, chosen or marked, and the end of the list is in view. */
function reads(/** @type {HTMLElement} */ box) {
  const { top, bottom } = box.getBoundingClientRect();
  const inView = top < window.innerHeight && bottom > 0;
  const writing = document.activeElement?.matches('textarea, select, input:not([type="checkbox"])') ?? false;
  return inView && !writing && !typed() && (getSelection()?.isCollapsed ?? true);
}

/** @typedef {{ article: HTMLElement, by: string | null, id: string | undefined }} Waiting a post, and whose it is */

/** @param {Waiting} post @param {string | null} you */
function row({ article, by, id }, you) {
  // An own post that waited for its hour or for the team stood on the page already.
  document.querySelector(`#pending-${id}`)?.remove();
  const item = document.createElement('li');
  if (by !== null && by === you) item.className = 'mine';
  item.append(article);
  return item;
}

/**
 * @param {HTMLElement} box
 * @param {import('../../scripts/lib/words.js').Say} say
 * @param {ReturnType<typeof import('./line.js').line>} line
 */
export function replies(box, say, line) {
  const list = document.querySelector('ol.posts');
  const here = 'last' in box.dataset && possible && list !== null;
  const arriving = here ? line.choice(say('arriving')) : null;
  /** Not shown yet, by position; null where they are only counted. @type {Map<number, Waiting | null>} */
  const waiting = new Map();
  /** Who wrote what was not spoken of yet. @type {string[]} */
  let writers = [];
  /** What they wrote, where nothing stands before it. @type {string[]} */
  let texts = [];
  let stopped = false;
  /** @type {string | null} */
  let mine = null;
  const since = document.createElement('p');
  since.className = 'since';
  since.tabIndex = -1;
  const later = /** @type {HTMLElement | undefined} */ (list?.cloneNode(false));

  /** @param {boolean} asked somebody pressed the pill: the rule stands before what is new now, and has the focus */
  const show = (asked) => {
    if (!list || !later) return;
    if (asked || !since.isConnected) {
      list.append(...later.children);
      later.setAttribute('start', String(Math.min(...waiting.keys())));
      since.textContent = say('since');
      list.after(since, later);
    }
    for (const post of waiting.values()) if (post) later.append(row(post, mine));
    waiting.clear();
    line.offer();
    if (asked) since.focus();
  };
  const offer = () => {
    const first = Math.min(...waiting.keys());
    const page = Math.ceil(first / A_PAGE);
    // An address that differs in its fragment alone would load nothing.
    const check = location.search.includes('check=1') ? 2 : 1;
    const path = `/threads/${box.dataset.topic?.split('/')[1]}?page=${page}&check=${check}#post-${first}`;
    line.offer('', say('new', { n: waiting.size }), here ? () => show(true) : path);
  };
  const spoken = () => {
    const [who = '', ...others] = new Set(writers.filter((name) => name !== ''));
    const n = writers.length;
    const aloud = texts.join(' ');
    [writers, texts] = [[], []];
    const whom = others.length > 0 ? say('and_others', { who, n: others.length }) : who;
    const count = who === '' ? say('said_nobody', { n }) : say('said', { n, who: whom });
    return aloud === '' ? count : `${count}. ${aloud}`;
  };
  /** @param {number} position @param {Waiting | null} post */
  const add = (position, post) => {
    waiting.set(position, here ? post : null);
    writers.push(post?.article.querySelector('.handle')?.textContent ?? '');
    if (document.body.dataset.spoken === 'text') {
      // Behind a warning, and where a choice of the reader's hides it, the text does not stand here.
      texts.push(post?.article.querySelector(':scope > .text')?.textContent?.trim() ?? '');
    }
    line.tell('replies', spoken);
    if (arriving?.checked && reads(box)) show(false);
    else offer();
  };

  return {
    /** @param {string | null} you the reader's own face in this thread */
    you(you) {
      mine = you;
    },
    /** Offers nothing more; what is on the page still changes. */
    stop() {
      stopped = true;
      waiting.clear();
    },
    /** Takes everything off the page. */
    clear() {
      for (const posts of [list, later]) posts?.replaceChildren();
    },
    /** @param {Frame} frame */
    take(frame) {
      const position = frame.post?.position ?? 0;
      const article = possible ? fragment(frame.html ?? '') : null;
      const old = document.querySelector(`#post-${position}`);
      if (old instanceof HTMLElement) {
        // An own post came with the page; its number is heard of afterwards.
        if (frame.kind !== 'created') swap(old, article, frame.kind ?? '', say('edited'));
        return;
      }
      const { id, author } = frame.post ?? {};
      const post = article ? { article, by: author?.persona ?? null, id } : null;
      if (waiting.get(position) && post) waiting.set(position, post);
      else if (frame.kind === 'created' && !stopped) add(position, post);
    },
  };
}
