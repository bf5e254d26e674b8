import type { Exit } from '#platform/commands.ts';
import { OpsError } from '#platform/errors.ts';
import type { JobOutcome } from '../schema.ts';
import type { ProgramEnd } from './program.ts';

/** How a job ended. `outcome` is null when it was held back or ended by a person. */
export type Ending = { outcome: JobOutcome | null; exitCode: number | null; error?: OpsError };

/** What a program's exit code says; a report of its own can only make it worse. */
export type JudgedProgram = Pick<ProgramEnd, 'exit' | 'timedOut' | 'complaint'> & {
  service: string;
  job: string;
  run: string | null;
  timeout: string;
  reported?: { outcome: JobOutcome | null; summary: string | null } | undefined;
};

const [SUCCESS, PARTIAL, BLOCKED] = [0, 3, 4];

export function judgeProgram(program: JudgedProgram): Ending {
  const { exit, timedOut, reported } = program;
  const exitCode = exit.code;
  if (timedOut)
    return {
      outcome: 'failure',
      exitCode,
      error: failure(program, 'job.timeout', `took longer than ${program.timeout} and was ended`),
    };
  if (exitCode === BLOCKED) return { outcome: null, exitCode, error: blocked(program) };
  if (exitCode !== SUCCESS && exitCode !== PARTIAL)
    return { outcome: 'failure', exitCode, error: failure(program, 'job.failed', endedWith(exit)) };
  if (reported?.outcome === 'failure')
    return { outcome: 'failure', exitCode, error: failure(program, 'job.failed', 'reported a failure') };
  return { outcome: exitCode === PARTIAL || reported?.outcome === 'partial' ? 'partial' : 'success', exitCode };
}

const endedWith = ({ code, signal }: Exit): string =>
  code === null ? `was ended by ${signal}` : `ended with exit code ${code}`;

function failure(program: JudgedProgram, code: string, what: string): OpsError {
  const { service, job, run, complaint, reported } = program;
  const said = reported?.summary ?? complaint;
  return new OpsError(code, `${service} ${job} ${what}${said ? `: ${said}` : '.'}`, {
    hint: run ? `toban logs search ${service} --run ${run}` : `toban logs search ${service} --log ${job}`,
  });
}

function blocked({ service, job, complaint }: JudgedProgram): OpsError {
  return new OpsError(
    'job.blocked',
    `${service} ${job} was held back by a stop or a pause${complaint ? `: ${complaint}` : '.'}`,
    {
      kind: 'blocked',
      hint: `See what holds it: toban emergency status; toban delivery status ${service}`,
    },
  );
}
