import { defineQuery } from '#operations/define.ts';
import { z } from 'zod';
import { secretsInManuals } from '../named.ts';

export const listSecrets = defineQuery({
  name: 'secrets.list',
  summary: { en: 'Which secrets the manuals name, and where their values are', ja: '秘密情報の名前と保存先' },
  role: 'administrator',
  input: z.object({}),

  async answer(_, { manual, secrets }) {
    const known = new Map((await secrets.names()).map(({ name, source }) => [name, source]));
    const wanted = secretsInManuals(manual.all());
    const names = [...new Set([...wanted.keys(), ...known.keys()])].toSorted();
    return {
      items: names.map((name) => ({
        name,
        source: known.get(name) ?? null,
        missing: !known.has(name),
        usedBy: wanted.get(name) ?? [],
      })),
    };
  },
});
