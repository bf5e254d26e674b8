import type { FastifyInstance } from 'fastify';
import { describeRegistry } from './registry-description.ts';
import { languageOf } from './problem.ts';
import type { Surface } from './server.ts';
import { openEventStream } from './server-sent-events.ts';

/** Every query by its name; those that can be followed also as server-sent events. */
export function queryRoutes(app: FastifyInstance, { toban, actorOf, stopping }: Surface): void {
  app.get('/api/registry', async (request) => {
    await actorOf(request, 'viewer');
    return describeRegistry(toban);
  });

  app.get<{ Params: { name: string }; Querystring: Record<string, unknown> }>(
    '/api/queries/:name',
    async (request, reply) => {
      const actor = await actorOf(request);
      const { name } = request.params;
      const asker = { actor, lang: languageOf(request, toban.settings.lang) };
      if (!request.headers.accept?.includes('text/event-stream')) return toban.ask(name, request.query, asker);
      const reading = new AbortController();
      const items = await toban.follow(name, request.query, { ...asker, signal: reading.signal });
      const stream = openEventStream(request, reply, stopping);
      stream.signal.addEventListener('abort', () => reading.abort(), { once: true });
      try {
        for await (const item of items) stream.send('item', item);
      } catch (error) {
        if (!reading.signal.aborted) toban.log.warn('a followed query ended', { query: name, error: String(error) });
      }
      return stream.close();
    },
  );

  app.get('/api/events', async (request, reply) => {
    await actorOf(request, 'viewer');
    const stream = openEventStream(request, reply, stopping);
    const unsubscribe = toban.events.subscribe((change) => stream.send('changed', change));
    stream.signal.addEventListener('abort', unsubscribe, { once: true });
  });
}
