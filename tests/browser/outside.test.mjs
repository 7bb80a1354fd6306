// Pages that belong to no share name nothing of any, and closed links answer like links that never were.

import assert from 'node:assert/strict';
import test from 'node:test';
import { open, serve, visit } from './support/browser.mjs';
import { loading, narrow, neutral } from './support/judges.mjs';
import { closed, outside, shares } from './support/site.mjs';

const browser = await open();
const host = await serve();

const secrets = shares.flatMap(({ name, title, folder, extract }) => [
  name,
  title,
  folder.split(/[/-]/)[2],
  ...extract.registers.map((register) => `${register.id}/`),
  ...extract.registers.flatMap((register) => register.items).flatMap((item) => [item.title, `${item.id}.html`]),
]);

for (const path of outside) {
  test(path, async () => {
    assert.ok(secrets.length > 50);
    assert.deepEqual(await visit(browser, host.url(path), (page) => neutral(page, secrets)), []);
    const phone = { viewport: { width: 320, height: 640 } };
    assert.deepEqual(await visit(browser, host.url(path), narrow, phone), []);
  });
}

test('ended, withdrawn and unknown links get one answer, at any depth', async () => {
  assert.ok(closed.length >= 2, 'the example has an ended and a withdrawn share');
  const unknown = [`s/never-${'0'.repeat(40)}/`, 's/a/b/c/d.html', 'elsewhere'];
  const answers = new Set();
  for (const path of [...closed, ...unknown]) {
    await visit(browser, host.url(path), async (page, response) => {
      assert.equal(response.status(), 404, path);
      assert.deepEqual(await neutral(page, secrets), [], path);
      answers.add(await page.content());
    });
  }
  assert.equal(answers.size, 1);
});

test('the answer needs nothing but itself, at any depth', async () => {
  host.asked.length = 0;
  // The status itself is an error to the console.
  const complaints = await loading(browser, host.url('s/a/b/c/d.html'));
  assert.deepEqual(complaints.filter((complaint) => !/^console: .*\b404\b/.test(complaint)), []);
  assert.deepEqual(host.asked, ['s/a/b/c/d.html']);
});
