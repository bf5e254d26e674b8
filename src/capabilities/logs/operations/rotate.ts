import { z } from 'zod';
import { ServiceId } from '#manual/service.ts';
import type { Context } from '#operations/context.ts';
import { defineOperation } from '#operations/define.ts';
import { LogName } from '../fields.ts';
import { type Rotation, rotateLog } from '../rotate.ts';
import { type Source, sourcesOf } from '../sources.ts';

/** `done` is filled by the steps. */
type Plan = { service: string; logs: string[]; done: Rotation[] };

export const rotateLogFiles = defineOperation({
  name: 'logs.rotate',
  summary: {
    en: "Close a service's log files now and compress the older ones",
    ja: 'ログを今すぐローテーションし、古いものを圧縮する',
  },
  risk: 'safe',
  input: z.object({ service: ServiceId, log: LogName.optional() }),
  lock: ({ service }) => `logs/${service}`,

  async prepare({ service, log }, context): Promise<Plan> {
    const sources = (await sourcesOf(context, { service, log })).filter((source) => source.format.captured);
    return { service, logs: sources.map((source) => source.log), done: [] };
  },

  steps: (plan, context) =>
    plan.logs.map((log) => ({
      title: { en: `Rotate ${log}`, ja: `${log} をローテーションする` },
      run: async () => void plan.done.push(await rotateLog(context, await sourceNamed(context, plan.service, log))),
    })),

  report: ({ done }) => ({ logs: done }),
});

async function sourceNamed(context: Context, service: string, log: string): Promise<Source> {
  const [source] = await sourcesOf(context, { service, log });
  return source as Source;
}
