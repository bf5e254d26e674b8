import { defineOperation } from '#operations/define.ts';
import { z } from 'zod';
import { SecretKey } from '../secret-key.ts';

export const setSecret = defineOperation({
  name: 'secrets.set',
  summary: { en: 'Keep a secret in the encrypted store', ja: '秘密情報を暗号化して保存する' },
  risk: 'disruptive',
  role: 'administrator',
  positionals: ['name'],
  input: z.object({
    name: SecretKey,
    value: z.string().min(1).max(64_000).meta({ secret: true }).describe('The value; it is shown nowhere again'),
  }),

  // The value never stands in a plan, which is written down: a step reads it from here.
  prepare: ({ name, value }, { secrets }) => {
    secrets.register(value);
    return { name, keep: unwritten(() => secrets.set(name, value)) };
  },

  steps: ({ name, keep }) => [
    { title: { en: `Encrypt ${name} and keep it`, ja: `${name}を暗号化して保存する` }, run: () => keep() },
  ],

  report: async ({ name }, { secrets, events }) => {
    events.publish({ topic: 'secret', id: name });
    const source = (await secrets.names()).find((known) => known.name === name)?.source ?? 'store';
    return { name, source, ...(source !== 'store' && { note: `The ${source} has this name too, and comes first.` }) };
  },
});

/** A function is left out of JSON, so what it closes over stays in memory. */
const unwritten = (act: () => Promise<void>): (() => Promise<void>) => act;
