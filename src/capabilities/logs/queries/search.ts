import { z } from 'zod';
import { defineQuery } from '#operations/define.ts';
import { Limit } from '#operations/fields.ts';
import { AnyService, LeastLevel, LogName } from '../fields.ts';
import { Moment, momentAt } from '../moment.ts';
import { searchLogs } from '../search.ts';
import { sourcesOf } from '../sources.ts';

export const searchLog = defineQuery({
  name: 'logs.search',
  summary: { en: 'Search the logs, the newest line first', ja: 'ログを検索する（新しい順）' },
  input: z.object({
    service: AnyService,
    log: LogName.optional(),
    text: z.string().min(1).optional().describe('Text that the line holds; capitals do not matter'),
    level: LeastLevel.optional(),
    since: Moment.optional().describe("The beginning: a time, a day of the service's calendar, or how long ago (1h)"),
    until: Moment.optional().describe('The end, likewise; a day counts to its end'),
    run: z.string().optional().describe('Only lines of this run'),
    limit: Limit(200),
    cursor: z.string().optional().describe('The `next` of the page before'),
  }),

  async answer({ service, log, since, until, limit, cursor, ...asked }, context) {
    const now = context.clock.now();
    return searchLogs(context, {
      sources: await sourcesOf(context, { service, log }),
      wantedOf: ({ format: { zone } }) => ({
        ...asked,
        since: since === undefined ? undefined : momentAt(since, 'since', zone, now),
        until: until === undefined ? undefined : momentAt(until, 'until', zone, now),
      }),
      limit,
      cursor,
      signal: context.signal,
    });
  },
});
