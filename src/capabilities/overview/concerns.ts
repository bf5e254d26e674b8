import { asOpsError } from '#platform/errors.ts';
import type { Capability, Concern } from '#operations/capability.ts';
import type { Context } from '#operations/context.ts';

const ORDER: Record<Concern['level'], number> = { critical: 0, warning: 1, info: 2 };

/** What every capability has to say, the gravest first. */
export async function allConcerns(context: Context): Promise<Concern[]> {
  const told = await Promise.all(context.registry.capabilities.map((capability) => concernsOf(capability, context)));
  return [...damageOf(context), ...told.flat()].toSorted((a, b) => ORDER[a.level] - ORDER[b.level]);
}

function damageOf({ store }: Context): Concern[] {
  const damage = store.damage();
  if (!damage) return [];
  const title = {
    en: "Toban's store is damaged: nothing is written to it",
    ja: '当番のストアが壊れています（書き込みを止めました）',
  };
  return [
    { level: 'critical', title, detail: damage.message, ...(damage.hint !== undefined && { hint: damage.hint }) },
  ];
}

/** A capability that cannot tell how it is must not look as if all were well with it. */
async function concernsOf(capability: Capability, context: Context): Promise<Concern[]> {
  try {
    return (await capability.concerns?.(context)) ?? [];
  } catch (thrown) {
    const { message, hint } = asOpsError(thrown);
    context.log.error('a capability could not tell its concerns', {
      capability: capability.name,
      error: String(thrown),
    });
    const { en, ja } = capability.title;
    return [
      {
        level: 'critical',
        title: { en: `${en}: how it is could not be found out`, ja: `${ja}：状態を確認できませんでした` },
        detail: message,
        ...(hint !== undefined && { hint }),
      },
    ];
  }
}
