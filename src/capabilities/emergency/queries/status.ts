import { rfc3339OrNull } from '#platform/clock.ts';
import { defineQuery } from '#operations/define.ts';
import { z } from 'zod';
import { clearedStops } from '../records.ts';
import { describeStop, stopsInForce } from '../stop-state.ts';

export const emergencyStatus = defineQuery({
  name: 'emergency.status',
  summary: { en: 'What is stopped, why and by whom', ja: '緊急停止の状態' },
  input: z.object({}),
  async answer(_, context) {
    const { store } = context;
    const stops = await stopsInForce(context);
    const history = (await clearedStops(store.db, 20)).map((row) => ({
      ...describeStop(row),
      clearedBy: row.cleared_by,
      clearedAt: rfc3339OrNull(row.cleared_at),
      clearedReason: row.cleared_reason,
    }));
    return { active: stops.length > 0, stops, history };
  },
});
