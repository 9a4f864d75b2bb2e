// All carriers in one drawing: from source over carrier and conversion to use, export and loss, as energy. Pure.
import { type ConversionKind, energyKwh } from './conversions.ts';
import { fromMicro, toMicro } from './ledger.ts';
import type { Carrier } from './reading.ts';

/** A figure of a balance or of a conversion that a flow is made of. */
export interface EnergyTerm {
  /** -1: taken off the flow. */
  readonly weight: 1 | -1;
  /** As its own route calls it: flow:grid:carrier of a balance, inputs.amount of a conversion. */
  readonly field: string;
  /** null: energy that no carrier brings. */
  readonly carrier: Carrier | null;
  /** In the unit of the carrier. */
  readonly amount: number;
  /** The same as energy, in whole millionths. */
  readonly kwh: number;
  /** Whose it is; null: of a balance. */
  readonly converted: { readonly conversion: number; readonly company: number; readonly meter: number | null } | null;
}
export interface EnergyFlow {
  readonly from: string;
  readonly to: string;
  readonly kwh: number;
  /** What it is made of: weight x kwh of these add up to it. */
  readonly terms: readonly EnergyTerm[];
}
/** The flows of one balance, in its unit: sources -> carrier -> uses, export and residual. */
export interface CarrierFlows {
  readonly carrier: Carrier;
  readonly flows: readonly { readonly from: string; readonly to: string; readonly amount: number }[];
}
/** What one meter counted, in the unit of its carrier. */
interface ConvertedSide {
  readonly meter: number;
  readonly carrier: Carrier;
  readonly amount: number;
}
/** A conversion of which both sides were measured: input + ambient = output + loss. */
export interface ConvertedEnergy {
  readonly conversion: number;
  readonly company: number;
  readonly kind: ConversionKind;
  /** Node of whoever it is of in the balances. */
  readonly user: string;
  readonly inputs: readonly ConvertedSide[];
  /** source: as which the balance of its carrier counts it already; null: in no balance, so it went to its user. */
  readonly outputs: readonly (ConvertedSide & { readonly source: string | null })[];
  readonly ambientKwh: number;
  readonly lossKwh: number;
}

/** What no meter explains is where it goes to; where more is used than came in, where it comes from. */
export const NOT_METERED = { to: 'residual', from: 'residual/out' } as const;
/** Less is the rounding of sums: one millionth of a kWh. */
const LEAST_MICRO = 1;

/** One balance of all carriers on the lower heating value. What a conversion took was use of its owner, and what it gave a source: both
 *  are taken off there, so that no energy stands in it twice. What the balances have less than the conversion says goes to, or comes
 *  from, what is not metered: in = out at every node between.
 *  @see docs/methods-meters.md#all-carriers */
export function energyFlows(carriers: readonly CarrierFlows[], conversions: readonly ConvertedEnergy[]): EnergyFlow[] {
  const sum = new FlowSum();
  for (const one of carriers) addCarrier(sum, one);
  for (const one of conversions) addConversion(sum, one, new Set(carriers.map(({ carrier }) => carrier)));
  return sum.flows();
}

const carrierNode = (carrier: Carrier): string => `carrier:${carrier}`;

/** A connection of a carrier to the world outside has a node of its own: gas does not come from the grid of electricity. */
const nodeOf = (node: string, carrier: Carrier): string => (node === 'carrier' ? carrierNode(carrier) : node === 'grid' || node === 'export' ? `${node}:${carrier}` : node);

/** A flow of a balance as energy, called as the explanation of the balance calls it.
 *  @see docs/methods-meters.md#all-carriers */
export function balanceTerm(carrier: Carrier, { from, to, amount }: CarrierFlows['flows'][number]): EnergyTerm {
  return { weight: 1, field: `flow:${from}:${to}`, carrier, amount, kwh: energyKwh(carrier, amount), converted: null };
}

