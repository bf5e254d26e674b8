import { OpsError } from '#platform/errors.ts';
import type { Runbook } from '#manual/guides.ts';
import type { Manuals } from '#manual/manuals.ts';

/** Throws OpsError `service.unknown` or `runbook.unknown`, naming those there are. */
export function runbookOf(manuals: Manuals, service: string, name: string): Runbook {
  const { runbooks } = manuals.service(service);
  const found = runbooks.find((runbook) => runbook.name === name);
  if (found) return found;
  const names = runbooks.map((runbook) => runbook.name).join(', ');
  throw new OpsError('runbook.unknown', `${service} has no runbook "${name}".`, {
    kind: 'not-found',
    hint: names ? `Its runbooks: ${names}` : 'Its manual declares no runbooks.',
  });
}
