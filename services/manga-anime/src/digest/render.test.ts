import assert from 'node:assert/strict';
import { test } from 'node:test';
import { finding, NOW, testContext } from '../../test/context.ts';
import { saveFinding } from '../releases/records.ts';
import type { Finding } from '../sources/finding.ts';
import { waitingEntries } from './entries.ts';
import { renderDigest } from './render.ts';

function mailOf(findings: Finding[], parts = 1) {
  const { database } = testContext();
  for (const one of findings) saveFinding(database, one, NOW);
  return renderDigest(waitingEntries(database, {}), { day: '2026-11-21', part: 1, parts });
}

const VOLUME = finding({
  source: 'feed:shop',
  externalId: 'v5',
  type: 'manga',
  title: '海辺の製図室',
  releaseType: 'volume',
  number: '5',
  platform: 'ほんの波止場',
  date: '2026-11-25',
  at: undefined,
  url: 'https://example.com/v5',
});

test('A25: a digest has the two sections, their badges, dates and links, in text and HTML', () => {
  const { title, body, html } = mailOf([finding({ subtitle: '旅立ち', platform: 'TOKYO MX' }), VOLUME], 3);
  assert.equal(title, '[アニメ・マンガ情報] 2026年11月21日 (1/3) アニメ1件・マンガ1件');
  assert.equal(
    body,
    `2026年11月21日(土)の新着情報 1/3

■ アニメ (1件)

・葬送のフリーレン 第3話「旅立ち」
  配信日: 2026年11月22日(日) 00:30
  TOKYO MX
  詳細を見る: https://example.com/frieren/3

■ マンガ (1件)

・海辺の製図室 第5巻
  発売日: 2026年11月25日(水)
  ほんの波止場
  購入する: https://example.com/v5
`,
  );
  for (const part of [
    'アニメ (1件)',
    'マンガ (1件)',
    '>第3話<',
    '>第5巻<',
    '配信日: ',
    '発売日: ',
    '>詳細を見る</a>',
    '>購入する</a>',
  ]) {
    assert.ok(html.includes(part), part);
  }
});

test('A25: whatever a source writes is escaped', () => {
  const hostile = `<script>alert('1')</script>&"x`;
  const { html, title } = mailOf([finding({ title: hostile, subtitle: hostile, platform: hostile })]);
  assert.doesNotMatch(html, /<script/);
  assert.equal(html.split('&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;&quot;x').length - 1, 3);
  assert.doesNotMatch(title, /[\r\n]/);
});

for (const url of ['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'not a url', '//example.com']) {
  test(`A25: ${url} is not linked`, () => {
    const { html, body } = mailOf([finding({ url })]);
    assert.doesNotMatch(html, /<a /);
    assert.doesNotMatch(body, /詳細を見る/);
  });
}

test('A25: a link cannot leave its attribute', () => {
  const { html } = mailOf([finding({ url: 'https://example.com/"onmouseover="x' })]);
  assert.match(html, /<a href="https:\/\/example\.com\/%22onmouseover=%22x"/);
});
