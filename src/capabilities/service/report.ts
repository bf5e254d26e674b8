import type { Context } from '#operations/context.ts';
import type { Report } from '#operations/define.ts';
import { statusOf } from './status.ts';
import type { Plan } from './targets.ts';

/** How each service is now, and which processes had left their group. */
export async function reportOf({ services, escaped }: Plan, context: Context): Promise<Report> {
  const states = await Promise.all(services.map((service) => statusOf(context, context.manual.service(service))));
  const items = states.map(({ service, state, health, pids }) => ({ service, state, health, pids }));
  return { services: items, ...(escaped.length > 0 && { escaped }) };
}
