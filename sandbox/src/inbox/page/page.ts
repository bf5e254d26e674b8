import { readFileSync } from 'node:fs';
import type { Incoming, Reply } from '../../http/route.ts';
import { WORDS } from './words.ts';
import type { Lang } from './words.ts';

const read = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8');
const style = ['frame.css', 'list.css', 'reader.css'].map(read).join('\n');
const script = read('inbox.client.js');
const POLICY =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; frame-src 'self'; base-uri 'none'";

export function inboxPage(incoming: Incoming, smtpPort: number): Reply {
  const lang = languageOf(incoming);
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'content-language': lang,
    'content-security-policy': POLICY,
    vary: 'accept-language',
  };
  return { status: 200, headers, body: render(lang, smtpPort, incoming.headers.host ?? '127.0.0.1:7710') };
}

export function pageStyle(): Reply {
  return { status: 200, headers: { 'content-type': 'text/css; charset=utf-8' }, body: style };
}

export function pageScript(): Reply {
  return { status: 200, headers: { 'content-type': 'text/javascript; charset=utf-8' }, body: script };
}

function languageOf({ query, headers }: Incoming): Lang {
  const asked = query.get('lang') ?? headers['accept-language'] ?? '';
  const first = asked
    .split(',')
    .map((part) => part.trim().slice(0, 2))
    .find((code) => code === 'ja' || code === 'en');
  return first === 'en' ? 'en' : 'ja';
}

function render(lang: Lang, smtpPort: number, host: string): string {
  const words = WORDS[lang];
  const other = lang === 'ja' ? 'en' : 'ja';
  const slack = `curl -d '{"text":"hello"}' http://${escape(host)}/slack/services/T000/B000/xxxx`;
  return `<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${words.title}</title>
<link rel="stylesheet" href="/inbox.css">
<script type="application/json" id="words">${JSON.stringify(words).replaceAll('<', '\\u003c')}</script>
<script src="/inbox.js" defer></script>
</head>
<body>
<header>
  <div class="brand"><span class="mark" aria-hidden="true"></span><div><h1>${words.title}</h1><p>${words.lead}</p></div></div>
  <nav><span id="live" role="status">${words.live}</span><a href="?lang=${other}" lang="${other}">${words.other}</a></nav>
</header>
<main>
  <section class="list" aria-label="${words.title}">
    <form class="tools" role="search">
      <input id="search" type="search" placeholder="${words.search}" aria-label="${words.search}">
      <select id="channel" aria-label="${words.all}"><option value="">${words.all}</option></select>
      <button id="clear" type="button">${words.clear}</button>
    </form>
    <p class="count"><strong id="count">0</strong> ${words.count}</p>
    <ol id="messages"></ol>
    <p id="no-match" hidden>${words.noMatch}</p>
    <div id="empty" hidden>
      <h2>${words.emptyTitle}</h2>
      <p>${words.emptyText}</p>
      <pre>smtp://127.0.0.1:${smtpPort}</pre>
      <p>${words.emptyExample}</p>
      <pre>${slack}</pre>
    </div>
  </section>
  <article id="reader" aria-live="polite"><p class="choose">${words.choose}</p></article>
</main>
</body>
</html>
`;
}

function escape(value: string): string {
  return value.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