function addCarrier(sum: FlowSum, { carrier, flows }: CarrierFlows): void {
  for (const flow of flows) {
    const term = balanceTerm(carrier, flow);
    if (flow.to === 'residual') sum.unexplained(carrierNode(carrier), [term]);
    else sum.add(nodeOf(flow.from, carrier), nodeOf(flow.to, carrier), term);
  }
}

function addConversion(sum: FlowSum, { conversion, company, kind, user, inputs, outputs, ambientKwh, lossKwh }: ConvertedEnergy, balanced: ReadonlySet<Carrier>): void {
  const node = `conversion:${kind}`;
  const metered = (field: string, { carrier, amount, meter }: ConvertedSide): EnergyTerm => {
    return { weight: 1, field, carrier, amount, kwh: energyKwh(carrier, amount), converted: { conversion, company, meter } };
  };
  const reckoned = (field: string, kwh: number): EnergyTerm => ({ weight: 1, field, carrier: null, amount: kwh, kwh, converted: { conversion, company, meter: null } });
  for (const side of inputs) {
    const [term, own] = [metered('inputs.amount', side), carrierNode(side.carrier)];
    sum.add(own, node, term);
    if (balanced.has(side.carrier)) sum.unexplained(own, negated(sum.take(own, user, term)));
  }
  for (const side of outputs) {
    const [term, own] = [metered('outputs.amount', side), carrierNode(side.carrier)];
    const source = balanced.has(side.carrier) ? side.source : null;
    sum.add(node, source === null ? user : own, term);
    if (source !== null) sum.unexplained(own, sum.take(source, own, term));
  }
  sum.add('ambient', node, reckoned('ambientKwh', ambientKwh));
  if (lossKwh >= 0) sum.add(node, 'loss', reckoned('lossKwh', lossKwh));
  else sum.unexplained(node, [reckoned('lossKwh', lossKwh)]);
}

const negated = (terms: readonly EnergyTerm[]): EnergyTerm[] => terms.map((term) => ({ ...term, weight: term.weight === 1 ? -1 : 1 }));
const microOf = (terms: readonly EnergyTerm[]): number => terms.reduce((sum, { weight, kwh }) => sum + weight * toMicro(kwh), 0);

class FlowSum {
  readonly #terms = new Map<string, Map<string, EnergyTerm[]>>();
  /** Of each node in the middle what it got and nobody took; below 0 what was taken and nobody brought. */
  readonly #unexplained = new Map<string, EnergyTerm[]>();

  add(from: string, to: string, term: EnergyTerm): void {
    this.#of(from, to).push(term);
  }

  /** Takes so much off a flow, as far as it goes.
   *  @returns what there was too little of: nothing, or the term less all of that flow */
  take(from: string, to: string, term: EnergyTerm): EnergyTerm[] {
    const mine = this.#of(from, to);
    const known = microOf(mine);
    if (microOf([term]) <= known) {
      mine.push(...negated([term]));
      return [];
    }
    return [term, ...(known > 0 ? negated(mine.splice(0)) : [])];
  }

  unexplained(node: string, terms: readonly EnergyTerm[]): void {
    this.#unexplained.set(node, [...(this.#unexplained.get(node) ?? []), ...terms]);
  }

  flows(): EnergyFlow[] {
    const all = [...this.#terms].flatMap(([from, ends]) => [...ends].map(([to, terms]) => ({ from, to, terms })));
    const rest = [...this.#unexplained].map(([node, terms]) =>
      microOf(terms) < 0 ? { from: NOT_METERED.from, to: node, terms: negated(terms) } : { from: node, to: NOT_METERED.to, terms },
    );
    return [...all, ...rest].map((flow) => ({ ...flow, kwh: fromMicro(microOf(flow.terms)) })).filter(({ kwh }) => Math.abs(toMicro(kwh)) > LEAST_MICRO);
  }

  #of(from: string, to: string): EnergyTerm[] {
    const ends = this.#terms.get(from) ?? new Map<string, EnergyTerm[]>();
    const mine = ends.get(to) ?? [];
    this.#terms.set(from, ends.set(to, mine));
    return mine;
  }
}
