import { OpsError } from '#platform/errors.ts';
import type { Period } from '#manual/guides.ts';
import type { ServiceManual } from '#manual/service.ts';
import type { Text } from '#manual/text.ts';
import { PERIODS } from './period.ts';

/** The item that a person may tick, and the list on which it stands. Throws OpsError `checklist.unknown`, `.ambiguous` or `.fact`. */
export function requireTickable(
  manual: ServiceManual,
  item: string,
  asked: Period | undefined,
): { period: Period; title: Text } {
  const lists = PERIODS.filter((period) => manual.checklists[period].some((one) => one.item === item));
  const [period, second] = asked ? lists.filter((one) => one === asked) : lists;
  const declared = period && manual.checklists[period].find((one) => one.item === item);
  if (!declared) throw unknown(manual, item, asked);
  if (second) {
    throw new OpsError(
      'checklist.ambiguous',
      `"${item}" is on more than one list of ${manual.id}: ${lists.join(', ')}.`,
      {
        kind: 'usage',
        hint: `Say which: toban checklist tick ${manual.id} ${item} --period ${period}`,
      },
    );
  }
  if (declared.kind === 'fact') {
    throw new OpsError('checklist.fact', `"${item}" is a fact: it ticks itself as soon as it holds.`, {
      kind: 'conflict',
      hint: declared.hint ?? `See how it stands: toban checklist show ${manual.id} --${period}`,
    });
  }
  return { period, title: declared.title };
}

function unknown(manual: ServiceManual, item: string, asked: Period | undefined): OpsError {
  const known = (asked ? [asked] : PERIODS).flatMap((period) =>
    manual.checklists[period].filter((one) => one.kind === 'person').map((one) => one.item),
  );
  return new OpsError(
    'checklist.unknown',
    `No ${asked ? `${asked} ` : ''}checklist of ${manual.id} has an item "${item}".`,
    {
      kind: 'not-found',
      hint:
        known.length > 0
          ? `A person ticks: ${[...new Set(known)].join(', ')}`
          : 'Its lists hold nothing that a person ticks.',
    },
  );
}
