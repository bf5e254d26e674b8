import type { ServiceManual } from '#manual/service.ts';
import { durationMs } from '#manual/units.ts';
import type { Toban } from '#operations/context.ts';
import { endFormer } from './former.ts';
import { isDead, newOwner } from './owner.ts';
import { claim, findRow, release } from './records.ts';
import type { ServiceRow } from './schema.ts';

/** Which services are this Toban's to run. On a shared store one node at a time has a service, as long as it renews its claim. */
export class Claims {
  readonly owner: string;
  readonly #at: Toban;
  readonly #until = new Map<string, number>();

  constructor(at: Toban) {
    this.#at = at;
    this.owner = newOwner(at.settings.node);
  }

  has(service: string): boolean {
    return this.#until.has(service);
  }

  isHeldByOther({ owner, owner_until }: ServiceRow): boolean {
    return owner !== null && owner !== this.owner && owner_until >= this.#at.clock.now() && !isDead(owner, this.owner);
  }

  /** Takes the service, ending what a former owner left of it, or keeps it. False: another node has it. */
  async hold(manual: ServiceManual): Promise<boolean> {
    const { clock, settings, store } = this.#at;
    const now = clock.now();
    const known = this.#until.get(manual.id);
    if (known !== undefined && known - now > settings.leaseMs / 2) return true;
    const row = await findRow(store.db, manual.id);
    const dead = row?.owner && isDead(row.owner, this.owner) ? row.owner : null;
    const until = now + settings.leaseMs;
    if (!(await claim(store.db, manual.id, { owner: this.owner, until, now, dead }))) {
      this.#until.delete(manual.id);
      return false;
    }
    if (known === undefined && row) await endFormer(this.#at, row, this.owner, durationMs(manual.stopGrace));
    this.#until.set(manual.id, until);
    return true;
  }

  /** Whether the claim ran out because it could not be renewed: another node may have started the service by now. */
  isLost(service: string): boolean {
    const until = this.#until.get(service);
    if (this.#at.store.dialect === 'sqlite' || until === undefined || until > this.#at.clock.now()) return false;
    return this.#until.delete(service);
  }

  async letGo(service: string): Promise<void> {
    if (!this.#until.delete(service)) return;
    await release(this.#at.store.db, service, this.owner).catch((error: unknown) =>
      this.#at.log.warn('a service was not released', { service, error }),
    );
  }
}
