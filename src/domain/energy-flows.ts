// All carriers in one drawing: from source over carrier and conversion to use, export and loss, as energy. Pure.
import { published } from './balance-rows.ts';
import { type ConversionKind, kwhPerUnit } from './conversions.ts';
import type { Carrier } from './reading.ts';

export interface EnergyFlow {
  readonly from: string;
  readonly to: string;
  readonly kwh: number;
}
/** The flows of one balance, in its unit: sources -> carrier -> uses, export and residual. */
export interface CarrierFlows {
  readonly carrier: Carrier;
  readonly flows: readonly { readonly from: string; readonly to: string; readonly amount: number }[];
}
/** A conversion of which both sides were measured: input + ambient = output + loss. */
export interface ConvertedEnergy {
  readonly kind: ConversionKind;
  /** Node of whoever it is of in the balances. */
  readonly user: string;
  readonly inputs: readonly { readonly carrier: Carrier; readonly kwh: number }[];
  /** source: as which the balance of its carrier counts it already; null: in no balance, so it went to its user. */
  readonly outputs: readonly { readonly carrier: Carrier; readonly kwh: number; readonly source: string | null }[];
  readonly ambientKwh: number;
  readonly lossKwh: number;
}

/** What no meter explains is where it goes to; where more is used than came in, where it comes from. */
export const NOT_METERED = { to: 'residual', from: 'residual/out' } as const;
/** Less is the rounding of sums. */
const LEAST_KWH = 1e-6;

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

function addCarrier(sum: FlowSum, { carrier, flows }: CarrierFlows): void {
  for (const { from, to, amount } of flows) {
    const kwh = amount * kwhPerUnit(carrier);
    if (to === 'residual') sum.unexplained(carrierNode(carrier), kwh);
    else sum.add(nodeOf(from, carrier), nodeOf(to, carrier), kwh);
  }
}

function addConversion(sum: FlowSum, { kind, user, inputs, outputs, ambientKwh, lossKwh }: ConvertedEnergy, balanced: ReadonlySet<Carrier>): void {
  const node = `conversion:${kind}`;
  for (const { carrier, kwh } of inputs) {
    sum.add(carrierNode(carrier), node, kwh);
    if (balanced.has(carrier)) sum.unexplained(carrierNode(carrier), -sum.take(carrierNode(carrier), user, kwh));
  }
  for (const { carrier, kwh, source } of outputs) {
    const counted = source !== null && balanced.has(carrier);
    sum.add(node, counted ? carrierNode(carrier) : user, kwh);
    if (counted) sum.unexplained(carrierNode(carrier), sum.take(source, carrierNode(carrier), kwh));
  }
  sum.add('ambient', node, ambientKwh);
  if (lossKwh >= 0) sum.add(node, 'loss', lossKwh);
  else sum.unexplained(node, lossKwh);
}

class FlowSum {
  readonly #kwh = new Map<string, Map<string, number>>();
  /** Of each node in the middle what it got and nobody took; below 0 what was taken and nobody brought. */
  readonly #unexplained = new Map<string, number>();

  add(from: string, to: string, kwh: number): void {
    const mine = this.#kwh.get(from) ?? new Map<string, number>();
    this.#kwh.set(from, mine.set(to, (mine.get(to) ?? 0) + kwh));
  }

  /** Takes so much off a flow, as far as it goes.
   *  @returns what there was too little of */
  take(from: string, to: string, kwh: number): number {
    const known = Math.max(this.#kwh.get(from)?.get(to) ?? 0, 0);
    const taken = Math.min(known, kwh);
    this.add(from, to, -taken);
    return kwh - taken;
  }

  unexplained(node: string, kwh: number): void {
    this.#unexplained.set(node, (this.#unexplained.get(node) ?? 0) + kwh);
  }

  flows(): EnergyFlow[] {
    const all = [...this.#kwh].flatMap(([from, ends]) => [...ends].map(([to, kwh]): EnergyFlow => ({ from, to, kwh })));
    const rest = [...this.#unexplained].map(([node, kwh]): EnergyFlow => (kwh < 0 ? { from: NOT_METERED.from, to: node, kwh: -kwh } : { from: node, to: NOT_METERED.to, kwh }));
    return [...all, ...rest].filter(({ kwh }) => Math.abs(kwh) > LEAST_KWH).map((flow) => ({ ...flow, kwh: published(flow.kwh) }));
  }
}
