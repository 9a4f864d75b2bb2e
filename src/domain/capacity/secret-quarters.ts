// Which quarters of a sum of loads say too much of one company, for whoever may not see the companies. Pure.
import { type Disclosed, type Reason, judgeSums } from '../disclosure.ts';
import { type Load, type Power, ownLoads } from './loads.ts';

/** Index into it: 0 open, else why the quarter is kept back. */
const REASONS: readonly (Reason | null)[] = [null, 'too-few', 'one-dominates', 'two-dominate'];

/** Legal entities by company, for a reader who may not see them one by one. */
export type Entities = readonly (readonly [company: number, entity: string])[];

/** Why each quarter is kept back. */
export class SecretQuarters {
  readonly #why: Uint8Array;

  constructor(quarters: number) {
    this.#why = new Uint8Array(quarters);
  }

  reasonAt(t: number): Reason | null {
    return REASONS[this.#why[t] ?? 0] ?? null;
  }

  judgedAt(t: number): Disclosed {
    const reason = this.reasonAt(t);
    return reason === null ? { sign: null } : { sign: 'x', reason };
  }

  keepBack(t: number, reason: Reason): void {
    this.#why[t] = REASONS.indexOf(reason);
  }

  get count(): number {
    return this.#why.reduce((sum, one) => sum + (one > 0 ? 1 : 0), 0);
  }

  /** A sum without its secret quarters: they are as unknown as if nobody had measured them, so neither a total nor a longest,
   *  highest or fullest of what is left says anything of them. */
  without<P extends Pick<Power, 'kw' | 'sure'>>({ kw, sure, ...rest }: P): Omit<P, 'kw' | 'sure'> & Pick<Power, 'kw' | 'sure'> {
    return { ...rest, kw: kw.map((one, t) => (this.#why[t] === 0 ? one : Number.NaN)), sure: sure.map((one, t) => (this.#why[t] === 0 ? one : 0)) };
  }
}

/** Judges every quarter by what each company draws or gives itself in it. The owner of a main meter draws what it does not pass
 *  on, and makes no company more: those behind it alone have to be enough. A quarter of which nothing is known is missing, not secret.
 *  @see docs/methods.md#disclosure */
export function secretQuarters(loads: readonly Load[], quarters: number, entities: Entities): SecretQuarters {
  const entityOf = new Map(entities);
  const mains = new Set(loads.map((load) => load.behind));
  const own = ownLoads(loads);
  const sums = (some: readonly Load[]): EntitySums => new EntitySums(some.map((load) => ({ load, entity: entityOf.get(load.company) ?? `company ${load.company}` })));
  const leaves = own.filter((load) => !mains.has(load.id));
  const all = leaves.length === own.length ? [sums(own)] : [sums(leaves), sums(own)];
  return keptBackBy(quarters, (t) => all.map((one) => judgeSums(one.at(t))));
}

/** The same for a sum of draw less feed-in. What is drawn is told of the same quarters, so that the difference is what is fed in: those
 *  who feed in, and those who draw, have to be enough by themselves. Nobody feeding in says only that. Of a main meter the rest
 *  may be a rounding below nought, and is no feed-in.
 *  @see docs/methods.md#disclosure */
export function secretNetQuarters(loads: readonly Load[], quarters: number, entities: Entities): SecretQuarters {
  const entityOf = new Map(entities);
  const mains = new Set(loads.map((load) => load.behind));
  const leaves = loads.filter((load) => !mains.has(load.id)).map((load) => ({ load, entity: entityOf.get(load.company) ?? `company ${load.company}` }));
  const sides = [new EntitySums(leaves, (net) => Math.max(net, 0)), new EntitySums(leaves, (net) => Math.max(-net, 0))];
  const whole = secretQuarters(loads, quarters, entities);
  return keptBackBy(quarters, (t) => [whole.judgedAt(t), ...sides.map((side) => judgeSide(side.at(t)))]);
}

function judgeSide(sums: readonly number[]): Disclosed {
  const some = sums.filter((sum) => sum > 0);
  return some.length === 0 ? { sign: null } : judgeSums(some);
}

/** A quarter is kept back when one of its judgements says so. */
function keptBackBy(quarters: number, judge: (t: number) => readonly Disclosed[]): SecretQuarters {
  const secret = new SecretQuarters(quarters);
  for (let t = 0; t < quarters; t++) for (const judged of judge(t)) if (judged.sign === 'x') secret.keepBack(t, judged.reason);
  return secret;
}

/** What each entity draws or gives in a quarter, of those that were measured in it. */
class EntitySums {
  readonly #loads: readonly { readonly load: Load; readonly place: number }[];
  readonly #sums: Float64Array;
  readonly #part: (netMicro: number) => number;

  /** @param part of a net that counts */
  constructor(loads: readonly { load: Load; entity: string }[], part: (netMicro: number) => number = Math.abs) {
    const places = new Map([...new Set(loads.map((one) => one.entity))].map((entity, place) => [entity, place]));
    this.#part = part;
    this.#loads = loads.map(({ load, entity }) => ({ load, place: places.get(entity) ?? 0 }));
    this.#sums = new Float64Array(places.size);
  }

  at(t: number): number[] {
    const sums = this.#sums.fill(Number.NaN);
    for (const { load, place } of this.#loads) {
      const net = load.netMicro[t] ?? Number.NaN;
      if (t < (load.begins ?? 0) || Number.isNaN(net)) continue;
      const sum = sums[place] ?? Number.NaN;
      sums[place] = (Number.isNaN(sum) ? 0 : sum) + this.#part(net);
    }
    return [...sums].filter((sum) => !Number.isNaN(sum));
  }
}
