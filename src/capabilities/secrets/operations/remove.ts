import { OpsError } from '#platform/errors.ts';
import { defineOperation } from '#operations/define.ts';
import { z } from 'zod';
import { SecretKey } from '../secret-key.ts';

export const removeSecret = defineOperation({
  name: 'secrets.remove',
  summary: { en: 'Remove a secret from the encrypted store', ja: '保存した秘密情報を削除する' },
  risk: 'destructive',
  positionals: ['name'],
  input: z.object({ name: SecretKey }),

  async prepare({ name }, { secrets }) {
    const known = (await secrets.names()).find((secret) => secret.name === name && secret.source === 'store');
    if (known) return { name };
    throw new OpsError('secret.unknown', `The store keeps no secret called ${name}.`, {
      kind: 'not-found',
      hint: 'See: toban secrets list',
    });
  },

  steps: ({ name }, { secrets }) => [
    { title: { en: `Remove ${name}`, ja: `${name}を削除する` }, run: () => secrets.remove(name) },
  ],
});
