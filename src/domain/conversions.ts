// Installations that turn one carrier into another: what may go in and come out, and what their meters say of it. Pure.
import { published } from './balance-rows.ts';
import { GAS_LHV_MJ_PER_M3 } from './gas-energy.ts';
import type { Carrier } from './reading.ts';

export const CONVERSION_KINDS = ['boiler', 'chp', 'heat-pump', 'electrolyser'] as const;
export type ConversionKind = (typeof CONVERSION_KINDS)[number];

interface Rule {
  readonly inputs: readonly Carrier[];
  readonly outputs: readonly Carrier[];
  /** More of it out than in is a wrong meter; on the lower heating value a condensing boiler reaches 1.08. */
  readonly efficiencyMax: number;
}

/** What each kind takes and gives. A heat pump also takes heat from outside that nobody meters.
 *  @see docs/methods-meters.md#conversions */
export const CONVERSION_RULES: Readonly<Record<ConversionKind, Rule>> = {
  boiler: { inputs: ['gas', 'biogas', 'hydrogen', 'electricity'], outputs: ['heat', 'steam'], efficiencyMax: 1.1 },
  chp: { inputs: ['gas', 'biogas', 'hydrogen'], outputs: ['electricity', 'heat', 'steam'], efficiencyMax: 1.1 },
  'heat-pump': { inputs: ['electricity', 'heat'], outputs: ['heat', 'cold'], efficiencyMax: 8 },
  electrolyser: { inputs: ['electricity'], outputs: ['hydrogen', 'heat'], efficiencyMax: 1 },
};

export const MJ_PER_KWH = 3.6;
export interface HeatingValue {
  /** Lower heating value in MJ per unit of the carrier: m3(n), or kWh of what is counted as energy. */
  readonly mjPerUnit: number;
  readonly source: string;
  /** Edition of the source; null: a constant of nature, or a definition. */
  readonly edition: string | null;
}
const MJ_OF_KWH: HeatingValue = { mjPerUnit: MJ_PER_KWH, source: 'counted in kWh', edition: null };
const MJ_OF_M3: Partial<Record<Carrier, HeatingValue>> = {
  gas: { mjPerUnit: GAS_LHV_MJ_PER_M3, source: 'co2emissiefactoren.nl', edition: '2026' },
  hydrogen: { mjPerUnit: 10.8, source: 'lower heating value of H2 per m3(n)', edition: null },
  biogas: { mjPerUnit: 21.5, source: 'biogas with 60 % methane', edition: null },
};

/** The lower heating value behind the energy of a carrier; MJ / 3.6 is kWh.
 *  @see docs/methods-meters.md#conversions */
export const heatingValue = (carrier: Carrier): HeatingValue => MJ_OF_M3[carrier] ?? MJ_OF_KWH;

/** An amount of a carrier as energy on the lower heating value, in whole millionths, so that meters add up; heat, steam, cold and electricity are kWh already.
 *  @see docs/methods-meters.md#conversions */
export const energyKwh = (carrier: Carrier, amount: number): number => published(amount * kwhPerUnit(carrier));

/** kWh in a unit of a carrier, on the lower heating value.
 *  @see docs/methods-meters.md#conversions */
export const kwhPerUnit = (carrier: Carrier): number => heatingValue(carrier).mjPerUnit / MJ_PER_KWH;

/** The side that does not fit the kind: without a meter, or with one of a carrier that it does not have there. */
export interface ConversionTrouble {
  readonly side: 'inputs' | 'outputs';
  readonly strange: Carrier | null;
  readonly takes: readonly Carrier[];
}

/** What stands in the way of a declared conversion; null when nothing does.
 *  @see docs/methods-meters.md#conversions */
export function conversionTrouble(kind: ConversionKind, sides: { readonly inputs: readonly Carrier[]; readonly outputs: readonly Carrier[] }): ConversionTrouble | null {
  const rule = CONVERSION_RULES[kind];
  for (const side of ['inputs', 'outputs'] as const) {
    const takes = rule[side];
    if (sides[side].length === 0) return { side, strange: null, takes };
    const strange = sides[side].find((carrier) => !takes.includes(carrier));
    if (strange !== undefined) return { side, strange, takes };
  }
  return null;
}

export interface MeteredSide {
  readonly carrier: Carrier;
  /** In the unit of the meter; null where nothing was measured. */
  readonly amount: number | null;
}
export interface ConversionFigures {
  readonly inputKwh: number | null;
  readonly outputKwh: number | null;
  /** Of a heat pump: heat or cold that came from outside. */
  readonly ambientKwh: number | null;
  readonly lossKwh: number | null;
  /** Output / metered input; of a heat pump its coefficient of performance. */
  readonly efficiency: number | null;
  /** More comes out than can: one of its meters is wrong, or is not of this installation. */
  readonly impossible: boolean;
}

/** Holds what came out against what went in; unknown as soon as one meter of a side is.
 *  @see docs/methods-meters.md#conversions */
export function conversionFigures(kind: ConversionKind, inputs: readonly MeteredSide[], outputs: readonly MeteredSide[]): ConversionFigures {
  const [inputKwh, outputKwh] = [sumOf(inputs), sumOf(outputs)];
  if (inputKwh === null || outputKwh === null) return { inputKwh, outputKwh, ambientKwh: null, lossKwh: null, efficiency: null, impossible: false };
  const rest = inputKwh - outputKwh;
  const ambientKwh = kind === 'heat-pump' ? Math.max(0, -rest) : 0;
  const efficiency = inputKwh > 0 ? outputKwh / inputKwh : null;
  const impossible = efficiency === null ? outputKwh > 0 : efficiency > CONVERSION_RULES[kind].efficiencyMax;
  return { inputKwh, outputKwh, ambientKwh, lossKwh: rest + ambientKwh, efficiency, impossible };
}

const sumOf = (sides: readonly MeteredSide[]): number | null =>
  sides.reduce<number | null>((sum, { carrier, amount }) => (sum === null || amount === null ? null : sum + energyKwh(carrier, amount)), 0);
