// WCAG 2.2 AA as far as axe can tell: each kind of page, in light and dark, on a desk and on a telephone.

import assert from 'node:assert/strict';
import test from 'node:test';
import { open, serve } from './support/browser.mjs';
import { accessibility } from './support/judges.mjs';
import { kinds } from './support/site.mjs';

const browser = await open();
const host = await serve();

const paths = Object.entries(kinds).map(([kind, { path }]) => [kind, path]);
for (const [kind, path] of [...paths, ['not found', '404.html'], ['root', 'index.html'], ['check', 'check.html']]) {
  test(kind, async () => {
    for (const colorScheme of ['light', 'dark']) {
      for (const width of [1280, 320]) {
        const options = { colorScheme, viewport: { width, height: 800 } };
        assert.deepEqual(await accessibility(browser, host.url(path), options), [], `${colorScheme}, ${width} pixels`);
      }
    }
  });
}
