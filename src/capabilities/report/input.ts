import { ServiceId } from '#manual/service.ts';
import { Day } from '#operations/fields.ts';
import { z } from 'zod';

export const ReportInput = z.object({
  service: ServiceId,
  date: Day.optional().describe("The day, or the last of the seven, in the service's zone; today when left out"),
  lang: z.enum(['en', 'ja']).optional().describe('Language of the text'),
});
