import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import { OpsError } from '#platform/errors.ts';
import { type Actor, authorise, type Role } from '#operations/actor.ts';
import type { Toban } from '#operations/context.ts';
import type { Identity } from '#operations/identity.ts';
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { authenticate, type LocalOwner } from './authenticate.ts';
import { capabilityRoutes } from './capability-routes.ts';
import { consoleRoutes } from './console-routes.ts';
import { healthRoutes } from './health-routes.ts';
import { idempotency } from './idempotency.ts';
import { metricsRoutes } from './metrics-routes.ts';
import { operationRoutes } from './operation-routes.ts';
import { sendProblem } from './problem.ts';
import { queryRoutes } from './query-routes.ts';
import { sessionRoutes } from './session-routes.ts';

/** What the routes are made from. */
export type Surface = {
  toban: Toban;
  identity: Identity;
  /** Who asks; with a role, also whether they may. Throws OpsError. */
  actorOf(request: FastifyRequest, role?: Role): Promise<Actor>;
  /** Aborted when the server stops: what is open for long ends then. */
  stopping: AbortSignal;
};

export type HttpServer = { url: string; close(): Promise<void> };

const BODY_LIMIT_BYTES = 32 * 1024 * 1024;

export async function startHttp(toban: Toban, identity: Identity, owner: LocalOwner): Promise<HttpServer> {
  const stopping = new AbortController();
  const app = Fastify({
    logger: false,
    bodyLimit: BODY_LIMIT_BYTES,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 500 },
  });
  const surface: Surface = {
    toban,
    identity,
    stopping: stopping.signal,
    actorOf: async (request, role) => {
      const actor = await authenticate(request, identity, owner);
      if (role) authorise(actor, role, `read ${request.url}`, actor.service);
      return actor;
    },
  };
  await prepare(app, surface);
  for (const routes of [
    healthRoutes,
    metricsRoutes,
    sessionRoutes,
    operationRoutes,
    queryRoutes,
    capabilityRoutes,
    consoleRoutes,
  ])
    routes(app, surface);
  const { host, port } = toban.settings;
  const url = await app.listen({ host, port }).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'EADDRINUSE') throw cause;
    throw new OpsError('http.port-in-use', `Port ${port} on ${host} is in use by another program.`, {
      hint: `toban up --port ${port + 1}, or see who has it: ss -ltnp 'sport = :${port}'`,
      cause,
    });
  });
  return {
    url,
    close: async () => {
      stopping.abort();
      await app.close();
    },
  };
}

async function prepare(app: FastifyInstance, surface: Surface): Promise<void> {
  const { log } = surface.toban;
  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
    strictTransportSecurity: false,
  });
  await app.register(cookie);
  await app.register(rateLimit, { global: false, enableDraftSpec: true });
  app.addContentTypeParser(
    ['application/x-ndjson', 'application/jsonlines', 'text/plain'],
    { parseAs: 'string' },
    (_, body, done) => done(null, body),
  );
  app.setErrorHandler((error, _, reply) => sendProblem(reply, error, log));
  idempotency(app, surface);
}
