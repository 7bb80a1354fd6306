// How much the worker works at a path, by counting: `node steps.mjs WORKER` prints, for each hostile path and the same path
// twice as long, how many steps were taken, as JSON. A step is a turn of a block of the worker's code, as the engine counts
// them, and each character that is handed to a function of the engine. Then holds what is decoded in one walk against what is
// decoded again and again.

import { readFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';

const source = readFileSync(process.argv[2], 'utf8').replace(/export default/, 'const worker =');
let handed = 0;
const counted = (holder, name) => {
  const native = holder[name];
  holder[name] = function (...given) {
    const subject = typeof this === 'string' || this instanceof String ? this : given[0];
    handed += subject?.length ?? 0;
    return native.apply(this, given);
  };
};
counted(globalThis, 'decodeURIComponent');
counted(String.prototype, 'replace');
counted(TextEncoder.prototype, 'encode');
counted(TextDecoder.prototype, 'decode');

const session = new Session();
session.connect();
await session.post('Profiler.enable');
await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
const settled = (0, eval)(`(() => { ${source}\nreturn settled; })()\n//# sourceURL=worker-under-test.js`);

async function steps(path) {
  await session.post('Profiler.takePreciseCoverage');
  handed = 0;
  try {
    settled(path);
  } catch {}
  const { result } = await session.post('Profiler.takePreciseCoverage');
  const script = result.find((one) => one.url === 'worker-under-test.js');
  const ranges = (script?.functions ?? []).flatMap((one) => one.ranges);
  return handed + ranges.reduce((sum, range) => sum + range.count, 0);
}

const HOSTILE = {
  nested: (n) => `/s/%${'25'.repeat(n)}41`,
  'nested, many': (n) => `/s/${`%${'25'.repeat(n / 8)}41`.repeat(8)}`,
  'digits encoded': (n) => `/s/${'%25%34%31'.repeat(n)}`,
  'never ends': (n) => `/s/${'%25'.repeat(n)}`,
  slashes: (n) => '/'.repeat(n),
  backslashes: (n) => `/${'%5c'.repeat(n)}`,
  climbing: (n) => `/${'x/%2e%2e/'.repeat(n)}`,
  malformed: (n) => `/${'%'.repeat(n)}`,
};
const told = {};
for (const [name, path] of Object.entries(HOSTILE)) told[name] = [await steps(path(2000)), await steps(path(4000))];

// The same by the book.
function again(path) {
  for (let before = ''; before !== path; ) {
    before = path;
    path = decodeURIComponent(path).replace(/[\\/]+/g, '/');
  }
  return new URL(path.replace(/[?#]/g, '_'), 'https://host').pathname;
}
const differ = [];
let state = 12, compared = 0;
const chance = (below) => (state = (state * 48271) % 2147483647) % below;
const PARTS = ['%', '25', '%25', '%2525', '41', '%41', '5c', '%5C', '2f', '%2F', '/', '\\', '..', '%2e', 's', '%73', '%c3%a9', '%C3', 'é', '%3f', '?', '#', '%00', '%0a', '-', '4', '1', 'G'];
for (let round = 0; round < 200000; round++) {
  const path = '/' + Array.from({ length: 1 + chance(9) }, () => PARTS[chance(PARTS.length)]).join('');
  let expected, found;
  try {
    expected = again(path);
  } catch {
    continue;
  }
  try {
    found = settled(path);
  } catch {}
  compared++;
  if (found !== expected) differ.push([path, expected, found]);
}
console.log(JSON.stringify({ told, compared, differ: differ.slice(0, 5) }));
process.exit(0);
