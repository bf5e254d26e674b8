import type { Run, Step } from '../../src/api/wire.ts';
import { at, minute } from './clock.ts';

const steps: Step[] = [
  { title: '配信待ちの新刊を数える', outcome: 'succeeded', ms: 41 },
  { title: 'ダイジェストを2通に分ける', outcome: 'succeeded', ms: 12 },
  { title: '送信キューに入れる', outcome: 'succeeded', ms: 318 },
];

function run(id: string, operation: string, title: Run['title'], minutesAgo: number, more: Partial<Run> = {}): Run {
  return {
    run: id,
    operation,
    title,
    service: 'manga-anime',
    actor: { kind: 'schedule', id: 'schedule', name: 'schedule' },
    state: 'succeeded',
    outcome: 'succeeded',
    dryRun: false,
    createdAt: at(-minutesAgo * minute),
    startedAt: at(-minutesAgo * minute),
    endedAt: at(-minutesAgo * minute + 2_340),
    duration_ms: 2_340,
    steps,
    input: { service: 'manga-anime', job: 'deliver' },
    undoable: false,
    ...more,
  };
}

const suzuki = { kind: 'user', id: 'u1', name: 'suzuki' } as const;

export const runs: Run[] = [
  run('run_01JD8Q4', 'jobs.run', { en: 'Run deliver', ja: 'deliver を実行' }, 38, {
    report: {
      outcome: 'success',
      exitCode: 0,
      summary: '128件を2通に分けて送信',
      figures: { new: 128, mails: 2 },
      size_bytes: 48_213,
    },
  }),
  run('run_01JD8PX', 'service.restart', { en: 'Restart tasks', ja: 'tasks を再起動' }, 302, {
    service: 'tasks',
    actor: suzuki,
    undoable: true,
    duration_ms: 6_120,
    input: { service: 'tasks' },
    steps: [
      { title: 'tasks を停止', outcome: 'succeeded', ms: 1_204 },
      { title: 'tasks を起動', outcome: 'succeeded', ms: 812 },
      { title: '正常になるまで待つ', outcome: 'succeeded', ms: 4_104 },
    ],
  }),
  run('run_01JD8NA', 'jobs.run', { en: 'Run collect', ja: 'collect を実行' }, 488, {
    state: 'failed',
    outcome: 'failed',
    duration_ms: 30_012,
    input: { service: 'manga-anime', job: 'collect', parameters: { source: 'anilist' } },
    error: {
      code: 'job.failed',
      detail: 'collect は終了コード 1 で終わりました（3回試行）。',
      hint: './toban logs search manga-anime --run run_01JD8NA',
    },
    steps: [
      { title: '収集元を確かめる', outcome: 'succeeded', ms: 210 },
      {
        title: 'AniList から新刊を集める',
        outcome: 'failed',
        ms: 29_640,
        error: { code: 'http.503', detail: 'graphql.anilist.co が 503 を返しました。' },
      },
      { title: '新刊を登録する', outcome: 'skipped', ms: 0 },
    ],
  }),
  run('run_01JD8KZ', 'delivery.retry', { en: 'Retry failed deliveries', ja: '失敗した配信を再送' }, 540, {
    actor: suzuki,
    state: 'partial',
    outcome: 'partial',
    input: { service: 'manga-anime', limit: 10 },
    report: { retried: 10, refused: 2 },
  }),
  run('run_01JD8HJ', 'delivery.pause', { en: 'Pause deliveries', ja: '配信を休止' }, 1_260, {
    actor: suzuki,
    duration_ms: 21,
    input: { service: 'keiba', reason: 'モデルを入れ替える' },
    service: 'keiba',
  }),
  run('run_01JD8GG', 'emergency.stop', { en: 'Emergency stop', ja: '緊急停止' }, 2_880, {
    actor: { kind: 'local', id: 'local', name: 'root@toban1' },
    duration_ms: 8,
    service: undefined,
    input: { reason: '誤った件名で送信している' },
  }),
];

export function startedRun(
  operation: string,
  title: Run['title'],
  input: Record<string, unknown>,
  dryRun: boolean,
): Run {
  const outcome = dryRun ? 'planned' : 'running';
  return run(`run_${Math.random().toString(36).slice(2, 9)}`, operation, title, 0, {
    actor: suzuki,
    state: dryRun ? 'succeeded' : 'running',
    outcome: dryRun ? 'succeeded' : null,
    dryRun,
    endedAt: null,
    duration_ms: null,
    input,
    service: typeof input['service'] === 'string' ? input['service'] : undefined,
    steps: steps.map(({ title: name }, index) => ({ title: name, outcome: index === 0 ? outcome : 'planned' })),
    progress: dryRun ? undefined : { done: 40, total: 128, note: '送信キューに入れる' },
  });
}
