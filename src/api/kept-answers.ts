// Keeps answers that cost a year of quarters, until a day of theirs may have changed. Bounded; the one not asked for longest goes.

/** Parks and companies x directions: a region's pages fit. */
export const ANSWERS_MAX = 64;

export class KeptAnswers {
  readonly #kept = new Map<string, { readonly version: number; readonly answer: Promise<unknown> }>();

  /** @param version of the days that the answer rests on; another version is another answer */
  async of<T>(key: string, version: number, make: () => Promise<T>): Promise<T> {
    const known = this.#kept.get(key);
    const answer = known?.version === version ? known.answer : make();
    this.#kept.delete(key);
    this.#kept.set(key, { version, answer });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > ANSWERS_MAX && oldest !== undefined) this.#kept.delete(oldest);
    try {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a key names what was made under it
      return (await answer) as T;
    } catch (error) {
      if (this.#kept.get(key)?.answer === answer) this.#kept.delete(key);
      throw error;
    }
  }
}
