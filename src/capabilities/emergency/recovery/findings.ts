import { asOpsError } from '#platform/errors.ts';
import type { Context } from '#operations/context.ts';
import { updateRun } from '#operations/records.ts';

/** What one check found. `ok` is null when there was nothing to check. */
export type Finding = { check: string; ok: boolean | null; detail: string; output?: string[] };

const noted = new WeakMap<object, Finding[]>();

/** What the checks of this plan have found so far. */
export const findingsOf = (plan: object): Finding[] => noted.get(plan) ?? [];

/** Notes something that could not be looked at or done, and that does not end the recovery. */
export function noteUnsure(plan: object, check: string, detail: string): 'partial' {
  noted.set(plan, [...findingsOf(plan), { check, ok: null, detail }]);
  return 'partial';
}

/** Notes what a check finds. A failure is noted too, where the run's report would be, and ends the recovery. */
export async function noteFinding(
  plan: object,
  context: Context,
  check: string,
  look: () => Promise<Omit<Finding, 'check'>>,
): Promise<'partial' | undefined> {
  const add = (finding: Omit<Finding, 'check'>) => noted.set(plan, [...findingsOf(plan), { check, ...finding }]);
  try {
    const finding = await look();
    add(finding);
    return finding.ok === null ? 'partial' : undefined;
  } catch (thrown) {
    add({ ok: false, detail: asOpsError(thrown).message });
    // Written here, for a run that fails has no report of its own.
    const report_json = context.secrets.redact(JSON.stringify({ findings: findingsOf(plan) }));
    if (context.run !== null) await updateRun(context.store.db, context.run, { report_json });
    throw thrown;
  }
}
