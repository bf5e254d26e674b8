import type { Clock } from '../context.ts';

export type Pacing = {
  /** Waits for this host's turn: calls to one host follow each other with at least the gap between their starts. */
  turn(host: string): Promise<void>;
  /** Asks for at least this gap from now on, e.g. by robots.txt or a rate-limit header. */
  slowDown(host: string, gapMs: number): void;
};

const LONGEST_GAP_MS = 30_000;

export function createPacing(clock: Clock, gapMs: number, perHost: Record<string, number>): Pacing {
  const gaps = new Map<string, number>();
  const nextStart = new Map<string, number>();
  const gapOf = (host: string): number => gaps.get(host) ?? perHost[host.replace(/:\d+$/, '')] ?? gapMs;

  return {
    async turn(host) {
      const now = clock.now().getTime();
      const start = Math.max(now, nextStart.get(host) ?? now);
      nextStart.set(host, start + gapOf(host));
      if (start > now) await clock.sleep(start - now);
    },
    slowDown(host, asked) {
      const gap = Math.min(asked, LONGEST_GAP_MS);
      if (gap <= gapOf(host)) return;
      const start = nextStart.get(host);
      if (start !== undefined) nextStart.set(host, start + gap - gapOf(host));
      gaps.set(host, gap);
    },
  };
}
