import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { OpsError } from '#platform/errors.ts';
import type { Exit, ProcessIdentity, RunningCommand, StartCommand } from '../commands.ts';
import { splitLines } from './lines.ts';
import { allProcesses, bootId, findProcess, sendSignal } from './processes.ts';
import type { Process } from './processes.ts';
import { endGroup } from './stop.ts';

const DRAIN_TICK_MS = 100;
const DRAIN_TICKS = 7;

/** Starts the command as the leader of its own group; resolves once the program is running. */
export async function startCommand(command: StartCommand): Promise<RunningCommand> {
  const child = spawnGroup(command);
  const spawned = once(child, 'spawn');
  // Read before the event loop can reap the child, so even one that ends at once has its identity.
  const identity = child.pid === undefined ? undefined : identityOf(child.pid, command.mark);
  const survivors: Process[] = [];
  const exited = outcomeOf(child, command, survivors);
  exited.catch(() => {});
  try {
    await spawned;
  } catch (thrown) {
    throw startFailure(command, thrown);
  }
  if (!identity) throw startFailure(command, undefined);
  return running(identity, exited, survivors);
}

function running(identity: ProcessIdentity, exited: Promise<Exit>, survivors: Process[]): RunningCommand {
  let stopped: Promise<{ exit: Exit; escaped: number[] }> | undefined;
  const stopOnce = async (graceMs: number): Promise<{ exit: Exit; escaped: number[] }> => {
    const { escaped } = await endGroup(identity, graceMs, survivors);
    return { exit: await exited, escaped };
  };
  return { identity, exited, stop: (graceMs) => (stopped ??= stopOnce(graceMs)) };
}

function spawnGroup({ argv, cwd, environment, mark }: StartCommand): ChildProcess {
  const [program = '', ...args] = argv;
  const file = program === 'node' ? process.execPath : program;
  try {
    return spawn(file, args, {
      cwd,
      env: { ...inherited(), ...environment, TOBAN_MARK: mark },
      detached: true,
      shell: false,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  } catch (thrown) {
    throw startFailure({ argv, cwd }, thrown);
  }
}

/** All that a child gets of our own environment: nothing of it can be a secret. */
function inherited(): Record<string, string> {
  const names = ['PATH', 'HOME', 'LANG', 'TZ'];
  const values = names.map((name) => [name, process.env[name]] as const);
  return Object.fromEntries(values.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

function identityOf(pid: number, mark: string): ProcessIdentity {
  return { pid, ticks: findProcess(pid)?.ticks ?? '', boot: bootId(), mark };
}

/**
 * The exit, once the output is read to its end. A grandchild may keep the pipes open for ever, so they are let go
 * shortly after the exit. `survivors` receives who is left in the group at that moment, while the group is surely ours.
 */
function outcomeOf(child: ChildProcess, command: StartCommand, survivors: Process[]): Promise<Exit> {
  const ends = (['stdout', 'stderr'] as const).map((stream) => {
    const lines = splitLines((line) => command.onLine(stream, line));
    child[stream]?.on('data', lines.push).on('error', () => {});
    return lines.end;
  });
  const { promise, resolve, reject } = Promise.withResolvers<Exit>();
  let timer: NodeJS.Timeout | undefined;
  child.once('error', reject);
  child.once('exit', () => {
    survivors.push(...leftInGroup(child.pid));
    timer = letGoLater(child);
  });
  child.once('close', (code, signal) => {
    clearInterval(timer);
    for (const end of ends) end();
    resolve({ code, signal });
  });
  return promise;
}

/** Several ticks, not one long wait: between two ticks the pipes are read, however late the event loop is. */
function letGoLater(child: ChildProcess): NodeJS.Timeout {
  let ticks = 0;
  const timer = setInterval(() => {
    if (++ticks < DRAIN_TICKS) return;
    clearInterval(timer);
    child.stdout?.destroy();
    child.stderr?.destroy();
  }, DRAIN_TICK_MS);
  return timer;
}

function leftInGroup(group: number | undefined): Process[] {
  if (group === undefined || !sendSignal(-group, 0)) return [];
  return allProcesses().filter((found) => found.group === group && found.pid !== group && !found.dead);
}

function startFailure({ argv, cwd }: Pick<StartCommand, 'argv' | 'cwd'>, cause: unknown): OpsError {
  const program = argv[0] ?? '';
  const code = (cause as NodeJS.ErrnoException | undefined)?.code;
  if (!isFolder(cwd)) {
    const hint = `Create the folder, or correct the manual: mkdir -p ${cwd}`;
    return new OpsError('command.no-folder', `The folder ${cwd} of the command ${program} does not exist.`, {
      cause,
      hint,
    });
  }
  if (code === 'ENOENT') {
    const hint = `Install ${program}, or name it by its full path. PATH is ${process.env['PATH'] ?? 'not set'}.`;
    return new OpsError('command.not-found', `The command ${program} was not found.`, { cause, hint });
  }
  if (code === 'EACCES') {
    const hint = `Make it executable: chmod +x ${program}`;
    return new OpsError('command.not-executable', `The command ${program} may not be executed.`, { cause, hint });
  }
  const reason = cause instanceof Error ? cause.message : 'the system gave no process';
  return new OpsError('command.not-started', `The command ${program} could not be started: ${reason}.`, { cause });
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
