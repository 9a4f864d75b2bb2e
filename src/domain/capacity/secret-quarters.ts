// Which quarters of a sum of loads say too much of one company, for whoever may not see the companies. Pure.
import type { Disclosed, Reason } from '../disclosure.ts';
import { EntitySums, type Share } from '../entity-sums.ts';
import { ownerFed } from '../told-uses.ts';
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
  const { leaves, owners } = sharesIn(loads, entities, { ofLeaf: (load) => (t) => Math.abs(netAt(load, t)), ofOwner: (owner) => (t) => Math.abs(netAt(owner.own, t)) });
  const all = withOwners(leaves, owners);
  return keptBackBy(quarters, (t) => all.map((one) => one.judgedAt(t)));
}

/** The same for a sum of draw less feed-in. What is drawn is told of the same quarters, so that the difference is what is fed in: those
 *  who feed in, and those who draw, have to be enough by themselves, each by its counters and not by its net. Nobody feeding in says
 *  only that.
 *  @see docs/methods.md#disclosure */
export function secretNetQuarters(loads: readonly Load[], quarters: number, entities: Entities): SecretQuarters {
  const drawn = sharesIn(loads, entities, { ofLeaf: (load) => (t) => drawnAt(load, t), ofOwner: (owner) => (t) => Math.max(netAt(owner.own, t), 0) });
  const fed = sharesIn(loads, entities, { ofLeaf: (load) => (t) => fedAt(load, t), ofOwner: (owner) => (t) => ownerFedAt(owner, t) });
  const sides = [...withOwners(drawn.leaves, drawn.owners), ...withOwners(fed.leaves, fed.owners)];
  const whole = secretQuarters(loads, quarters, entities);
  return keptBackBy(quarters, (t) => [whole.judgedAt(t), ...sides.map((side) => side.measureAt(t))]);
}

/** The owner of a main meter. */
interface Owner {
  readonly main: Load;
  /** What it draws itself. */
  readonly own: Load;
  readonly inside: readonly Load[];
}
interface Sharing {
  readonly ofLeaf: (load: Load) => Share['amountAt'];
  readonly ofOwner: (owner: Owner) => Share['amountAt'];
}

function sharesIn(loads: readonly Load[], entities: Entities, { ofLeaf, ofOwner }: Sharing): { leaves: Share[]; owners: Share[] } {
  const entityOf = new Map(entities);
  const share = ({ company }: Load, amountAt: Share['amountAt']): Share => ({ entity: entityOf.get(company) ?? `company ${company}`, amountAt });
  const mains = new Set(loads.map((load) => load.behind));
  const leaves = loads.filter((load) => !mains.has(load.id));
  const own = leaves.length === loads.length ? [] : ownLoads(loads);
  const owners = loads.flatMap((main, at) => {
    const mine = own[at];
    return !mains.has(main.id) || mine === undefined ? [] : [{ main, own: mine, inside: loads.filter((load) => load.behind === main.id) }];
  });
  return { leaves: leaves.map((load) => share(load, ofLeaf(load))), owners: owners.map((owner) => share(owner.main, ofOwner(owner))) };
}

/** Those behind the main meters alone, and with their owners. */
const withOwners = (leaves: readonly Share[], owners: readonly Share[]): EntitySums[] =>
  owners.length === 0 ? [new EntitySums(leaves)] : [new EntitySums(leaves), new EntitySums([...leaves, ...owners])];

const netAt = ({ netMicro, begins = 0 }: Load, t: number): number => (t < begins ? Number.NaN : (netMicro[t] ?? Number.NaN));
const drawnAt = (load: Load, t: number): number => Math.max(netAt(load, t), 0) + (load.bothMicro?.[t] ?? 0);
const fedAt = (load: Load, t: number): number => Math.max(-netAt(load, t), 0) + (load.bothMicro?.[t] ?? 0);

function ownerFedAt({ main, own, inside }: Owner, t: number): number {
  const rest = netAt(own, t);
  if (Number.isNaN(rest)) return rest;
  let [fedInside, flowed] = [0, 0];
  for (const load of inside) {
    const net = netAt(load, t);
    if (Number.isNaN(net)) continue;
    fedInside += fedAt(load, t);
    flowed += Math.abs(net);
  }
  return ownerFed({ rest, both: main.bothMicro?.[t] ?? 0, fedInside, flowed });
}

/** A quarter is kept back when one of its judgements says so. */
function keptBackBy(quarters: number, judge: (t: number) => readonly Disclosed[]): SecretQuarters {
  const secret = new SecretQuarters(quarters);
  for (let t = 0; t < quarters; t++) for (const judged of judge(t)) if (judged.sign === 'x') secret.keepBack(t, judged.reason);
  return secret;
}
