import { OpsError } from '#platform/errors.ts';
import { durationMs } from '#manual/units.ts';
import type { ServiceManual } from '#manual/service.ts';
import { resident, type Toban } from '#operations/context.ts';
import { Claims } from './claims.ts';
import { forgetUndeclared } from './forgotten.ts';
import { ensureRow, findRow, setWanted } from './records.ts';
import type { Life, ServiceRow } from './schema.ts';
import { Supervised } from './supervised.ts';

const LOOK_MS = 1000;
const REMOTE_LOOK_MS = 250;

/** The processes of this Toban's services. */
export const supervisorOf = resident((at) => new Supervisor(at));

export class Supervisor {
  readonly #at: Toban;
  readonly #claims: Claims;
  readonly #services = new Map<string, Supervised>();
  readonly #turns = new Map<string, Promise<unknown>>();
  #onDuty = false;

  constructor(at: Toban) {
    this.#at = at;
    this.#claims = new Claims(at);
  }

  get onDuty(): boolean {
    return this.#onDuty;
  }

  /** Throws `toban.down` in a process that supervises nothing, such as a command line beside no server. */
  requireDuty(): void {
    if (this.#onDuty) return;
    throw new OpsError('toban.down', 'Toban is not running, so no process is supervised.', {
      kind: 'unavailable',
      hint: 'toban up',
    });
  }

  /** What is known of a process that runs here; undefined for one that does not. */
  lifeOf(service: string): Life | undefined {
    return this.#claims.has(service) ? this.#services.get(service)?.life : undefined;
  }

  isHeldByOther(row: ServiceRow): boolean {
    return this.#claims.isHeldByOther(row);
  }

  /** The worker: starts what is wanted, and at the end of its duty ends every process before it resolves. */
  async run(signal: AbortSignal): Promise<void> {
    this.#onDuty = true;
    try {
      await forgetUndeclared(this.#at, this.#claims, new Set(this.#declared().map((manual) => manual.id)));
      while (!signal.aborted) {
        for (const manual of this.#declared()) void this.#look(manual);
        await this.#at.clock.sleep(LOOK_MS, signal).catch(() => {});
      }
    } finally {
      this.#onDuty = false;
      await Promise.all(this.#declared().map((manual) => this.#inTurn(manual.id, () => this.#letGo(manual.id))));
    }
  }

  /** Wants the service up and starts it, at once also when it waits after a crash. Resolves when it is starting. */
  async start(service: string): Promise<void> {
    const manual = this.#manualOf(service);
    await this.#want(service, 'up');
    const here = await this.#inTurn(service, async () => {
      if (!(await this.#hold(manual))) return false;
      const supervised = this.#supervised(manual);
      if (supervised.life.state === 'backoff') await supervised.stop();
      supervised.start();
      return true;
    });
    if (!here) await this.#untilElsewhere(service, ({ state }) => state !== 'stopped');
  }

  /** Wants the service down and ends its whole group; `escaped` names processes that had left it. */
  async stop(service: string): Promise<{ escaped: number[] }> {
    this.#manualOf(service);
    await this.#want(service, 'down');
    const stopped = await this.#inTurn(service, async () => {
      const supervised = this.#services.get(service);
      return supervised && this.#claims.has(service) ? { escaped: (await supervised.stop()).escaped } : undefined;
    });
    if (stopped) return stopped;
    await this.#untilElsewhere(service, (row) => row.state === 'stopped' || !this.isHeldByOther(row));
    return { escaped: [] };
  }

  /** Throws `service.unhealthy` when it ends, fails, or uses up its time without an answer. */
  async waitUntilHealthy(service: string, signal: AbortSignal): Promise<void> {
    for (;;) {
      signal.throwIfAborted();
      const supervised = this.#services.get(service);
      const changed = supervised?.changed;
      const life = this.lifeOf(service) ?? (await findRow(this.#at.store.db, service));
      if (life?.state === 'running' && life.health !== 'down') return;
      if (life && life.state !== 'starting' && life.state !== 'stopping') throw unhealthy(service, life);
      await Promise.race([...(changed ? [changed] : []), this.#at.clock.sleep(REMOTE_LOOK_MS, signal)]);
    }
  }

  #declared(): ServiceManual[] {
    return this.#at.manual.all().filter((manual) => manual.process);
  }

  #manualOf(service: string): ServiceManual {
    this.requireDuty();
    const manual = this.#at.manual.service(service);
    if (manual.process) return manual;
    throw new OpsError('service.no-process', `${service} has no process of its own.`, {
      kind: 'usage',
      hint: `Its jobs: toban jobs list ${service}`,
    });
  }

  async #want(service: string, wanted: ServiceRow['wanted']): Promise<void> {
    await ensureRow(this.#at.store.db, service);
    await setWanted(this.#at.store.db, service, wanted);
  }

  #supervised(manual: ServiceManual): Supervised {
    const known = this.#services.get(manual.id) ?? new Supervised(this.#at, manual, this.#claims.owner);
    this.#services.set(manual.id, known);
    return known;
  }

  /** Brings one service to what is wanted. What fails is tried again at the next look. */
  async #look(manual: ServiceManual): Promise<void> {
    if (this.#turns.has(manual.id)) return;
    await this.#inTurn(manual.id, () => this.#settle(manual)).catch(async (error: unknown) => {
      this.#at.log.error('a service could not be looked after', { service: manual.id, error });
      if (this.#claims.isLost(manual.id))
        await this.#inTurn(manual.id, async () => this.#services.get(manual.id)?.stop());
    });
  }

  async #settle(manual: ServiceManual): Promise<void> {
    const { id } = manual;
    await ensureRow(this.#at.store.db, id);
    const row = await findRow(this.#at.store.db, id);
    if (!row || !this.#onDuty) return;
    if (row.wanted === 'down' && !this.#services.get(id)?.active && row.mark === null) return;
    if (!(await this.#hold(manual))) return;
    const supervised = this.#supervised(manual);
    if (row.wanted === 'down') await supervised.stop();
    else if (supervised.life.state === 'stopped') supervised.start();
  }

  async #hold(manual: ServiceManual): Promise<boolean> {
    const had = this.#claims.has(manual.id);
    if (await this.#claims.hold(manual)) return true;
    if (had) this.#at.log.warn('another node took the service over', { service: manual.id });
    await this.#services.get(manual.id)?.stop();
    return false;
  }

  async #letGo(service: string): Promise<void> {
    await this.#services.get(service)?.stop();
    await this.#claims.letGo(service);
  }

  async #untilElsewhere(service: string, reached: (row: ServiceRow) => boolean): Promise<void> {
    const deadline = this.#at.clock.now() + durationMs('2m');
    for (
      let row = await findRow(this.#at.store.db, service);
      row && !reached(row);
      row = await findRow(this.#at.store.db, service)
    ) {
      if (this.#at.clock.now() > deadline)
        throw new OpsError(
          'service.elsewhere',
          `${service} is held by ${row.owner?.split('|')[0]}, which does not answer.`,
        );
      await this.#at.clock.sleep(REMOTE_LOOK_MS);
    }
  }

  /** One act on a service at a time. */
  #inTurn<T>(service: string, act: () => Promise<T>): Promise<T> {
    const turn = (this.#turns.get(service) ?? Promise.resolve()).then(act);
    const settled = turn.then(
      () => {},
      () => {},
    );
    this.#turns.set(service, settled);
    void settled.then(() => this.#turns.get(service) === settled && this.#turns.delete(service));
    return turn;
  }
}

function unhealthy(service: string, { state, health_detail, hint }: Life): OpsError {
  const why = health_detail ?? hint ?? `Its state is ${state}.`;
  return new OpsError('service.unhealthy', `${service} did not become healthy. ${why}`, {
    hint: hint ?? `See why: toban logs tail ${service}`,
  });
}
