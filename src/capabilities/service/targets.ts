import { z } from 'zod';
import { OpsError } from '#platform/errors.ts';
import { ServiceId } from '#manual/service.ts';
import type { Context } from '#operations/context.ts';
import { Flag } from '#operations/fields.ts';
import { supervisorOf } from './supervisor.ts';

export const Target = z.object({
  service: ServiceId.optional(),
  all: Flag.default(false).describe('All services'),
});

/** `escaped` is filled by the steps. */
export type Plan = { services: string[]; escaped: { service: string; pids: number[] }[] };

/** The services that are meant, one or all. Throws `toban.down`, `service.which` or `service.unknown`. */
export function planFor({ service, all }: z.output<typeof Target>, context: Context): Plan {
  const declared = context.manual
    .all()
    .filter((manual) => manual.process)
    .map((manual) => manual.id);
  if ((service === undefined) === !all) {
    throw new OpsError(
      'service.which',
      service === undefined ? 'Name a service, or say --all.' : 'Name one service or say --all, not both.',
      {
        kind: 'usage',
        hint: `Services: ${declared.join(', ') || 'none has a process'}`,
      },
    );
  }
  if (service !== undefined && !context.manual.service(service).process) {
    throw new OpsError('service.no-process', `${service} has no process of its own.`, {
      kind: 'usage',
      hint: `Services: ${declared.join(', ')}`,
    });
  }
  supervisorOf(context).requireDuty();
  return { services: service === undefined ? declared : [service], escaped: [] };
}

export const lockOn = ({ service }: z.output<typeof Target>): string =>
  service === undefined ? 'services' : `service/${service}`;
