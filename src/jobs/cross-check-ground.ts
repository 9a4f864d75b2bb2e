// What a number of a cross-check is made of: registers on either side, the quarters that were compared, and sums of their changes.
import { type ComparedPower, comparedPower } from '../domain/cross-checks/power.ts';
import { type Moments, momentsOf, pairedAt } from '../domain/cross-checks/moments.ts';
import { isNight } from '../domain/cross-checks/night.ts';
import { comparedParts, isAbove } from '../domain/cross-checks/parts.ts';
import { type ShiftCandidate, changesOf, shiftCandidates } from '../domain/cross-checks/shift.ts';
import { toMicro } from '../domain/ledger.ts';
import { type CheckJob, CheckSeries, type CheckedMeter, type Side, isThere } from './cross-check-series.ts';
import { type CheckItem, type CheckPlan, countedBoth, itemOf, plansOf, shiftOf } from './cross-check-sums.ts';

/** Which number of which check. */
export interface GroundQuestion {
  readonly check: CheckItem['check'];
  readonly connection: number;
  readonly meter: number | null;
}
/** A register as one side of a check counts it. */
export interface GroundRegister {
  readonly side: GroundSide;
  readonly meter: number;
  readonly register: number;
  readonly weight: 1 | -1;
  readonly quarters: number;
  readonly amountMicro: number;
}
/** expected and found: the two amounts; flowed: the first without its signs, which the rest is held against. */
export type GroundSide = 'expected' | 'found' | 'flowed';
export interface CheckGround {
  readonly item: CheckItem;
  /** Of a check that compares changes without amounts: there the sums of the pairs say it. */
  readonly registers: readonly GroundRegister[];
  /** Places of the quarters that were compared, from the first of the job, and those of them in which the parts are more. */
  readonly compared: readonly number[];
  readonly above: readonly number[] | null;
  /** Of the changes: at the shift that is believed, and at none. */
  readonly moments: { readonly shifted: Moments; readonly unshifted: Moments } | null;
  readonly shifts: readonly ShiftCandidate[];
}

type Found = Omit<CheckGround, 'item'>;
const NOTHING: Found = { registers: [], compared: [], above: null, moments: null, shifts: [] };

/** @returns null when the job has no such check */
export function checkGround(job: CheckJob, asked: GroundQuestion): CheckGround | null {
  const plan = plansOf(job).find((one) => one.check === asked.check && one.connection === asked.connection && one.meter === asked.meter);
  if (plan === undefined) return null;
  const series = new CheckSeries(job);
  return { item: itemOf(series, plan), ...foundBy(series, plan) };
}

function foundBy(series: CheckSeries, plan: CheckPlan): Found {
  switch (plan.check) {
    case 'parts':
      return groundOfParts(series, plan);
    case 'direction':
    case 'shift':
      return groundOfChanges(series, plan);
    case 'night': {
      const { firstQuarter } = series.job;
      const given = series.counted(plan.panels, 'export');
      const known = [...given.keys()].filter((t) => !Number.isNaN(given[t]));
      const night = known.filter((t) => isNight(firstQuarter + t, plan.site.place));
      const registersIn = (side: GroundSide, at: readonly number[]): GroundRegister[] => rowsOf(series, { side, at, terms: termsOf(plan.panels, 'export', 1) });
      return { ...NOTHING, compared: night, registers: [...registersIn('expected', known), ...registersIn('found', night)] };
    }
    case 'power':
      return groundOfPower(series, plan);
  }
}

interface Term {
  readonly meter: CheckedMeter;
  readonly register: number;
  readonly weight: 1 | -1;
}

const termsOf = (meter: CheckedMeter, way: 'import' | 'export', weight: 1 | -1): Term[] => meter.registers[way].map((register) => ({ meter, register, weight }));

/** Net import is what a meter took less what it gave. */
const netTerms = (meter: CheckedMeter, weight: 1 | -1): Term[] => [...termsOf(meter, 'import', weight), ...termsOf(meter, 'export', weight === 1 ? -1 : 1)];

