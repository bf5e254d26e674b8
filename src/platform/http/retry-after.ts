/**
 * How long a peer asks us to wait, in ms from `now`; undefined when it says nothing that can be read. Understands
 * `retry-after-ms`, and `retry-after` as seconds (also with decimals) or as a date in the three forms of RFC 9110 5.6.7.
 * Of several values the longest counts.
 */
export function retryAfterMs(headers: Record<string, string | undefined>, now: number): number | undefined {
  const ms = longest(valueOf(headers, 'retry-after-ms'));
  if (ms !== undefined) return Math.ceil(ms);
  const text = valueOf(headers, 'retry-after')?.trim();
  if (!text) return undefined;
  const seconds = longest(text);
  if (seconds !== undefined) return Math.ceil(seconds * 1000);
  const at = dateOf(text);
  return at === undefined ? undefined : Math.max(0, at - now);
}

function valueOf(headers: Record<string, string | undefined>, wanted: string): string | undefined {
  return Object.entries(headers).find(([name]) => name.toLowerCase() === wanted)?.[1];
}

function longest(text: string | undefined): number | undefined {
  const parts = text?.split(',').map((part) => part.trim()) ?? [];
  if (parts.length === 0 || !parts.every((part) => /^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(part))) return undefined;
  const value = Math.max(0, ...parts.map(Number));
  return Number.isFinite(value) ? value : undefined;
}

/** The asctime form has no zone, yet is meant in UTC. */
function dateOf(text: string): number | undefined {
  const hasZone = /(GMT|UTC|Z|[+-]\d{2}:?\d{2})$/i.test(text);
  const at = Date.parse(hasZone ? text : `${text} GMT`);
  return Number.isNaN(at) ? undefined : at;
}
