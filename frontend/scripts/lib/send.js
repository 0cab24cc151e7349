// A pressed button says so, and a second press does nothing until it is armed again.

/** Milliseconds after which a button works again, when no answer came. */
const REARM_MS = 8000;

/** Starts listening. */
export function sending() {
  document.addEventListener('submit', (event) => {
    const button = event.submitter;
    if (!(event.target instanceof HTMLFormElement) || !(button instanceof HTMLButtonElement)) return;
    // Forms that answer with a download stay on the page.
    if ('stays' in event.target.dataset) return;
    if (button.getAttribute('aria-disabled') === 'true') {
      event.preventDefault();
      return;
    }
    const words = [...button.childNodes];
    button.setAttribute('aria-disabled', 'true');
    button.textContent = document.body.dataset.sending ?? '…';
    setTimeout(() => {
      button.removeAttribute('aria-disabled');
      button.replaceChildren(...words);
    }, REARM_MS);
  });
}
