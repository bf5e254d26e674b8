import { asOpsError } from '#platform/errors.ts';
import type { Context } from '#operations/context.ts';
import type { Step } from '#operations/define.ts';
import { checkSteps } from './checks.ts';
import { endJobRuns } from './jobs.ts';
import { noteUnsure } from './findings.ts';
import { doBelow } from './nested.ts';
import type { RecoveryPlan } from './plan.ts';
import { removeTemporary } from './temporary.ts';

/** From the outside in: nothing new starts, nothing runs, then what is left is looked at. Nothing here lifts a stop. */
export function recoverySteps(plan: RecoveryPlan, context: Context): Step[] {
  return [...quietSteps(plan, context), ...clearStep(plan, context), ...checkSteps(plan, context)];
}

function quietSteps(plan: RecoveryPlan, context: Context): Step[] {
  const { service, schedules, hasJobs, hasProcess } = plan;
  const steps: Step[] = [];
  if (schedules.running.length > 0) {
    const input = { service, reason: `emergency recovery by ${context.actor.name}` };
    steps.push({
      title: {
        en: `Hold the schedule of ${service}: ${schedules.running.join(', ')}`,
        ja: `${service} のスケジュールを一時停止する：${schedules.running.join('、')}`,
      },
      run: () => doBelow(context, 'jobs.pause', input),
    });
  }
  if (hasProcess) {
    steps.push({
      title: { en: `End the processes of ${service}`, ja: `${service} のプロセスを終了する` },
      run: () => endProcesses(plan, context),
    });
  }
  if (hasJobs) {
    steps.push({
      title: { en: 'End the jobs that are under way', ja: '実行中のジョブを終了する' },
      run: () => endJobRuns(context, service).then(() => undefined),
    });
  }
  return steps;
}

/** Where no Toban is up, nothing is supervised: the rest can still be looked at, and the report says what was not done. */
async function endProcesses(plan: RecoveryPlan, context: Context): Promise<'partial' | undefined> {
  try {
    await doBelow(context, 'service.stop', { service: plan.service });
    return undefined;
  } catch (thrown) {
    const { code, message } = asOpsError(thrown);
    if (code !== 'toban.down') throw thrown;
    return noteUnsure(plan, 'processes', `${message} One that outlived it is ended by: toban up`);
  }
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
