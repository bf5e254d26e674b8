import { z } from 'zod';
import { rfc3339OrNull } from '#platform/clock.ts';
import { defineQuery } from '#operations/define.ts';
import { AnyService } from '../fields.ts';
import { segmentsOf, sourcesOf } from '../sources.ts';

export const logSources = defineQuery({
  name: 'logs.sources',
  summary: { en: 'Show which logs there are, where they are and how large', ja: 'ログの一覧と場所、大きさを表示する' },
  input: z.object({ service: AnyService }),

  async answer({ service }, context) {
    const sources = await sourcesOf(context, { service });
    const items = sources.map(async (source) => {
      const segments = await segmentsOf(context, source);
      const newest = segments.map((segment) => segment.modifiedAt).toSorted((a, b) => b - a)[0];
      return {
        service: source.service,
        log: source.log,
        path: source.path,
        size_bytes: segments.reduce((sum, segment) => sum + segment.size_bytes, 0),
        format: source.kind,
        captured: source.format.captured,
        files: segments.length,
        updatedAt: rfc3339OrNull(newest),
      };
    });
    return { items: await Promise.all(items) };
  },
});
