import { z } from 'zod';
import { ServiceId } from '#manual/service.ts';
import { defineQuery } from '#operations/define.ts';
import { statusOf } from '../status.ts';

export const serviceStatus = defineQuery({
  name: 'service.status',
  summary: {
    en: 'Show how a service is: its state, health, processes and port',
    ja: 'サービスの状態、健全性、プロセス、ポートを表示する',
  },
  input: z.object({ service: ServiceId }),
  answer: ({ service }, context) => statusOf(context, context.manual.service(service)),
});
