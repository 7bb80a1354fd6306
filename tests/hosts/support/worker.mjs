// Serves a folder through the worker that stands in it, in Node.js, with assets as Cloudflare Pages gives them:
// `node worker.mjs OUTPUT PLACE` prints its port. The clock is the machine's, or
// stands at the milliseconds of EXTRAIT_NOW.

import { createServer } from 'node:http';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [output, place] = process.argv.slice(2).map((path) => resolve(path));
// A worker is a module whatever its folder says.
writeFileSync(join(place, 'worker.mjs'), readFileSync(join(output, '_worker.js')));
const { default: worker } = await import(pathToFileURL(join(place, 'worker.mjs')));
if (process.env.EXTRAIT_NOW) Date.now = () => Number(process.env.EXTRAIT_NOW);

const redirect = (location) => new Response(null, { status: 308, headers: { location } });

// Pages decodes a path once, adds slashes to folders, takes `.html` and `index` away, and lets programs of every site read.
const ANY = { 'access-control-allow-origin': '*' };
const ASSETS = {
  async fetch(asked) {
    const request = new Request(asked);
    const url = new URL(request.url);
    let path;
    try {
      path = decodeURIComponent(url.pathname);
    } catch {
      return new Response('bad', { status: 400 });
    }
    const file = (name) => (!name.includes('\0') && existsSync(join(output, name)) && statSync(join(output, name)).isFile() ? join(output, name) : undefined);
    const served = (name, status = 200) => {
      const bytes = readFileSync(file(name));
      const etag = `"${bytes.length}"`;
      if (status === 200 && request.headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers: { etag, ...ANY } });
      const type = name.endsWith('.html') ? 'text/html; charset=utf-8' : 'application/octet-stream';
      return new Response(request.method === 'HEAD' ? null : bytes, { status, headers: { etag, ...ANY, 'content-type': type, 'cache-control': 'public, max-age=0, must-revalidate' } });
    };
    if (path.endsWith('/index.html') && file(path)) return redirect(url.pathname.slice(0, -10));
    if (path.endsWith('.html') && file(path)) return redirect(url.pathname.slice(0, -5));
    if (path.endsWith('/') && file(`${path}index.html`)) return served(`${path}index.html`);
    if (!path.endsWith('/') && file(`${path}/index.html`)) return redirect(`${url.pathname}/`);
    if (file(path)) return served(path);
    if (file(`${path}.html`)) return served(`${path}.html`);
    return file('404.html') ? served('404.html', 404) : new Response('', { status: 404 });
  },
};

const server = createServer(async (incoming, outgoing) => {
  try {
    const headers = Object.entries(incoming.headersDistinct).flatMap(([name, values]) => values.map((value) => [name, value]));
    const url = new URL(incoming.url, `http://${incoming.headers.host ?? 'localhost'}`);
    const body = ['GET', 'HEAD'].includes(incoming.method) ? undefined : '';
    const answer = await worker.fetch(new Request(url, { method: incoming.method, headers, body }), { ASSETS });
    outgoing.writeHead(answer.status, Object.fromEntries(answer.headers));
    outgoing.end(Buffer.from(await answer.arrayBuffer()));
  } catch (error) {
    // What the platform refuses before the worker is asked: methods and hosts that are none.
    outgoing.writeHead(400).end(String(error.message));
  }
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
