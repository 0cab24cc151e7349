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
  button.addEventListener('click', () => {
    input.type = input.type === 'password' ? 'text' : 'password';
    name();
  });
  name();
  input.after(button);
}
