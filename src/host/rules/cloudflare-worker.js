// {{mark}} Cloudflare Pages: lies at the top of the output, where Pages looks for it.
//
// A link is s/<second>-<40 digits>/, and the second stands in the path: this holds for every share there is or will be.
// In the settings of the project, Functions must fail closed: past a plan's limit, pages must not be served without it.

const LINK = new RegExp('^{{path}}/s/(?:never|(\\d{10}))-[0-9a-f]{40}(?:/|$)');
const BELOW = new RegExp('^{{path}}/s(?:/|$)', 'i');
// A link where none can be: the site lies elsewhere than its address says, and nothing would end.
const ELSEWHERE = /\/s\/(?:never|\d{10})-[0-9a-f]{40}(?:\/|$)/i;
const INDEX = new RegExp('^{{path}}/s/(?:index\\.html)?$');
const ASSET = new RegExp('^{{path}}/assets/[^/]+\\.[0-9a-f]{16}\\.[a-z0-9]+$');
const TYPES = {
{{types}}
};
const SHARE = {
{{share_headers}}
};
const ERROR = {
{{error_headers}}
};

// The path as any reader of it might take it: decoded as often as it can be, one slash for many. One walk over its bytes, in
// which what was decoded may end another encoding, so that no path takes longer than its length. Fails where an encoding is
// none, or gives no UTF-8.
function settled(path) {
  const bytes = new TextEncoder().encode(path);
  let length = 0;
  for (const byte of bytes) {
    bytes[length++] = byte;
    while (length > 2 && bytes[length - 3] === 37) {
      const value = digit(bytes[length - 2]) * 16 + digit(bytes[length - 1]);
      if (Number.isNaN(value)) break;
      bytes[(length -= 2) - 1] = value;
    }
  }
  const plain = bytes.subarray(0, length);
  if (plain.includes(37)) throw new URIError();
  const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(plain);
  return new URL(text.replace(/[\\/]+/g, '/').replace(/[?#]/g, '_'), 'https://host').pathname;
}

// The value of a hexadecimal digit; NaN for any other byte.
function digit(byte) {
  return byte < 48 || byte > 102 || byte > 57 && (byte | 32) < 97 ? NaN : byte > 57 ? (byte | 32) - 87 : byte - 48;
}

// What the share allows: its pages in frames, its other files to programs of other sites.
async function allow(headers, request, env, path) {
  const name = path.split('/').pop().toLowerCase();
  const page = name === '' || name.endsWith('.html') || !name.includes('.') && name !== 'sha256sums';
  const marker = new URL(LINK.exec(path)[0] + (page ? '{{framing}}' : '{{origins}}'), request.url);
  if ((await env.ASSETS.fetch(new Request(marker, { method: 'HEAD' }))).status !== 200) return;
  if (page) headers.set('{{policy}}', "{{framed}}");
  else headers.set('{{read}}', '{{readers}}');
}

// The answer for links that have ended and for paths that never were.
async function closed(request, env, status) {
  const page = await env.ASSETS.fetch(new URL('{{prefix}}/404', request.url));
  const headers = new Headers(ERROR);
  headers.set('content-type', 'text/html; charset=utf-8');
  return new Response(request.method === 'HEAD' ? null : page.body, { status, headers });
}

function typed(headers, path) {
  const name = path.split('/').pop();
  const type = name === 'SHA256SUMS' ? TYPES.txt : TYPES[name.split('.').pop().toLowerCase()];
  if (type && name.includes('.') || name === 'SHA256SUMS') headers.set('content-type', type);
}

// What Pages says of a file, without the leave that it gives to programs of every other site.
function said(answer) {
  const headers = new Headers(answer.headers);
  headers.delete('{{read}}');
  return headers;
}

async function asset(request, env, path) {
  const answer = await env.ASSETS.fetch(request);
  if (answer.status === 404) return closed(request, env, 404);
  const headers = said(answer);
  headers.set('X-Content-Type-Options', 'nosniff');
  if (ASSET.test(path) && answer.ok) headers.set('Cache-Control', 'public, max-age=31536000, immutable');
  return new Response(answer.body, { status: answer.status, headers });
}

export default {
  async fetch(request, env) {
    const path = new URL(request.url).pathname;
    let plain;
    try {
      plain = settled(path);
    } catch {
      return closed(request, env, 404);
    }
    if (!BELOW.test(plain)) return ELSEWHERE.test(plain) ? closed(request, env, 404) : asset(request, env, path);
    const link = LINK.exec(path);
    // Whatever hides its way to a link, by encodings or otherwise, finds none.
    if (!(link || INDEX.test(path)) || !LINK.test(plain) && !INDEX.test(plain)) return closed(request, env, 404);
    if (/%2f|%5c|%00|\/\/|\\/i.test(path)) return closed(request, env, 404);
    const end = link?.[1] ? Number(link[1]) * 1000 : Infinity;
    if (!(Date.now() < end)) return closed(request, env, 410);
    if (!['GET', 'HEAD'].includes(request.method)) return new Response(null, { status: 405, headers: ERROR });
    const answer = await env.ASSETS.fetch(request);
    if (answer.status === 404) return closed(request, env, 404);
    const headers = said(answer);
    for (const [name, value] of Object.entries(SHARE)) headers.set(name, value);
    if (answer.ok) typed(headers, plain);
    if (link && (answer.ok || answer.status === 304)) await allow(headers, request, env, plain);
    if (end !== Infinity) {
      // RFC 8594: when what is read here will no longer be served.
      headers.set('Sunset', new Date(end).toUTCString());
      headers.set('Expires', new Date(end).toUTCString());
    }
    return new Response(answer.body, { status: answer.status, headers });
  },
};
