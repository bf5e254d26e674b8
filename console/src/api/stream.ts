const retryMs = 5_000;

/** The data of each event of an answer to a POST, which an EventSource cannot make, to its end. */
export async function readEvents(response: Response, act: (data: string) => void): Promise<void> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (let part = await reader?.read(); part?.value !== undefined; part = await reader?.read()) {
    const events = (text + part.value).split('\n\n');
    text = events.pop() ?? '';
    for (const event of events) {
      const data = event.split('\n').find((line) => line.startsWith('data: '));
      if (data) act(data.slice('data: '.length));
    }
  }
}

export interface Following {
  /** Event name → what to do with its data. */
  on: Record<string, (data: string) => void>;
  opened?(): void;
  lost?(): void;
}

/**
 * Server-sent events, for ever: the browser reconnects by itself after a cut, but not after an answer such as 503.
 * Returns the function that ends it.
 */
export function follow(path: string, following: Following): () => void {
  let source: EventSource;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const connect = () => {
    source = new EventSource(path);
    source.addEventListener('open', () => following.opened?.());
    source.addEventListener('error', () => {
      following.lost?.();
      if (source.readyState === EventSource.CLOSED) timer = setTimeout(connect, retryMs);
    });
    for (const [name, act] of Object.entries(following.on)) {
      source.addEventListener(name, (event) => act((event as MessageEvent<string>).data));
    }
  };
  connect();
  return () => {
    clearTimeout(timer);
    source.close();
  };
}
