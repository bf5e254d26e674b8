import { OpsError, type Problem } from '#platform/errors.ts';
import type { Job, JobParameter } from '#manual/jobs.ts';

export type Parameters = Record<string, unknown>;
type Value = string | number | boolean;

type Reading = { parameter: JobParameter; value: Value };

/**
 * The parameters as the manual declares them, in its order; a list gives its parameter several times. Throws OpsError
 * `job.parameters` with every problem at once.
 */
export function readParameters(service: string, job: Job, given: Parameters): Reading[] {
  const named = new Map(Object.entries(given).map(([name, value]) => [kebab(name), value]));
  const problems: Problem[] = [...named.keys()]
    .filter((name) => !job.parameters.some((parameter) => parameter.name === name))
    .map((name) => ({ path: `parameters.${name}`, message: 'is no parameter of this job' }));
  const readings = job.parameters.flatMap((parameter) => {
    const values = [named.get(parameter.name)].flat().filter((value) => value !== undefined && value !== null);
    return values.flatMap((one): Reading[] => {
      const read = readValue(parameter, one);
      if ('value' in read) return [{ parameter, value: read.value }];
      problems.push({ path: `parameters.${parameter.name}`, message: read.problem });
      return [];
    });
  });
  if (problems.length > 0) throw unfit(service, job, problems);
  return readings;
}

/** For the job's command: `--limit 50`, a boolean as its flag alone, a list as its flag again and again. */
export const argumentsFrom = (readings: Reading[]): string[] =>
  readings.flatMap(({ parameter, value }) => argumentOf(parameter, value));

/** For an operation: fields of its input, beside those that the manual gives. */
export const fieldsFrom = (readings: Reading[]): Record<string, Value> =>
  Object.fromEntries(readings.map(({ parameter, value }) => [parameter.name, value]));

/** A value that begins with a hyphen is joined to its flag, or the program would take it for a flag. */
function argumentOf({ name, flag = `--${name}` }: JobParameter, value: Value): string[] {
  if (typeof value === 'boolean') return value ? [flag] : [];
  const text = String(value);
  return text.startsWith('-') && flag.startsWith('--') ? [`${flag}=${text}`] : [flag, text];
}

function readValue({ type }: JobParameter, given: unknown): { value: Value } | { problem: string } {
  const text = typeof given === 'number' ? String(given) : given;
  if (type === 'boolean') {
    if (given === true || given === 'true' || given === '') return { value: true };
    return given === false || given === 'false' ? { value: false } : { problem: 'is a switch: give true or false' };
  }
  if (typeof text !== 'string' || text === '') return { problem: `needs a value: ${EXAMPLES[type]}` };
  if (text.includes('\0')) return { problem: 'holds a NUL character' };
  if (type === 'number')
    return Number.isFinite(Number(text)) && text.trim() !== ''
      ? { value: Number(text) }
      : { problem: 'must be a number' };
  if (type === 'date') return isDay(text) ? { value: text } : { problem: 'must be a day such as 2026-11-21' };
  return { value: text };
}

const EXAMPLES = { string: 'a text', number: 'a number', date: 'a day such as 2026-11-21' } as const;

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

function unfit(service: string, job: Job, problems: Problem[]): OpsError {
  const list = problems.map(({ path, message }) => `${path.replace('parameters.', '--')} ${message}`).join('; ');
  const known = job.parameters
    .map(({ name, type }) => (type === 'boolean' ? `--${name}` : `--${name} ${type.toUpperCase()}`))
    .join(', ');
  return new OpsError('job.parameters', `The parameters of ${service} ${job.name} do not fit: ${list}.`, {
    kind: 'usage',
    problems,
    hint: known ? `It takes: ${known}` : 'It takes no parameters.',
  });
}

/** A command line may hand on `startDate` for `--start-date`. */
const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
