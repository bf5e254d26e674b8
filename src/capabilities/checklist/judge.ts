import type { Fact } from '#manual/guides.ts';

/** `ok` is null where nothing can be said. */
export type Verdict = { ok: boolean | null; detail: string };

/** The value at a path such as `items.0.outcome`; undefined when the path leads nowhere. */
export function valueAt(answer: unknown, path: string): unknown {
  let value = answer;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}

/** Judges the answer to a fact's query. A limit that is no match for the value's type cannot be judged. */
export function judge(fact: Fact, answer: unknown): Verdict {
  const value = valueAt(answer, fact.path);
  if (value === undefined) return { ok: null, detail: `${fact.query} answers nothing at ${fact.path}` };
  const limits = limitsOf(fact);
  if (limits.length > 0 && typeof value !== 'number') {
    return { ok: null, detail: `${fact.path} of ${fact.query} is no number: ${shown(value)}` };
  }
  const ok =
    limits.length === 0 && fact.is === undefined
      ? holds(value)
      : limits.every(({ met }) => met(value as number)) && isAsAsked(fact, value);
  const wanted = [...limits.map(({ text }) => text), ...asked(fact)].join(', ');
  // The limit is worth saying where it does not hold: `2 (≤ 0)`.
  return { ok, detail: ok || wanted === '' ? shown(value) : `${shown(value)} (${wanted})` };
}

function limitsOf({ atMost, atLeast }: Fact): { text: string; met(value: number): boolean }[] {
  return [
    ...(atMost === undefined ? [] : [{ text: `≤ ${atMost}`, met: (value: number) => value <= atMost }]),
    ...(atLeast === undefined ? [] : [{ text: `≥ ${atLeast}`, met: (value: number) => value >= atLeast }]),
  ];
}

const isAsAsked = ({ is }: Fact, value: unknown): boolean => is === undefined || value === is;

const asked = ({ is }: Fact): string[] => (is === undefined ? [] : [`= ${shown(is)}`]);

/** Without a limit, a fact asks whether there is anything. */
const holds = (value: unknown): boolean => (Array.isArray(value) ? value.length > 0 : Boolean(value));

const shown = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
