// The same judgement as in every-page, of pages that somebody lists: LEEWARD_INVENTORY names the file.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { readInventory, table, walk } from '../lib/inventory.mjs';
import { inWorld } from '../lib/ways.mjs';

const path = process.env.LEEWARD_INVENTORY;

// Without a list no program and no browser is started.
if (path) {
  inWorld('the inventory of pages', {}, (world) => {
    it('every page is accessible, valid, narrow and light', async () => {
      const inventory = await readInventory(path);
      assert.ok(inventory.pages.length > 0, `${path} lists no page`);
      const verdicts = await walk(world.chromium, world.server, inventory);
      console.log(table(verdicts));
      const faulty = verdicts.filter((verdict) => verdict.faults.length > 0);
      const words = faulty.map(({ entry, faults }) =>
        [`${entry.path} (${entry.state}, ${entry.role})`, ...faults].join('\n  '),
      );
      assert.equal(faulty.length, 0, `\n${words.join('\n')}`);
    });
  });
}
