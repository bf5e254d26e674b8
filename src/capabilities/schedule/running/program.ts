import type { Exit, ProcessIdentity } from '#platform/commands.ts';
import { durationMs } from '#manual/units.ts';
import type { Context } from '#operations/context.ts';
import { programEnvironment } from '#capabilities/service/index.ts';
import type { DeclaredJob } from '../job.ts';

export type Program = {
  argv: string[];
  /** By it the processes are found again. */
  mark: string;
  environment?: Record<string, string>;
  /** How many of the last lines are kept. */
  keep: number;
  onLine?(stream: 'stdout' | 'stderr', line: string): void;
  onStart?(identity: ProcessIdentity): Promise<void>;
};

export type ProgramEnd = {
  exit: Exit;
  timedOut: boolean;
  output: string[];
  /** The last thing it complained about. */ complaint: string | undefined;
};

const LINE_CHARACTERS = 2000;

/** Runs a job's program to its end; at the job's timeout, or when the run is cancelled, its whole group is ended. */
export async function runProgram(
  context: Context,
  { manual, job }: DeclaredJob,
  program: Program,
): Promise<ProgramEnd> {
  context.signal.throwIfAborted();
  const output = recordOutput(program.keep, context.secrets.redact);
  const running = await context.commands.start({
    argv: program.argv,
    cwd: manual.folder,
    environment: await programEnvironment(context, manual, { TOBAN_JOB: job.name, ...program.environment }),
    mark: program.mark,
    onLine: (stream, line) => {
      output.add(stream, line);
      program.onLine?.(stream, line);
    },
  });
  const cut = cutShort(context.signal, durationMs(job.timeout));
  try {
    await program.onStart?.(running.identity);
    const first = await Promise.race([running.exited, cut.reason]);
    if (typeof first !== 'string') return { exit: first, timedOut: false, ...output.taken() };
    const { exit } = await running.stop(durationMs(manual.stopGrace));
    return { exit, timedOut: first === 'timeout', ...output.taken() };
  } catch (thrown) {
    await running.stop(durationMs(manual.stopGrace));
    throw thrown;
  } finally {
    cut.clear();
  }
}

const LONGEST_TIMER_MS = 2 ** 31 - 1;

function cutShort(signal: AbortSignal, timeoutMs: number) {
  const { promise: reason, resolve } = Promise.withResolvers<'timeout' | 'cancel'>();
  const timer = setTimeout(() => resolve('timeout'), Math.min(timeoutMs, LONGEST_TIMER_MS));
  const cancel = (): void => resolve('cancel');
  signal.addEventListener('abort', cancel, { once: true });
  if (signal.aborted) cancel();
  return {
    reason,
    clear: () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', cancel);
    },
  };
}

function recordOutput(keep: number, redact: (text: string) => string) {
  const lines: string[] = [];
  const complaints = { stdout: '', stderr: '' };
  return {
    add: (stream: 'stdout' | 'stderr', line: string): void => {
      const short = line.length > LINE_CHARACTERS ? `${line.slice(0, LINE_CHARACTERS)}…` : line;
      if (line.trim() !== '') complaints[stream] = short;
      if (lines.push(short) > keep) lines.shift();
    },
    taken: (): { output: string[]; complaint: string | undefined } => {
      const complaint = complaints.stderr || complaints.stdout;
      return { output: lines.map(redact), complaint: complaint ? redact(complaint).slice(0, 500) : undefined };
    },
  };
}
