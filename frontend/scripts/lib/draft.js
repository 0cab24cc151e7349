// Keeping what is being written, for those who are signed in.

/**
 * What a composer holds, when it is worth keeping and can be kept.
 * @param {HTMLFormElement} form
 * @returns {URLSearchParams | null}
 */
export function unsaved(form) {
  const body = form.querySelector('#body');
  if (!(body instanceof HTMLTextAreaElement) || !('member' in document.body.dataset)) return null;
  if (body.value === body.defaultValue) return null;
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) fields.append(name, String(value));
  return fields;
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
  return true;
}
