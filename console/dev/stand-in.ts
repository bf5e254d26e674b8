import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { SessionUser } from '../src/api/session.ts';
import type { KeptRun } from '../src/api/wire.ts';
import { at } from './answers/clock.ts';
import * as delivery from './answers/deliveries.ts';
import { nextRuns, overview, stopped, unstopped } from './answers/overview.ts';
import * as page from './answers/pages.ts';
import { registry } from './answers/registry.ts';
import { runs, startedRun } from './answers/runs.ts';
import { services } from './answers/services.ts';
import * as work from './answers/work.ts';
import { servePage } from './static.ts';

/** What a test may set before it visits a page. */
export interface Scene {
  user: SessionUser | null;
  firstAdministrator: boolean;
  stop: boolean;
  quiet: boolean;
}

type Params = Record<string, string>;
const items = <T>(list: T[]) => ({ items: list });

const answers: Record<string, (params: Params, scene: Scene) => unknown> = {
  'overview.show': (_, { quiet }) => overview(quiet),
  'service.list': () => items(services),
  'service.status': ({ service }) => services.find((one) => one.service === service),
  'manual.show': ({ service = '' }) => page.manual(service),
  'delivery.status': ({ service = '' }) => delivery.deliveryStatus(service),
  'delivery.list': ({ state }) => ({
    items: delivery.deliveries.filter((one) => !state || one.state === state),
    next: 'more',
  }),
  'delivery.show': ({ delivery: id }) => delivery.deliveries.filter((one) => one.id === id).map(delivery.detailOf)[0],
  'delivery.metrics': ({ service = '' }) => delivery.metrics(service),
  'delivery.errors': () => items(delivery.errors),
  'jobs.list': ({ service }) => items(service === 'mamapace' ? [] : work.jobs),
  'jobs.next': () => items(nextRuns),
  'jobs.history': ({ service }) => items(service === 'mamapace' ? [] : work.history),
  'runs.list': ({ outcome }) => items(runs.filter((run) => !outcome || run.outcome === outcome)),
  'logs.sources': () => items(work.sources),
  'logs.search': () => items(Array.from({ length: 120 }, (_, index) => work.line(index))),
  'emergency.status': (_, { stop }) => (stop ? stopped : unstopped),
  'report.daily': ({ service = '' }) => work.report(service, 'daily'),
  'report.weekly': ({ service = '' }) => work.report(service, 'weekly'),
  'checklist.show': ({ service = '', weekly, monthly }) =>
    work.checklist(service, weekly ? 'weekly' : monthly ? 'monthly' : 'daily'),
  'runbook.list': ({ service }) => items(service === 'mamapace' ? [] : work.runbooks),
  'audit.list': () => items(page.audit),
  'audit.verify': () => ({ ok: true, rows: 1_284, detail: '' }),
  'users.list': () => items(page.users),
  'tokens.list': () => items(page.tokens),
};

function reply(response: ServerResponse, status: number, body?: unknown): void {
  response.writeHead(status, { 'content-type': status < 400 ? 'application/json' : 'application/problem+json' });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}

function refuse(response: ServerResponse, status: number, detail: string, hint = ''): void {
  reply(response, status, { type: 'about:blank', title: detail, status, code: `stand-in.${status}`, detail, hint });
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return JSON.parse(Buffer.concat(parts).toString() || '{}') as Record<string, unknown>;
}

function stream(response: ServerResponse): (event: string, data: unknown) => void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.flushHeaders();
  return (event, data) => void response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
}

function tail(response: ServerResponse): void {
  const send = stream(response);
  let index = 0;
  while (index < 60) send('item', work.line(index++));
  const timer = setInterval(() => send('item', work.line(index++, new Date().toISOString())), 700);
  response.on('close', () => clearInterval(timer));
}

function follow(response: ServerResponse, run: KeptRun): void {
  const send = stream(response);
  send('run', run);
  const timers = run.steps.map((_, index) =>
    setTimeout(
      () => {
        const steps = run.steps.map(
          (step, step_) =>
            ({
              ...step,
              outcome: step_ <= index ? 'succeeded' : step_ === index + 1 ? 'running' : 'planned',
              ms: 300,
            }) as const,
        );
        const last = index === run.steps.length - 1;
        Object.assign(run, {
          steps,
          ...(last
            ? { state: 'succeeded', outcome: 'succeeded', duration_ms: 2_100, endedAt: at(0), progress: undefined }
            : {}),
        });
        send('run', run);
        if (last) response.end();
      },
      500 * (index + 1),
    ),
  );
  response.on('close', () => timers.forEach(clearTimeout));
}

async function session(request: IncomingMessage, response: ServerResponse, scene: Scene): Promise<void> {
  if (request.method === 'DELETE') scene.user = null;
  if (request.method !== 'POST')
    return reply(response, 200, { user: scene.user, firstAdministrator: scene.firstAdministrator });
  const { username, password } = await bodyOf(request);
  if (password === 'wrong') return refuse(response, 401, 'ユーザー名かパスワードが違います。');
  scene.user = { id: 'u1', name: String(username), role: 'administrator' };
  scene.firstAdministrator = false;
  reply(response, 200, { user: scene.user });
}

async function operate(request: IncomingMessage, response: ServerResponse, name: string, scene: Scene): Promise<void> {
  const operation = registry.operations.find((one) => one.name === name);
  if (!operation) return refuse(response, 404, `There is no operation ${name}.`);
  if (request.headers['x-toban-console'] !== '1') return refuse(response, 403, 'X-Toban-Console is missing.');
  const { input = {}, dryRun = false } = await bodyOf(request);
  const run = startedRun(name, operation.summary, input as Record<string, unknown>, dryRun === true);
  if (name.startsWith('emergency.') && !dryRun) scene.stop = name === 'emergency.stop';
  if (!dryRun) runs.unshift(run);
  if (request.headers.accept === 'text/event-stream') follow(response, run);
  else reply(response, 200, run);
}

async function api(request: IncomingMessage, response: ServerResponse, url: URL, scene: Scene): Promise<void> {
  const [, , area = '', name = '', rest] = url.pathname.split('/');
  if (area === 'session') return session(request, response, scene);
  if (scene.user === null) return refuse(response, 401, 'Sign in first.');
  if (area === 'registry') return reply(response, 200, registry);
  if (area === 'events') return void stream(response)('changed', { topic: 'job' });
  if (area === 'operations') return operate(request, response, name, scene);
  if (area === 'runs') {
    const run = runs.find((one) => one.run === name);
    if (!run) return refuse(response, 404, `There is no run ${name}.`, './toban runs list');
    return rest === 'events' ? follow(response, run) : reply(response, 200, run);
  }
  if (name === 'logs.tail') return tail(response);
  const answer = answers[name]?.(Object.fromEntries(url.searchParams), scene);
  return answer === undefined ? refuse(response, 404, `Nothing to answer for ${name}.`) : reply(response, 200, answer);
}

/** Answers the shapes of the real server, for working on the console without one. Not a model of its behaviour. */
export function standIn(scene: Scene, dist?: string): Server {
  return createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://stand-in');
    const done = url.pathname.startsWith('/api/')
      ? api(request, response, url, scene)
      : servePage(response, url.pathname, dist);
    done.catch((error: unknown) => refuse(response, 500, String(error)));
  });
}

if (import.meta.main) {
  const scene: Scene = {
    user: { id: 'u1', name: 'suzuki', role: 'administrator' },
    firstAdministrator: false,
    stop: false,
    quiet: false,
  };
  standIn(scene, new URL('../dist', import.meta.url).pathname).listen(7790, '127.0.0.1');
}
