// Texts of the catalogue that a template handed over as JSON: plural forms are chosen here, places filled.

/** @typedef {Record<string, Record<string, string>>} Texts by key, then by plural form */
/** @typedef {(key: string, places?: Record<string, string | number>) => string} Say the place `n` chooses the form */

/**
 * @param {string | undefined} json what `words("…")` wrote into the page
 * @returns {Say}
 */
export function speaking(json) {
  const texts = /** @type {Texts} */ (JSON.parse(json ?? '{}'));
  const rules = new Intl.PluralRules(document.documentElement.lang || 'en');
  return (key, places = {}) => {
    const forms = texts[key] ?? {};
    const text = forms[rules.select(Number(places.n ?? 0))] ?? forms.other ?? '';
    return text.replaceAll(/\{(\w+)\}/g, (_, place) => String(places[place] ?? ''));
  };
}
