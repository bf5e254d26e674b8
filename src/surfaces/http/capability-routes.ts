import { authorise, type Actor } from '#operations/actor.ts';
import type { Route } from '#operations/capability.ts';
import { OpsError } from '#platform/errors.ts';
import { contextFor } from '#operations/runner.ts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { systemActor } from '#operations/actor.ts';
import { readBody } from './body.ts';
import { languageOf } from './problem.ts';
import type { Surface } from './server.ts';

/** The addresses that capabilities declare for programs. */
export function capabilityRoutes(app: FastifyInstance, surface: Surface): void {
  const { toban } = surface;
  for (const route of toban.registry.routes) {
    app.route<{ Params: Record<string, string>; Querystring: Record<string, string> }>({
      method: route.method,
      url: route.path,
      handler: async (request, reply) => {
        const actor = await admit(surface, request, route);
        const body = bodyOf(route, request.body);
        const context = contextFor(
          toban,
          { actor, lang: languageOf(request, toban.settings.lang) },
          null,
          new AbortController().signal,
        );
        const answer = await route.handle({ params: request.params, query: request.query, body }, context);
        return reply.code(answer === undefined ? 204 : (route.status ?? 200)).send(answer);
      },
    });
  }
}

async function admit(surface: Surface, request: FastifyRequest, { access, path }: Route): Promise<Actor> {
  if (access === 'public') return systemActor('public');
  const actor = await surface.actorOf(request);
  if (access === 'service') {
    if (actor.kind !== 'service') authorise(actor, 'operator', `use ${path}`, actor.service);
  } else {
    authorise(actor, access, `use ${path}`, actor.service);
  }
  return actor;
}

function bodyOf({ body: schema, format }: Route, body: unknown): unknown {
  if (!schema) return undefined;
  if (format !== 'lines') return readBody(schema, body);
  const lines = typeof body === 'string' ? body.split('\n').filter((line) => line.trim() !== '') : [];
  return lines.map((line, index) => {
    try {
      return readBody(schema, JSON.parse(line));
    } catch (thrown) {
      const { message, problems } = thrown as OpsError;
      throw new OpsError('request.invalid', `Line ${index + 1}: ${message}`, {
        kind: 'usage',
        ...(problems && { problems: problems.map((problem) => ({ ...problem, path: `${index}.${problem.path}` })) }),
      });
    }
  });
}
