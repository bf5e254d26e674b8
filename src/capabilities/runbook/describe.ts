import { rfc3339 } from '#platform/clock.ts';
import type { Runbook } from '#manual/guides.ts';
import type { Language } from '#manual/text.ts';
import type { Context } from '#operations/context.ts';
import { listRuns } from '#operations/records.ts';
import { hasEnded, type Outcome, type RunState } from '#operations/run.ts';

type LastRun = { run: string; outcome: Outcome | null; at: string };

const LOOKED_AT = 500;

/** The newest run of each runbook of a service, by its name. */
export async function lastRuns({ store }: Context, service: string): Promise<Map<string, LastRun>> {
  const rows = await listRuns(store.db, { service, operation: 'runbook.run', limit: LOOKED_AT });
  const last = new Map<string, LastRun>();
  for (const { id, state, created_at, input_json } of rows.toReversed()) {
    const { runbook } = JSON.parse(input_json) as { runbook: string };
    last.set(runbook, {
      run: id,
      outcome: hasEnded(state as RunState) ? (state as Outcome) : null,
      at: rfc3339(created_at),
    });
  }
  return last;
}

export const describeRunbook = ({ name, title, when, steps }: Runbook, last: LastRun | undefined) => ({
  runbook: name,
  title,
  ...(when && { when }),
  steps: steps.map((step) => ({
    title: step.title,
    ...(step.run && { operation: step.run.operation, input: step.run.input }),
  })),
  ...(last && { last }),
});

/** What one looks for in a hurry: the symptom, the name to type, how it went the last time. */
export function listText(runbooks: Runbook[], last: Map<string, LastRun>, lang: Language): string {
  const entries = runbooks.map(({ name, title, when }) => {
    const run = last.get(name);
    const symptom = when ? [`    ${when[lang]}`] : [];
    return [
      `${name}  ${title[lang]}`,
      ...symptom,
      ...(run ? [`    ${run.at}  ${run.outcome ?? '…'}  ${run.run}`] : []),
    ].join('\n');
  });
  return entries.join('\n\n');
}
