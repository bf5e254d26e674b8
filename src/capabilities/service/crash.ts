import type { Exit } from '#platform/commands.ts';
import { systemActor } from '#operations/actor.ts';
import { appendAudit } from '#operations/audit.ts';
import type { Toban } from '#operations/context.ts';

/** A process that ended although it was wanted: how long it had been healthy, and why it ended, if that is known. */
export type Crash = { healthyMs: number; exit: Exit | null; hint: string | null };

export function endedHow({ exit, hint }: Crash): string {
  if (!exit) return hint ?? 'It could not be started.';
  return exit.signal === null ? `It ended with code ${exit.code}.` : `It was ended by ${exit.signal}.`;
}

/** Once for each row of crashes. */
export async function tellCrashLoop({ store, log, ...at }: Toban, service: string, crash: Crash): Promise<void> {
  const detail = { ended: endedHow(crash) };
  const entry = { actor: systemActor('supervisor'), action: 'service.crash-loop', service, detail };
  log.error('a service crashes again and again', { service, ...detail });
  await store
    .transaction((trx) => appendAudit({ ...at, store, log }, trx, entry))
    .catch((error: unknown) => log.error('a crash loop could not be written down', { service, error }));
}
