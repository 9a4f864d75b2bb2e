// Emission factors as data: lists by set and year, each value with its stages, its source and how sure it is. Pure.
import { z } from 'zod';

/** direct: at the chimney or the power plant (TTW); chain: before it got there (WTT); biogenic: CO2 that plants took up,
 *  reported apart; infrastructure: of the plant itself, outside the total. */
export const FACTOR_CODES = [
  'electricity-grid-mix',
  'electricity-grey',
  'electricity-wind',
  'electricity-sun',
  'electricity-hydro',
  'electricity-biomass',
  'natural-gas',
  'green-gas',
  'green-gas-codigestion',
  'green-gas-manure',
  'green-gas-sewage',
  'biogas',
  'propane',
  'diesel',
  'diesel-b0',
  'hvo100',
  'hvo30',
  'petrol',
  'wood-chips',
  'hydrogen-grey',
  'hydrogen-green',
  'heat-network',
  'residual-heat',
] as const;
export type FactorCode = (typeof FACTOR_CODES)[number];

const Certainty = z.enum(['sourced', 'derived', 'recalled']);
export type Certainty = z.infer<typeof Certainty>;
const PerUnit = z.number().min(0).max(100);
const Day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'must be a day between quotes, as in "2026-01-01"');

/** Published totals are rounded apart from their stages: diesel of 2026 is 2.462 + 0.788 and 3.251. */
export const STAGES_OFF_MAX = 0.0015;

const FactorFile = z
  .strictObject({
    code: z.enum(FACTOR_CODES),
    name: z.string().trim().min(1).max(80),
    unit: z.enum(['kWh', 'm3', 'l', 'kg', 'GJ']),
    /** kg CO2-eq per unit, from well to wheel: direct + chain. */
    total: PerUnit,
    direct: PerUnit,
    chain: PerUnit,
    biogenic: PerUnit.default(0),
    infrastructure: PerUnit.default(0),
    /** Lower heating value. */
    mjPerUnit: z.number().positive().max(1000).exactOptional(),
    certainty: Certainty,
    /** How sure the division into stages is, where that is less sure than the total. */
    stagesCertainty: Certainty.exactOptional(),
    note: z.string().trim().min(1).max(400).exactOptional(),
  })
  .refine((factor) => Math.abs(factor.direct + factor.chain - factor.total) <= STAGES_OFF_MAX, { path: ['total'], error: 'must be the sum of direct and chain' });
export type Factor = z.infer<typeof FactorFile>;

export const FactorListFile = z.strictObject({
  id: z
    .string()
    .max(64)
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be lower-case words joined by hyphens'),
  set: z.enum(['co2emissiefactoren', 'klimaatmonitor']),
  name: z.string().trim().min(1).max(80),
  /** footprint: direct and chain, in CO2-equivalents; direct: what leaves the chimney, as regional monitors count. */
  basis: z.enum(['footprint', 'direct']),
  /** The year of use it is meant for. */
  year: z.int().min(1990).max(2100),
  edition: z.string().trim().min(4).max(40),
  validFrom: Day,
  validTo: Day.exactOptional(),
  source: z.string().trim().min(5).max(400),
  url: z.url({ protocol: /^https?$/ }),
  gwp: z.enum(['AR4', 'AR5', 'AR6']).exactOptional(),
  factors: z.array(FactorFile).min(1).max(200),
});
export type FactorList = z.infer<typeof FactorListFile>;

/** A factor, and the list it stands on; borrowed: that list is of another year than was asked for. */
export interface FoundFactor {
  readonly factor: Factor;
  readonly list: FactorList;
  readonly borrowed: boolean;
}

/** How far two years are apart; of two equally near the later one is nearer to how it is counted now. */
const distance = (list: FactorList, year: number): number => Math.abs(list.year - year) - (list.year > year ? 0.5 : 0);

/** The factor of a year: from that year's list, or where it is not there, from the list of the same set nearest in time.
 *  Sets never mix.
 *  @param lists of one set, or one list that a report is pinned to
 *  @see docs/methods.md#emission-factors */
export function factorFor(lists: readonly FactorList[], code: FactorCode, year: number): FoundFactor | null {
  let best: FoundFactor | null = null;
  for (const list of lists) {
    const factor = list.factors.find((one) => one.code === code);
    if (factor === undefined || (best !== null && distance(best.list, year) <= distance(list, year))) continue;
    best = { factor, list, borrowed: list.year !== year };
  }
  return best;
}

/** The lists that a name stands for: a set (each year its own list), or one list for all years.
 *  @returns none when there is no such set or list */
export const listsNamed = (lists: readonly FactorList[], name: string): FactorList[] => lists.filter((list) => list.set === name || list.id === name);
