import { z } from 'zod';
import { ServiceId } from '#manual/service.ts';
import type { Context } from '#operations/context.ts';
import { defineQuery } from '#operations/define.ts';
import { Limit } from '#operations/fields.ts';
import { LeastLevel, LogName } from '../fields.ts';
import { followLogs } from '../follow.ts';
import { searchLogs } from '../search.ts';
import { sourcesOf } from '../sources.ts';

const Input = z.object({
  service: ServiceId,
  log: LogName.optional(),
  lines: Limit(100).describe('How many lines'),
  level: LeastLevel.optional(),
  text: z.string().min(1).optional().describe('Text that the line holds; capitals do not matter'),
});

export const tailLog = defineQuery({
  name: 'logs.tail',
  summary: { en: 'Show the last lines of the logs, and follow them', ja: 'ログの末尾を表示し、続きを追う' },
  input: Input,

  async answer({ service, log, lines, ...wanted }, context) {
    const sources = await sourcesOf(context, { service, log });
    const { items } = await searchLogs(context, {
      sources,
      wantedOf: () => wanted,
      limit: lines,
      signal: context.signal,
    });
    return { items: items.toReversed() };
  },

  follow: ({ service, log, level, text }, context: Context) => followLogs(context, { service, log }, { level, text }),
});
