import { useSyncExternalStore } from 'react';

/**
 * The server's time, as far as the browser can know: its own clock, corrected by the `Date` of the answers, so that
 * a countdown is right on a machine whose clock is not. One timer serves every countdown on the page.
 */
let offsetMs = 0;
let current = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

export function noteServerTime(date: string | null): void {
  const at = date === null ? Number.NaN : Date.parse(date);
  if (Number.isNaN(at)) return;
  const difference = at - Date.now();
  // The header counts whole seconds; smaller differences are its rounding and the way here.
  offsetMs = Math.abs(difference) > 2_000 ? difference : 0;
}

export function now(): number {
  return Date.now() + offsetMs;
}

function tick(): void {
  current = now();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) {
    current = now();
    timer = setInterval(tick, 1_000);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) clearInterval(timer);
  };
}

/** Milliseconds since the epoch, anew each second. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => current);
}
