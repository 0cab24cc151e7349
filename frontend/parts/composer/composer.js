// Tells how many characters are left, once there are few.

/** Below so many it is told. */
const FEW = 200;

/** @param {HTMLElement} form the composer */
export function attach(form) {
  const body = form.querySelector('textarea');
  if (!body) return;
  const max = Number(body.dataset.max);
  const line = document.createElement('p');
  line.className = 'hint';
  line.setAttribute('role', 'status');
  body.after(line);
  body.addEventListener('input', () => {
    const left = max - [...body.value].length;
    line.textContent = left < FEW ? (body.dataset.left ?? '').replace('#', String(left)) : '';
  });
}
