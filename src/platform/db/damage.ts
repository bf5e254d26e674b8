import { OpsError } from '../errors.ts';
import { openScanner } from './scan.ts';
import { corrupt, storeErrorFrom } from './store-error.ts';

/** What is known to be wrong with the store. From then on nothing is written to it: what is left shall stay as it is. */
export class Damage {
  #known: OpsError | undefined;

  get known(): OpsError | undefined {
    return this.#known;
  }

  /** The failure in words; one that tells of damage is remembered. */
  noticed(thrown: unknown): unknown {
    const error = storeErrorFrom(thrown);
    if (error instanceof OpsError && error.code === 'store.corrupt') this.#known ??= error;
    return error;
  }

  /** Reads the whole file, in a thread of its own. Answers what it found wrong. */
  async lookFor(path: string): Promise<OpsError | undefined> {
    const scanner = openScanner();
    try {
      const { rows } = await scanner.scan(path, 'PRAGMA quick_check(3)', [], DEADLINE_MS);
      const found = rows.map((row) => String(Object.values(row)[0])).filter((verdict) => verdict !== 'ok');
      if (found.length > 0) this.#known ??= corrupt(found.join('; '));
    } catch (thrown) {
      const { message } = thrown as Error;
      if (/malformed|not a database/.test(message)) this.#known ??= corrupt(message, thrown);
      else throw thrown;
    } finally {
      await scanner.close();
    }
    return this.#known;
  }
}

const DEADLINE_MS = 30 * 60_000;
