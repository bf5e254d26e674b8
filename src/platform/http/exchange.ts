import type { Agent, Dispatcher } from 'undici';
import type { Attempt } from './failure.ts';
import { DEADLINE, TOO_LARGE } from './failure.ts';

export type RawReply = { status: number; headers: Record<string, string>; body: Buffer };

export type Exchange = {
  url: URL;
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  headers: Record<string, string>;
  body: string | Uint8Array | undefined;
  signal: AbortSignal | undefined;
};

/**
 * One request and its whole answer, within the deadline and the byte cap. `attempt` is kept up to date on the way, so
 * after a failure it tells how far the exchange got. Redirects are answers like any other.
 */
export async function exchange(agent: Agent, request: Exchange, attempt: Attempt): Promise<RawReply> {
  const answer = new Answer(attempt);
  const cancel = (): void => answer.fail(new Error('cancelled'));
  const timer = setTimeout(() => answer.fail(DEADLINE), attempt.deadlineMs);
  request.signal?.addEventListener('abort', cancel, { once: true });
  try {
    agent.dispatch(dispatchOptions(request), answer);
    return await answer.whole;
  } finally {
    clearTimeout(timer);
    request.signal?.removeEventListener('abort', cancel);
  }
}

class Answer implements Dispatcher.DispatchHandler {
  readonly whole: Promise<RawReply>;
  readonly #attempt: Attempt;
  readonly #resolve: (reply: RawReply) => void;
  readonly #reject: (reason: Error) => void;
  readonly #chunks: Buffer[] = [];
  #size = 0;
  #headers: Record<string, string> = {};
  #controller: Dispatcher.DispatchController | undefined;
  #failure: Error | undefined;

  constructor(attempt: Attempt) {
    this.#attempt = attempt;
    const { promise, resolve, reject } = Promise.withResolvers<RawReply>();
    this.whole = promise;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  fail(reason: Error): void {
    this.#failure = reason;
    this.#reject(reason);
    this.#controller?.abort(reason);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    // When the connection came too late, nothing of the request may be written any more.
    if (this.#failure) controller.abort(this.#failure);
    else this.#attempt.sent = true;
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    received: Record<string, string | string[] | undefined>,
  ): void {
    this.#attempt.status = status;
    const entries = Object.entries(received).map(([name, value]) => [
      name.toLowerCase(),
      [value ?? ''].flat().join(', '),
    ]);
    this.#headers = Object.fromEntries(entries);
    if (Number(this.#headers['content-length']) > this.#attempt.maxBytes) this.fail(TOO_LARGE);
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#size += chunk.length;
    if (this.#size > this.#attempt.maxBytes) this.fail(TOO_LARGE);
    else this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    this.#resolve({ status: this.#attempt.status ?? 0, headers: this.#headers, body: Buffer.concat(this.#chunks) });
  }

  onResponseError(_controller: Dispatcher.DispatchController, thrown: Error): void {
    this.#reject(thrown);
  }
}

function dispatchOptions({ url, method, headers, body }: Exchange): Dispatcher.DispatchOptions {
  const named = Object.keys(headers).some((name) => name.toLowerCase() === 'user-agent');
  const all = named ? headers : { ...headers, 'user-agent': 'Toban' };
  return { origin: url.origin, path: `${url.pathname}${url.search}`, method, headers: all, body: body ?? null };
}
