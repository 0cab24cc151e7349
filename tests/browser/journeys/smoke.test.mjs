// The first page opens in every way that people come: it answers, has a title, and nothing about it is broken.

import assert from 'node:assert/strict';
import { shot } from '../lib/tab.mjs';
import { everyWay, inWorld } from '../lib/ways.mjs';

inWorld('a fresh install', {}, (world) => {
  everyWay(world, 'the first page opens', async (person, way) => {
    await person.open('/');
    assert.notEqual((await person.title()).trim(), '');
    await shot(person, `home ${way}`);
  });
});
