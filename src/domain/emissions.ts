// CO2 of what was used: scope 1, scope 2 by location and by contract, the chain before it, biogenic CO2; and what was
// avoided, apart and never netted. Pure: amounts and factors in, kilograms out.
import { published } from './balance-rows.ts';
import { type FactorCode, type FactorList, type FoundFactor, factorFor } from './emission-factors.ts';
import { type Fuel, fuelOf } from './fuel.ts';
import { type Cover, GUARANTEE_SOURCES, guaranteedFactor } from './guarantees.ts';
import type { Carrier } from './reading.ts';
import { GJ_PER_KWH } from './units.ts';

export type Subject = Carrier | Fuel;
/** What was used of one thing in one period, in the unit that it is counted in (kWh, m3; litres or kg of fuels). */
export interface Used {
  readonly subject: Subject;
  readonly amount: number;
  readonly unit: string;
}

export interface EmissionTotals {
  readonly scope1Kg: number;
  readonly scope2: { readonly locationBasedKg: number; readonly marketBasedKg: number };
  readonly upstream: { readonly locationBasedKg: number; readonly marketBasedKg: number };
  readonly avoidedKg: number;
  readonly biogenicKg: number;
}
/** An amount times a factor. Each product is rounded to whole milligrams, so that what a figure is made of adds up to it in any order. */
export interface EmissionTerm {
  /** In the unit of the factor. */
  readonly amount: number;
  readonly found: FoundFactor;
  /** Which of the two methods it belongs to; a fuel belongs to both. */
  readonly counts: 'both' | 'location' | 'market';
}
/** The emissions of one thing, with the factors they were made with. */
export interface EmissionLine extends Omit<EmissionTotals, 'avoidedKg'> {
  /** 1: burnt here; 2: bought. */
  readonly scope: 1 | 2;
  /** What the figures are sums of. */
  readonly terms: readonly EmissionTerm[];
  readonly subject: Subject;
  readonly amount: number;
  readonly unit: string;
  /** Of the plants that made it; outside every total. */
  readonly infrastructureKg: number;
  readonly factors: readonly FoundFactor[];
}
/** An amount for which the set has no factor: said, and in no total. */
export interface NotCounted {
  readonly subject: Subject;
  readonly amount: number;
  readonly unit: string;
}
export interface Inventory {
  readonly lines: readonly EmissionLine[];
  readonly notCounted: readonly NotCounted[];
}

interface Counted {
  readonly scope: 1 | 2;
  readonly code: FactorCode;
  /** Units of the factor in one unit of the amount. */
  readonly perUnit: number;
}

/** Density of hydrogen at 0 °C and 101.325 kPa. */
const HYDROGEN_KG_PER_M3 = 0.08988;

/** How a thing is counted; null where the lists know no factor. Water is no emission here. */
function counted(subject: Subject): Counted | null {
  switch (subject) {
    case 'electricity':
      return { scope: 2, code: 'electricity-grid-mix', perUnit: 1 };
    case 'gas':
      return { scope: 1, code: 'natural-gas', perUnit: 1 };
    case 'biogas':
      return { scope: 1, code: 'biogas', perUnit: 1 };
    case 'hydrogen':
      return { scope: 1, code: 'hydrogen-grey', perUnit: HYDROGEN_KG_PER_M3 };
    case 'heat':
      return { scope: 2, code: 'heat-network', perUnit: GJ_PER_KWH };
    case 'diesel':
    case 'hvo100':
    case 'petrol':
    case 'propane':
    case 'wood-chips':
      return { scope: 1, code: subject, perUnit: 1 };
    case 'cold':
    case 'steam':
    case 'water':
    case 'lpg':
    case 'heating-oil':
      return null;
  }
}

/** What a unit of a thing emits where it is burnt, or by location where what was bought was made: scope 1 and scope 2.
 *  @returns kgPerUnit in the unit that it is counted in; null where the lists know no factor
 *  @see docs/methods.md#emissions */
export function directFactor(subject: Subject, { lists, year }: { lists: readonly FactorList[]; year: number }): { found: FoundFactor; kgPerUnit: number } | null {
  const how = counted(subject);
  const found = how === null ? null : factorFor(lists, how.code, year);
  return how === null || found === null ? null : { found, kgPerUnit: found.factor.direct * how.perUnit };
}

/** The emissions of what was used, with the factors of one year. Direct emissions of fuels are scope 1, those of bought
 *  electricity and heat scope 2; the chain of all of them is upstream. By location every kWh has the mix of the
 *  grid; by contract it has the source that its guarantees name, and without any it is grey.
 *  @param lists of one set
 *  @see docs/methods.md#emissions */
export function inventoryOf(used: readonly Used[], { lists, year, cover }: { lists: readonly FactorList[]; year: number; cover: Cover }): Inventory {
  const found: EmissionLine[] = [];
  const notCounted: NotCounted[] = [];
  for (const one of used) {
    if (one.subject === 'water' || (one.amount === 0 && fuelOf(one.subject) !== null)) continue;
    const how = counted(one.subject);
    const factor = how === null ? null : factorFor(lists, how.code, year);
    if (how === null || factor === null) {
      if (one.amount !== 0) notCounted.push(one);
    } else found.push(one.subject === 'electricity' ? electricityLine(one, { factor, lists, year, cover }) : plainLine(one, how, factor));
  }
  return { lines: found, notCounted };
}

function plainLine(used: Used, { scope, perUnit }: Counted, found: FoundFactor): EmissionLine {
  return lineOf(used, scope, [{ amount: used.amount * perUnit, found, counts: 'both' }]);
}

