import type { Fact } from '#manual/guides.ts';
import type { ServiceManual } from '#manual/service.ts';
import type { Concern } from '#operations/capability.ts';
import type { Context } from '#operations/context.ts';
import { askFact } from './facts.ts';

/** What the manuals say must hold, and does not. What cannot be told is no alarm. */
export async function crossedThresholds(context: Context): Promise<Concern[]> {
  const declared = context.manual.all().flatMap((manual) => manual.thresholds.map((fact) => ({ manual, fact })));
  const concerns = await Promise.all(declared.map(({ manual, fact }) => concernOf(context, manual, fact)));
  return concerns.filter((concern) => concern !== undefined);
}

async function concernOf(context: Context, { id }: ServiceManual, fact: Fact): Promise<Concern | undefined> {
  const { ok, detail } = await askFact(context, id, fact);
  if (ok !== false) return undefined;
  return {
    level: 'warning',
    service: id,
    title: fact.title,
    detail,
    ...(fact.hint && { hint: fact.hint }),
    page: `/services/${id}`,
  };
}
