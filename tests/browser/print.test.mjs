// A printed record stands for itself: what it is, its hash, until when the link lives, and whether it is a draft.

import assert from 'node:assert/strict';
import test from 'node:test';
import { open, serve, visit } from './support/browser.mjs';
import { paper } from './support/judges.mjs';
import { kinds } from './support/site.mjs';

const browser = await open();
const host = await serve();

for (const [name, page] of Object.entries(kinds).filter(([, page]) => page.kind === 'item')) {
  test(`${name} on A4`, async () => {
    assert.deepEqual(await visit(browser, host.url(page.path), (open) => paper(open, page)), []);
  });
}
