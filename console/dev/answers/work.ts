import type * as Work from '../../src/api/work-shapes.ts';
import { at, day, dayAt, hour, minute } from './clock.ts';

const zone = 'Asia/Tokyo';

function job(
  name: string,
  ja: string,
  en: string,
  schedule: string,
  ahead: number,
  more: Partial<Work.Job> = {},
): Work.Job {
  return {
    service: 'manga-anime',
    job: name,
    title: { en, ja },
    schedule,
    zone,
    command: ['node', 'src/main.ts', name],
    parameters: [],
    hasDryRun: true,
    paused: null,
    next: { at: at(ahead), left_ms: ahead },
    last: { run: 'run_01JD8Q4', outcome: 'success', at: at(-38 * minute), duration_ms: 2_340 },
    overlap: 'forbid',
    missed: 'once',
    ...more,
  };
}

export const jobs: Work.Job[] = [
  job('deliver', '新刊を配信する', 'Deliver the releases', '0 8,12,20 * * *', 3 * hour + 25 * minute, {
    parameters: [
      { name: 'limit', type: 'number', description: { en: 'At most this many', ja: '送る件数の上限' } },
      { name: 'since', type: 'date', description: { en: 'From this day', ja: 'この日から' } },
      {
        name: 'force',
        type: 'boolean',
        description: { en: 'Also what was sent before', ja: '送信済みも含める' },
        default: false,
      },
    ],
  }),
  job('collect', '新刊を集める', 'Collect releases', '0 * * * *', 58 * minute, {
    last: { run: 'run_01JD8NA', outcome: 'failure', at: at(-8 * hour), duration_ms: 30_012 },
  }),
  job('weekly-report', '週次報告を送る', 'Send the weekly report', '0 9 * * 1', 2 * day, {
    paused: { reason: '担当者が休み', by: 'tanaka', at: at(-day), until: null },
    next: null,
    last: null,
  }),
];

export const history: Work.JobRun[] = Array.from({ length: 9 }, (_, index) => ({
  run: index === 3 ? 'run_01JD8NA' : 'run_01JD8Q4',
  job: index % 2 ? 'collect' : 'deliver',
  trigger: index === 4 ? 'manual' : 'schedule',
  startedAt: at(-index * 2 * hour - 38 * minute),
  endedAt: at(-index * 2 * hour - 37 * minute),
  duration_ms: 2_340 + index * 411,
  outcome: index === 3 ? 'failure' : index === 5 ? 'partial' : 'success',
  state: index === 3 ? 'failed' : 'succeeded',
  exitCode: index === 3 ? 1 : 0,
  summary: index === 3 ? 'graphql.anilist.co が 503 を返しました。' : `${128 - index * 7}件`,
  dryRun: index === 4,
}));

const texts: [Work.LogLine['level'], string][] = [
  ['info', '収集を開始 source=anilist'],
  ['info', '新刊 128件を登録、重複 14件を除外'],
  ['warn', 'しょぼいカレンダーの応答が遅い 2,304 ms'],
  ['error', 'AniList 503 Service Unavailable 再試行 2/3'],
  ['debug', 'NGワードで 3件を除外 words=["R18"]'],
  ['info', '\u001b[32m送信\u001b[0m reader12@example.jp 250 OK <b>queued</b>'],
  [null, '    at fetchPage (src/collect/anilist.ts)'],
];

export function line(index: number, when = at(-(400 - index) * 9_000)): Work.LogLine {
  const [level, text] = texts[index % texts.length] ?? ['info', ''];
  return { at: level === null ? null : when, level, service: 'manga-anime', log: 'app', text };
}

export const sources: Work.LogSource[] = [
  {
    service: 'manga-anime',
    log: 'app',
    path: 'logs/app.log',
    size_bytes: 1_284_112,
    format: 'text',
    updatedAt: at(-4_000),
  },
  {
    service: 'manga-anime',
    log: 'errors',
    path: 'logs/errors.log',
    size_bytes: 20_412,
    format: 'text',
    updatedAt: at(-hour),
  },
];

export const checklist = (service: string, period: Work.Period): Work.Checklist => ({
  service,
  period,
  key: period === 'daily' ? dayAt(0) : period === 'weekly' ? '2026-W47' : '2026-11',
  dueAt: period === 'weekly' ? at(-5 * hour) : at(7 * hour),
  overdue: period === 'weekly',
  previous: period === 'weekly' ? { key: '2026-W46', complete: false } : null,
  complete: period === 'monthly',
  items: [
    {
      item: 'backup',
      title: { en: 'The last backup was verified', ja: '直近のバックアップを検証済み' },
      kind: 'fact',
      done: true,
      ok: true,
      detail: '2026-11-21 00:04、48.2 MB',
    },
    {
      item: 'errors',
      title: { en: 'No errors in the log today', ja: '本日のログにエラーがない' },
      kind: 'fact',
      done: period === 'monthly',
      ok: period === 'monthly',
      detail: 'ERROR 7件',
      hint: `./toban logs errors ${service}`,
    },
    {
      item: 'mail',
      title: { en: 'Read today’s mail as a reader would', ja: '本日のメールを読者として読む' },
      kind: 'person',
      done: true,
      ok: null,
      by: 'suzuki',
      at: at(-2 * hour),
      note: '画像の幅を直す必要あり',
    },
    {
      item: 'works',
      title: { en: 'Look through the new works', ja: '新しく登録された作品を見る' },
      kind: 'person',
      done: period === 'monthly',
      ok: null,
    },
  ],
});

export const runbooks: Work.Runbook[] = [
  {
    runbook: 'low-rate',
    title: { en: 'The success rate is low', ja: '配信の成功率が下がったとき' },
    when: { en: 'Below 95 % in an hour', ja: '1時間の成功率が95 %を下回った' },
    steps: [
      { title: { en: 'Pause deliveries', ja: '配信を休止する' }, operation: 'delivery.pause' },
      { title: { en: 'Look at the answers of the provider', ja: 'プロバイダーの応答を見る' } },
      { title: { en: 'Retry what failed', ja: '失敗分を再送する' }, operation: 'delivery.retry' },
    ],
    last: { run: 'run_01JD8KZ', outcome: 'partial', at: at(-9 * hour) },
  },
  {
    runbook: 'no-start',
    title: { en: 'It does not start', ja: '起動しないとき' },
    steps: [{ title: { en: 'Restart it', ja: '再起動する' }, operation: 'service.restart' }],
  },
];

export const report = (service: string, kind: string): Work.Report => ({
  service,
  kind,
  since: at(-(kind === 'weekly' ? 7 : 1) * day),
  until: at(0),
  zone,
  figures: [{ name: 'new', title: { en: 'New releases', ja: '新刊' }, value: 812, unit: '件' }],
  tables: [
    {
      name: 'platforms',
      title: { en: 'Top platforms', ja: '配信先の上位' },
      columns: [
        { name: 'platform', title: { en: 'Platform', ja: '配信先' } },
        { name: 'count', title: { en: 'Releases', ja: '件数' } },
      ],
      rows: [
        ['Kindle', 214],
        ['BookWalker', 180],
        ['dアニメストア', 96],
        ['Netflix', 41],
        ['ABEMA', 38],
      ],
    },
  ],
  deliveries: { accepted: 3_184, dead: 41, unknown: 1, rate: 98.69 },
  jobs: { success: 61, partial: 2, failure: 1 },
  errors: { total: 34, days: [2, 0, 5, 11, 3, 6, 7].map((count, index) => ({ day: dayAt(6 - index), count })) },
  text: `${service} 週次報告\n新刊 812件、配信 3,184件、成功率 98.7 %\n`,
});
