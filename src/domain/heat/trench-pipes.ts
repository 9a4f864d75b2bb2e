// How thick a pipe must be that several links share, and what a metre of it costs: by what flows in it in the same hour. Pure.
import { quantileOf } from './coincidence.ts';
import { capitalRecovery } from './finance.ts';
import { type HeatParameters, type HeatValues, valuesOf } from './parameters.ts';
import { choosePipe } from './pipe.ts';

export interface Flow {
  /** What leaves the source for it, in each hour that is known; of all flows the same hours. */
  readonly hoursKw: Float64Array;
  /** Between supply and return. */
  readonly rangeK: number;
}
export interface SharedPipe {
  readonly kw: number;
  readonly dn: number;
  /** EUR a year of a metre at a surface factor of 1: annuity, engineering, maintenance. */
  readonly eurPerM: number;
}

/** As for one link: made for the 99th percentile of the hours. */
const SIZED_FOR = 0.99;
const NO_PIPE: SharedPipe = { kw: 0, dn: 0, eurPerM: 0 };

/** Pipes by the flows that share them, each chosen once. A set of flows is a number with a bit for each.
 *  @see docs/residual-heat.md#heat-shared-trench */
export class TrenchPipes {
  readonly #flows: readonly Flow[];
  readonly #parameters: HeatParameters;
  readonly #values: HeatValues;
  readonly #known = new Map<bigint, SharedPipe>([[0n, NO_PIPE]]);
  readonly #sumKw: Float64Array;

  constructor(flows: readonly Flow[], parameters: HeatParameters) {
    this.#flows = flows;
    this.#parameters = parameters;
    this.#values = valuesOf(parameters);
    this.#sumKw = new Float64Array(flows[0]?.hoursKw.length ?? 0);
  }

  of(set: bigint): SharedPipe {
    const known = this.#known.get(set);
    if (known !== undefined) return known;
    const chosen = this.#chosen(set);
    this.#known.set(set, chosen);
    return chosen;
  }

  #chosen(set: bigint): SharedPipe {
    const sum = this.#sumKw.fill(0);
    let rangeK = Infinity;
    this.#flows.forEach(({ hoursKw, rangeK: mine }, at) => {
      if (((set >> BigInt(at)) & 1n) === 0n) return;
      rangeK = Math.min(rangeK, mine);
      for (let hour = 0; hour < sum.length; hour++) sum[hour] = (sum[hour] ?? 0) + (hoursKw[hour] ?? 0);
    });
    const kw = quantileOf(sum, SIZED_FOR);
    const { size } = choosePipe(this.#parameters.pipes, { kw, rangeK }, this.#values);
    const { companyRate, pipeLifeYears, maintenanceShare } = this.#values;
    const eurPerYear = this.#values.capexFactor * this.#values.priceIndex * (1 + this.#values.engineeringShare);
    return { kw, dn: size.dn, eurPerM: size.trenchEurPerM * eurPerYear * (capitalRecovery(companyRate, pipeLifeYears) + maintenanceShare) };
  }
}
