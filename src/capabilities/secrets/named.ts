import type { ServiceManual } from '#manual/service.ts';

/** Every secret that a manual names, wherever it does, with the services that name it. */
export function secretsInManuals(manuals: ServiceManual[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const manual of manuals) {
    for (const name of new Set(namesIn(manual))) found.set(name, [...(found.get(name) ?? []), manual.id]);
  }
  return found;
}

function namesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(namesIn);
  if (typeof value !== 'object' || value === null) return [];
  const { secret } = value as { secret?: unknown };
  return typeof secret === 'string' ? [secret] : Object.values(value).flatMap(namesIn);
}
