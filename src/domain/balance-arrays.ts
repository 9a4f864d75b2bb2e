// The arrays of a balance while it is added up. Most parks store nothing, and have no wind and no estimates: what nothing was added to
// takes no memory, and no time to empty or to sum. Pure.
import { zeros } from './array-sums.ts';
import type { BalanceFlow } from './balance.ts';
import type { ScratchArrays } from './scratch-arrays.ts';

/** What every connection adds to. */
export interface Border {
  /** As the meters on the public grid tell it. */
  readonly import: Float64Array;
  readonly export: Float64Array;
  /** Net of each connection that stands on the public grid. */
  readonly netImport: Float64Array;
  readonly netExport: Float64Array;
  /** Net of each connection that nothing lies behind. */
  readonly leafImport: Float64Array;
  readonly leafExport: Float64Array;
  readonly consumption: Float64Array;
  readonly residual: Float64Array;
}
/** What is stored and made behind the meters. */
interface Behind {
  readonly ownUse: Float64Array;
  readonly charge: Float64Array;
  readonly discharge: Float64Array;
}
type SumName = BalanceFlow | keyof Border | keyof Behind | 'localExchange' | 'gridImport' | 'gridExport';

export class BalanceArrays {
  readonly #length: number;
  readonly #scratch: ScratchArrays;
  /** By name, or by quality flag. */
  readonly #sums = new Map<SumName | number, Float64Array>();
  #border: Border | null = null;
  #behind: Behind | null = null;

  constructor(length: number, scratch: ScratchArrays) {
    this.#length = length;
    this.#scratch = scratch;
  }

  /** One to add to.
   *  @param key a name, or an index into FLAGS */
  of(key: SumName | number): Float64Array {
    const known = this.#sums.get(key);
    if (known !== undefined) return known;
    const made = this.#scratch.take(this.#length);
    this.#sums.set(key, made);
    return made;
  }

  /** One to read: where nothing was added, zeros that all share. */
  told(key: SumName | number): Float64Array {
    return this.#sums.get(key) ?? zeros(this.#length);
  }

  get border(): Border {
    this.#border ??= {
      import: this.of('import'),
      export: this.of('export'),
      netImport: this.of('netImport'),
      netExport: this.of('netExport'),
      leafImport: this.of('leafImport'),
      leafExport: this.of('leafExport'),
      consumption: this.of('consumption'),
      residual: this.of('residual'),
    };
    return this.#border;
  }

  get behind(): Behind {
    this.#behind ??= { ownUse: this.of('ownUse'), charge: this.of('charge'), discharge: this.of('discharge') };
    return this.#behind;
  }
}
