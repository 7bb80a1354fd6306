// Builds the example site for the tests, from a copy: the state that a build keeps beside its site is the developer's,
// and a secret made for one run must leave no trace in it.

import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const place = resolve('target/browser');
const site = join(place, 'site');
const program = resolve(process.env.CARGO_TARGET_DIR ?? 'target', 'release/extrait');

const parts = `extrait1_${randomBytes(32).toString('base64url')}`;
const secret = `${parts}_${createHash('sha256').update(parts).digest('hex').slice(0, 8)}`;
const env = { ...process.env, EXTRAIT_SECRET: secret };
delete env.EXTRAIT_SECRET_FILE;

for (const old of ['site', 'output', 'links.json']) rmSync(join(place, old), { recursive: true, force: true });
mkdirSync(site, { recursive: true });
for (const part of ['site.yaml', 'content', 'themes']) cpSync(part, join(site, part), { recursive: true });
// What only a browser can refuse: a record that tries to be more than text.
cpSync('tests/browser/hostile', join(site, 'content'), { recursive: true });

const run = (...args) => execFileSync(program, args, { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
try {
  run('build', '--site', site, '--output', join(place, 'output'));
  writeFileSync(join(place, 'links.json'), run('links', '--site', site, '--reveal', '--format', 'json'));
} catch (error) {
  console.error(error.stderr ?? error);
  process.exit(1);
}
if (!existsSync(join(place, 'output/index.html'))) throw new Error('the build left no pages');
