import { startCommand } from './commands/start.ts';
import { endGroup } from './commands/stop.ts';
import { bootId, isAlive, processesWithMark } from './commands/processes.ts';

export type Exit = { code: number | null; signal: string | null };

export type StartCommand = {
  /** The program and its arguments, never a shell's line. `node` is the Node that runs Toban. */
  argv: string[];
  cwd: string;
  /** Besides these the child gets PATH, HOME, LANG, TZ and TOBAN_MARK. */
  environment: Record<string, string>;
  /** Unique to this start: by it processes that left the group are found again. */
  mark: string;
  /** Called for each line; it must not throw and must not wait. */
  onLine(stream: 'stdout' | 'stderr', line: string): void;
};

/**
 * Names one process for good: a later process with the same pid differs in `ticks` or `boot`. An empty `boot`: nothing but
 * the mark is known, because the end came before the pid could be written down.
 */
export type ProcessIdentity = { pid: number; ticks: string; boot: string; mark: string };

export type RunningCommand = {
  identity: ProcessIdentity;
  /** Resolves after the output was read, at most a second after the program's end. */
  exited: Promise<Exit>;
  /** Ends the whole group and who escaped from it; `escaped` names those. A second call waits for the first. */
  stop(graceMs: number): Promise<{ exit: Exit; escaped: number[] }>;
};

export type RunCommand = StartCommand & { timeoutMs: number; signal?: AbortSignal | undefined; graceMs?: number };
export type RunResult = { exit: Exit; timedOut: boolean; cancelled: boolean };

/** The only place that starts processes: argument lists, never a shell, each in a process group of its own. */
export type Commands = {
  /** Throws `command.not-found`, `command.not-executable`, `command.no-folder` or `command.not-started`. */
  start(command: StartCommand): Promise<RunningCommand>;
  /** Runs to the end; at the timeout or the signal the whole group is ended. */
  run(command: RunCommand): Promise<RunResult>;
  alive(identity: ProcessIdentity): boolean;
  /** Ends what a former supervisor left behind; a reused pid is never touched. */
  endLeftover(identity: ProcessIdentity, graceMs: number): Promise<{ ended: number[] }>;
  withMark(mark: string): number[];
};

const GRACE_MS = 5000;
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export function openCommands(): Commands {
  return {
    start: startCommand,
    run,
    alive: (identity) => identity.boot === bootId() && isAlive(identity),
    endLeftover: async (identity, graceMs) => ({ ended: (await endGroup(identity, graceMs)).ended }),
    withMark: (mark) => processesWithMark(mark).map((found) => found.pid),
  };
}

async function run({ timeoutMs, signal, graceMs = GRACE_MS, ...command }: RunCommand): Promise<RunResult> {
  if (signal?.aborted) return { exit: { code: null, signal: null }, timedOut: false, cancelled: true };
  const running = await startCommand(command);
  const ending = Promise.withResolvers<'timeout' | 'cancel'>();
  const cancel = (): void => ending.resolve('cancel');
  const timer = setTimeout(() => ending.resolve('timeout'), Math.min(timeoutMs, LONGEST_TIMER_MS));
  signal?.addEventListener('abort', cancel, { once: true });
  if (signal?.aborted) cancel();
  try {
    const first = await Promise.race([running.exited, ending.promise]);
    if (typeof first !== 'string') return { exit: first, timedOut: false, cancelled: false };
    const { exit } = await running.stop(graceMs);
    return { exit, timedOut: first === 'timeout', cancelled: first === 'cancel' };
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', cancel);
  }
}
