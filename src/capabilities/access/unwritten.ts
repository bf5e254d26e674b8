/** What a plan carries to its steps in memory only. Written down as JSON, it is not there. */
export class Unwritten<T> {
  readonly #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  reveal(): T {
    return this.#value;
  }

  toJSON(): undefined {
    return undefined;
  }
}
