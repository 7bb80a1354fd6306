// Real nginx, with or without the rules that `extrait host write` writes.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { resolve } from 'node:path';
import { after } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return port;
}

async function answers(port) {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/** Serves the folder `root` by the rules in the folder `rules`, if there are any, until the test file ends; its origin. */
export async function nginx(name, root, rules) {
  const place = resolve('target/browser/nginx', name);
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place, { recursive: true });
  const port = await freePort();
  const include = (file) => (rules ? `include ${rules}/${file};` : '');
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${place}/${kind};`);
  writeFileSync(`${place}/nginx.conf`, `daemon off; pcre_jit on; pid ${place}/pid;
${process.getuid() === 0 ? 'user root;' : ''}
events {}
http {
  include /etc/nginx/mime.types; access_log off; ${temporary.join(' ')}
  ${include('http.conf')}
  server { listen 127.0.0.1:${port}; root ${root}; ${include('server.conf')} }
}
`);
  const server = spawn('nginx', ['-c', `${place}/nginx.conf`, '-e', `${place}/error.log`], { stdio: 'inherit', env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` } });
  after(() => server.kill());
  for (let tries = 0; !(await answers(port)); tries += 1) {
    if (tries > 200 || server.exitCode !== null) throw new Error(`nginx does not answer; see ${place}/error.log`);
    await sleep(50);
  }
  return `http://127.0.0.1:${port}/`;
}
