import { rfc3339OrNull } from '#platform/clock.ts';
import { newId } from '#platform/ids.ts';
import { ServiceId } from '#manual/service.ts';
import { Duration, durationMs } from '#manual/units.ts';
import { defineOperation } from '#operations/define.ts';
import { z } from 'zod';
import { makeCredential } from '../credentials.ts';
import { insertToken } from '../records.ts';
import { Unwritten } from '../unwritten.ts';
import { ROLE_TITLE, RoleName } from '../users.ts';

export const createToken = defineOperation({
  name: 'tokens.create',
  summary: { en: 'Make a token for a program', ja: 'APIトークンを発行する' },
  risk: 'safe',
  role: 'administrator',
  input: z.object({
    name: z.string().trim().min(1).max(64).describe('What the token is for, e.g. deploy-script'),
    role: RoleName,
    service: ServiceId.optional().describe('The only service that it may touch'),
    expiresIn: Duration.optional().describe(
      'After this long it ends by itself, e.g. 90d; left out, only when it is revoked',
    ),
  }),
  positionals: ['name', 'role'],

  prepare({ name, role, service, expiresIn }, context) {
    if (service !== undefined) context.manual.service(service);
    const now = context.clock.now();
    const expiresAt = expiresIn === undefined ? null : now + durationMs(expiresIn);
    const credential = new Unwritten(makeCredential('api', context));
    return { id: newId('t', now), name, role, service: service ?? null, expiresAt, credential };
  },

  steps({ id, name, role, service, expiresAt, credential }, { clock, actor }) {
    const only = service === null ? { en: '', ja: '' } : { en: `, for ${service} only`, ja: `、${service} のみ` };
    return [
      {
        title: {
          en: `Make the token ${name} (${role}${only.en})`,
          ja: `トークン ${name}（${ROLE_TITLE[role].ja}${only.ja}）を発行`,
        },
        write: (trx) => {
          const { hash, prefix } = credential.reveal();
          const made = {
            created_by: actor.id,
            created_by_name: actor.name,
            created_at: clock.now(),
            expires_at: expiresAt,
          };
          const fresh = { node: null, last_used_at: null, revoked_at: null };
          return insertToken(trx, {
            id,
            kind: 'api',
            prefix,
            token_hash: hash,
            name,
            role,
            service,
            ...made,
            ...fresh,
          });
        },
      },
    ];
  },

  report({ id, name, role, service, expiresAt, credential }, { events }) {
    events.publish({ topic: 'access', id });
    const token = credential.reveal().text;
    return { id, name, role, ...(service !== null && { service }), token, expiresAt: rfc3339OrNull(expiresAt) };
  },
});
