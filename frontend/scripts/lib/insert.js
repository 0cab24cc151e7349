// The one place where HTML of the server enters a page that is open already.
//
// `setHTML` (HTML Sanitizer API) drops scripts, handlers and addresses that run, whatever the list says; the list lets
// through what a post is made of and nothing else. A test holds it against all samples of posts.

/** Elements of a post, each with its attributes. */
const ELEMENTS = {
  a: 'class href rel',
  article: 'class id aria-labelledby tabindex',
  blockquote: '',
  br: '',
  button: 'type form formaction',
  code: '',
  del: '',
  details: 'class open',
  div: 'class dir role aria-label',
  em: '',
  h2: 'id',
  header: '',
  hr: '',
  input: 'type class',
  label: 'class',
  li: '',
  ol: '',
  p: 'class',
  pre: '',
  span: 'class aria-hidden',
  strong: '',
  summary: '',
  time: 'datetime',
  ul: '',
};

/** The drawing in the disc beside a name. */
const DRAWING = { svg: 'viewBox focusable', path: 'd' };

const SVG = 'http://www.w3.org/2000/svg';

/** The name lives in the browser; TypeScript does not know it yet. */
const browser = /** @type {any} */ (window);

/** Whether this browser can take a fragment safely. Where it can't, people load the page. */
export const possible = 'setHTML' in Element.prototype && 'Sanitizer' in window;

/**
 * @param {Record<string, string>} list
 * @param {string} [namespace]
 */
function allowed(list, namespace) {
  return Object.entries(list).map(([name, attributes]) => ({
    name,
    ...(namespace === undefined ? {} : { namespace }),
    attributes: attributes === '' ? [] : attributes.split(' '),
  }));
}

/** @type {unknown} */
let sanitizer = null;

/**
 * @param {string} html the fragment of a post
 * @returns {HTMLElement | null} its article, in no page yet; null when there is none
 */
export function fragment(html) {
  sanitizer ??= new browser.Sanitizer({
    elements: [...allowed(ELEMENTS), ...allowed(DRAWING, SVG)],
    attributes: [],
    comments: false,
    dataAttributes: false,
  });
  // In a document without a window: what is about to be dropped has nothing to act on meanwhile.
  const box = /** @type {any} */ (document.implementation.createHTMLDocument('').body);
  box.setHTML(html, { sanitizer });
  const article = box.querySelector('article');
  return article && document.adoptNode(article);
}
