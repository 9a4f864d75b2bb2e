// Answers that are being made. Who asks what the same person is being answered already gets that answer: a dashboard on eight screens
// costs what one does, and the main thread has time for meters.

export class UnderWay {
  readonly #made = new Map<string, Promise<unknown>>();

  /** @param key says all that the answer depends on: who asks, what, and nothing that may change while it is made
   *  @returns what `make` gives; when it fails, all who wait for it get its error, and the next one tries again */
  share<T>(key: string, make: () => Promise<T>): Promise<T> {
    const known = this.#made.get(key);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a key names what is made under it
    if (known !== undefined) return known as Promise<T>;
    const made = make().finally(() => this.#made.delete(key));
    this.#made.set(key, made);
    return made;
  }

  get size(): number {
    return this.#made.size;
  }
}
