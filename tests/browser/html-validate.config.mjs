// Rules for rendered pages. What a style sheet decides (which landmarks and headings are shown) is axe's to judge.

/** @type {import('html-validate').ConfigData} */
const config = {
  root: true,
  extends: ['html-validate:recommended', 'html-validate:document'],
  rules: {
    'doctype-style': ['error', { style: 'lowercase' }],
    // Boxes to tick and carried texts repeat a name, as the contract's lists do.
    'form-dup-name': 'off',
    // A thread has one form for the buttons of all its posts, which stand apart from it; some threads have none.
    'wcag/h32': 'off',
    'no-implicit-button-type': 'error',
    'no-inline-style': 'error',
    'no-trailing-whitespace': 'off',
    'require-sri': ['error', { target: 'crossorigin' }],
  },
};

export default config;
