import type { KeptRun, RunStep, StepOutcome } from '../../src/api/wire.ts';
import { at, minute } from './clock.ts';

const step = (title: string, outcome: StepOutcome, ms: number | null, error?: string): RunStep => ({
  title,
  outcome,
  ms,
  ...(error !== undefined && { error }),
  undoable: false,
});

const steps: RunStep[] = [
  step('配信待ちの新刊を数える', 'succeeded', 41),
  step('ダイジェストを2通に分ける', 'succeeded', 12),
  step('送信キューに入れる', 'succeeded', 318),
];

function run(
  id: string,
  operation: string,
  title: KeptRun['title'],
  minutesAgo: number,
  more: Partial<KeptRun> = {},
): KeptRun {
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

export const runs: KeptRun[] = [
  run('run_01JD8Q4', 'jobs.run', { en: 'Run a job now', ja: 'ジョブを今すぐ実行する' }, 38, {
    cause: { kind: 'schedule', schedule: '0 8,12,20 * * *', at: at(-38 * minute) },
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
      step('tasks を停止', 'succeeded', 1_204),
      step('tasks を起動', 'succeeded', 812),
      step('正常になるまで待つ', 'succeeded', 4_104),
    ],
  }),
  run('run_01JD8NA', 'jobs.run', { en: 'Run a job now', ja: 'ジョブを今すぐ実行する' }, 488, {
    state: 'failed',
    outcome: 'failed',
    duration_ms: 30_012,
    input: { service: 'manga-anime', job: 'collect', parameters: { source: 'anilist' } },
    error: {
      code: 'job.failed',
      kind: 'failed',
      detail: 'collect は終了コード 1 で終わりました（3回試行）。',
      hint: './toban logs search manga-anime --run run_01JD8NA',
    },
    steps: [
      step('収集元を確かめる', 'succeeded', 210),
      step('AniList から新刊を集める', 'failed', 29_640, 'graphql.anilist.co が 503 を返しました。'),
      step('新刊を登録する', 'skipped', 0),
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
  title: KeptRun['title'],
  input: Record<string, unknown>,
  dryRun: boolean,
): KeptRun {
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
    steps: steps.map(({ title: name }, index) => step(name, index === 0 ? outcome : 'planned', null)),
    progress: dryRun ? undefined : { done: 40, total: 128, note: '送信キューに入れる' },
  });
}
