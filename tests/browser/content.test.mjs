// What every page says, with JavaScript off.

import assert from 'node:assert/strict';
import test from 'node:test';
import { open, serve, visit } from './support/browser.mjs';
import { content } from './support/judges.mjs';
import { pages, shares } from './support/site.mjs';

const browser = await open();
const host = await serve();

test('the site shows published, draft and archived items, in both languages', () => {
  const statuses = new Set(pages.map((page) => page.status).filter(Boolean));
  assert.deepEqual([...statuses].sort(), ['archived', 'draft', 'published']);
  assert.deepEqual([...new Set(shares.map((share) => share.lang))].sort(), ['en', 'fr']);
  assert.ok(shares.some((share) => !share.expires), 'a share without end');
});

for (const { name, pages } of shares) {
  test(`${name}: ${pages.length} pages`, async () => {
    for (const page of pages) {
      assert.deepEqual(await visit(browser, host.url(page.path), (open) => content(open, page)), [], page.path);
    }
  });
}
