const FIRST_MS = 1000;
const LONGEST_MS = 60_000;

/** After this long in good health a crash counts as the first again. */
export const HEALTHY_AGAIN_MS = 60_000;
/** From so many crashes in a row on, people are told. */
export const CRASH_LOOP = 3;

/** How long to wait before the next start: it doubles from 1 s to 60 s. A fifth of it, up or down, is chance (0 to 1). */
export function backOffMs(crashes: number, chance: number): number {
  const middle = Math.min(FIRST_MS * 2 ** (Math.max(1, crashes) - 1), LONGEST_MS);
  return Math.round(middle * (0.8 + 0.4 * chance));
}
