// Each page loads itself and its stylesheet, nothing else, under its own policy: from a host and from a disk.

import assert from 'node:assert/strict';
import test from 'node:test';
import { onDisk, open, serve } from './support/browser.mjs';
import { isPicture, loading } from './support/judges.mjs';
import { outside, pages, shares, stylesheet } from './support/site.mjs';

const browser = await open();
const host = await serve();

test('the example site has open shares with pages', () => {
  assert.ok(shares.length >= 8, `${shares.length} shares`);
  assert.ok(pages.length >= 45, `${pages.length} pages`);
});

for (const { folder, name, pages } of shares) {
  test(`${name}: ${pages.length} pages over http`, async () => {
    for (const { path } of pages) {
      host.asked.length = 0;
      assert.deepEqual(await loading(browser, host.url(path), host.url(stylesheet)), [], path);
      // The host's own book: a browser may ask for what it does not tell, an icon for one.
      const asked = host.asked.filter((other) => !isPicture(`/${other}`, `/${path}`));
      assert.deepEqual(asked.toSorted(), [stylesheet, path].toSorted());
    }
    // The link as it is handed out ends in a slash.
    assert.deepEqual(await loading(browser, host.url(folder), host.url(stylesheet)), []);
  });

  test(`${name}: ${pages.length} pages from a disk`, async () => {
    for (const { path } of pages) {
      assert.deepEqual(await loading(browser, onDisk(path), onDisk(stylesheet)), [], path);
    }
  });
}

for (const path of outside) {
  test(`${path} carries its style in itself`, async () => {
    assert.deepEqual(await loading(browser, host.url(path)), []);
    assert.deepEqual(await loading(browser, onDisk(path)), []);
  });
}
