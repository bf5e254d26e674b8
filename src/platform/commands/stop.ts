import type { ProcessIdentity } from '../commands.ts';
import { allProcesses, bootId, isAlive, processesWithMark, sendSignal, signalAll, waitUntilGone } from './processes.ts';
import type { Process } from './processes.ts';

const KILL_MS = 2000;
const ESCAPEE_GRACE_MS = 1000;
const ROUNDS = 5;

export type Ended = { ended: number[]; escaped: number[] };

/**
 * Ends the whole group: SIGTERM, the grace, SIGKILL; then, the same way, whoever left the group but carries the mark
 * or descends from it. Nobody is signalled by number alone: pid, start and boot must agree. When the leader is dead,
 * the group's number may be another's by now, so only `known` members and marked processes are touched.
 */
export async function endGroup(identity: ProcessIdentity, graceMs: number, known: Process[] = []): Promise<Ended> {
  if (identity.boot !== '' && identity.boot !== bootId()) return { ended: [], escaped: [] };
  const first = familyOf(identity, known);
  const group = first.filter((member) => member.group === identity.pid);
  signalGroup(identity, group, 'SIGTERM');
  await waitUntilGone(group, graceMs);
  const found = new Map(first.map((member) => [member.pid, member]));
  for (let round = 0; round < ROUNDS; round++) {
    const left = familyOf(identity, [...found.values()]);
    if (left.length === 0) break;
    for (const member of left) found.set(member.pid, member);
    await endRest(identity, left, Math.min(graceMs, ESCAPEE_GRACE_MS));
  }
  const ended = [...found.values()].filter((member) => !isAlive(member));
  const escaped = [...found.values()].filter((member) => member.group !== identity.pid);
  return { ended: ended.map((member) => member.pid), escaped: escaped.map((member) => member.pid) };
}

/** The group had its grace; an escapee has not had one yet. */
async function endRest(identity: ProcessIdentity, left: Process[], graceMs: number): Promise<void> {
  const inGroup = left.filter((member) => member.group === identity.pid);
  const escapees = left.filter((member) => member.group !== identity.pid);
  signalGroup(identity, inGroup, 'SIGKILL');
  signalAll(escapees, 'SIGTERM');
  signalAll(await waitUntilGone(escapees, graceMs), 'SIGKILL');
  await waitUntilGone(left, KILL_MS);
}

/** While the leader lives the group is certainly its own, and one call leaves no gap for a fork. */
function signalGroup(identity: ProcessIdentity, members: Process[], signal: NodeJS.Signals): void {
  if (isAlive(identity)) sendSignal(-identity.pid, signal);
  else signalAll(members, signal);
}

function familyOf(identity: ProcessIdentity, known: Process[]): Process[] {
  const all = allProcesses().filter((found) => !found.dead && found.pid !== process.pid);
  const marked = new Set(processesWithMark(identity.mark).map((found) => found.pid));
  const knownTicks = new Map(known.map((found) => [found.pid, found.ticks]));
  const ownsGroup = isAlive(identity);
  const family = new Set(
    all
      .filter((found) => knownTicks.get(found.pid) === found.ticks || marked.has(found.pid))
      .concat(ownsGroup ? all.filter((found) => found.group === identity.pid) : [])
      .map((found) => found.pid),
  );
  addDescendants(family, all);
  return all.filter((found) => family.has(found.pid));
}

function addDescendants(family: Set<number>, all: Process[]): void {
  for (let size = -1; size !== family.size;) {
    size = family.size;
    for (const found of all) if (family.has(found.ppid)) family.add(found.pid);
  }
}
