// Matrices of who served whom, kept for each set of connections and stretch of time until a quarter in it changes.
import type { ExchangeMatrix } from '../domain/exchange.ts';

/** Bytes kept in all: a month of a park of 100 companies is 80 KB. What was asked for longest ago goes first. */
export const MATRIX_BYTES_MAX = 32 * 1024 * 1024;

const bytesOf = ({ companies, amounts, ownImports }: ExchangeMatrix): number => amounts.byteLength + ownImports.byteLength + 8 * companies.length + 256;

export class ExchangeMonths {
  readonly #bytesMax: number;
  readonly #kept = new Map<string, { readonly version: number; readonly matrix: ExchangeMatrix }>();
  #bytes = 0;

  constructor(bytesMax = MATRIX_BYTES_MAX) {
    this.#bytesMax = bytesMax;
  }

  /** @param version grows when a quarter of the stretch may have changed; read before what is computed */
  kept(key: string, version: number): ExchangeMatrix | null {
    const kept = this.#kept.get(key);
    if (kept?.version !== version) return null;
    this.keep(key, version, kept.matrix);
    return kept.matrix;
  }

  /** Keeps a matrix, as the one that was asked for last. */
  keep(key: string, version: number, matrix: ExchangeMatrix): void {
    this.#forget(key);
    this.#kept.set(key, { version, matrix });
    this.#bytes += bytesOf(matrix);
    for (const oldest of this.#kept.keys()) {
      if (this.#bytes <= this.#bytesMax) break;
      this.#forget(oldest);
    }
  }

  #forget(key: string): void {
    const kept = this.#kept.get(key);
    if (kept !== undefined) this.#bytes -= bytesOf(kept.matrix);
    this.#kept.delete(key);
  }
}
