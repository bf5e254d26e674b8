import { defineCapability } from '#operations/capability.ts';
import { secretsInManuals } from './named.ts';
import * as operations from './operations/index.ts';
import * as queries from './queries/index.ts';

/** Values by name: encrypted at rest, read at the moment of use, shown nowhere. */
export const secrets = defineCapability({
  name: 'secrets',
  title: { en: 'Secrets', ja: '秘密情報' },
  operations: Object.values(operations),
  queries: Object.values(queries),
  async concerns({ manual, secrets: kept }) {
    const wanted = [...secretsInManuals(manual.all())];
    const missing = await Promise.all(
      wanted.map(async ([name, services]) => ((await kept.has(name)) ? [] : [{ name, services }])),
    );
    return missing.flat().map(({ name, services }) => ({
      level: 'warning' as const,
      ...(services[0] && { service: services[0] }),
      title: { en: `The secret ${name} is missing`, ja: `秘密情報 ${name} が未設定` },
      hint: `toban secrets set ${name} --value …`,
    }));
  },
});
