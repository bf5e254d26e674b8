import { z } from 'zod';

/** A title for people, in both languages of the console. */
export const Text = z.object({ en: z.string().min(1), ja: z.string().min(1) });
export type Text = z.infer<typeof Text>;
export type Language = keyof Text;
