// Show and hide the phrase while it is typed. Without scripts a link loads the page with the field shown.

/** @param {HTMLElement} input the field */
export function attach(input) {
  if (!(input instanceof HTMLInputElement)) return;
  input.parentElement?.querySelector('.without-script')?.parentElement?.remove();
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'link';
  const name = () => {
    button.textContent = (input.type === 'password' ? input.dataset.show : input.dataset.hide) ?? '';
  };
  /** @param {boolean} shown */
  const show = (shown) => {
    input.type = shown ? 'text' : 'password';
    // Browsers remember what stands in an open field, unless it asks them not to.
    input.autocomplete = shown ? 'off' : 'current-password';
    name();
  };
  button.addEventListener('click', () => show(input.type === 'password'));
  // And they write to the disk what a form sent, but for one with a field that is hidden.
  input.form?.addEventListener('submit', () => show(false));
  name();
  input.after(button);
}
