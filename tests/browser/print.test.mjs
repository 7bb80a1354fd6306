// A printed record stands for itself: what it is, its hash, until when the link lives, and whether it is a draft.

import assert from 'node:assert/strict';
import test from 'node:test';
import { open, serve, visit } from './support/browser.mjs';
import { narrow, paper } from './support/judges.mjs';
import { kinds } from './support/site.mjs';

// 210 mm less the margins, in CSS pixels.
const SHEET = Math.floor(((210 - 2 * 18) / 25.4) * 96);

const browser = await open();
const host = await serve();

for (const [name, page] of Object.entries(kinds).filter(([, page]) => page.kind === 'item')) {
  test(`${name} on A4`, async () => {
    assert.deepEqual(await visit(browser, host.url(page.path), (open) => paper(open, page)), []);
  });

  // Where something stands out, the printer shrinks the whole sheet.
  test(`${name} fits A4`, async () => {
    const sheet = { viewport: { width: SHEET, height: 900 } };
    const fits = async (open) => {
      await open.emulateMedia({ media: 'print' });
      return narrow(open);
    };
    assert.deepEqual(await visit(browser, host.url(page.path), fits, sheet), []);
  });
}
