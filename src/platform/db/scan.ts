import { Worker } from 'node:worker_threads';
import { OpsError } from '../errors.ts';

export type ScanRequest = { id: number; path: string; sql: string; parameters: readonly unknown[] };
export type ScanReply = { id: number; columns?: string[]; rows?: Record<string, unknown>[]; error?: string };
export type ScanResult = { columns: string[]; rows: Record<string, unknown>[] };

/**
 * Reads of SQLite files that may take long, in a thread of their own: SQLite is synchronous in Node, so a long read on
 * the main thread would stop everything else. Files are opened read-only.
 */
export type Scanner = {
  /** Throws OpsError `scan.failed`, or `scan.timeout` after `deadlineMs`. */
  scan(path: string, sql: string, parameters?: readonly unknown[], deadlineMs?: number): Promise<ScanResult>;
  close(): Promise<void>;
};

type Waiting = { resolve(result: ScanResult): void; reject(error: OpsError): void; timer: NodeJS.Timeout };

export function openScanner(): Scanner {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | undefined;
  let last = 0;

  function settle(id: number, act: (entry: Waiting) => void): void {
    const entry = waiting.get(id);
    if (!entry) return;
    waiting.delete(id);
    clearTimeout(entry.timer);
    act(entry);
  }

  function start(): Worker {
    const started = new Worker(new URL('./scan-worker.ts', import.meta.url));
    started.unref();
    started.on('message', ({ id, columns, rows, error }: ScanReply) =>
      settle(id, (entry) => {
        if (error === undefined) entry.resolve({ columns: columns ?? [], rows: rows ?? [] });
        else entry.reject(new OpsError('scan.failed', error));
      }),
    );
    started.on('error', (cause) => {
      worker = undefined;
      for (const id of waiting.keys()) {
        settle(id, (entry) => entry.reject(new OpsError('scan.failed', 'The reading thread ended.', { cause })));
      }
    });
    return started;
  }

  return {
    scan: (path, sql, parameters = [], deadlineMs = 30_000) =>
      new Promise((resolve, reject) => {
        const id = ++last;
        const timer = setTimeout(() => {
          void worker?.terminate();
          worker = undefined;
          settle(id, () => reject(new OpsError('scan.timeout', `The query took longer than ${deadlineMs} ms.`)));
        }, deadlineMs);
        waiting.set(id, { resolve, reject, timer });
        worker ??= start();
        worker.postMessage({ id, path, sql, parameters } satisfies ScanRequest);
      }),
    close: async () => void (await worker?.terminate()),
  };
}
