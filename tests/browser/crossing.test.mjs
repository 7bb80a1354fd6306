// What pages of other sites can do with shares: real Chromium, real nginx with the rules, another origin.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { join } from 'node:path';
import test, { after } from 'node:test';
import { open } from './support/browser.mjs';
import { nginx } from './support/nginx.mjs';
import { build, extrait } from './support/small.mjs';

// Stands in the record, and nowhere else.
const record = 'zqrecordq';
const app = 'audience: applications\napplications: [app]';
const shares = Object.fromEntries(
  Object.entries({ neither: '', framed: 'embed: true', read: app, both: `${app}\nembed: true` }).map(([name, lines]) => [name, `expires: never\n${lines}`]),
);
const names = Object.keys(shares);
const { site, output, link } = build('crossing', { hosts: 'nginx', title: record, shares });
extrait('host', 'write', 'nginx', join(site, 'rules'), '--site', site);
const host = await nginx('crossing', output, join(site, 'rules'));
const bare = await nginx('bare', output);
const browser = await open();

// Another site: `localhost` is another origin, and another site, than `127.0.0.1`.
const other = createServer((_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<title>Other</title>')).listen(0, 'localhost');
await once(other, 'listening');
after(() => other.closeAllConnections() ?? other.close());
const elsewhere = `http://localhost:${other.address().port}/`;

/** A tab that shows a page of another site. */
async function visitor() {
  const tab = await (await browser.newContext()).newPage();
  await tab.goto(elsewhere);
  return tab;
}

/** Whether a page of another site shows the record in a frame. */
async function isFramed(origin, share) {
  const tab = await visitor();
  const path = `${origin}${link(share)}work/thing.html`;
  await tab.evaluate((src) => new Promise((loaded) => document.body.append(Object.assign(document.createElement('iframe'), { src, onload: loaded }))), path);
  const shown = await tab.frames()[1].content();
  await tab.context().close();
  return shown.includes(record);
}

/** What a program in a page of another site reads, or that it may not. */
const read = (tab, url) => tab.evaluate((url) => fetch(url).then((answer) => answer.text(), () => 'refused'), url);

test('a page is framed by other sites where its share says `embed`', async () => {
  const framed = [];
  for (const share of names) if (await isFramed(host, share)) framed.push(share);
  assert.deepEqual(framed, ['framed', 'both']);
  assert.ok(await isFramed(bare, 'neither'), 'the judge sees no frame at all');
});

test('programs of other sites read the files of a share for applications, and no page', async () => {
  const tab = await visitor();
  const found = [];
  for (const share of names) if ((await read(tab, `${host}${link(share)}extract.json`)).includes(record)) found.push(share);
  assert.deepEqual(found, ['read', 'both']);
  for (const share of names) {
    for (const page of ['', 'index.html', 'work/', 'work/thing.html']) assert.equal(await read(tab, `${host}${link(share)}${page}`), 'refused', `${share}: ${page}`);
  }
});

test('who opened a file first reads it in a program then, and the other way round', async () => {
  for (const share of names) {
    const tab = await visitor();
    const url = `${host}${link(share)}extract.json`;
    const allowed = ['read', 'both'].includes(share);
    for (let turn = 0; turn < 2; turn += 1) {
      await tab.goto(url);
      await tab.goto(elsewhere);
      assert.equal((await read(tab, url)).includes(record), allowed, `${share}, opened ${turn + 1} times before`);
    }
    await tab.context().close();
  }
});
