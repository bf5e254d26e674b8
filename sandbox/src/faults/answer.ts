import { setTimeout as wait } from 'node:timers/promises';
import type { Outcome } from '../http/server.ts';
import { text } from '../http/reply.ts';
import type { Incoming, Reply, Route } from '../http/route.ts';
import type { Fault, Faults } from './faults.ts';

const DEFAULT_DELAY_MS = 5_000;
const GARBAGE = Buffer.from(
  '\u0000\u0001<!doctype html><title>502</title><h1>Bad gateway</h1>\uFFFE{"data":[',
  'utf16le',
);

/** Answers a request, struck by the first fault that matches. `closing` ends every wait when the sandbox shuts down. */
export async function answerWithFaults(
  faults: Faults,
  route: Route,
  incoming: Incoming,
  closing: AbortSignal,
): Promise<Outcome> {
  const fault = route.provider ? await faultFor(faults, route, incoming) : null;
  if (!fault) return { reply: await route.handle(incoming) };
  try {
    return await strike(fault, route, incoming, closing);
  } catch (error) {
    if (closing.aborted) return 'cut';
    throw error;
  }
}

async function faultFor(faults: Faults, route: Route, incoming: Incoming): Promise<Fault | null> {
  if (!route.provider || faults.list().length === 0) return null;
  const traits = (await route.traits?.(incoming)) ?? {};
  return faults.take({ ...traits, provider: route.provider, path: incoming.path });
}

async function strike(fault: Fault, route: Route, incoming: Incoming, closing: AbortSignal): Promise<Outcome> {
  const pause = () => wait(fault.delayMs ?? DEFAULT_DELAY_MS, undefined, { signal: closing, ref: false });
  const handle = () => route.handle(incoming);
  switch (fault.kind) {
    case 'cut':
    case 'hang':
      return fault.kind;
    case 'garbage':
      return { reply: { status: fault.status ?? 200, headers: { 'content-type': 'text/html' }, body: GARBAGE } };
    case 'half':
      return { reply: await handle(), half: true };
    case 'delay':
      await pause();
      return { reply: fault.status === undefined ? await handle() : failureReply(fault, route, incoming) };
    case 'after-accept-delay': {
      const reply = await handle();
      await pause();
      return { reply };
    }
    case 'after-accept-cut':
      await handle();
      return 'cut';
    case 'graphql-error':
      return { reply: graphqlError(fault) };
    case 'status':
    case 'auth':
      return { reply: failureReply(fault, route, incoming) };
  }
}

function failureReply(fault: Fault, route: Route, incoming: Incoming): Reply {
  const { status, code, message, retryAfter } = fault;
  const failure = {
    kind: fault.kind === 'auth' ? ('auth' as const) : ('status' as const),
    ...(status !== undefined && { status }),
    ...(code !== undefined && { code }),
    ...(message !== undefined && { message }),
    ...(retryAfter !== undefined && { retryAfter }),
  };
  const plain = text(message ?? 'Sandbox fault', status ?? (failure.kind === 'auth' ? 401 : 500));
  const reply = route.failure?.(failure, incoming) ?? plain;
  return retryAfter === undefined
    ? reply
    : { ...reply, headers: { ...reply.headers, 'retry-after': String(retryAfter) } };
}

function graphqlError(fault: Fault): Reply {
  const error = {
    message: fault.message ?? 'Internal Server Error',
    status: fault.status ?? 500,
    locations: [{ line: 1, column: 1 }],
  };
  return { status: 200, headers: { 'content-type': 'application/json' }, body: { data: null, errors: [error] } };
}
