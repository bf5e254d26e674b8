import { migrateUp } from '#platform/db/migrate.ts';
import { OpsError } from '#platform/errors.ts';
import { closePlatform } from '#platform/close.ts';
import type { Platform } from '#platform/index.ts';
import type { Manuals } from '#manual/manuals.ts';
import { authorise } from './actor.ts';
import type { Asker, Toban } from './context.ts';
import { serviceOf } from './execute.ts';
import { parseInput } from './input.ts';
import { housekeeping } from './housekeeping.ts';
import { interruptAbandonedRuns } from './recover.ts';
import type { Registry } from './registry.ts';
import { contextFor, createRunner, type Runner } from './runner.ts';
import { storeCheck } from './store-check.ts';

export type OpenToban = {
  toban: Toban;
  runner: Runner;
  startWorkers(): void;
  /** Ends the workers and the runs; the store and the surfaces can still be used. */
  quiesce(): Promise<void>;
  close(): Promise<void>;
};

/** Opens Toban over a platform: the store is brought up to date first. `server` also works on what waits in the store. */
export async function openToban(
  platform: Platform,
  manual: Manuals,
  registry: Registry,
  role: 'server' | 'cli',
): Promise<OpenToban> {
  await migrateUp(platform.store, registry.migrations);
  const toban: Toban = {
    ...platform,
    manual,
    registry,
    submit: (submission) => runner.submit(submission),
    ask: async <Answer>(name: string, input: unknown, asker: Asker) => {
      const { query, parsed } = readQuestion(registry, name, input, asker);
      const context = contextFor(toban, asker, null, asker.signal ?? new AbortController().signal);
      return (await query.answer(parsed, context)) as Answer;
    },
    follow: async (name, input, asker) => {
      const { query, parsed } = readQuestion(registry, name, input, asker);
      if (!query.follow) throw new OpsError('query.not-followed', `${name} cannot be followed.`, { kind: 'usage' });
      return query.follow(parsed, contextFor(toban, asker, null, asker.signal));
    },
  };
  const runner = createRunner(toban, role);
  // On PostgreSQL another process may work under any name, so there only a lapsed lease tells that a run was abandoned.
  if (role === 'server') await interruptAbandonedRuns(toban, runner.owner, platform.store.dialect === 'sqlite');

  const stopping = new AbortController();
  let working: Promise<unknown> = Promise.resolve();
  const quiesce = async () => {
    stopping.abort('shutdown');
    await runner.close();
    await working;
  };
  return {
    toban,
    runner,
    startWorkers: () => {
      const workers = [storeCheck, housekeeping(runner.owner), ...registry.workers];
      working = Promise.all(workers.map((worker) => keepWorking(toban, worker, stopping.signal)));
    },
    quiesce,
    close: async () => {
      await quiesce();
      await closePlatform(platform);
    },
  };
}

function readQuestion(registry: Registry, name: string, input: unknown, { actor }: Asker) {
  const query = registry.query(name);
  const parsed = parseInput(name, query.input, input);
  authorise(actor, query.role ?? 'viewer', name, serviceOf(parsed));
  return { query, parsed };
}

/** A worker that fails is started again after a pause: it must not take the others, or the surfaces, with it. */
async function keepWorking(toban: Toban, worker: Registry['workers'][number], signal: AbortSignal): Promise<void> {
  for (let pauseMs = 1000; !signal.aborted; pauseMs = Math.min(pauseMs * 2, 30_000)) {
    try {
      await worker.run(toban, signal);
      return;
    } catch (thrown) {
      if (signal.aborted) return;
      toban.log.error(`worker ${worker.name} failed; it starts again in ${pauseMs} ms`, { error: String(thrown) });
      await toban.clock.sleep(pauseMs, signal).catch(() => {});
    }
  }
}
