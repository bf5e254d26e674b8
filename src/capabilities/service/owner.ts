import { bootId, processTicks } from '#platform/commands/processes.ts';
import { newToken } from '#platform/ids.ts';

/** Names one life of one node: the node, the machine's start, the process and its start, and which Toban within it. */
export function newOwner(node: string): string {
  return [
    node.replaceAll('|', '_'),
    bootId(),
    process.pid,
    processTicks(process.pid) ?? '',
    newToken().slice(0, 8),
  ].join('|');
}

/** Whether an owner certainly lives no more: its process is gone, or its node's machine was started anew. */
export function isDead(owner: string, mine: string): boolean {
  const [node, boot, pid, ticks] = owner.split('|');
  const [myNode, myBoot] = mine.split('|');
  if (boot === myBoot) return processTicks(Number(pid)) !== ticks;
  return node === myNode;
}
