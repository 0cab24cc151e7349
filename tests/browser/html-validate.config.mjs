// Rules for rendered pages. What a style sheet decides (which landmarks and headings are shown) is axe's to judge.

/** @type {import('html-validate').ConfigData} */
const config = {
  root: true,
  extends: ['html-validate:recommended', 'html-validate:document'],
  rules: {
    'doctype-style': ['error', { style: 'lowercase' }],
    // The menu is there twice, for narrow and for wide screens; one is never shown.
    'unique-landmark': 'off',
    // Boxes that are ticked together have one name, as every form knows them.
    'form-dup-name': ['error', { shared: ['radio', 'button', 'reset', 'submit', 'checkbox'] }],
    // The list of boards stands before the page's own h1 in the source, with a heading of its own.
    'heading-level': 'off',
    // Every button of ours submits, which is what a button without a type does.
    'no-implicit-button-type': 'off',
    'no-inline-style': 'error',
    // Safari forgets that a list without bullets is a list, unless it is told.
    'no-redundant-role': 'off',
    'no-trailing-whitespace': 'off',
    'require-sri': ['error', { target: 'crossorigin' }],
  },
};

export default config;
