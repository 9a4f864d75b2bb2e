// Steps of a balance as text, kept for each set of connections and stretch of time until a quarter in it changes.
import type { Piece } from './balance-days.ts';

export interface KeptText {
  readonly text: Uint8Array;
  /** The sums over the same stretch. */
  readonly found: readonly Piece[];
}

/** Bytes kept in all: a year of quarters is about 12 MB. What was asked for longest ago goes first. */
export const TEXT_BYTES_MAX = 96 * 1024 * 1024;

/** The text is not all: its sums and a number for each company are kept beside it. */
const BESIDE_BYTES = 2048;
const bytesOf = ({ text, found }: KeptText): number => found.reduce((sum, { companies }) => sum + 16 * companies.length, text.byteLength + BESIDE_BYTES);

export class BalanceTexts {
  readonly #bytesMax: number;
  readonly #kept = new Map<string, KeptText & { readonly version: number }>();
  #bytes = 0;

  constructor(bytesMax = TEXT_BYTES_MAX) {
    this.#bytesMax = bytesMax;
  }

  /** @param version grows when a quarter of the stretch may have changed; read before what is computed */
  async of(key: string, version: number, compute: () => Promise<KeptText>): Promise<KeptText> {
    const kept = this.#kept.get(key);
    if (kept !== undefined) this.#forget(key);
    if (kept?.version === version) {
      this.#keep(key, kept);
      return kept;
    }
    const fresh = { ...(await compute()), version };
    this.#keep(key, fresh);
    return fresh;
  }

  #keep(key: string, one: KeptText & { readonly version: number }): void {
    this.#forget(key);
    this.#kept.set(key, one);
    this.#bytes += bytesOf(one);
    for (const oldest of this.#kept.keys()) {
      if (this.#bytes <= this.#bytesMax) return;
      this.#forget(oldest);
    }
  }

  #forget(key: string): void {
    const kept = this.#kept.get(key);
    if (kept !== undefined) this.#bytes -= bytesOf(kept);
    this.#kept.delete(key);
  }
}
