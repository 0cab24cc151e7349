// Keeping what is being written, for those who are signed in.

/**
 * What a composer holds, when it is worth keeping and can be kept. A page that answers a form came with the text.
 * @param {HTMLFormElement} form
 * @returns {URLSearchParams | null}
 */
function unsaved(form) {
  const body = form.querySelector('#body');
  if (!(body instanceof HTMLTextAreaElement) || !('member' in document.body.dataset)) return null;
  if (body.value === ('answers' in form.dataset ? '' : body.defaultValue)) return null;
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) fields.append(name, String(value));
  return fields;
}

/**
 * The fields as a form sends them, letters of all scripts as they are: percent signs would make three bytes of each,
 * and what outlives its page may hold 64 KiB in all (Fetch, "keepalive").
 * @param {URLSearchParams} fields
 */
function packed(fields) {
  /** @param {string} part */
  const plain = (part) => part.replaceAll(/[%&+=\r\n]/g, (one) => encodeURIComponent(one));
  return [...fields].map(([name, value]) => `${plain(name)}=${plain(value)}`).join('&');
}

/** What the server was given last. */
let given = '';

/**
 * Keeps it as a draft while its page goes, without waiting for an answer; the same text once.
 * @param {HTMLFormElement} form
 */
export function handOver(form) {
  const fields = unsaved(form);
  const text = fields ? packed(fields) : '';
  if (text === '' || text === given) return;
  given = text;
  navigator.sendBeacon('/drafts', new Blob([text], { type: 'application/x-www-form-urlencoded' }));
}

/**
 * Keeps it as a draft; the next time, over the same one.
 * @param {HTMLFormElement} form
 * @returns {Promise<boolean>} whether the server has it now
 */
export async function save(form) {
  const fields = unsaved(form);
  if (!fields) return false;
  // The answer leads to the draft's own page; its address is the news.
  const answer = await fetch('/drafts', { method: 'POST', body: fields });
  const id = /^\/drafts\/([^/]+)$/.exec(new URL(answer.url).pathname)?.[1];
  if (!answer.ok || !id) return false;
  let field = form.querySelector('input[name="draft"]');
  if (!field) {
    field = document.createElement('input');
    field.setAttribute('type', 'hidden');
    field.setAttribute('name', 'draft');
    form.append(field);
  }
  field.setAttribute('value', id);
  fields.set('draft', id);
  given = packed(fields);
  return true;
}

/**
 * A browser keeps with its tabs what was sent for a page, and writes it to the disk. Once the text is a draft, the draft's
 * own page takes the place of such a page in the history: loaded anew, it brings the same text.
 * @param {HTMLFormElement} form
 */
export async function takeOutOfHistory(form) {
  if (!('answers' in form.dataset) || !(await save(form))) return;
  const id = form.querySelector('input[name="draft"]')?.getAttribute('value');
  history.replaceState(null, '', `/drafts/${id}`);
}
