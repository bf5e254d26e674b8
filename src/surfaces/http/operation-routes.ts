import { readRun } from '#operations/runner.ts';
import type { Run } from '#operations/run.ts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Surface } from './server.ts';
import { languageOf } from './problem.ts';
import { openEventStream } from './server-sent-events.ts';
import { readBody } from './body.ts';

const Call = z.object({ input: z.record(z.string(), z.unknown()).default({}), dryRun: z.boolean().default(false) });

/** Every operation by its name, and the runs that come of them. */
export function operationRoutes(app: FastifyInstance, { toban, actorOf, stopping }: Surface): void {
  /** The next change tells it again. */
  const missed = (error: unknown) => toban.log.warn('a change of a run was not told', { error: String(error) });

  app.post<{ Params: { name: string } }>('/api/operations/:name', async (request, reply) => {
    const actor = await actorOf(request);
    const { input, dryRun } = readBody(Call, request.body);
    const lang = languageOf(request, toban.settings.lang);
    const { run, ended } = await toban.submit({ operation: request.params.name, input, dryRun, actor, lang });
    if (request.headers.accept?.includes('text/event-stream')) return streamRun(request, reply, run, ended);
    if (!/\brespond-async\b/.test(String(request.headers['prefer'] ?? ''))) return ended;
    return reply
      .code(202)
      .header('location', `/api/runs/${run.run}`)
      .header('preference-applied', 'respond-async')
      .send(run);
  });

  /** The run with each of its changes; the last one is whole, with what is shown only once. */
  async function streamRun(request: FastifyRequest, reply: FastifyReply, run: Run, ended: Promise<Run>): Promise<void> {
    const stream = openEventStream(request, reply, stopping);
    const lang = languageOf(request, toban.settings.lang);
    const tell = async (id: string) => stream.send('run', await readRun(toban, id, lang));
    stream.send('run', run);
    const unsubscribe = toban.events.subscribe(({ topic, id }) => {
      if (topic === 'run' && id !== undefined && id === run.run) tell(id).catch(missed);
    });
    const last = await ended;
    unsubscribe();
    stream.send('run', last);
    stream.close();
  }

  app.get<{ Params: { id: string } }>('/api/runs/:id', async (request) => {
    await actorOf(request, 'viewer');
    return readRun(toban, request.params.id, languageOf(request, toban.settings.lang));
  });

  app.get<{ Params: { id: string } }>('/api/runs/:id/events', async (request, reply) => {
    await actorOf(request, 'viewer');
    const { id } = request.params;
    const read = () => readRun(toban, id, languageOf(request, toban.settings.lang));
    const first = await read();
    const stream = openEventStream(request, reply, stopping);
    stream.send('run', first);
    if (first.outcome !== null) return stream.close();
    const unsubscribe = toban.events.subscribe(({ topic, id: changed }) => {
      if (topic === 'run' && changed === id) tell().catch(missed);
    });
    // On several nodes a run may be at work elsewhere, whence no event comes: so it is also looked at now and then.
    const timer = setInterval(() => tell().catch(missed), 2000);
    stream.signal.addEventListener('abort', () => (unsubscribe(), clearInterval(timer)), { once: true });

    async function tell(): Promise<void> {
      const run = await read();
      stream.send('run', run);
      if (run.outcome !== null) stream.close();
    }
    return undefined;
  });
}
