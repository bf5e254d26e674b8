import { setTimeout as wait } from 'node:timers/promises';
import type { Sandbox } from '@toban/sandbox';
import type { Installation } from '#manual/manuals.ts';
import { secret, use } from '#manual/references.ts';
import type { Actor } from '#operations/actor.ts';
import type { Route } from '#operations/capability.ts';
import { contextFor } from '#operations/runner.ts';
import { emergency } from '#capabilities/emergency/index.ts';
import type { TestToban } from '#test/toban.ts';
import type { DescribedDelivery } from './describe.ts';
import { delivery, email } from './index.ts';
import type { Accepted } from './keep.ts';
import { getDelivery, postBatch, postMessage } from './routes/messages.ts';

export const capabilities = [emergency, delivery];

type Service = Installation['services'][number];

/** A service that mails through the sandbox's SMTP server. `quick` gives up after two attempts, `hold` waits for a person. */
export function mailer({ smtpPort }: Pick<Sandbox, 'smtpPort'>, more: Partial<Service> = {}): Service {
  return {
    id: 'mailer',
    title: { en: 'Mailer', ja: 'メール配信' },
    folder: import.meta.dirname,
    zone: 'Asia/Tokyo',
    channels: [
      use('email', email, {
        from: 'Toban 当番 <toban@example.test>',
        smtp: { host: '127.0.0.1', port: smtpPort, user: 'toban', password: secret('SMTP_PASSWORD') },
      }),
    ],
    categories: { digest: {}, quick: { attempts: 2 }, hold: { unknown: 'hold' }, brief: { expires: '1s' } },
    ...more,
  };
}

export const environment = { SMTP_PASSWORD: 'sandbox', TOBAN_NODE: 'test' };

export const mailerActor: Actor = {
  kind: 'service',
  id: 'mailer',
  name: 'mailer',
  role: 'operator',
  service: 'mailer',
};

/** What a service's program would post. */
export const digest = (more: Record<string, unknown> = {}) => ({
  service: 'mailer',
  category: 'digest',
  to: [{ channel: 'email', address: 'owner@example.test' }],
  title: '新着 3 件',
  body: '第3話「再会」',
  ...more,
});

export const post = async (toban: TestToban, message: object, actor = mailerActor): Promise<Accepted> =>
  (await call(toban, postMessage, { body: message }, actor)) as Accepted;

export const postLines = async (toban: TestToban, messages: object[], actor = mailerActor): Promise<Accepted[]> =>
  ((await call(toban, postBatch, { body: messages }, actor)) as { items: Accepted[] }).items;

export const shown = async (toban: TestToban, id: string, actor = mailerActor) =>
  (await call(toban, getDelivery, { params: { id } }, actor)) as DescribedDelivery & {
    attemptsMade: { attempt: number; outcome: string; code?: string; answer?: string; hint?: string }[];
  };

type Asked = { body?: unknown; params?: Record<string, string> };

/** Through the route as the HTTP surface would: the body is read by its schema first. */
export function call(
  { toban }: TestToban,
  route: Route,
  { body, params = {} }: Asked,
  actor: Actor,
): Promise<object | undefined> {
  const read = (one: unknown): unknown => route.body?.parse(one);
  const parsed = body === undefined ? undefined : Array.isArray(body) ? body.map(read) : read(body);
  const context = contextFor(toban, { actor, lang: 'en' }, null, new AbortController().signal);
  return route.handle({ params, query: {}, body: parsed as never }, context);
}

/** The first delivery of a message once it is in one of these states. */
export async function settled(toban: TestToban, id: string, ...states: string[]) {
  return until(async () => {
    const now = await shown(toban, id);
    return states.includes(now.state) ? now : undefined;
  });
}

/** Asks again and again until there is an answer. */
export async function until<T>(
  ask: () => T | undefined | false | Promise<T | undefined | false>,
  timeoutMs = 10_000,
): Promise<T> {
  for (const end = performance.now() + timeoutMs; performance.now() < end; await wait(10)) {
    const answer = await ask();
    if (answer) return answer;
  }
  throw new Error(`It did not come about within ${timeoutMs} ms: ${ask}`);
}

export const firstOf = ({ deliveries: [first] }: Accepted): string => first?.id ?? '';
