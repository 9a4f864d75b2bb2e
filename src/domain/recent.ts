// A map of bounded size: the entry that was put or used longest ago goes first. Pure.

export class Recent<K, V> {
  readonly #entries = new Map<K, V>();
  readonly #max: number;

  constructor(max: number) {
    this.#max = max;
  }

  get(key: K): V | undefined {
    return this.#entries.get(key);
  }

  /** Puts an entry, or the same one again because it was used, at the end. */
  put(key: K, value: V): V {
    this.#entries.delete(key);
    this.#entries.set(key, value);
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > this.#max && oldest !== undefined) this.#entries.delete(oldest);
    return value;
  }

  /** @param value removes the entry only while it is this one; without it whichever is there */
  delete(key: K, value?: V): void {
    if (value === undefined || this.#entries.get(key) === value) this.#entries.delete(key);
  }

  get size(): number {
    return this.#entries.size;
  }
}
