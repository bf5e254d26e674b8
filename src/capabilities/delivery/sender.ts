import { newToken } from '#platform/ids.ts';
import { systemActor } from '#operations/actor.ts';
import { appendAudit } from '#operations/audit.ts';
import type { Worker } from '#operations/capability.ts';
import type { Toban } from '#operations/context.ts';
import { type Line, permitFor } from './call.ts';
import { type Channel, ChannelError } from './channel.ts';
import { adapterFor } from './channels.ts';
import { announce } from './feed.ts';
import { Lane } from './lane.ts';
import { expireDue, renewLeases } from './records/claim.ts';
import { endLapsedPauses, hastenRefused } from './records/holds.ts';
import { recoverAbandoned } from './recover.ts';

/** Of the ten seconds that a process has to end, calls under way get this long; then they are aborted. */
const FINISH_MS = 6500;
const TIDY_MS = 1000;

/** Sends what waits, as long as the server is up. */
export const sender: Worker = {
  name: 'delivery.sender',
  async run(toban, signal) {
    const owner = `sender:${newToken().slice(0, 12)}`;
    const inFlight = new Set<string>();
    await using kept = keeper();
    const hurry = new AbortController();
    const finish = (): void => void setTimeout(() => hurry.abort('shutdown'), FINISH_MS).unref();
    signal.addEventListener('abort', finish, { once: true });

    await recoverAbandoned(toban, { owner, inFlight, formerLife: true });
    // Whoever starts Toban anew has perhaps just mended the password.
    await hastenRefused(toban.store.db, toban.clock.now());
    const deaf = toban.events.subscribe(({ topic }) => {
      if (topic === 'secret') void tryRefusedAgain(toban);
    });
    const lanes = linesOf(toban, kept, hurry.signal).map((line) =>
      new Lane(toban, { owner, line, inFlight }).work(signal),
    );
    const drained = new AbortController();
    const beating = keepLeases(toban, owner, inFlight, drained.signal);
    const tidying = tidy(toban, owner, inFlight, signal);
    await Promise.all(lanes).finally(() => drained.abort());
    deaf();
    await Promise.all([beating, tidying]);
  },
};

/** A secret has changed: perhaps it is the password for which a channel was closed. */
async function tryRefusedAgain({ store, clock, events, log }: Toban): Promise<void> {
  try {
    await hastenRefused(store.db, clock.now());
    events.publish({ topic: 'delivery' });
  } catch (thrown) {
    log.warn('the closed channels are tried again later', { error: String(thrown) });
  }
}

function linesOf(toban: Toban, kept: Keeper, hurry: AbortSignal): Line[] {
  return toban.manual.all().flatMap((manual) =>
    manual.channels.flatMap(({ name, kind, options }): Line[] => {
      const adapter = adapterFor(kind);
      if (!adapter) return [];
      const keep: Line['keep'] = (open) => kept.keep(`${manual.id} ${name}`, open);
      const read = () => readOptions(adapter, options, `${name} of ${manual.id}`);
      return [
        { service: manual.id, channel: name, adapter, options: read, keep, hurry, permit: permitFor(toban, manual.id) },
      ];
    }),
  );
}

function readOptions(adapter: Channel, options: unknown, channel: string): unknown {
  const parsed = adapter.options.safeParse(options);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
  throw new ChannelError('credentials', `The options of channel ${channel} do not fit: ${problems}`, {
    code: 'channel.options',
    hint: 'Mend them in the manual.',
  });
}

type Keeper = AsyncDisposable & { keep<T extends AsyncDisposable>(key: string, open: () => T): T };

function keeper(): Keeper {
  const things = new Map<string, AsyncDisposable>();
  return {
    keep: <T extends AsyncDisposable>(key: string, open: () => T): T => {
      const known = things.get(key) as T | undefined;
      if (known) return known;
      const opened = open();
      things.set(key, opened);
      return opened;
    },
    [Symbol.asyncDispose]: async () => {
      for (const thing of things.values()) await thing[Symbol.asyncDispose]();
    },
  };
}

/** While this process lives its leases do; when it freezes they lapse, and what it then completes comes too late. */
async function keepLeases(
  toban: Toban,
  owner: string,
  inFlight: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<void> {
  const { clock, settings, store, log } = toban;
  while (!signal.aborted) {
    await clock.sleep(settings.leaseMs / 3, signal).catch(() => {});
    if (inFlight.size === 0 || signal.aborted) continue;
    await renewLeases(store.db, [...inFlight], owner, clock.now() + settings.leaseMs).catch((error: unknown) =>
      log.warn('leases were not renewed', { error: String(error) }),
    );
  }
}

/** What time does by itself: messages lose their sense, pauses end, workers are found to be gone. */
async function tidy(toban: Toban, owner: string, inFlight: ReadonlySet<string>, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      announce(toban, await expireDue(toban.store.db, toban.clock.now()));
      await endPauses(toban);
      await recoverAbandoned(toban, { owner, inFlight, formerLife: false });
    } catch (thrown) {
      toban.log.warn('tidying the deliveries failed', { error: String(thrown) });
    }
    await toban.clock.sleep(TIDY_MS, signal).catch(() => {});
  }
}

async function endPauses(toban: Toban): Promise<void> {
  const ended = await toban.store.transaction(async (trx) => {
    const lapsed = await endLapsedPauses(trx, toban.clock.now());
    for (const { service, reason } of lapsed) {
      await appendAudit(toban, trx, {
        actor: systemActor('delivery'),
        action: 'delivery.pause-ended',
        service,
        detail: { reason },
      });
    }
    return lapsed;
  });
  for (const { service } of ended) toban.events.publish({ topic: 'delivery', service });
}
