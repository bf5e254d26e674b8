import { OpsError } from '#platform/errors.ts';
import type { Language } from '#manual/text.ts';
import type { Run } from '#operations/run.ts';
import type { Backend } from './backend.ts';

/** Where a server answers, and the token that opens it. */
export type Server = { url: string; token: string };

const ANSWERS_WITHIN_MS = 1000;

/** Whether the server answers at once; one that is frozen counts as gone, so that an emergency stop need not wait for it. */
export async function answers({ url }: Server): Promise<boolean> {
  try {
    const response = await fetch(new URL('/healthz', url), { signal: AbortSignal.timeout(ANSWERS_WITHIN_MS) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}

export function remoteBackend({ url, token }: Server, lang: Language): Backend {
  const headers = { authorization: `Bearer ${token}`, 'accept-language': lang };

  async function request(path: string, init: RequestInit = {}): Promise<Response> {
    const response = await fetch(new URL(path, url), {
      ...init,
      headers: { ...headers, ...(init.headers as object) },
    }).catch((cause: unknown) => {
      throw new OpsError('server.unreachable', `Toban at ${url} did not answer.`, {
        kind: 'unavailable',
        hint: 'toban status',
        cause,
      });
    });
    if (!response.ok) throw await problemFrom(response);
    return response;
  }

  const queryPath = (query: string, input: Record<string, unknown>) => `/api/queries/${query}?${searchOf(input)}`;

  return {
    act: async ({ operation, input, dryRun }, watch) => {
      const response = await request(`/api/operations/${operation}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
        body: JSON.stringify({ input, dryRun }),
      });
      let last: Run | undefined;
      for await (const run of eventsOf<Run>(response)) watch((last = run));
      if (last?.outcome) return last;
      throw new OpsError('server.cut', 'The connection ended before the run did.', {
        hint: `toban runs show ${last?.run ?? ''}`,
      });
    },
    ask: async (query, input) => (await request(queryPath(query, input))).json() as Promise<Record<string, unknown>>,
    follow: async function* (query, input, signal) {
      const response = await request(queryPath(query, input), { headers: { accept: 'text/event-stream' }, signal });
      yield* eventsOf<Record<string, unknown>>(response);
    },
    close: async () => {},
  };
}

function searchOf(input: Record<string, unknown>): URLSearchParams {
  const search = new URLSearchParams();
  for (const [field, value] of Object.entries(input)) {
    for (const one of Array.isArray(value) ? value : [value]) search.append(field, String(one));
  }
  return search;
}

async function problemFrom(response: Response): Promise<OpsError> {
  const text = await response.text();
  try {
    const { code, detail, hint, problems, kind } = JSON.parse(text);
    return new OpsError(code, detail, { kind: kind ?? kindOf(response.status), hint, problems });
  } catch {
    return new OpsError(`http.${response.status}`, `The server answered ${response.status}: ${text.slice(0, 200)}`);
  }
}

function kindOf(status: number): OpsError['kind'] {
  if (status === 422 || status === 400) return 'usage';
  return status === 404 ? 'not-found' : status === 403 ? 'forbidden' : status === 409 ? 'conflict' : 'failed';
}

async function* eventsOf<T>(response: Response): AsyncGenerator<T> {
  let buffer = '';
  for await (const chunk of (response.body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream())) {
    const blocks = (buffer + chunk).split('\n\n');
    buffer = blocks.pop() ?? '';
    for (const block of blocks) {
      const data = /^data: (.*)$/m.exec(block)?.[1];
      if (data !== undefined) yield JSON.parse(data) as T;
    }
  }
}
