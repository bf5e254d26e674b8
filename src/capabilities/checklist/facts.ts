import { asOpsError } from '#platform/errors.ts';
import type { Fact } from '#manual/guides.ts';
import { systemActor } from '#operations/actor.ts';
import type { Toban } from '#operations/context.ts';
import { judge, type Verdict } from './judge.ts';

/** What the manual asks is the same whoever looks at the list. */
const actor = systemActor('checklist');

/** Asks a fact's query, for the service where the query takes one. What cannot be told is no error: it says why. */
export async function askFact(toban: Toban, service: string, fact: Fact): Promise<Verdict> {
  try {
    const takesService = 'service' in toban.registry.query(fact.query).input.shape;
    const input = takesService ? { service, ...fact.input } : fact.input;
    return judge(fact, await toban.ask(fact.query, input, { actor }));
  } catch (thrown) {
    return { ok: null, detail: asOpsError(thrown).message };
  }
}
