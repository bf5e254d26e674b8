import type { Language } from '#manual/text.ts';
import type { Run } from '#operations/run.ts';

export type Call = { operation: string; input: Record<string, unknown>; dryRun: boolean };

/** What carries out a command: a running server, or this process on the store itself. */
export type Backend = {
  /** Does an operation; `watch` is told of each change of its run. Throws OpsError. */
  act(call: Call, watch: (run: Run) => void): Promise<Run>;
  ask(query: string, input: Record<string, unknown>): Promise<Record<string, unknown>>;
  follow(query: string, input: Record<string, unknown>, signal: AbortSignal): AsyncIterable<Record<string, unknown>>;
  close(): Promise<void>;
};

export type OpenBackend = (lang: Language) => Promise<Backend>;
