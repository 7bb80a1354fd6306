// The judges. Each looks at one page and returns its complaints, as sentences; none when all is well.
// `faults.test.mjs` shows each of them a page that it must refuse.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installed, root } from './site.mjs';
import { visit } from './browser.mjs';

const { AxeBuilder } = installed('@axe-core/playwright');

/**
 * Loading, with JavaScript on: the page asks for itself, its stylesheet and the pictures of its record and nothing else,
 * and the console stays silent. Chromium tells it of every error and of whatever the Content-Security-Policy refuses.
 */
export async function loading(browser, url, stylesheet, options = {}) {
  const complaints = [];
  const requests = [];
  const expected = stylesheet ? [url, stylesheet] : [url];
  const look = async (page) => {
    page.on('console', (message) => complaints.push(`console: ${message.text()}`));
    page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
    page.on('request', (request) => requests.push(request.url()));
    page.on('requestfailed', (request) => complaints.push(`not loaded: ${request.url()}`));
    await page.goto(url, { waitUntil: 'load' });
    complaints.push(...(await style(page)));
  };
  await visit(browser, 'about:blank', look, { javaScriptEnabled: true, ...options });
  for (const request of requests) {
    if (!expected.includes(request) && !isPicture(request, url)) complaints.push(`asks for ${request}`);
  }
  for (const one of expected) if (!requests.includes(one)) complaints.push(`does not ask for ${one}`);
  return complaints;
}

/** The stylesheet holds: the site's colour comes from it alone, and it sets the type. */
async function style(page) {
  const [accent, font] = await page.evaluate(() => {
    const computed = getComputedStyle(document.querySelector('h1'));
    return [computed.getPropertyValue('--accent'), computed.fontFamily];
  });
  return accent && font.includes('Georgia') ? [] : ['the style is not applied'];
}

/** What every page says, in the document and to the eye. */
export async function content(page, { share, kind, status, title, listed }) {
  const seen = await look(page);
  const complaints = common(seen, share.lang);
  const say = (holds, complaint) => holds || complaints.push(complaint);

  say(kind !== 'item' || seen.heading === title, `the heading is not the title: ${seen.heading}`);
  const stamps = seen.stamp.filter((text) => /^[0-9a-f]{64}$/.test(text));
  say(stamps.length === (kind === 'register' ? 0 : 1), `${stamps.length} hashes in the stamp`);

  if (share.expires) {
    const end = seen.times.find((time) => Date.parse(time.datetime) === Date.parse(share.expires));
    say(end, `no <time> says ${share.expires}`);
    const [before] = share.words.expires_at.split('{');
    const year = share.expires.slice(0, 4);
    say(end?.text.startsWith(before) && end.text.includes(year), `the end is not told in words: ${end?.text}`);
  } else {
    say(seen.text.includes(share.words.expires_never), 'does not say that the link has no end');
  }

  // A mark is a visible element that says nothing but its word.
  const { draft, archived } = share.words;
  const marks = seen.leaves.filter(({ text }) => [draft, archived].includes(text));
  const expected = [{ status }, ...listed.map((item) => ({ status: item.status, href: `/${item.path}` }))]
    .filter((item) => ['draft', 'archived'].includes(item.status))
    .map((item) => `${share.words[item.status]} at ${item.href}`);
  const found = marks.map((mark) => `${mark.text} at ${mark.href}`);
  say(String(found.sort()) === String(expected.sort()), `marks: [${found}], expected [${expected}]`);
  if (kind === 'item' && status !== 'published') {
    say(seen.title.includes(`[${share.words[status]}]`), `the title hides that it is ${status}`);
  }
  return complaints;
}

/** What pages outside shares say: nothing of any share. */
export async function neutral(page, secrets) {
  const seen = await look(page);
  const source = await page.content();
  const told = secrets.filter((secret) => source.includes(secret)).map((secret) => `names ${secret}`);
  return [...common(seen, seen.lang), ...told, ...(await style(page))];
}

