import { bootId } from '#platform/commands/processes.ts';
import { OpsError } from '#platform/errors.ts';
import { newToken } from '#platform/ids.ts';
import type { ServiceManual } from '#manual/service.ts';
import { durationMs } from '#manual/units.ts';
import type { Toban } from '#operations/context.ts';
import { backOffMs, CRASH_LOOP, HEALTHY_AGAIN_MS } from './back-off.ts';
import { type Crash, endedHow, tellCrashLoop } from './crash.ts';
import { exitHint } from './exit-hint.ts';
import { type Finding, watchHealth } from './health.ts';
import { portOf } from './port.ts';
import { type Program, startProgram } from './program.ts';
import { saveLife } from './records.ts';
import { type Life, STOPPED } from './schema.ts';

/** A failure that another try cannot mend: somebody has to do what the hint says first. */
const HOPELESS = new Set(['command.not-found', 'command.not-executable', 'command.no-folder', 'secret.missing']);

/** Keeps one service's process running until it is stopped. */
export class Supervised {
  readonly manual: ServiceManual;
  readonly #at: Toban;
  readonly #owner: string;
  #life: Life = STOPPED;
  #ending = new AbortController();
  #loop: Promise<void> | undefined;
  #escaped: number[] = [];
  #healthySince: number | null = null;
  #changed = Promise.withResolvers<void>();
  #written: Promise<unknown> = Promise.resolve();

  constructor(at: Toban, manual: ServiceManual, owner: string) {
    this.#at = at;
    this.manual = manual;
    this.#owner = owner;
  }

  get life(): Life {
    return this.#life;
  }

  /** Whether it runs, or will without anybody's doing. */
  get active(): boolean {
    return this.#loop !== undefined;
  }

  /** Resolves at the next change of `life`. */
  get changed(): Promise<void> {
    return this.#changed.promise;
  }

  start(): void {
    if (this.#loop) return;
    this.#ending = new AbortController();
    this.#escaped = [];
    this.#loop = this.#keepRunning(this.#ending.signal).finally(() => (this.#loop = undefined));
  }

  /** Resolves when the whole group is gone; names the processes that had left it and were ended too. */
  async stop(): Promise<{ escaped: number[] }> {
    this.#ending.abort('stop');
    await this.#loop;
    return { escaped: this.#escaped };
  }

  async #keepRunning(signal: AbortSignal): Promise<void> {
    await this.#change({ ...STOPPED, state: 'starting', last_exit_json: this.#life.last_exit_json });
    for (let crashes = 0; !signal.aborted;) {
      const crash = await this.#liveOnce(signal);
      if (!crash) break;
      if (crash === 'failed') return;
      crashes = crash.healthyMs >= HEALTHY_AGAIN_MS ? 1 : crashes + 1;
      await this.#backOff(crash, crashes, signal);
    }
    const { last_exit_json } = this.#life;
    await this.#change({ ...STOPPED, last_exit_json });
  }

  /** One process from its start to its end. Undefined: it was stopped. */
  async #liveOnce(signal: AbortSignal): Promise<Crash | 'failed' | undefined> {
    const mark = newToken();
    try {
      await this.#save({ ...this.#life, state: 'starting', mark, boot: bootId(), pid: null, ticks: null });
      const program = await startProgram(this.#at, this.manual, mark);
      return await this.#untilEnd(program, signal);
    } catch (thrown) {
      return signal.aborted ? undefined : this.#notStarted(thrown);
    }
  }

  async #notStarted(thrown: unknown): Promise<Crash | 'failed'> {
    const { code, message, hint } =
      thrown instanceof OpsError ? thrown : { code: '', message: String(thrown), hint: undefined };
    this.#at.log.error('a service could not be started', { service: this.manual.id, error: thrown });
    const told = hint === undefined ? message : `${message} ${hint}`;
    if (!HOPELESS.has(code)) return { healthyMs: 0, exit: null, hint: told };
    await this.#change({ ...STOPPED, state: 'failed', hint: told, last_exit_json: this.#life.last_exit_json });
    return 'failed';
  }

