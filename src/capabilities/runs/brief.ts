import type { Text } from '#manual/text.ts';
import type { Context } from '#operations/context.ts';
import type { Operation } from '#operations/define.ts';
import { describeRun, type Run } from '#operations/run.ts';
import type { RunRow, RunStepRow } from '#operations/schema.ts';

/** The run as surfaces show it, also when its operation is there no more: a service was removed, or Toban is a newer one. */
export const describe = (row: RunRow, steps: RunStepRow[], context: Context): Run =>
  describeRun(row, steps, titleOf(row.operation, context), context.lang);

/** A run without what makes it long: its steps, its report, and of its input what is more than a name or a number. */
export type RunBrief = Omit<Run, 'steps' | 'report'>;

export function describeBriefly(row: RunRow, steps: RunStepRow[], context: Context): RunBrief {
  const { steps: _steps, report: _report, input, ...brief } = describe(row, steps, context);
  return { ...brief, input: Object.fromEntries(Object.entries(input).filter(([, value]) => isShort(value))) };
}

const isShort = (value: unknown): boolean => typeof value !== 'object' && String(value).length <= 100;

export const knownOperation = (name: string, { registry }: Context): Operation | undefined =>
  registry.operations.find((operation) => operation.name === name);

const titleOf = (name: string, context: Context): Text =>
  knownOperation(name, context)?.summary ?? { en: name, ja: name };
