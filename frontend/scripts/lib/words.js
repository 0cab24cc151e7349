// Texts of the catalogue that a template handed over as JSON: plural forms are chosen here, places filled.

/** @typedef {Record<string, string>} Texts by key; those with plural forms by key and form, `new.one` */
/** @typedef {(key: string, places?: Record<string, string | number>) => string} Say the place `n` chooses the form */

/**
 * @param {string | undefined} json what `words("…")` wrote into the page
 * @returns {Say}
 */
export function speaking(json) {
  const texts = /** @type {Texts} */ (JSON.parse(json ?? '{}'));
  const rules = new Intl.PluralRules(document.documentElement.lang || 'en');
  return (key, places = {}) => {
    const form = rules.select(Number(places.n ?? 0));
    const text = texts[`${key}.${form}`] ?? texts[`${key}.other`] ?? texts[key] ?? '';
    return text.replaceAll(/\{(\w+)\}/g, (_, place) => String(places[place] ?? ''));
  };
}