  async #untilEnd(program: Program, signal: AbortSignal): Promise<Crash | undefined> {
    const { clock } = this.#at;
    const { running } = program;
    const { mark: _, ...identity } = running.identity;
    const startedAt = clock.now();
    this.#healthySince = null;
    await this.#change({
      ...this.#life,
      ...identity,
      mark: running.identity.mark,
      started_at: startedAt,
      next_start_at: null,
      health: 'unknown',
    });
    const ended = new AbortController();
    const watching = watchHealth(this.#at, this.manual, AbortSignal.any([signal, ended.signal]), (finding) =>
      this.#found(finding),
    );
    await Promise.race([running.exited, aborted(signal, ended.signal)]);
    if (signal.aborted) await this.#change({ ...this.#life, state: 'stopping' });
    // After the program's own end too: what it started may still be there.
    const { exit, escaped } = await running.stop(durationMs(this.manual.stopGrace));
    ended.abort();
    await watching;
    await program.closeOutput();
    this.#noteEscaped(escaped);
    const last_exit_json = JSON.stringify({ ...exit, at: clock.now() });
    this.#life = { ...this.#life, last_exit_json, pid: null, ticks: null, mark: null, boot: null, started_at: null };
    if (signal.aborted) return undefined;
    const healthyMs = this.#healthySince === null ? 0 : clock.now() - this.#healthySince;
    return { healthyMs, exit, hint: await exitHint(program.lastLines, this.manual.id, portOf(this.manual)) };
  }

  #found({ health, detail }: Finding): void {
    if (health === 'down') this.#healthySince = null;
    else this.#healthySince ??= this.#at.clock.now();
    const { state } = this.#life;
    if (state !== 'starting' && state !== 'running') return;
    if (state === 'running' && this.#life.health === health && this.#life.health_detail === detail) return;
    void this.#change({ ...this.#life, state: 'running', health, health_detail: detail, hint: null });
  }

  async #backOff(crash: Crash, crashes: number, signal: AbortSignal): Promise<void> {
    const { clock, log } = this.#at;
    const waitMs = backOffMs(crashes, Math.random());
    log.warn('a service ended by itself', {
      service: this.manual.id,
      ...crash.exit,
      crashes,
      again_ms: waitMs,
      hint: crash.hint,
    });
    const hint = crash.hint ?? `See why: toban logs tail ${this.manual.id}`;
    await this.#change({
      ...this.#life,
      state: 'backoff',
      health: 'down',
      health_detail: endedHow(crash),
      crashes,
      next_start_at: clock.now() + waitMs,
      hint,
    });
    if (crashes === CRASH_LOOP) await tellCrashLoop(this.#at, this.manual.id, crash);
    await clock.sleep(waitMs, signal).catch(() => {});
    if (!signal.aborted) this.#life = { ...this.#life, restarts: this.#life.restarts + 1, next_start_at: null };
  }

  #noteEscaped(escaped: number[]): void {
    this.#escaped = escaped;
    if (escaped.length > 0)
      this.#at.log.warn('processes had left their group and were ended', { service: this.manual.id, pids: escaped });
  }

  /** The process goes on whether or not the store can take the news. */
  async #change(life: Life): Promise<void> {
    await this.#save(life).catch((error: unknown) => {
      this.#at.log.error('the state of a service could not be written down', { service: this.manual.id, error });
    });
  }

  async #save(life: Life): Promise<void> {
    this.#life = life;
    const { resolve } = this.#changed;
    this.#changed = Promise.withResolvers<void>();
    resolve();
    // In their order, also where the store has several connections.
    const written = this.#written.then(() => saveLife(this.#at.store.db, this.manual.id, this.#owner, life));
    this.#written = written.catch(() => {});
    await written;
    this.#at.events.publish({ topic: 'service', service: this.manual.id });
  }
}

function aborted(signal: AbortSignal, until: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true, signal: until });
  });
}
