/** The names of the secrets anywhere in a part of a manual, each once. Their values never stand in one. */
export function secretsIn(part: unknown): string[] {
  if (typeof part !== 'object' || part === null) return [];
  const { secret, ...rest } = part as { secret?: unknown };
  if (typeof secret === 'string' && Object.keys(rest).length === 0) return [secret];
  return [...new Set(Object.values(part).flatMap(secretsIn))];
}
