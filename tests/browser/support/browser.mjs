// Chromium, and a host that serves the output folder as any plain web server would.

import { createServer } from 'node:http';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { extname, join, normalize } from 'node:path';
import { after } from 'node:test';
import { pathToFileURL } from 'node:url';
import { installed, root } from './site.mjs';

const { chromium } = installed('playwright-core');

const TYPES = { '.html': 'text/html; charset=utf-8', '.css': 'text/css; charset=utf-8', '.json': 'application/json' };

/** A browser that goes when the test file ends. */
export async function open() {
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
  });
  after(() => browser.close());
  return browser;
}

/**
 * A host on loopback: `url(path)` is where a page is, `asked` lists what was asked for since it was last emptied.
 * `alter` changes a page on its way out: so a test plants a fault.
 */
export async function serve({ alter = (html) => html } = {}) {
  const asked = [];
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    asked.push(path.slice(1));
    const [file, status] = locate(path);
    const type = TYPES[extname(file)] ?? 'text/plain; charset=utf-8';
    const bytes = readFileSync(file);
    // Never kept: each page is to be seen asking for what it needs.
    response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' });
    response.end(type === TYPES['.html'] ? alter(bytes.toString(), path.slice(1)) : bytes);
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  after(() => server.closeAllConnections() ?? server.close());
  const origin = `http://127.0.0.1:${server.address().port}/`;
  return { origin, asked, url: (path) => origin + path };
}

function locate(path) {
  let file = join(root, normalize(path));
  if (existsSync(file) && statSync(file).isDirectory()) file = join(file, 'index.html');
  return existsSync(file) ? [file, 200] : [join(root, '404.html'), 404];
}

/** Where a page lies on the disk. */
export const onDisk = (path) => pathToFileURL(join(root, path)).href;

const tabs = new Map();

/**
 * Runs `use` on a tab that shows `url`. JavaScript is off unless a test needs it: our pages have none. Pages that are
 * opened alike follow one another in one tab, which costs more to make than to reuse; ours leave nothing behind in it.
 */
export async function visit(browser, url, use, options = {}) {
  const settings = { javaScriptEnabled: false, ...options };
  const key = JSON.stringify(settings);
  if (!tabs.has(key)) tabs.set(key, await (await browser.newContext(settings)).newPage());
  const page = tabs.get(key);
  try {
    const response = await page.goto(url);
    return await use(page, response);
  } finally {
    page.removeAllListeners();
  }
}
