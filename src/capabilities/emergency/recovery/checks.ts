import type { ServiceManual } from '#manual/service.ts';
import type { Text } from '#manual/text.ts';
import type { Context } from '#operations/context.ts';
import type { Step } from '#operations/define.ts';
import { validateConfiguration } from './configuration.ts';
import { type Finding, noteFinding } from './findings.ts';
import { type CheckedDatabase, checkIntegrity } from './integrity.ts';
import { rehearseJob } from './nested.ts';
import type { RecoveryPlan } from './plan.ts';

type Check = { title: Text; name: string; look(): Promise<Omit<Finding, 'check'>> };

/** What is looked at once nothing runs any more. The first thing that is not as it should be ends the recovery. */
export function checkSteps(plan: RecoveryPlan, context: Context): Step[] {
  const { service, databases, validate, rehearse } = plan;
  const manual = context.manual.service(service);
  const checks = [
    ...databases.map((database) => databaseCheck(database, manual, context)),
    ...(validate ? [configurationCheck(validate, manual, context)] : []),
    ...(rehearse ? [rehearsalCheck(rehearse, manual, context)] : []),
  ];
  return checks.map(({ title, name, look }) => ({ title, run: () => noteFinding(plan, context, name, look) }));
}

const databaseCheck = (database: CheckedDatabase, { folder }: ServiceManual, context: Context): Check => ({
  title: { en: `Check the database ${database.name}`, ja: `データベース ${database.name} の整合性を確認する` },
  name: `database ${database.name}`,
  look: async () => {
    const found = await checkIntegrity(context, database, folder);
    return found === undefined
      ? { ok: null, detail: `there is no file ${database.path}` }
      : { ok: true, detail: found };
  },
});

const configurationCheck = (argv: string[], manual: ServiceManual, context: Context): Check => ({
  title: { en: `Validate the configuration: ${argv.join(' ')}`, ja: `設定を検証する：${argv.join(' ')}` },
  name: 'configuration',
  look: async () => ({ ok: true, detail: await validateConfiguration(context, manual, argv) }),
});

function rehearsalCheck(
  rehearse: NonNullable<RecoveryPlan['rehearse']>,
  { id }: ServiceManual,
  context: Context,
): Check {
  const given = JSON.stringify(rehearse.parameters);
  return {
    title: {
      en: `Try the job ${rehearse.job} without effect: ${given}`,
      ja: `ジョブ ${rehearse.job} を試行する（送信しない）：${given}`,
    },
    name: `rehearsal of ${rehearse.job}`,
    look: () => rehearseJob(context, id, rehearse),
  };
}
