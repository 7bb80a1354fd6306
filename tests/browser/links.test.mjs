// Links stay in their share, lead somewhere, and tell nobody outside where a reader came from.

import assert from 'node:assert/strict';
import test from 'node:test';
import { open, serve, visit } from './support/browser.mjs';
import { links } from './support/judges.mjs';
import { pages, shares } from './support/site.mjs';

const browser = await open();
const host = await serve();

for (const share of shares) {
  test(`${share.name}: links of ${share.pages.length} pages`, async () => {
    const reached = new Set();
    for (const { path } of share.pages) {
      assert.deepEqual(await visit(browser, host.url(path), (page) => links(page, share, reached)), [], path);
    }
    const lost = share.pages.map((page) => page.path).filter((path) => !reached.has(path));
    // The front page is what the link opens; a share without items has no other.
    assert.deepEqual(lost.filter((path) => path !== `${share.folder}index.html`), [], 'no link leads to these');
  });
}

test('the trial has a link that leaves from within Markdown', async () => {
  const trial = pages.find((page) => page.path.endsWith('trial/markup.html'));
  const prose = '.prose a[href="https://elsewhere.example/"][rel~=noreferrer]';
  assert.equal(await visit(browser, host.url(trial.path), (page) => page.locator(prose).count()), 1);
});
