// Explains the way to the goal: a measured year by its months, and what follows from the years by the figures it is made of.
import type { Principal } from '../domain/access.ts';
import { published } from '../domain/balance-rows.ts';
import { shareLeft, targetKg } from '../domain/trajectory.ts';
import { toIso } from '../domain/time.ts';
import type { Deps } from './deps.ts';
import { AMOUNT_TIMES_FACTOR, type Asking, type ExplainedKg, keptBack, linkTo, partOf, termsIn, together, usesOf } from './emission-trend-explain.ts';
import { ApiError } from './errors.ts';
import { seesMembers } from './members.ts';
import type { EmissionsExplanation } from './shapes-emissions-explained.ts';
import { type Way, type Year, viewOf, wayOf } from './trajectory-query.ts';

type Part = EmissionsExplanation['parts'][number];
type Explained = Omit<ExplainedKg, 'start' | 'end'> & Partial<Pick<ExplainedKg, 'start' | 'end'>>;

const [ACTUAL, TARGET] = ['trajectory.years.actualKg', 'trajectory.years.targetKg'] as const;
const FORECAST = ['kg', 'lowKg', 'highKg'] as const;
/** Those of `years` are of one year, which `year` names. */
export const WAY_FIELDS: readonly string[] = [
  'trajectory.base.kg',
  'trajectory.gapKg',
  'trajectory.requiredKgPerYear',
  'trajectory.requiredYearlyRate',
  ACTUAL,
  TARGET,
  ...FORECAST.map((name) => `trajectory.years.forecast.${name}`),
];

/** @throws ApiError when there is no such figure, or when it is kept back */
export async function explainWay(deps: Deps, principal: Principal, asking: Asking): Promise<ExplainedKg> {
  const { told: way, secret } = await wayOf(deps, principal, asking);
  if (secret !== null) throw keptBack(asking.query.field);
  const [first, last] = [way?.years[0], way?.years.at(-1)];
  if (way === null || first === undefined || last === undefined)
    throw new ApiError('invalid-request', 'field: no year was measured well enough to begin a trajectory with, so there is none to explain.');
  const members = seesMembers(principal, asking.area);
  const explained = figureOf(asking, { way, first, last, members });
  return { start: toIso(first.from), end: toIso(last.to), ...explained };
}

interface Known {
  readonly way: Way;
  readonly first: Year;
  readonly last: Year;
  readonly members: boolean;
}

function figureOf(asking: Asking, known: Known): Explained {
  const { field, year } = asking.query;
  const { way, first, last } = known;
  switch (field) {
    case 'trajectory.base.kg':
      return measuredYear(asking, known, first);
    case 'trajectory.gapKg':
      return gap(asking, known);
    case 'trajectory.requiredKgPerYear':
    case 'trajectory.requiredYearlyRate':
      return required(asking, known, field);
  }
  if (year === undefined) throw new ApiError('invalid-request', `year: ${field} is of one year; name it.`);
  const measured = way.years.find((one) => one.year === year);
  if (field === ACTUAL) return measured === undefined ? noYear(field, way.years) : measuredYear(asking, known, measured);
  const on = way.made.years;
  if (field === TARGET) return year < first.year || year > Math.max(last.year, way.made.goal.year) ? noYear(field, on) : target(asking, known, year);
  const { forecast } = on.find((one) => one.year === year) ?? {};
  if (!forecast)
    return noYear(
      field,
      on.filter((one) => one.forecast !== null),
    );
  const weighed = forecast.weighed.map((one) => partOf({ field: ACTUAL, year: one.year, weight: one.weight, value: one.kg, explain: linkTo(asking, ACTUAL, one.year) }));
  const name = FORECAST.find((one) => field.endsWith(`.${one}`)) ?? 'kg';
  const band = partOf({ field: 'halfBandKg', weight: name === 'lowKg' ? -1 : 1, value: forecast.halfKg, explain: null });
  return { value: published(forecast[name]), level: 'sum', formula: 'weight x value, added up and never below 0', parts: name === 'kg' ? weighed : [...weighed, band] };
}

function noYear(field: string, years: readonly { readonly year: number }[]): never {
  const known = years.map((one) => one.year).join(', ');
  throw new ApiError('invalid-request', known === '' ? `field: there is no ${field} here.` : `year: ${field} is there of ${known}.`);
}

/** Months and factors; of whoever may not see the members what the answer tells. */
function measuredYear({ area }: Asking, { members }: Known, year: Year): Explained {
  const known = { start: toIso(year.from), end: toIso(year.to), value: year.kg, formula: AMOUNT_TIMES_FACTOR };
  if (!members) return together(known);
  return { ...known, level: 'terms', terms: year.months.flatMap(termsIn), uses: usesOf({ area, connections: null }, year.months) };
}

const actualPart = (asking: Asking, { year, kg }: Year, over?: Partial<Part>): Part => partOf({ field: ACTUAL, year, value: kg, explain: linkTo(asking, ACTUAL, year), ...over });
const targetPart = (asking: Asking, { way: { made } }: Known, over: Partial<Part> & { year: number }): Part =>
  partOf({ field: TARGET, value: published(targetKg(made.base, made.goal, over.year)), explain: linkTo(asking, TARGET, over.year), ...over });

/** The emissions of the base year x what is left of them on the line. */
function target(asking: Asking, known: Known, year: number): Explained {
  const { base, goal } = known.way.made;
  const parts = [
    partOf({ role: 'factor', field: 'trajectory.base.kg', year: base.year, value: base.kg, explain: linkTo(asking, 'trajectory.base.kg') }),
    partOf({ role: 'factor', field: 'shareLeft', year, value: shareLeft(base, goal, year), explain: null }),
  ];
  const formula = `base.kg x (1 - (year - ${base.year}) / (${goal.year} - ${base.year}) x ${goal.reduction})`;
  return { value: published(targetKg(base, goal, year)), level: 'product', formula, parts };
}

function gap(asking: Asking, known: Known): Explained {
  const { way, last } = known;
  const value = viewOf(way.made, way.provisional).gapKg;
  if (value === null) throw new ApiError('invalid-request', 'field: no year after the base year was measured, so nothing lies off the line.');
  return { value, level: 'sum', formula: 'actualKg - targetKg', parts: [actualPart(asking, last), targetPart(asking, known, { year: last.year, weight: -1 })] };
}

/** What the latest year must lose each year until that of the goal. */
function required(asking: Asking, known: Known, field: 'trajectory.requiredKgPerYear' | 'trajectory.requiredYearlyRate'): Explained {
  const { way, last } = known;
  const { goal } = way.made;
  const told = viewOf(way.made, way.provisional);
  const kg = field === 'trajectory.requiredKgPerYear';
  const value = kg ? told.requiredKgPerYear : told.requiredYearlyRate;
  if (value === null) throw new ApiError('invalid-request', 'field: it is not told here: the year of the goal has come, or no percentage reaches nothing.');
  const left = { field: 'yearsLeft', value: goal.year - last.year, explain: null };
  if (kg)
    return {
      value,
      level: 'quotient',
      formula: '(actualKg - targetKg of the goal) / yearsLeft',
      parts: [actualPart(asking, last), targetPart(asking, known, { year: goal.year, weight: -1 }), partOf({ role: 'denominator', ...left })],
    };
  return {
    value,
    unit: 'ratio',
    level: 'rate',
    formula: '1 - (targetKg of the goal / actualKg) ^ (1 / yearsLeft)',
    parts: [targetPart(asking, known, { year: goal.year, role: 'numerator' }), actualPart(asking, last, { role: 'denominator' }), partOf({ role: 'exponent', ...left })],
  };
}
