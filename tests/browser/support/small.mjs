// Small sites of one record, built by the program.

import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const program = resolve(process.env.CARGO_TARGET_DIR ?? 'target', 'release/extrait');

/** Runs the program; returns what it printed. */
export const extrait = (...words) => execFileSync(program, words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

/**
 * A site under target/browser/`name`. `title` is that of its one record, work/thing.html; `shares` are lines of each share's
 * file by its name. `link(share)` is the folder of a share in `output`.
 */
export function build(name, { hosts, title, shares }) {
  const site = resolve('target/browser', name);
  rmSync(site, { recursive: true, force: true });
  for (const folder of ['content/registers/work', 'content/shares']) mkdirSync(join(site, folder), { recursive: true });
  const write = (path, text) => writeFileSync(join(site, path), text);
  write('site.yaml', `id: zq\ntitle: T\norganisation: O\ncontact: {name: C}\nbase_url: https://example.org/\nlanguages: [en, fr]\nhosts: [${hosts}]\n`);
  write('content/applications.yaml', 'applications:\n  - {id: app, title: App}\n');
  write('content/registers/work/register.yaml', 'kind: workspace\ntitle: Work\n');
  write('content/registers/work/thing.yaml', `kind: service\ntitle: ${title}\nstatus: published\ncreated: 2020-01-01\n`);
  for (const [share, lines] of Object.entries(shares)) {
    write(`content/shares/${share}.yaml`, `title: ${share}\ncreated: 2020-01-01T00:00:00Z\ninclude: [work]\nprofile: full\nlang: fr\n${lines}\n`);
  }
  extrait('build', '--site', site);
  const links = JSON.parse(extrait('links', '--site', site, '--reveal', '--format', 'json'));
  const link = (share) => new URL(links.find((link) => link.share === share).url).pathname.slice(1);
  return { site, output: join(site, 'output'), link };
}
