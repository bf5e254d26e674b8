import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Session } from '#operations/identity.ts';
import { SESSION_COOKIE } from './authenticate.ts';
import { readBody } from './body.ts';
import type { SessionDescription } from './contract.ts';
import type { Surface } from './server.ts';

const SignIn = z.object({ username: z.string().min(1), password: z.string().min(1) });
const Claim = SignIn.extend({ code: z.string().min(1) });

/** Signing in and out, and the making of the first administrator. */
export function sessionRoutes(app: FastifyInstance, { toban, identity, actorOf }: Surface): void {
  const limited = { config: { rateLimit: { max: 30, timeWindow: '1 minute' } } };

  app.get('/api/session', async (request): Promise<SessionDescription> => {
    const actor = await actorOf(request).catch(() => undefined);
    return {
      user: actor ? { id: actor.id, name: actor.name, role: actor.role } : null,
      firstAdministrator: await identity.isUnclaimed(),
    };
  });

  app.post('/api/session', limited, async (request, reply) => {
    const attempt = readBody(SignIn, request.body);
    return begin(request, reply, await identity.signIn({ ...attempt, from: request.ip }));
  });

  app.post('/api/session/first', limited, async (request, reply) => {
    const claim = readBody(Claim, request.body);
    return begin(request, reply, await identity.claim({ ...claim, from: request.ip }));
  });

  app.delete('/api/session', async (request, reply) => {
    await actorOf(request);
    const session = request.cookies[SESSION_COOKIE];
    if (session !== undefined) await identity.signOut(session);
    return reply.clearCookie(SESSION_COOKIE, { path: '/' }).code(204).send();
  });

  function begin(
    request: FastifyRequest,
    reply: FastifyReply,
    { token, expiresAt, actor }: Session,
  ): SessionDescription {
    void reply.setCookie(SESSION_COOKIE, token, {
      path: '/',
      httpOnly: true,
      sameSite: 'strict',
      secure: request.protocol === 'https',
      maxAge: Math.floor((expiresAt - toban.clock.now()) / 1000),
    });
    return { user: { id: actor.id, name: actor.name, role: actor.role }, firstAdministrator: false };
  }
}
