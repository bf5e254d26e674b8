import type { Clock } from '../context.ts';

export type Pacing = {
  /** Waits for this host's turn: calls to one host follow each other with at least the gap between their starts. */
  turn(host: string): Promise<void>;
  /** Keeps to a Crawl-delay from now on, unless the configuration names a gap for this host. */
  keepCrawlDelay(host: string, delayMs: number): void;
};

const LONGEST_GAP_MS = 30_000;

export function createPacing(clock: Clock, gapMs: number, perHost: Record<string, number>): Pacing {
  const delays = new Map<string, number>();
  const nextStart = new Map<string, number>();
  const gapOf = (host: string): number => perHost[nameOf(host)] ?? Math.max(gapMs, delays.get(host) ?? 0);

  return {
    async turn(host) {
      const now = clock.now().getTime();
      const start = Math.max(now, nextStart.get(host) ?? now);
      nextStart.set(host, start + gapOf(host));
      if (start > now) await clock.sleep(start - now);
    },
    keepCrawlDelay(host, delayMs) {
      const before = gapOf(host);
      delays.set(host, Math.min(delayMs, LONGEST_GAP_MS));
      const start = nextStart.get(host);
      if (start !== undefined) nextStart.set(host, start + gapOf(host) - before);
    },
  };
}

const nameOf = (host: string): string => host.replace(/:\d+$/, '');