/** A picture in the folder of the page's own share, named by its content. */
export function isPicture(request, page) {
  if (request === 'data:,') return true;
  const share = page.slice(0, page.indexOf('/', page.indexOf('/s/') + 3) + 1);
  return request.startsWith(`${share}files/`) && /^[0-9a-f]{16}-[\w.-]+\.(png|jpe?g|webp)$/.test(request.slice(share.length + 6));
}

function common(seen, lang) {
  const complaints = [];
  const say = (holds, complaint) => holds || complaints.push(complaint);
  say(seen.lang === lang, `lang is "${seen.lang}", not "${lang}"`);
  say(seen.headings === 1, `${seen.headings} h1`);
  say(seen.robots.includes('noindex'), 'robots may index');
  say(seen.referrer === 'no-referrer', 'tells where its readers come from');
  say(seen.policy.includes("default-src 'none'") && !seen.policy.includes('unsafe'), `policy: ${seen.policy}`);
  say(seen.policyFirst, 'something stands before the policy, which does not bind it');
  for (const one of seen.active) complaints.push(`more than text: ${one}`);
  return complaints;
}

/** Reads the document as it stands in the browser. */
function look(page) {
  return page.evaluate(() => {
    const all = (selector) => [...document.querySelectorAll(selector)];
    const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content ?? '';
    const visible = (element) => {
      const box = element.getBoundingClientRect();
      return element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && box.width * box.height > 4;
    };
    const text = (element) => element.textContent.trim();
    const media = 'img, picture, video, audio, iframe, object, embed';
    const active = `script, form, base, meta[http-equiv=refresh], [style], ${media}`;
    const handlers = all('*').filter((element) => element.getAttributeNames().some((name) => name.startsWith('on')));
    const links = all('link:not([rel=stylesheet])').filter((link) => link.rel !== 'icon' || link.href !== 'data:,');
    const preview = (element) => element.matches('img.preview[alt]:not([alt=""])[src^="../files/"]');
    const policy = document.querySelector('meta[http-equiv="Content-Security-Policy"]');
    const first = document.querySelector('link, style, script');
    return {
      lang: document.documentElement.lang,
      title: document.title,
      heading: document.querySelector('h1') && text(document.querySelector('h1')),
      headings: all('h1').filter(visible).length,
      robots: meta('robots'),
      referrer: meta('referrer'),
      policy: policy?.content ?? '',
      policyFirst: Boolean(policy && first && policy.compareDocumentPosition(first) & Node.DOCUMENT_POSITION_FOLLOWING),
      active: [...all(active).filter((element) => !preview(element)), ...handlers, ...links].map((element) => element.outerHTML.slice(0, 120)),
      text: document.body.innerText,
      stamp: all('.stamp *').filter((element) => !element.childElementCount && visible(element)).map(text),
      times: all('time').filter(visible).map((time) => ({ datetime: time.dateTime, text: text(time) })),
      leaves: all('body *')
        .filter((element) => !element.childElementCount && visible(element))
        .map((element) => ({ text: text(element), href: element.closest('li')?.querySelector('a')?.pathname })),
    };
  });
}

/** Links: those inside stay in the share and lead to a file; those that leave do not tell where from. */
export async function links(page, share, reached = new Set()) {
  const found = await page.evaluate(() =>
    [...document.querySelectorAll('a, area')].map((link) => ({
      href: link.href,
      rel: [...link.relList],
      anchor: !link.hash || Boolean(document.getElementById(decodeURIComponent(link.hash.slice(1)))),
    })),
  );
  const here = new URL(page.url());
  const complaints = [];
  for (const { href, rel, anchor } of found) {
    const url = new URL(href);
    const path = url.pathname.slice(1);
    if (['mailto:', 'tel:'].includes(url.protocol)) continue;
    if (!['http:', 'https:'].includes(url.protocol)) complaints.push(`strange link: ${href}`);
    else if (url.origin !== here.origin) rel.includes('noreferrer') || complaints.push(`tells where from: ${href}`);
    // One page of the site tells how to check a share; it belongs to none.
    else if (!path.startsWith(share.folder) && path !== 'check.html') complaints.push(`leaves the share: ${href}`);
    // A file, not a folder: a copy on a disk has no server to find its index.
    else if (!isFile(join(root, path))) complaints.push(`leads to no file: ${href}`);
    else if ((await page.request.get(href)).status() !== 200) complaints.push(`leads nowhere: ${href}`);
    else if (url.pathname === here.pathname && !anchor) complaints.push(`leads to no part of the page: ${href}`);
    else reached.add(path);
  }
  return complaints;
}

