import type { Toban } from '#operations/context.ts';
import { isDue, rotateLog } from './rotate.ts';
import { sourcesOf } from './sources.ts';

const LOOK_EVERY_MS = 10_000;

/** Rotates the captured logs whose time has come. A log that cannot be rotated does not keep the others waiting. */
export async function rotateLogs(at: Toban, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await rotateDue(at);
    await at.clock.sleep(LOOK_EVERY_MS, signal).catch(() => {});
  }
}

export async function rotateDue(at: Toban): Promise<void> {
  const sources = (await sourcesOf(at, {})).filter((source) => source.format.captured);
  for (const source of sources) {
    try {
      if (await isDue(at, source)) await rotateLog(at, source);
    } catch (thrown) {
      at.log.error('a log could not be rotated', { service: source.service, log: source.log, error: thrown });
    }
  }
}
