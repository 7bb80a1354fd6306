// On a host without a clock pages close themselves at their instant, and say why; on a host with one they hold no script.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { pathToFileURL } from 'node:url';
import { open } from './support/browser.mjs';
import { build } from './support/small.mjs';

const browser = await open();
const end = Date.parse('2099-01-01T00:00:00Z');
const words = JSON.parse(readFileSync('themes/default/locales/fr.json', 'utf8')).interface;
// Stands in the record, and nowhere else.
const record = 'zqrecordq';

function site(name, hosts) {
  const shares = { dated: 'expires: 2099-01-01T00:00:00Z', open: 'expires: never' };
  const { output, link } = build(`closing/${name}`, { hosts, title: record, shares });
  return { dated: join(output, link('dated')), open: join(output, link('open')) };
}

const plain = site('plain', 'plain');
const page = (folder) => join(folder, 'work/thing.html');

/** A tab whose clock stands where a test puts it. */
async function at(time, path = page(plain.dated)) {
  const tab = await (await browser.newContext()).newPage();
  const complaints = [];
  tab.on('console', (message) => complaints.push(message.text()));
  tab.on('pageerror', (error) => complaints.push(error.message));
  await tab.clock.install({ time });
  await tab.goto(pathToFileURL(path).href);
  return { tab, complaints, text: () => tab.evaluate(() => document.documentElement.outerHTML), seen: () => tab.innerText('html') };
}

async function isClosed({ tab, complaints, text, seen }) {
  assert.equal((await text()).includes(record), false, 'the record is still in the document');
  assert.equal(await tab.title(), words.ended_title);
  for (const word of ['ended_title', 'ended_text', 'ended_courtesy']) assert.ok((await seen()).includes(words[word]), word);
  assert.deepEqual(complaints, []);
  await tab.context().close();
}

async function isOpen({ complaints, seen }) {
  const shown = await seen();
  assert.ok(shown.includes(record));
  assert.ok(!shown.includes(words.ended_title), 'the reason is shown too early');
  assert.deepEqual(complaints, []);
}

test('before its instant the page is as any other; at the instant it closes, while it is read', async () => {
  const tab = await at(end - 90_000);
  await isOpen(tab);
  await tab.tab.clock.runFor(89_000);
  await isOpen(tab);
  await tab.tab.clock.runFor(1_000);
  await isClosed(tab);
});

test('a page that is opened after its instant is closed from the start', async () => {
  for (const path of ['index.html', 'work/index.html', 'work/thing.html']) await isClosed(await at(end, join(plain.dated, path)));
  await isClosed(await at(end + 400 * 86_400_000));
});

test('a machine that slept past the instant: looked at again, the page closes', async () => {
  for (const event of ['visibilitychange', 'pageshow', 'focus']) {
    const tab = await at(end - 40 * 86_400_000);
    await isOpen(tab);
    // The clock jumps and no timer has run.
    await tab.tab.clock.setSystemTime(end + 1_000);
    await isOpen(tab);
    await tab.tab.evaluate((event) => (event === 'visibilitychange' ? document : window).dispatchEvent(new Event(event)), event);
    await isClosed(tab);
  }
});

test('closed, it stays closed, and is not hidden by the next look', async () => {
  const tab = await at(end);
  await tab.tab.evaluate(() => dispatchEvent(new Event('focus')));
  await tab.tab.clock.runFor(120_000);
  await isClosed(tab);
});

test('without end, or on a host with a clock, there is no script', async () => {
  const files = (folder) => readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.html'));
  const scripts = (folder) => files(folder).filter((name) => /<script|script-src/.test(readFileSync(join(folder, name), 'utf8')));
  assert.equal(scripts(plain.dated).length, 3);
  assert.deepEqual(scripts(plain.open), []);
  const enforced = site('enforced', 'plain, nginx');
  assert.deepEqual([...scripts(enforced.dated), ...scripts(enforced.open)], []);
});