const isFile = (path) => existsSync(path) && statSync(path).isFile();

/** WCAG 2.2, levels A and AA, as far as a machine can tell. */
export async function accessibility(browser, url, options) {
  // The checker needs JavaScript, and reads stylesheets by asking for them again, which the policy refuses.
  return visit(browser, url, judge, { javaScriptEnabled: true, bypassCSP: true, ...options });
  async function judge(page) {
    const levels = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'];
    const { violations } = await new AxeBuilder({ page }).withTags(levels).analyze();
    return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.failureSummary} ${node.html}`));
  }
}

/** Nothing stands out on the right of a narrow screen. */
export async function narrow(page) {
  const [content, screen] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  return content > screen ? [`${content} pixels wide on a screen of ${screen}`] : [];
}

/** The text of the page on A4 paper, sheet by sheet. */
export async function sheets(page) {
  const folder = mkdtempSync(join(tmpdir(), 'extrait-print-'));
  try {
    const file = join(folder, 'page.pdf');
    await page.pdf({ path: file, format: 'A4', preferCSSPageSize: true });
    const text = execFileSync('pdftotext', ['-raw', file, '-'], { encoding: 'utf8' });
    return text.split('\f').slice(0, -1);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Paper tells what, until when, which version, and on every sheet of a draft that it is one. */
export async function paper(page, { share, status, title }) {
  const all = await sheets(page);
  const complaints = all.length ? [] : ['prints nothing'];
  // Line breaks and hyphens are the printer's, not the author's.
  const bare = (text) => text.replace(/[\s\u00ad‐-]+/g, '').toLowerCase();
  const text = bare(all.join(' '));
  const hash = await page.locator('.stamp .hash').textContent();
  const end = share.expires ? share.words.expires_at.split('{')[0] : share.words.expires_never;
  for (const [what, words] of Object.entries({ title, hash, end })) {
    if (!text.includes(bare(words))) complaints.push(`does not print its ${what}`);
  }
  if (share.expires && !text.includes(share.expires.slice(0, 4))) complaints.push('does not print when it ends');
  const { draft } = share.words;
  const marked = all.filter((sheet) => sheet.toUpperCase().includes(draft.toUpperCase())).length;
  if (status === 'draft' && marked !== all.length) complaints.push(`${marked} of ${all.length} sheets say ${draft}`);
  if (status !== 'draft' && all.some((sheet) => new RegExp(`^\\s*${draft}\\s*$`, 'im').test(sheet))) {
    complaints.push('is marked as a draft');
  }
  return complaints;
}

// The checker knows neither the origin of a page nor the hash of its style, and takes both for refused. Whether the
// policy lets the style through is judged by `loading` and `neutral`, in the browser.
const MISTAKEN = [
  /^Resource violates Content Security Policy .* external stylesheet “(\.\.\/)+assets\/style\.[0-9a-f]+\.css”/,
  /^Resource violates Content Security Policy .* image “\.\.\/files\/[0-9a-f]{16}-[\w.-]+” blocked by “img-src” directive/,
  /^Inline style violates Content Security Policy .* blocked by “style-src” directive/,
];

/** The Nu HTML checker over a file or a folder: its errors, and its warnings too. */
export function markup(path) {
  const options = ['--skip-non-html', '--stdout', '--format', 'json', '--exit-zero-always'];
  const report = execFileSync('java', ['-jar', installed('vnu-jar'), ...options, path], { encoding: 'utf8' });
  const { messages } = JSON.parse(report);
  return messages
    .filter(({ message }) => !MISTAKEN.some((mistaken) => mistaken.test(message)))
    .map(({ type, subType, message, url, lastLine }) => `${subType ?? type}: ${message} (${url}:${lastLine})`);
}
