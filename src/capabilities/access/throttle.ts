/** Failures of one username, and from one address, that are let pass within the window. */
export const WINDOW_MS = 15 * 60_000;
const MOST = { username: 5, address: 20 };

/** When the next attempt is let pass: `now` if it is at once. Each list holds the times of failures. */
export function nextAttemptAt(failures: { username: number[]; address: number[] }, now: number): number {
  return Math.max(freeAt(failures.username, MOST.username, now), freeAt(failures.address, MOST.address, now));
}

function freeAt(times: number[], most: number, now: number): number {
  const recent = times.filter((at) => at > now - WINDOW_MS).toSorted((a, b) => a - b);
  const blocking = recent.at(-most);
  return blocking === undefined ? now : blocking + WINDOW_MS;
}
