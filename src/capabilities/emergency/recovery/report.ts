import type { Context } from '#operations/context.ts';
import type { Report } from '#operations/define.ts';
import { stopFor } from '../stop-state.ts';
import { findingsOf } from './findings.ts';
import type { RecoveryPlan } from './plan.ts';

/** What was found, and what still holds the service. */
export async function recoveryReport(plan: RecoveryPlan, context: Context): Promise<Report> {
  const { service, schedules, temporary, unchecked } = plan;
  context.events.publish({ topic: 'service', service });
  return {
    findings: findingsOf(plan),
    ...(unchecked.length > 0 && { unchecked }),
    cleared: temporary.files,
    ...(temporary.kept.length > 0 && { kept: temporary.kept }),
    paused: schedules.running,
    pausedBefore: schedules.paused,
    // A stop may have come or gone meanwhile: told is what holds now.
    stop: (await stopFor(context, service)) ?? 'none',
  };
}

/** What a person types to go on, in order, once the report satisfies them. */
export function nextCommands({ service, stop, schedules, hasProcess }: RecoveryPlan): string[] {
  return [
    ...(stop ? [`toban emergency clear${stop.service ? ` ${stop.service}` : ''}`] : []),
    ...(schedules.running.length > 0 ? [`toban jobs resume ${service}`] : []),
    ...(hasProcess ? [`toban service start ${service}`] : []),
  ];
}
