// Copy and Print beside the seven words. Both need scripts, so scripts bring them.

/**
 * @param {Element} row where the buttons stand
 * @param {string | undefined} label what the new one says
 * @param {() => void} act what it does
 */
function add(row, label, act) {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = label ?? '';
  button.addEventListener('click', act);
  row.append(button);
}

/** @param {HTMLElement} sheet the box with the words */
export function attach(sheet) {
  const row = sheet.querySelector('.buttons');
  if (!row) return;
  const words = [...sheet.querySelectorAll('li')].map((word) => word.textContent.trim()).join(' ');
  const told = document.createElement('p');
  told.className = 'hint';
  told.setAttribute('role', 'status');
  row.after(told);
  add(row, sheet.dataset.print, () => window.print());
  if (navigator.clipboard) {
    add(row, sheet.dataset.copy, () => {
      navigator.clipboard.writeText(words).then(
        () => (told.textContent = sheet.dataset.copied ?? ''),
        () => (told.textContent = ''),
      );
    });
  }
}
