// What was built: the open shares, their pages, and what each page ought to say.

import { createRequire } from 'node:module';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const place = resolve('target/browser');
export const root = join(place, 'output');
/** Resolves the npm packages, which lie outside the sources. */
export const installed = createRequire(join(place, 'package.json'));

const json = (path) => JSON.parse(readFileSync(path, 'utf8'));
const links = json(join(place, 'links.json'));
const words = (lang) => json(`themes/default/locales/${lang}.json`).interface;

/** Every open link: `{ name, title, folder, lang, words, expires, extract, pages }`. */
export const shares = links.filter((link) => ['live', 'ending'].includes(link.state)).map(share);

/** The folders of shares that ended or were withdrawn. */
export const closed = links.filter((link) => ['ended', 'revoked'].includes(link.state)).map(folder);

/** Pages of the site that belong to no share, that of the share that ended in 2001 among them. */
const canary = readdirSync(join(root, 's')).find((name) => name.startsWith('1000000000-'));
export const outside = ['404.html', 'check.html', 'index.html', 's/index.html', `s/${canary}/index.html`];

/** The one stylesheet that pages load. */
export const stylesheet = `assets/${readdirSync(join(root, 'assets')).find((name) => name.endsWith('.css'))}`;

/** Every page of every share. */
export const pages = shares.flatMap((share) => share.pages);

/** One page of each kind: what looks different stands here once. */
export const kinds = {
  front: page((page) => page.kind === 'front' && page.share.name === 'whole-register'),
  'front in French': page((page) => page.kind === 'front' && page.share.name === 'with-another-group'),
  'empty front': page((page) => page.kind === 'front' && page.share.name === 'empty'),
  register: page((page) => page.kind === 'register' && page.share.name === 'whole-register'),
  'list with a draft': page((page) => page.kind === 'register' && page.share.name === 'trial'),
  item: page((page) => page.kind === 'item' && page.share.name === 'whole-register'),
  'item with tables': page((page) => page.path.endsWith('hosting/backup.html')),
  'item with selected fields': page((page) => page.kind === 'item' && page.share.name === 'two-recipients'),
  draft: page((page) => page.status === 'draft' && page.share.name === 'one-draft'),
  'draft in French': page((page) => page.status === 'draft' && page.share.name === 'trial'),
  archived: page((page) => page.status === 'archived'),
  'hostile item': page((page) => page.path.endsWith('trial/markup.html')),
};

function page(matches) {
  return pages.find(matches) ?? fail('the example site no longer has such a page', matches);
}

function fail(...why) {
  throw new Error(why.join(': '));
}

function folder(link) {
  return new URL(link.url).pathname.replace(/^.*(?=s\/[^/]+\/$)/, '');
}

function share(link) {
  const path = folder(link);
  const extract = json(join(root, path, 'extract.json'));
  const share = { name: link.share, title: link.title, folder: path, expires: link.expires, extract };
  share.lang = extract.lang;
  share.words = words(extract.lang);
  const items = extract.registers.flatMap((register) =>
    register.items.map((item) => ({ ...item, path: `${path}${register.id}/${item.id}.html`, register: register.id })),
  );
  // From the disk, not from the extract: a page that nobody announced is to be judged too.
  const found = readdirSync(join(root, path), { recursive: true }).filter((name) => name.endsWith('.html'));
  share.pages = found.map((name) => {
    const item = items.find((item) => item.path === path + name);
    const kind = name === 'index.html' ? 'front' : name.endsWith('/index.html') ? 'register' : 'item';
    const register = name.split('/')[0];
    const listed = kind === 'item' ? [] : items.filter((item) => kind === 'front' || item.register === register);
    return { share, kind, path: path + name, status: item?.status, title: item?.title, listed };
  });
  for (const item of items) if (!existsSync(join(root, item.path))) fail('no page of an item', item.path);
  return share;
}