/** Kilograms of one stage of a factor.
 *  @see docs/methods.md#emissions */
export const kgOf = ({ amount, found }: EmissionTerm, stage: 'direct' | 'chain' | 'biogenic' | 'infrastructure'): number => published(amount * found.factor[stage]);

/** Does a term count by this method?
 *  @see docs/methods.md#emissions */
export const countsBy = (term: EmissionTerm, method: 'location' | 'market'): boolean => term.counts === 'both' || term.counts === method;

function lineOf(used: Used, scope: 1 | 2, terms: readonly EmissionTerm[]): EmissionLine {
  const sum = (method: 'location' | 'market', stage: Parameters<typeof kgOf>[1]): number =>
    terms.reduce((total, term) => total + (countsBy(term, method) ? kgOf(term, stage) : 0), 0);
  const both = (stage: 'direct' | 'chain'): EmissionLine['scope2'] => ({ locationBasedKg: sum('location', stage), marketBasedKg: sum('market', stage) });
  return {
    ...used,
    scope,
    scope1Kg: scope === 1 ? sum('location', 'direct') : 0,
    scope2: scope === 2 ? both('direct') : { locationBasedKg: 0, marketBasedKg: 0 },
    upstream: both('chain'),
    biogenicKg: sum('location', 'biogenic'),
    infrastructureKg: sum('location', 'infrastructure'),
    factors: [...new Set(terms.filter((term) => term.amount !== 0 || term.counts !== 'market').map((term) => term.found))],
    terms,
  };
}

function electricityLine(used: Used, { factor, lists, year, cover }: { factor: FoundFactor; lists: readonly FactorList[]; year: number; cover: Cover }): EmissionLine {
  // A set that knows no grey electricity has one figure for both.
  const grey = factorFor(lists, 'electricity-grey', year) ?? factor;
  const covered = Math.min(cover.coveredKwh, Math.max(used.amount, 0));
  const kept = cover.coveredKwh === 0 ? 0 : covered / cover.coveredKwh;
  const parts = GUARANTEE_SOURCES.flatMap((source) => {
    const kwh = cover.bySource[source] * kept;
    const of = kwh === 0 ? null : (factorFor(lists, guaranteedFactor(source), year) ?? grey);
    return of === null ? [] : [{ kwh, of }];
  });
  const market = [...parts, { kwh: used.amount - covered + cover.soldOwnUseKwh, of: grey }];
  return lineOf(used, 2, [
    { amount: used.amount, found: factor, counts: 'location' },
    ...market.map(({ kwh, of }): EmissionTerm => ({ amount: kwh, found: of, counts: 'market' })),
  ]);
}

/** What others did not have to emit, each with the baseline it is held against. */
export interface Avoided {
  readonly reason: 'renewable-export' | 'residual-heat';
  readonly amountKwh: number;
  readonly baseline: string;
  readonly kg: number;
  readonly factors: readonly FoundFactor[];
}

/** Efficiency of separate generation of heat that delivered heat is held against; reference of RVO. */
const HEAT_REFERENCE = 0.9;
const MJ_PER_GJ = 1000;

/** Avoided emissions: renewable electricity given to others, against the mix of the grid; residual heat delivered inside
 *  the area, against a gas boiler and less its own factor. Counted beside the inventory and never taken off it.
 *  @param over renewableExportKwh: of sun and wind; residualHeatKwh: metered at whoever used it
 *  @see docs/methods.md#avoided-emissions */
export function avoidedOf(over: { renewableExportKwh: number; residualHeatKwh: number }, { lists, year }: { lists: readonly FactorList[]; year: number }): Avoided[] {
  const [mix, gas, heat] = [factorFor(lists, 'electricity-grid-mix', year), factorFor(lists, 'natural-gas', year), factorFor(lists, 'residual-heat', year)];
  const avoided: Avoided[] = [];
  if (over.renewableExportKwh > 0 && mix !== null)
    avoided.push({
      reason: 'renewable-export',
      amountKwh: over.renewableExportKwh,
      baseline: 'electricity-grid-mix',
      kg: published(over.renewableExportKwh * mix.factor.total),
      factors: [mix],
    });
  if (over.residualHeatKwh > 0 && gas !== null && heat !== null) {
    const perGj = (MJ_PER_GJ / ((gas.factor.mjPerUnit ?? Infinity) * HEAT_REFERENCE)) * gas.factor.total - heat.factor.total;
    avoided.push({
      reason: 'residual-heat',
      amountKwh: over.residualHeatKwh,
      baseline: 'natural-gas',
      kg: published(over.residualHeatKwh * GJ_PER_KWH * perGj),
      factors: [gas, heat],
    });
  }
  return avoided;
}

const totalOf = <T>(list: readonly T[], of: (one: T) => number): number => list.reduce((total, one) => total + of(one), 0);

/** Adds up lines and avoided emissions, as published.
 *  @see docs/methods.md#emissions */
export function emissionTotals(lines: readonly EmissionLine[], avoided: readonly Avoided[]): EmissionTotals {
  const sum = (of: (line: EmissionLine) => number): number => published(totalOf(lines, of));
  return {
    scope1Kg: sum((line) => line.scope1Kg),
    scope2: { locationBasedKg: sum((line) => line.scope2.locationBasedKg), marketBasedKg: sum((line) => line.scope2.marketBasedKg) },
    upstream: { locationBasedKg: sum((line) => line.upstream.locationBasedKg), marketBasedKg: sum((line) => line.upstream.marketBasedKg) },
    avoidedKg: published(totalOf(avoided, (one) => one.kg)),
    biogenicKg: sum((line) => line.biogenicKg),
  };
}
