import type { HttpReply } from '#platform/http.ts';
import type { ServiceManual } from '#manual/service.ts';
import { durationMs } from '#manual/units.ts';
import type { Toban } from '#operations/context.ts';
import type { Health } from './schema.ts';

export type Finding = { health: Health; detail: string | null };

const MAX_BYTES = 256 * 1000;
const LONGEST_ANSWER_MS = 10_000;
const SHORTEST_ANSWER_MS = 1000;
const WHILE_STARTING_MS = 250;
/** Without an address to ask, a process that has lived so long counts as started. */
const ALIVE_MS = 1000;

/**
 * Asks about the process's health until the signal is aborted, and tells each finding: at first often, until it answers
 * or has had its time. While it starts nothing is told; `down` is told after `failures` in a row.
 */
export async function watchHealth(
  at: Toban,
  manual: ServiceManual,
  signal: AbortSignal,
  tell: (finding: Finding) => void,
): Promise<void> {
  const pause = (ms: number) => at.clock.sleep(ms, signal).catch(() => {});
  if (!manual.health) {
    await pause(ALIVE_MS);
    if (!signal.aborted) tell({ health: 'unknown', detail: null });
    return;
  }
  const { url, failures } = manual.health;
  const everyMs = durationMs(manual.health.every);
  const startingUntil = at.clock.now() + failures * everyMs;
  for (let failed = 0, starting = true; ;) {
    const finding = await ask(at, url, Math.min(Math.max(everyMs, SHORTEST_ANSWER_MS), LONGEST_ANSWER_MS), signal);
    if (signal.aborted) return;
    failed = finding.health === 'down' ? failed + 1 : 0;
    if (starting) starting = failed > 0 && at.clock.now() < startingUntil;
    if (!starting && (failed === 0 || failed >= failures)) tell(finding);
    await pause(starting ? Math.min(WHILE_STARTING_MS, everyMs) : everyMs);
  }
}

async function ask(at: Toban, url: string, deadlineMs: number, signal: AbortSignal): Promise<Finding> {
  try {
    return judge(await at.http.get(url, { deadlineMs, maxBytes: MAX_BYTES, signal }));
  } catch (thrown) {
    return { health: 'down', detail: (thrown as Error).message };
  }
}

/** 200 is up, unless its body says `"status": "degraded"`. */
export function judge(reply: Pick<HttpReply, 'status' | 'text'>): Finding {
  if (reply.status !== 200) return { health: 'down', detail: `It answers with status ${reply.status}.` };
  const body = jsonIn(reply.text) as { status?: unknown; message?: unknown } | null | undefined;
  if (body?.status !== 'degraded') return { health: 'up', detail: null };
  return {
    health: 'degraded',
    detail: typeof body.message === 'string' ? body.message : 'It says that it is degraded.',
  };
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
