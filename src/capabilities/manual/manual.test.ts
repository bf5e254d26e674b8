import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fact, task } from '#manual/guides.ts';
import type { Installation } from '#manual/manuals.ts';
import { postgres, sqlite } from '#manual/databases.ts';
import { jsonLog } from '#manual/logs.ts';
import { command, operation } from '#manual/process.ts';
import { secret } from '#manual/references.ts';
import type { Capability } from '#operations/capability.ts';
import { createRegistry } from '#operations/registry.ts';
import { access } from '#capabilities/access/index.ts';
import { checklist } from '#capabilities/checklist/index.ts';
import { delivery } from '#capabilities/delivery/index.ts';
import { emergency } from '#capabilities/emergency/index.ts';
import { logs } from '#capabilities/logs/index.ts';
import { report } from '#capabilities/report/index.ts';
import { runbook } from '#capabilities/runbook/index.ts';
import { schedule } from '#capabilities/schedule/index.ts';
import { service } from '#capabilities/service/index.ts';
import { openTestToban } from '#test/toban.ts';
import { durationText } from './duration-text.ts';
import { manual } from './index.ts';
import { secretsIn } from './secrets.ts';

const everything: Capability[] = [
  access,
  checklist,
  delivery,
  emergency,
  logs,
  report,
  runbook,
  schedule,
  service,
  manual,
];
const main = sqlite('main', 'news.db');

const news = {
  id: 'news',
  title: { en: 'Release news', ja: '新着配信' },
  about: { en: 'Mails what is new.', ja: '新着をメールで届ける。' },
  folder: '/srv/news',
  zone: 'Asia/Tokyo',
  process: command('node', 'main.mjs'),
  stopGrace: '5s',
  health: { url: 'http://127.0.0.1:7720/health' },
  environment: { API_KEY: secret('NEWS_API_KEY'), MODE: 'real' },
  databases: [main, postgres('archive', secret('ARCHIVE_URL'))],
  logs: [jsonLog('app')],
  channels: [
    {
      name: 'readers',
      kind: 'email',
      options: { from: 'a@example.com', smtp: { host: 'mail.internal', password: secret('SMTP_PASSWORD') } },
    },
  ],
  categories: { digest: { unknown: 'hold', expires: '2d' } },
  jobs: [
    {
      name: 'deliver',
      title: { en: 'Deliver', ja: '配信' },
      run: command('node', 'main.mjs', 'run'),
      schedule: '0 8,12,20 * * *',
      parameters: [{ name: 'limit', type: 'number', description: { en: 'At most', ja: '最大件数' } }],
      dryRunFlag: '--dry-run',
    },
  ],
  retention: [
    { of: main, name: 'releases', title: { en: 'Old | sent', ja: '配信済み' }, after: '183d', where: 'sent < :before' },
  ],
  recovery: {
    temporary: ['data/*.tmp'],
    validate: command('node', 'main.mjs', 'validate'),
    rehearse: { job: 'deliver', parameters: { limit: 1 } },
  },
  checklists: {
    daily: [
      fact('errors', { en: 'No errors', ja: 'エラーなし' }, { query: 'logs.errors', path: 'today', atMost: 0 }),
      task('disk', { en: 'Enough disk', ja: 'ディスク残量' }, 'df -h'),
    ],
  },
  runbooks: [
    {
      name: 'silent',
      title: { en: 'No mail arrives', ja: 'メールが届かない' },
      when: { en: 'No digest came', ja: '配信が来ない' },
      steps: [
        { title: { en: 'Look at the lamp', ja: 'ランプを見る' } },
        {
          title: { en: 'Try again', ja: '再試行' },
          run: operation('jobs.run', { service: 'news', job: 'deliver', parameters: { limit: 5 } }),
        },
      ],
    },
  ],
  contacts: [{ name: 'Aki', role: { en: 'On duty', ja: '当番' }, address: 'aki@example.com' }],
} as Installation['services'][number];

const bare = { id: 'bare', title: { en: 'Bare', ja: '最小' }, folder: '/srv/bare' };

async function shown(lang: 'en' | 'ja', id = 'news', capabilities = everything): Promise<string> {
  await using toban = await openTestToban({ capabilities, services: [news, bare] });
  return (await toban.ask('manual.show', { service: id, lang })).markdown;
}

