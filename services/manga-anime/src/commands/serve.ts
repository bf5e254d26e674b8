import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'toban/client';
import { messageOf, type Context } from '../context.ts';
import { followDigests } from '../digest/follow.ts';
import { openUntil, sourceStates } from '../fetching/breaker.ts';
import { countPending, lastCollected } from '../releases/counts.ts';

export type Health = {
  status: 'healthy' | 'degraded';
  checks: { database: 'connected' | 'error'; sources: Record<string, 'ok' | 'failing' | 'resting'> };
  pending: number | null;
  lastCollected: string | null;
  version: string;
};

export type Serving = { port: number; stop(): Promise<void> };

/** Answers `GET /health`, and follows the digests that were handed over until they end. */
export async function serve(context: Context, version: string): Promise<Serving> {
  const server = createServer((request, response) => {
    const path = request.url?.split('?')[0];
    if (path !== '/health' || (request.method !== 'GET' && request.method !== 'HEAD')) {
      response.writeHead(404, { 'content-type': 'application/json' }).end('{"error":"not found"}');
      return;
    }
    const health = healthOf(context, version);
    response.writeHead(health.checks.database === 'connected' ? 200 : 503, {
      'content-type': 'application/json',
      'cache-control': 'no-store',
    });
    response.end(JSON.stringify(health));
  });
  server.listen(context.settings.port, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  context.log('info', `serving on http://127.0.0.1:${port}/health`);
  const follower = startFollowing(context);
  return { port, stop: () => stop(server, follower) };
}

export function healthOf({ database, clock }: Context, version: string): Health {
  try {
    const now = clock.now();
    const states = sourceStates(database).map((state) => {
      const word = openUntil(state, now) ? 'resting' : state.consecutive_errors > 0 ? 'failing' : 'ok';
      return [state.name, word] as const;
    });
    return {
      status: states.every(([, word]) => word === 'ok') ? 'healthy' : 'degraded',
      checks: { database: 'connected', sources: Object.fromEntries(states) },
      pending: countPending(database),
      lastCollected: lastCollected(database),
      version,
    };
  } catch {
    return {
      status: 'degraded',
      checks: { database: 'error', sources: {} },
      pending: null,
      lastCollected: null,
      version,
    };
  }
}

type Follower = { stop(): void };

function startFollowing(context: Context): Follower {
  const { client, log, settings } = context;
  if (!client) {
    log('warn', 'deliveries are not followed: TOBAN_URL, TOBAN_TOKEN and TOBAN_SERVICE are not set');
    return { stop: () => undefined };
  }
  const stopping = new AbortController();
  const round = createRound(context, client, stopping.signal);
  void (async () => {
    while (!stopping.signal.aborted) {
      await round();
      await sleep(settings.serve.followMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  })();
  return { stop: () => stopping.abort() };
}

/** What goes wrong is told once, not every few seconds while it lasts. */
function createRound(context: Context, client: Client, stopping: AbortSignal): () => Promise<void> {
  let trouble: string | undefined;
  return async () => {
    try {
      await followDigests(context, client);
      trouble = undefined;
    } catch (error) {
      const message = messageOf(error);
      if (!stopping.aborted && message !== trouble) context.log('warn', `deliveries cannot be followed: ${message}`);
      trouble = message;
    }
  };
}

async function stop(server: Server, follower: Follower): Promise<void> {
  follower.stop();
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
}