const sideTerms = ({ mains, others }: Side): Term[] => [...mains.flatMap((meter) => netTerms(meter, 1)), ...others.flatMap(({ meter, weight }) => netTerms(meter, weight))];

/** What each register counted in some quarters, of which every one is known where its meter hangs there. */
function rowsOf(series: CheckSeries, { side, at, terms }: { side: GroundSide; at: readonly number[]; terms: readonly Term[] }): GroundRegister[] {
  return terms.flatMap(({ meter, register, weight }) => {
    const here = at.filter((t) => isThere(meter, series.job.firstQuarter + t));
    const amountMicro = here.reduce((sum, t) => sum + toMicro(series.amountOf(register, t)), 0);
    return here.length === 0 ? [] : [{ side, meter: meter.meter, register, weight, quarters: here.length, amountMicro }];
  });
}

function groundOfParts(series: CheckSeries, { whole, parts }: Extract<CheckPlan, { check: 'parts' }>): Found {
  const compared = comparedParts(
    series.of(whole),
    parts.map((one) => series.of(one)),
  );
  const at = compared.map(({ t }) => t);
  const terms = sideTerms(whole);
  const [taken, given] = [compared.filter(({ all }) => all >= 0), compared.filter(({ all }) => all < 0)].map((some) => some.map(({ t }) => t));
  const turned = terms.map((one): Term => ({ ...one, weight: one.weight === 1 ? -1 : 1 }));
  return {
    ...NOTHING,
    compared: at,
    above: compared.filter(isAbove).map(({ t }) => t),
    registers: [
      ...rowsOf(series, { side: 'expected', at, terms }),
      ...rowsOf(series, { side: 'found', at, terms: parts.flatMap(sideTerms) }),
      ...rowsOf(series, { side: 'flowed', at: taken ?? [], terms }),
      ...rowsOf(series, { side: 'flowed', at: given ?? [], terms: turned }),
    ],
  };
}

function groundOfChanges(series: CheckSeries, plan: Extract<CheckPlan, { check: 'direction' | 'shift' }>): Found {
  const [whole, part] = [series.of(plan.whole), series.together(plan.parts)];
  const [a, b] = [changesOf(whole), changesOf(part)];
  const pairing = { shift: shiftOf(series, plan).shiftQuarters, withoutStill: plan.check === 'direction' };
  const named = (side: GroundSide, terms: readonly Term[]): GroundRegister[] =>
    terms.map(({ meter, register, weight }) => ({ side, meter: meter.meter, register, weight, quarters: 0, amountMicro: 0 }));
  return {
    ...NOTHING,
    compared: pairedAt(a, b, pairing),
    registers: [...named('expected', sideTerms(plan.whole)), ...named('found', plan.parts.flatMap(sideTerms))],
    moments: { shifted: momentsOf(a, b, pairing), unshifted: momentsOf(a, b, { ...pairing, shift: 0 }) },
    shifts: plan.check === 'shift' ? shiftCandidates(whole, part) : [],
  };
}

function groundOfPower(series: CheckSeries, { told, power }: Extract<CheckPlan, { check: 'power' }>): Found {
  const compared = comparedPower(power.readings, countedBoth(series, told), series.job.firstQuarter);
  const at = compared.map(({ t }) => t);
  const sum = (of: (one: ComparedPower) => number): number => compared.reduce((all, one) => all + toMicro(of(one)), 0);
  const gauges = (['import', 'export'] as const).flatMap((way): GroundRegister[] => {
    const register = power.registers[way];
    return register === null ? [] : [{ side: 'expected', meter: told.meter, register, weight: 1, quarters: at.length, amountMicro: sum((one) => one.power[way]) }];
  });
  const counters = rowsOf(series, { side: 'found', at, terms: [...termsOf(told, 'import', 1), ...termsOf(told, 'export', 1)] });
  return { ...NOTHING, compared: at, registers: [...gauges, ...counters] };
}
