// Judges that never complain prove nothing: each is shown pages with one fault planted on their way out of the host.

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after } from 'node:test';
import { open, serve, visit } from './support/browser.mjs';
import { accessibility, content, links, loading, markup, narrow, neutral, paper } from './support/judges.mjs';
import { kinds, root, shares, stylesheet } from './support/site.mjs';

const browser = await open();
let plant = (html) => html;
const host = await serve({ alter: (html) => plant(html) });

const other = shares.find((share) => share.folder !== kinds.item.share.folder);
const phone = { viewport: { width: 320, height: 640 } };

const JUDGES = {
  content: (page) => visit(browser, host.url(page.path), (open) => content(open, page)),
  links: (page) => visit(browser, host.url(page.path), (open) => links(open, page.share)),
  loading: (page) => loading(browser, host.url(page.path), host.url(stylesheet)),
  accessibility: (page) => accessibility(browser, host.url(page.path)),
  narrow: (page) => visit(browser, host.url(page.path), narrow, phone),
  paper: (page) => visit(browser, host.url(page.path), (open) => paper(open, page)),
  neutral: ({ path }) => visit(browser, host.url(path), (page) => neutral(page, [other.title])),
  markup: async ({ path }) => {
    const folder = mkdtempSync(join(tmpdir(), 'extrait-fault-'));
    try {
      writeFileSync(join(folder, 'page.html'), plant(readFileSync(join(root, path), 'utf8')));
      return markup(folder);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

const { item, draft, archived, register, front, 'list with a draft': list, 'hostile item': hostile } = kinds;
const closed = { path: '404.html' };
const main = (html) => ['<main id="main" tabindex="-1">', `<main id="main" tabindex="-1">${html}`];

// Judge, page, what is replaced by what, and the complaint that this must raise.
const FAULTS = [
  ['content', item, [/<html lang="\w+">/, '<html>'], /^lang is ""/],
  ['content', item, [/<html lang="\w+">/, '<html lang="fr">'], /^lang is "fr"/],
  ['content', item, main('<h1>Another</h1>'), /2 h1/],
  ['content', item, [/<h1>[^<]*/, '<h1>Another'], /heading is not the title/],
  ['content', item, [/<meta name="robots"[^>]*>/, ''], /may index/],
  ['content', item, [/<meta name="referrer"[^>]*>/, ''], /where its readers come from/],
  ['content', item, [/<meta http-equiv[^>]*>/, ''], /policy/],
  ['content', item, [/default-src &#39;none&#39;/, 'default-src *'], /policy/],
  ['content', item, ['style-src ', 'style-src &#39;unsafe-inline&#39; '], /policy/],
  ['content', item, [/(<meta http-equiv[^>]*>)([^]*)(<link [^>]*>)/, '$3$1$2'], /before the policy/],
  ['content', item, [/<code class="hash">\w{64}/, '<code class="hash">0123'], /0 hashes/],
  ['content', front, [/<code class="hash">\w{64}/, '<code class="hash">'], /0 hashes/],
  ['content', item, [/<time datetime="2099[^"]*"/, '<time datetime="2098-01-01"'], /no <time> says/],
  ['content', register, [/(<time datetime="2099[^"]*">)[^<]*/, '$1soon'], /not told in words/],
  ['content', draft, [/<p class="notice[^]*?<\/p>/, ''], /^marks/],
  ['content', draft, [/<title>\[Draft\] /, '<title>'], /title hides/],
  ['content', archived, [/<p class="notice[^]*?<\/p>/, ''], /^marks/],
  ['content', list, [/<span class="mark mark-draft[^]*?<\/span>/, ''], /^marks/],
  ['content', item, main('<p>Draft</p>'), /^marks/],
  ['content', item, main('<script></script>'), /more than text: <script/],
  ['content', item, main('<p onclick="alert(1)">x</p>'), /more than text: <p onclick/],
  ['content', item, main('<p style="color: red">x</p>'), /more than text: <p style/],
  ['content', item, ['</head>', '<link rel="icon" href="icon.png"></head>'], /more than text: <link/],
  ['links', hostile, [/(<a href="https:\/\/elsewhere\.example\/") rel="noreferrer">leave/, '$1>leave'], /tells where from/],
  ['links', item, [/(<a href="https[^"]*") rel="noreferrer"/, '$1'], /tells where from/],
  ['links', item, main(`<a href="/${other.folder}index.html">x</a>`), /leaves the share/],
  ['links', item, main('<a href="missing.html">x</a>'), /leads to no file/],
  ['links', item, main('<a href="../">x</a>'), /leads to no file/],
  ['links', item, main('<a href="#missing">x</a>'), /no part of the page/],
  ['links', item, main('<a href="javascript:alert(1)">x</a>'), /strange link/],
  ['loading', item, ['assets/style.', 'assets/stile.'], /does not ask for/],
  ['loading', item, ['style-src &#39;self&#39;', 'style-src &#39;none&#39;'], /style is not applied/],
  ['loading', item, main('<img src="pixel.png" alt="">'), /violates .* Content Security Policy/],
  ['accessibility', item, [/<title>[^]*<\/title>/, ''], /^document-title/],
  ['accessibility', item, main('<p style="color: #ccc; background: #fff">pale</p>'), /^color-contrast/],
  ['narrow', item, main('<hr width="900">'), /wide on a screen of 320/],
  ['paper', item, ['<h1>', '<h1 hidden>'], /does not print its title/],
  ['paper', item, [/<code class="hash">\w+<\/code>/, '<span hidden>$&</span>'], /does not print its hash/],
  ['paper', item, [/(<time datetime="2099[^"]*")/, '$1 hidden'], /does not print its end/],
  ['paper', draft, [/<p class="watermark[^]*?<\/p>/, ''], /sheets say Draft/],
  ['paper', item, main('<p>Draft</p>'), /marked as a draft/],
  ['neutral', closed, ['</main>', `${other.title}</main>`], /^names /],
  ['neutral', closed, ['<style>', '<style>/* changed */'], /style is not applied/],
  ['markup', item, main('<p><div></p>'), /^error/],
];

for (const [judge, page, [from, to], complaint] of FAULTS) {
  test(`${judge} complains: ${complaint.source}`, async () => {
    plant = (html) => html;
    assert.deepEqual(await JUDGES[judge](page), [], 'the page is well before');
    plant = (html) => html.replace(from, to);
    const original = readFileSync(join(root, page.path), 'utf8');
    assert.notEqual(plant(original), original, 'the fault is planted');
    const complaints = await JUDGES[judge](page);
    assert.ok(complaints.some((one) => complaint.test(one)), `complaints: ${complaints.join('; ') || 'none'}`);
  });
}

// The policy is what holds when all else fails: a page that was tampered with runs nothing and calls nobody.
test('the policy refuses a planted script and a picture from elsewhere', async () => {
  let calls = 0;
  const elsewhere = createServer((_, response) => void calls++ || response.end()).listen(0, '127.0.0.1');
  after(() => elsewhere.close());
  await new Promise((listening) => elsewhere.once('listening', listening));
  const picture = `<img alt="" src="http://127.0.0.1:${elsewhere.address().port}/pixel.png">`;
  plant = (html) => html.replace('</main>', `${picture}<script>document.title = 'taken'</script></main>`);

  const url = host.url(item.path);
  const title = (options) => visit(browser, url, (page) => page.title(), { javaScriptEnabled: true, ...options });
  const complaints = await loading(browser, url, host.url(stylesheet));
  assert.match(complaints.join('\n'), /violates .*script/);
  assert.match(complaints.join('\n'), /violates .*pixel\.png|pixel\.png.*violates/);
  assert.notEqual(await title(), 'taken');
  assert.equal(calls, 0);

  // Without the policy both would have happened.
  assert.equal(await title({ bypassCSP: true }), 'taken');
  assert.equal(calls, 1);
});
