import type { Clock } from '#platform/clock.ts';

/** A clock that a test moves. Sleepers wake when it passes their time. */
export type MovedClock = Clock & { moveTo(at: number | string): void; advance(ms: number): Promise<void> };

export function movedClock(start: number | string = '2026-11-21T00:00:00Z'): MovedClock {
  let now = typeof start === 'string' ? Date.parse(start) : start;
  const sleepers = new Set<{ at: number; wake(): void }>();

  function wakeDue(): void {
    for (const sleeper of sleepers) {
      if (sleeper.at > now) continue;
      sleepers.delete(sleeper);
      sleeper.wake();
    }
  }

  return {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason as Error);
        const sleeper = { at: now + ms, wake: resolve };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', () => (sleepers.delete(sleeper), reject(signal.reason as Error)), {
          once: true,
        });
        if (ms <= 0) wakeDue();
        return undefined;
      }),
    moveTo: (at) => {
      now = typeof at === 'string' ? Date.parse(at) : at;
      wakeDue();
    },
    advance: async (ms) => {
      now += ms;
      wakeDue();
      await new Promise(setImmediate);
    },
  };
}
