import { rfc3339 } from '#platform/clock.ts';
import { asOpsError } from '#platform/errors.ts';
import type { Toban } from '#operations/context.ts';
import { sql } from 'kysely';
import type { FastifyInstance } from 'fastify';
import type { Surface } from './server.ts';
import { VERSION } from './version.ts';

type Check = { status: 'up' | 'down'; detail?: string; [fact: string]: unknown };

/** Whether this process is alive, ready, and well: for load balancers, supervisors and Toban's own peers. */
export function healthRoutes(app: FastifyInstance, { toban }: Surface): void {
  app.get('/healthz', async () => ({ status: 'alive' }));

  app.get('/readyz', async (_, reply) => {
    const store = await storeCheck(toban);
    return reply
      .code(store.status === 'up' ? 200 : 503)
      .send({ status: store.status === 'up' ? 'ready' : 'not-ready', checks: { store } });
  });

  app.get('/health', async (_, reply) => {
    const checks = { store: await storeCheck(toban), disk: await diskCheck(toban), memory: memoryCheck() };
    const healthy = Object.values(checks).every((check) => check.status === 'up');
    return reply.code(healthy ? 200 : 503).send({
      status: healthy ? 'healthy' : 'unhealthy',
      checks,
      version: VERSION,
      timestamp: rfc3339(toban.clock.now()),
    });
  });
}

async function storeCheck({ store }: Toban): Promise<Check> {
  try {
    await sql`select 1 from runs limit 1`.execute(store.db);
    return { status: 'up', dialect: store.dialect };
  } catch (thrown) {
    return { status: 'down', dialect: store.dialect, detail: asOpsError(thrown).message };
  }
}

const LEAST_FREE_BYTES = 50_000_000;

async function diskCheck({ files, settings }: Toban): Promise<Check> {
  const free_bytes = await files.free(settings.data);
  return { status: free_bytes > LEAST_FREE_BYTES ? 'up' : 'down', free_bytes };
}

const memoryCheck = (): Check => ({ status: 'up', resident_bytes: process.memoryUsage.rss() });
