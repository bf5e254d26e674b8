import { createHmac } from 'node:crypto';
import { isUniqueViolation } from '#platform/db/store-error.ts';
import { OpsError } from '#platform/errors.ts';
import { answerIdempotent, findIdempotent, forgetIdempotent, insertIdempotent } from '#operations/records.ts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Surface } from './server.ts';

type Claimed = { actor: string; key: string };
const claims = new WeakMap<FastifyRequest, Claimed>();

/**
 * `Idempotency-Key` on every POST: the same request under the same key is done once, and answered alike each time; what is
 * shown only once, such as a new token, is put out of the repeated answer.
 */
export function idempotency(app: FastifyInstance, { toban, actorOf }: Surface): void {
  app.addHook('preHandler', async (request, reply) => {
    const key = request.headers['idempotency-key'];
    if (request.method !== 'POST' || typeof key !== 'string' || key === '') return;
    // Signing in is done by nobody yet, and twice does no harm.
    const actor = (await actorOf(request).catch(() => undefined))?.id;
    if (actor === undefined) return;
    const fingerprint = createHmac('sha256', key)
      .update(`${request.url}\n${JSON.stringify(request.body ?? null)}`)
      .digest('hex');
    const known = await claim({ actor, key, fingerprint });
    if (!known) {
      claims.set(request, { actor, key });
      return;
    }
    if (known.fingerprint !== fingerprint) {
      throw new OpsError('request.key-reused', 'This Idempotency-Key was used for another request.', {
        kind: 'usage',
        hint: 'Use a new key.',
      });
    }
    if (known.status === null) {
      throw new OpsError('request.under-way', 'The request with this Idempotency-Key is still under way.', {
        kind: 'conflict',
        hint: 'Ask again in a moment.',
      });
    }
    await reply.code(known.status).header('idempotent-replayed', 'true').type('application/json').send(known.answer);
  });

  app.addHook('onSend', async (request, reply, payload) => {
    const claimed = claims.get(request);
    if (!claimed) return payload;
    claims.delete(request);
    const { actor, key } = claimed;
    // A request that failed on our side may be tried again under its key.
    if (reply.statusCode >= 500) await forgetIdempotent(toban.store.db, actor, key);
    else
      await answerIdempotent(
        toban.store.db,
        actor,
        key,
        reply.statusCode,
        toban.secrets.redact(typeof payload === 'string' ? payload : ''),
      );
    return payload;
  });

  async function claim({ actor, key, fingerprint }: Claimed & { fingerprint: string }) {
    const known = await findIdempotent(toban.store.db, actor, key);
    if (known) return known;
    try {
      await insertIdempotent(toban.store.db, {
        actor,
        key,
        fingerprint,
        status: null,
        answer: null,
        created_at: toban.clock.now(),
      });
      return undefined;
    } catch (thrown) {
      if (!isUniqueViolation(thrown)) throw thrown;
      return findIdempotent(toban.store.db, actor, key);
    }
  }
}
