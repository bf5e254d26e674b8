import type { Job, JobParameter } from '#manual/jobs.ts';
import { inWords } from '../when.ts';
import { code, commands, type Page, type Section, table } from '../page.ts';

export const jobs: Section = (page) => {
  const { manual, has, say, text } = page;
  if (manual.jobs.length === 0) return [];
  const rows = manual.jobs.map((job) => [
    `${text(job.title)} (${code(job.name)})`,
    whenOf(job, page),
    whatOf(job),
    MISSED(page)[job.missed],
    OVERLAP(page)[job.overlap],
  ]);
  const head = [
    say('Job', 'ジョブ'),
    say('When', '実行時刻'),
    say('What runs', '実行内容'),
    say('If missed', '実行できなかったとき'),
    say('If the last one still runs', '前回が実行中のとき'),
  ];
  return [
    ...table(head, rows),
    ...manual.jobs.flatMap((job) => parametersOf(job, page)),
    ...(has('schedule') ? byHand(page) : []),
  ];
};

function whenOf({ schedule, zone }: Job, { manual, say, lang }: Page): string {
  if (schedule.length === 0) return say('only when asked', '手動のみ');
  const times = schedule.map((one) => [inWords(one, lang), code(one)].filter(Boolean).join(' '));
  return `${times.join('; ')} (${zone ?? manual.zone})`;
}

const whatOf = ({ run }: Job): string => code(run.kind === 'command' ? run.argv.join(' ') : run.operation);

const MISSED = ({ say }: Page): Record<Job['missed'], string> => ({
  skip: say('is left out', '実行しない'),
  once: say('is made up for once', '一度だけ実行する'),
  all: say('each is made up for', 'すべて実行する'),
});

const OVERLAP = ({ say }: Page): Record<Job['overlap'], string> => ({
  forbid: say('does not start', '開始しない'),
  queue: say('waits for it', '終わるまで待つ'),
  replace: say('ends it', '前回を終了させる'),
});

const exampleOf = ({ name, type }: JobParameter): string => {
  if (type === 'boolean') return `--${name}`;
  return `--${name} ${type === 'number' ? '50' : type === 'date' ? '2026-11-21' : 'TEXT'}`;
};

function parametersOf(job: Job, { manual: { id }, say, text, has }: Page): string[] {
  if (job.parameters.length === 0 || !has('schedule')) return [];
  const line = `toban jobs run ${id} ${job.name}`;
  return [
    `### ${say(`What ${job.name} can be given`, `${job.name} に渡せる値`)}`,
    '',
    ...commands([
      ...job.parameters.map((one): [string, string] => [`${line} ${exampleOf(one)}`, text(one.description)]),
      ...rehearsal(job, line, say),
    ]),
  ];
}

const rehearsal = (job: Job, line: string, say: Page['say']): [string, string][] =>
  job.dryRunFlag || job.run.kind === 'operation'
    ? [[`${line} --dry-run`, say('try it, without effect', '試行（実際には何もしない）')]]
    : [];

function byHand({
  manual: {
    id,
    jobs: [first],
  },
  say,
}: Page): string[] {
  if (!first) return [];
  return [
    `### ${say('By hand', '手動操作')}`,
    '',
    ...commands([
      [`toban jobs run ${id} ${first.name}`, say('run one now', '今すぐ実行する')],
      [
        `toban jobs pause ${id} --reason WHY`,
        say('hold all schedules; add a job for one', 'スケジュールを止める（ジョブ名を付けると1つだけ）'),
      ],
      [`toban jobs resume ${id}`, say('bring back exactly what ran before', '止める前の状態に戻す')],
      [`toban jobs history ${id}`, say('how the last runs ended', '実行履歴')],
      ['toban jobs retry RUN', say('run one that failed again', '失敗した実行をやり直す')],
    ]),
  ];
}
