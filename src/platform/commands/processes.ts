import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/** What the system says about a process. With `ticks`, the moment of its start, a reused pid is told apart. */
export type Process = { pid: number; ppid: number; group: number; ticks: string; dead: boolean };

const hasProc = process.platform === 'linux';
let boot: string | undefined;

/** One value for each start of the machine. */
export function bootId(): string {
  boot ??= hasProc
    ? readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    : execFileSync('sysctl', ['-n', 'kern.boottime'], { encoding: 'utf8' }).trim();
  return boot;
}

/** proc(5): fields 3, 4, 5 and 22 of /proc/PID/stat; the command in field 2 may hold spaces and brackets. */
export function findProcess(pid: number): Process | undefined {
  if (!hasProc) return psRows(['-p', String(pid)])[0];
  const stat = readProc(`/proc/${pid}/stat`);
  if (!stat) return undefined;
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const dead = fields[0] === 'Z' || fields[0] === 'X';
  return { pid, ppid: Number(fields[1]), group: Number(fields[2]), ticks: fields[19] ?? '', dead };
}

export function allProcesses(): Process[] {
  if (!hasProc) return psRows(['-ax']);
  return pids()
    .map(findProcess)
    .filter((found) => found !== undefined);
}

/** When the process started, in the system's own terms; undefined when there is none or only its zombie. */
export function processTicks(pid: number): string | undefined {
  const found = findProcess(pid);
  return found && !found.dead ? found.ticks : undefined;
}

export const isAlive = ({ pid, ticks }: { pid: number; ticks: string }): boolean => processTicks(pid) === ticks;

/**
 * Processes whose environment holds TOBAN_MARK=`mark`, wherever their group. Without /proc nobody is found.
 * A process that replaced its environment, or belongs to another user, is not seen.
 */
export function processesWithMark(mark: string): Process[] {
  if (!hasProc) return [];
  const needle = `\0TOBAN_MARK=${mark}\0`;
  const marked = pids().filter((pid) => pid !== process.pid && environmentOf(pid).includes(needle));
  return marked.map(findProcess).filter((found) => found !== undefined && !found.dead) as Process[];
}

/** Sends the signal to each that is still the same process. */
export function signalAll(targets: Process[], signal: NodeJS.Signals): void {
  for (const target of targets) if (isAlive(target)) sendSignal(target.pid, signal);
}

/** To a process, or with a negative number to a group; nobody there is fine. */
export function sendSignal(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ESRCH') return false;
    if ((thrown as NodeJS.ErrnoException).code === 'EPERM') return true;
    throw thrown;
  }
}

/** Waits until all are gone, at most `graceMs`; answers who is left. */
export async function waitUntilGone(targets: Process[], graceMs: number): Promise<Process[]> {
  const deadline = performance.now() + graceMs;
  let left = targets.filter(isAlive);
  for (let step = 5; left.length > 0 && performance.now() < deadline; step = Math.min(step * 2, 50)) {
    await pause(Math.min(step, Math.max(1, deadline - performance.now())));
    left = left.filter(isAlive);
  }
  return left;
}

function pids(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

const environmentOf = (pid: number): string => `\0${readProc(`/proc/${pid}/environ`) ?? ''}`;

/** A process may end, or be another user's, between the listing and the reading. */
function readProc(path: string): string | undefined {
  try {
    return readFileSync(path, 'latin1');
  } catch (thrown) {
    if (['ENOENT', 'ESRCH', 'EACCES', 'EPERM'].includes((thrown as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw thrown;
  }
}

/** macOS: the start has a resolution of one second. */
function psRows(selection: string[]): Process[] {
  let output: string;
  try {
    output = execFileSync('ps', [...selection, '-o', 'pid=,ppid=,pgid=,state=,lstart='], { encoding: 'utf8' });
  } catch {
    return [];
  }
  return output
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields.length >= 5)
    .map(([pid, ppid, group, state, ...start]) => ({
      pid: Number(pid),
      ppid: Number(ppid),
      group: Number(group),
      ticks: start.join(' '),
      dead: state?.startsWith('Z') ?? false,
    }));
}
