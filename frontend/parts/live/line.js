// The line under the list: what can be shown, whether it is live, who reads along, and what is said aloud.

import { speech } from '../../scripts/lib/speech.js';

/** So long a word about readers holds: it is told anew every two minutes, and nothing is said of too few. */
const KNOWN_MS = 300_000;

/**
 * @param {string} tag
 * @param {string} name its class
 */
function made(tag, name) {
  const element = document.createElement(tag);
  element.className = name;
  return element;
}

/** Whether a reply is being written on this page. */
export function typed() {
  const body = document.querySelector('#body');
  return body instanceof HTMLTextAreaElement && body.value !== body.defaultValue;
}

/**
 * @param {HTMLElement} box
 * @param {import('../../scripts/lib/words.js').Say} say
 */
export function line(box, say) {
  const check = box.querySelector('.check');
  const pill = made('p', 'pill');
  const state = made('div', 'state');
  const is = made('p', 'is');
  const [word, reading] = [made('span', 'word'), made('span', 'reading')];
  const status = made('p', 'unseen');
  status.setAttribute('role', 'status');
  is.append(word, reading);
  state.append(is);
  box.append(pill, ...(box.dataset.seq === undefined ? [] : [state]), status);
  const tell = speech(status);
  let [lost, known] = [false, 0];
  // The links that stand there without scripts make room, unless somebody is on one of them.
  const room = () => {
    const needed = pill.hasChildNodes() || (word.textContent !== '' && !lost);
    box.classList.toggle('on', needed && !check?.contains(document.activeElement));
  };

  return {
    tell,
    /**
     * Offers a press. `act` is where a link leads, or what a button does; nothing takes the offer away.
     * @param {string} [words] what stands before it
     * @param {string} [label]
     * @param {string | (() => void)} [act]
     */
    offer(words = '', label = '', act = '') {
      const old = pill.querySelector('a, button');
      const name = typeof act === 'string' ? 'a' : 'button';
      // The same control with other words: whoever is about to press it keeps it.
      const control = old?.localName === name ? old : document.createElement(name);
      if (control instanceof HTMLAnchorElement) {
        control.href = String(act);
        // A text that is being written is never left by a press that only wanted to read.
        control.onclick = () => {
          control.target = typed() ? '_blank' : '';
        };
      } else if (control instanceof HTMLButtonElement) {
        control.type = 'button';
        control.onclick = /** @type {() => void} */ (act);
      }
      if (control.textContent !== label) control.textContent = label;
      if (label === '') pill.replaceChildren();
      else if (control !== old || words !== '') pill.replaceChildren(words === '' ? '' : `${words} `, control);
      room();
    },
    /** @param {string} kind few, several or many; empty when nothing is known */
    reading(kind) {
      window.clearTimeout(known);
      reading.textContent = ['few', 'several', 'many'].includes(kind) ? say(kind) : '';
      known = window.setTimeout(() => reading.replaceChildren(), KNOWN_MS);
    },
    /** @param {boolean} live */
    live(live) {
      word.textContent = say(live ? 'live' : 'paused');
      if (!live) {
        reading.textContent = '';
        // Once: whoever heard it knows that it goes on.
        if (!lost) tell('paused', () => say('trying'));
      }
      lost = !live;
      room();
    },
    /** @param {string} label */
    choice(label) {
      const choice = made('label', 'choice');
      const input = document.createElement('input');
      const words = document.createElement('span');
      input.type = 'checkbox';
      words.textContent = label;
      choice.append(input, ' ', words);
      state.append(choice);
      return input;
    },
  };
}
