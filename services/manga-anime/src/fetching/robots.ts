import { createRequire } from 'node:module';
import type { Reply } from './http.ts';
import { SourceError } from './source-error.ts';

type Robot = {
  isAllowed(url: string, agent?: string): boolean | undefined;
  getCrawlDelay(agent?: string): number | undefined;
};
// The package's types declare a default export that its CommonJS module does not have.
const parseRobots = createRequire(import.meta.url)('robots-parser') as (url: string, text: string) => Robot;

export type Robots = {
  /** The host's crawl delay, or undefined. Throws {@link SourceError} when the page is not for robots. */
  allow(url: string): Promise<number | undefined>;
};

/** Reads each host's robots.txt once (RFC 9309: a 4xx allows everything, a silent or failing host nothing). */
export function createRobots(userAgent: string, get: (url: string) => Promise<Reply>): Robots {
  const known = new Map<string, Promise<Robot>>();
  return {
    async allow(url) {
      const { origin } = new URL(url);
      const pending = known.get(origin) ?? load(`${origin}/robots.txt`, get);
      known.set(origin, pending);
      const robot = await pending;
      if (robot.isAllowed(url, userAgent) === false)
        throw new SourceError(`robots.txt of ${origin} does not allow ${url}`);
      const seconds = robot.getCrawlDelay(userAgent);
      return seconds === undefined ? undefined : seconds * 1000;
    },
  };
}

async function load(url: string, get: (url: string) => Promise<Reply>): Promise<Robot> {
  try {
    return parseRobots(url, new TextDecoder().decode((await get(url)).bytes));
  } catch (error) {
    const status = error instanceof SourceError ? error.status : undefined;
    if (status !== undefined && status >= 400 && status < 500 && status !== 429) return parseRobots(url, '');
    throw error;
  }
}
