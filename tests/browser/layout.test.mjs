// A telephone of 320 pixels shows every page without scrolling sideways; so does a desk at 400 % (WCAG 1.4.10).

import assert from 'node:assert/strict';
import test from 'node:test';
import { open, serve, visit } from './support/browser.mjs';
import { narrow } from './support/judges.mjs';
import { shares } from './support/site.mjs';

const browser = await open();
const host = await serve();

for (const { name, pages } of shares) {
  test(`${name}: ${pages.length} pages at 320 pixels`, async () => {
    for (const { path } of pages) {
      const phone = { viewport: { width: 320, height: 640 } };
      assert.deepEqual(await visit(browser, host.url(path), narrow, phone), [], path);
    }
  });
}
