import { ServiceId } from '#manual/service.ts';
import { defineQuery } from '#operations/define.ts';
import { z } from 'zod';
import { markdownOf } from '../markdown.ts';
import { pageOf } from '../page.ts';

export const showManual = defineQuery({
  name: 'manual.show',
  summary: { en: 'The operations manual of a service, as it is in force', ja: '運用マニュアルを表示する' },
  input: z.object({ service: ServiceId, lang: z.enum(['en', 'ja']).optional().describe('Language of the page') }),

  answer({ service, lang }, context) {
    const manual = context.manual.service(service);
    const { redact } = context.secrets;
    return {
      service,
      title: manual.title,
      // A value that an installation set by its environment may be a secret after all.
      markdown: redact(markdownOf(pageOf(manual, lang ?? context.lang, context.registry))),
      declaration: JSON.parse(redact(JSON.stringify(manual))) as object,
    };
  },
});
