import { z } from 'zod';
import { ServiceId } from '#manual/service.ts';
import type { Context } from '#operations/context.ts';
import { defineQuery } from '#operations/define.ts';
import { Limit } from '#operations/fields.ts';
import { LeastLevel, LogName } from '../fields.ts';
import { endsOf, followLogs } from '../follow.ts';
import { type LogLine, searchLogs } from '../search.ts';
import { sourcesOf } from '../sources.ts';

const Input = z.object({
  service: ServiceId,
  log: LogName.optional(),
  lines: Limit(100).describe('How many lines'),
  level: LeastLevel.optional(),
  text: z.string().min(1).optional().describe('Text that the line holds; capitals do not matter'),
});

type Asked = z.output<typeof Input>;

async function lastLines({ service, log, lines, ...wanted }: Asked, context: Context): Promise<LogLine[]> {
  const sources = await sourcesOf(context, { service, log });
  const wantedOf = () => wanted;
  const { items } = await searchLogs(context, { sources, wantedOf, limit: lines, signal: context.signal });
  return items.toReversed();
}

export const tailLog = defineQuery({
  name: 'logs.tail',
  summary: { en: 'Show the last lines of the logs, and follow them', ja: 'ログの末尾を表示し、続きを追う' },
  input: Input,

  answer: async (asked, context) => ({ items: await lastLines(asked, context) }),

  // The end of each file is noted before the last lines are read, so that none falls between the two.
  async *follow(asked, context) {
    const { service, log, level, text } = asked;
    const ends = await endsOf(context, { service, log });
    yield* await lastLines(asked, context);
    yield* followLogs(context, { service, log }, { level, text }, ends);
  },
});
