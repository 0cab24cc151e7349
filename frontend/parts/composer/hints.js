// Asks, while a writer rests, what in the text could tell who they are, and says it below the text. Nothing is kept.

/**
 * What the server found in a text; `null` when it can't say now.
 * @param {string} body
 * @returns {Promise<{kind: string, message: string, words?: string}[] | null>}
 */
async function ask(body) {
  const answer = await fetch('/api/v1/preview', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ body }),
  });
  return answer.ok ? (await answer.json()).hints : null;
}

/**
 * The box of hints, as the server draws it.
 * @param {string} lead
 * @param {{message: string, words?: string}[]} hints
 */
function draw(lead, hints) {
  const box = document.createElement('div');
  box.className = 'hints';
  const strong = document.createElement('strong');
  strong.textContent = lead;
  const first = document.createElement('p');
  first.append(strong);
  const list = document.createElement('ul');
  for (const hint of hints) {
    const item = document.createElement('li');
    const quote = document.createElement('q');
    quote.textContent = hint.words ?? '';
    item.append(quote, ` ${hint.message}`);
    list.append(item);
  }
  box.append(first, list);
  return box;
}

/**
 * Keeps the box below a text true.
 * @param {HTMLTextAreaElement} body
 * @param {Element} place where the box stands; it speaks politely
 * @param {string} lead what stands above the hints
 */
export function hinting(body, place, lead) {
  let asked = body.value;
  let shown = place.textContent?.trim() ?? '';
  return async () => {
    if (body.value === asked || !body.value.trim()) return;
    asked = body.value;
    const found = await ask(asked).catch(() => null);
    // Help is offered beside the preview; here only what could tell who somebody is.
    const hints = found?.filter((hint) => hint.kind !== 'crisis');
    if (!hints || asked !== body.value) return;
    const now = hints.map((hint) => hint.message + hint.words).join();
    // What is the same is not said again.
    if (now === shown) return;
    shown = now;
    place.replaceChildren(...(hints.length ? [draw(lead, hints)] : []));
  };
}
