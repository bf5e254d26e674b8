import { rfc3339 } from '#platform/clock.ts';
import type { LineWriter } from '#platform/files.ts';
import { resident, type Toban } from '#operations/context.ts';
import { capturedPath } from './sources.ts';

/** Takes a program's output. `line` never waits and never throws. */
export type Capture = {
  line(stream: 'stdout' | 'stderr', text: string, run?: string): void;
  /** Resolves when every line taken is in the file. */
  close(): Promise<void>;
};

const OPEN_RETRY_MS = 1000;
const MOST_WAITING = 10_000;
const TOLD_EVERY_MS = 1000;

/** One writer for each log that is being written to, however many programs write to it. */
const openLogs = resident(() => new Map<string, CapturedLog>());

/** Begins to capture output into data/logs/<service>/<log>.jsonl, redacted. */
export function captureOutput(at: Toban, service: string, log: string): Capture {
  const logs = openLogs(at);
  const key = `${service}/${log}`;
  const captured = logs.get(key) ?? new CapturedLog(at, service, log);
  logs.set(key, captured);
  captured.users++;
  let closed = false;
  return {
    line: (stream, text, run) => captured.write(stream, text, run),
    close: async () => {
      if (closed) return;
      closed = true;
      if (--captured.users > 0) return captured.flush();
      logs.delete(key);
      await captured.close();
    },
  };
}

/** Makes whoever writes to a log go on in a new file, after the old one was renamed. */
export async function reopenCapture(at: Toban, service: string, log: string): Promise<void> {
  await openLogs(at).get(`${service}/${log}`)?.reopen();
}

class CapturedLog {
  users = 0;
  readonly #at: Toban;
  readonly #service: string;
  readonly #path: string;
  readonly #opened: Promise<LineWriter | undefined>;
  #writer: LineWriter | undefined;
  #waiting: string[] = [];
  #dropped = 0;
  #closing = false;
  #toldAt = 0;

  constructor(at: Toban, service: string, log: string) {
    this.#at = at;
    this.#service = service;
    this.#path = capturedPath(at, service, log);
    this.#opened = this.#open();
  }

  write(stream: 'stdout' | 'stderr', text: string, run?: string): void {
    const { clock, secrets, events } = this.#at;
    const now = clock.now();
    this.#put(
      JSON.stringify({ time: rfc3339(now), stream, ...(run !== undefined && { run }), line: secrets.redact(text) }),
    );
    if (Math.abs(now - this.#toldAt) < TOLD_EVERY_MS) return;
    this.#toldAt = now;
    events.publish({ topic: 'log', service: this.#service });
  }

  async flush(): Promise<void> {
    await (await this.#opened)?.flush().catch((error: unknown) => this.#complain(error));
  }

  async reopen(): Promise<void> {
    await (await this.#opened)?.reopen();
  }

  async close(): Promise<void> {
    this.#closing = true;
    const writer = await this.#opened;
    await writer?.close().catch((error: unknown) => this.#complain(error));
  }

  #put(line: string): void {
    if (this.#writer) this.#writer.write(line);
    else if (this.#waiting.length < MOST_WAITING) this.#waiting.push(line);
    else this.#dropped++;
  }

  /** A folder that cannot be written to is tried again until it can; meanwhile the lines wait. */
  async #open(): Promise<LineWriter | undefined> {
    for (let attempt = 0; ; attempt++) {
      try {
        const writer = await this.#at.files.append(this.#path);
        for (const line of this.#waiting) writer.write(line);
        if (this.#dropped > 0) writer.write(`… ${this.#dropped} lines dropped`);
        this.#waiting = [];
        this.#writer = writer;
        return writer;
      } catch (thrown) {
        if (attempt === 0 || this.#closing) this.#complain(thrown);
        if (this.#closing) return undefined;
        await new Promise((resolve) => setTimeout(resolve, OPEN_RETRY_MS));
      }
    }
  }

  #complain(error: unknown): void {
    this.#at.log.error('captured output cannot be written', {
      service: this.#service,
      path: this.#path,
      error: String(error),
    });
  }
}
