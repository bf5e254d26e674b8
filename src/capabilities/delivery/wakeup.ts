import type { Clock } from '#platform/clock.ts';

/** Something to wait at: until it rings, until the time is over, or until the signal is aborted. */
export type Wakeup = { ring(): void; wait(ms: number, signal: AbortSignal): Promise<void> };

export function wakeup(clock: Clock): Wakeup {
  let rung = false;
  let wake: (() => void) | undefined;
  return {
    ring() {
      rung = true;
      wake?.();
    },
    async wait(ms, signal) {
      if (!rung && ms > 0 && !signal.aborted) {
        const enough = new AbortController();
        const bell = new Promise<void>((resolve) => (wake = resolve));
        await Promise.race([bell, clock.sleep(ms, AbortSignal.any([signal, enough.signal])).catch(() => {})]);
        enough.abort();
        wake = undefined;
      }
      rung = false;
    },
  };
}
