import type { Platform } from '#platform/index.ts';
import type { Manuals } from '#manual/manuals.ts';
import type { Language } from '#manual/text.ts';
import type { Actor } from './actor.ts';
import type { Registry } from './registry.ts';
import type { Run } from './run.ts';

/** An opened Toban: the platform, the manuals in force, and the way to ask and act. */
export type Toban = Platform & {
  manual: Manuals;
  registry: Registry;
  /** Starts an operation. Resolves once its run is written down; `ended` resolves with the finished run and never rejects. */
  submit(submission: Submission): Promise<{ run: Run; ended: Promise<Run> }>;
  /** Asks a query. Throws OpsError. */
  ask<Answer = object>(name: string, input: unknown, asker: Asker): Promise<Answer>;
  /** Follows a query that can be followed. */
  follow(name: string, input: unknown, asker: Asker & { signal: AbortSignal }): Promise<AsyncIterable<object>>;
};

export type Asker = { actor: Actor; lang?: Language; signal?: AbortSignal };

export type Submission = Asker & {
  operation: string;
  input: unknown;
  dryRun?: boolean;
  /** What made it start, when it was no person: the run above it, the schedule's instant. */
  cause?: Cause;
};

export type Cause =
  | { kind: 'run'; run: string }
  | { kind: 'schedule'; schedule: string; at: string }
  | { kind: 'retry'; run: string };

/** What an operation or a query is handed: Toban, and the particulars of this one run. */
export type Context = Toban & {
  actor: Actor;
  lang: Language;
  cause: Cause | undefined;
  /** Aborted by a cancel, a timeout, or a shutdown. */
  signal: AbortSignal;
  /** The run's id; null in a query and in a dry run. */
  run: string | null;
  /** Tells how far a long step is. */
  progress(done: number, total: number | null, note?: string): void;
};

/**
 * Something with a life that a capability keeps for as long as Toban is open, such as the processes that it supervises:
 * opened at the first use, one for each opened Toban.
 */
export function resident<T>(open: (toban: Toban) => T): (at: Toban) => T {
  const opened = new WeakMap<object, T>();
  return (at) => {
    // A context is a copy of its Toban with more in it; the store is the one thing they share and nobody else has.
    const known = opened.get(at.store);
    if (known !== undefined) return known;
    const made = open(at);
    opened.set(at.store, made);
    return made;
  };
}
