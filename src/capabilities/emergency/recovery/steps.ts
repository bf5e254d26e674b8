import type { Text } from '#manual/text.ts';
import type { Context } from '#operations/context.ts';
import type { Step } from '#operations/define.ts';
import type { EmergencyStop } from '../stop-state.ts';
import { validateConfiguration } from './configuration.ts';
import { type Finding, noteFinding } from './findings.ts';
import { type CheckedDatabase, checkIntegrity } from './integrity.ts';
import { endJobRuns } from './jobs.ts';
import { doBelow, rehearseJob } from './nested.ts';
import { removeTemporary, type Temporary } from './temporary.ts';

export type RecoveryPlan = {
  service: string;
  stop: EmergencyStop | null;
  /** Which jobs' schedules went on, and which were held already. */
  schedules: { running: string[]; paused: string[] };
  hasJobs: boolean;
  hasProcess: boolean;
  temporary: Temporary;
  databases: CheckedDatabase[];
  /** Databases that are not SQLite. */
  unchecked: string[];
  validate: string[] | null;
  rehearse: { job: string; parameters: Record<string, unknown> } | null;
};

/** From the outside in: nothing new starts, nothing runs, then what is left is looked at. Nothing here lifts a stop. */
export function recoverySteps(plan: RecoveryPlan, context: Context): Step[] {
  return [...quietSteps(plan, context), ...clearStep(plan, context), ...checkSteps(plan, context)];
}

function quietSteps({ service, schedules, hasJobs, hasProcess }: RecoveryPlan, context: Context): Step[] {
  const steps: Step[] = [];
  if (schedules.running.length > 0) {
    const input = { service, reason: `emergency recovery by ${context.actor.name}` };
    steps.push({
      title: { en: `Hold the schedule of ${service}: ${schedules.running.join(', ')}`, ja: `${service} のスケジュールを一時停止する：${schedules.running.join('、')}` },
      run: () => doBelow(context, 'jobs.pause', input),
    });
  }
  if (hasProcess) {
    steps.push({ title: { en: `End the processes of ${service}`, ja: `${service} のプロセスを終了する` }, run: () => doBelow(context, 'service.stop', { service }) });
  }
  if (hasJobs) {
    steps.push({ title: { en: 'End the jobs that are under way', ja: '実行中のジョブを終了する' }, run: () => endJobRuns(context, service).then(() => undefined) });
  }
  return steps;
}

const MOST_NAMED = 10;

function clearStep({ service, temporary: { files } }: RecoveryPlan, context: Context): Step[] {
  if (files.length === 0) return [];
  const more = files.length - MOST_NAMED;
  const names = files.slice(0, MOST_NAMED).join(', ');
  return [
    {
      title: {
        en: `Clear ${files.length} temporary file(s): ${names}${more > 0 ? ` and ${more} more` : ''}`,
        ja: `一時ファイルを${files.length}件削除する：${names}${more > 0 ? ` ほか${more}件` : ''}`,
      },
      run: async () => {
        for (const file of files) await removeTemporary(context, context.manual.service(service), file);
      },
    },
  ];
}

function checkSteps(plan: RecoveryPlan, context: Context): Step[] {
  const { service, databases, validate, rehearse } = plan;
  const manual = context.manual.service(service);
  const check = (title: Text, name: string, look: () => Promise<Omit<Finding, 'check'>>): Step => ({ title, run: () => noteFinding(plan, context, name, look) });
  const steps = databases.map((database) =>
    check({ en: `Check the database ${database.name}`, ja: `データベース ${database.name} の整合性を確認する` }, `database ${database.name}`, async () => {
      const found = await checkIntegrity(context, database, manual.folder);
      return found === undefined ? { ok: null, detail: `there is no file ${database.path}` } : { ok: true, detail: found };
    }),
  );
  if (validate) {
    const title = { en: `Validate the configuration: ${validate.join(' ')}`, ja: `設定を検証する：${validate.join(' ')}` };
    steps.push(check(title, 'configuration', async () => ({ ok: true, detail: await validateConfiguration(context, manual, validate) })));
  }
  if (rehearse) {
    const given = JSON.stringify(rehearse.parameters);
    const title = { en: `Try the job ${rehearse.job} without effect: ${given}`, ja: `ジョブ ${rehearse.job} を試行する（送信しない）：${given}` };
    steps.push(check(title, `rehearsal of ${rehearse.job}`, () => rehearseJob(context, service, rehearse)));
  }
  return steps;
}
