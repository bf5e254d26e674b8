import { z } from 'zod';
import { defineQuery } from '#operations/define.ts';
import { statusOf } from '../status.ts';

export const listServices = defineQuery({
  name: 'service.list',
  summary: { en: 'Show all services and how they are', ja: 'サービスの一覧と状態を表示する' },
  input: z.object({}),

  async answer(_, context) {
    return { items: await Promise.all(context.manual.all().map((manual) => statusOf(context, manual))) };
  },
});
