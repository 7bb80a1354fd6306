// Every page fits its screen without scrolling sideways: a telephone of 320 pixels, which is also a desk at 400 %
// (WCAG 1.4.10), a tablet where tables have columns again, a desk.

import assert from 'node:assert/strict';
import test from 'node:test';
import { open, serve, visit } from './support/browser.mjs';
import { narrow } from './support/judges.mjs';
import { shares } from './support/site.mjs';

const browser = await open();
const host = await serve();

for (const { name, pages } of shares) {
  test(`${name}: ${pages.length} pages at 320, 700 and 1280 pixels`, async () => {
    for (const { path } of pages) {
      for (const width of [320, 700, 1280]) {
        const screen = { viewport: { width, height: 640 } };
        assert.deepEqual(await visit(browser, host.url(path), narrow, screen), [], `${path} at ${width}`);
      }
    }
  });
}
