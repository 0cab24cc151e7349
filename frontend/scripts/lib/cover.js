// The cover: an opaque layer, and under it nothing that is drawn, printed, spoken or found.

/**
 * Puts the layer over the page; once is enough.
 * @param {...HTMLElement} shown what stands on it, instead of what stood there
 */
export function cover(...shown) {
  let layer = document.querySelector('.cover');
  if (!layer) {
    layer = document.createElement('div');
    layer.className = 'cover';
    document.documentElement.append(layer);
    // The layer alone would let the text through on paper, where backgrounds are left out.
    document.documentElement.dataset.covered = '';
  }
  layer.replaceChildren(...shown);
}

function uncover() {
  document.querySelector('.cover')?.remove();
  delete document.documentElement.dataset.covered;
}

/** For those who chose it: another tab comes to the front, and this page is covered until its reader says so. */
export function coveringTabs() {
  if (!('coverTabs' in document.body.dataset)) return;
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = document.body.dataset.continue ?? '';
  let typing = document.activeElement;
  button.addEventListener('click', () => {
    uncover();
    if (typing instanceof HTMLElement) typing.focus({ preventScroll: true });
  });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') button.focus();
    else if (!('covered' in document.documentElement.dataset)) {
      typing = document.activeElement;
      cover(button);
    }
  });
}
