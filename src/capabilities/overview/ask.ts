import type { Context } from '#operations/context.ts';

/** Asks a query, or answers `otherwise` where this Toban has no such query. */
export function askIfThere<Answer>(context: Context, query: string, input: object, otherwise: Answer): Promise<Answer> {
  const there = context.registry.queries.some(({ name }) => name === query);
  return there ? context.ask<Answer>(query, input, context) : Promise.resolve(otherwise);
}