test('F3: the manual has a part for all that the declaration tells, in either language', async () => {
  const headings = (page: string) =>
    page
      .split('\n')
      .filter((line) => line.startsWith('## '))
      .map((line) => line.slice(3));
  const [en, ja] = [await shown('en'), await shown('ja')];
  assert.deepEqual(headings(en), [
    'In an emergency',
    'Every day',
    'Start and stop',
    'Health',
    'Jobs',
    'Deliveries',
    'Databases',
    'Logs',
    'Checklists',
    'Runbooks',
    'Contacts',
  ]);
  assert.deepEqual(headings(ja), [
    '緊急時対応',
    '日常運用',
    '起動と停止',
    '正常確認',
    'ジョブ',
    '配信',
    'データベース',
    'ログ',
    'チェックリスト',
    '手順書',
    '連絡先',
  ]);
  for (const told of [
    'every day at 8:00, 12:00, 20:00 `0 8,12,20 * * *` (Asia/Tokyo)',
    '| Aki | On duty | aki@example.com |',
    '| Old \\| sent | `main` | 183 days |',
    '`toban jobs run news deliver --limit 5`',
    'killed after 5 seconds',
    'tries `deliver --limit 1` without effect',
  ]) {
    assert.ok(en.includes(told), told);
  }
  for (const told of [
    '毎日 8:00、12:00、20:00',
    '停止要求から5秒',
    'エラーなし (`errors`, 自動判定)',
    '人が確認するまで保留',
  ])
    assert.ok(ja.includes(told), told);
});

test('F3: it follows the declaration, and is silent on what is not declared or what this Toban cannot do', async () => {
  const page = await shown('en', 'bare');
  assert.doesNotMatch(
    page,
    /undefined|## (Jobs|Deliveries|Databases|Logs|Checklists|Runbooks|Contacts|Start and stop|Health)/,
  );
  assert.match(page, /none of its own: only jobs/);
  assert.doesNotMatch(await shown('en', 'news', [manual]), /toban (service|delivery|emergency|report|logs)/);
});

test('F3: secrets stand in it by name, and of channels nothing but the kind', async () => {
  const page = await shown('en');
  for (const name of ['NEWS_API_KEY', 'SMTP_PASSWORD', 'ARCHIVE_URL']) assert.ok(page.includes(name), name);
  assert.doesNotMatch(page, /mail\.internal/);
  assert.deepEqual(secretsIn(news.channels), ['SMTP_PASSWORD']);
});

test('F3: every command that it prints exists, with the flags that it shows', async () => {
  const registry = createRegistry(everything);
  const definitions = [...registry.operations, ...registry.queries];
  const general = new Set(['--follow', '--dry-run', '--lang']);
  const lines = (await shown('en')).match(/toban [a-z]+ [a-z]+[^#`\n]*/g) ?? [];
  assert.ok(lines.length > 30);
  for (const line of lines) {
    const [, capability, verb, ...words] = line.trim().split(/\s+/);
    const found = definitions.find(({ name }) => name === `${capability}.${verb}`);
    assert.ok(found, line);
    const fields = new Set(Object.keys(found.input.shape).map((field) => `--${field}`));
    const takesAny = 'rest' in found && found.rest !== undefined;
    for (const flag of words.filter((word) => word.startsWith('--')))
      assert.ok(takesAny || general.has(flag) || fields.has(flag), line);
    const positionals = (found.positionals ?? ['service']).length;
    assert.ok(takesAny || words.findIndex((word) => word.startsWith('--')) <= positionals, line);
  }
});

test('F3: the declaration comes as plain data', async () => {
  await using toban = await openTestToban({ capabilities: [manual], services: [news] });
  const { declaration, title } = await toban.ask('manual.show', { service: 'news' });
  assert.deepEqual(title, news.title);
  assert.deepEqual(declaration.jobs[0].schedule, ['0 8,12,20 * * *']);
  assert.deepEqual(declaration.environment.API_KEY, { secret: 'NEWS_API_KEY' });
  await assert.rejects(toban.ask('manual.show', { service: 'none' }), { code: 'service.unknown' });
});

test('durations are read in words', () => {
  assert.deepEqual(
    [durationText('1d', 'en'), durationText('30s', 'en'), durationText('2w', 'ja'), durationText('1.5h', 'ja')],
    ['1 day', '30 seconds', '2週間', '1.5時間'],
  );
});
