// Explains a figure of this moment: the last values that it is the sum of.
import type { Principal } from '../domain/access.ts';
import { published } from '../domain/balance-rows.ts';
import type { Carrier } from '../domain/reading.ts';
import { localAdd, localFloor, toIso } from '../domain/time.ts';
import { unitOf } from './balance-query.ts';
import { CO2_NOW_FIELD, co2Terms } from './co2-now.ts';
import type { Deps } from './deps.ts';
import { ApiError } from './errors.ts';
import type { ExplainQuestion } from './explain-query.ts';
import { companiesOpen } from './explain-terms.ts';
import { newestIn } from './heard.ts';
import { MEASURED_FIELDS, NOBODY, explainMeasured } from './measured-explain.ts';
import { OTHER_NOW_FIELDS, otherFigure } from './now-figures-explain.ts';
import { NOW_FIELDS, type TermNow, contributionNow, nowTerms, sumNow, thousandths } from './now-power.ts';
import { answerNow } from './now-query.ts';
import { isAllHeld } from './period.ts';
import { type Area, type Scope, endTold, scopeOf } from './scope.ts';
import type { Now, NowExplanation } from './shapes-now.ts';

export const EXPLAINED_NOW = [...NOW_FIELDS, CO2_NOW_FIELD] as const;
type Answer = Omit<NowExplanation, 'simulated'>;
type Row = Answer['rows'][number];

/** Those whom the reader may not see, as one. */
const others = (carrier: Carrier, of: Pick<Row, 'weight' | 'rate' | 'contribution'>): Row => ({
  company: null,
  meter: null,
  register: null,
  name: null,
  carrier,
  rule: 'others',
  readings: [],
  rateUnit: rateUnit(carrier),
  ...of,
});
const rateUnit = (carrier: Carrier): Row['rateUnit'] => (unitOf(carrier) === 'kWh' ? 'kW' : 'm3/h');

interface ExplainNow {
  readonly area: Area;
  readonly field: string;
}

/** @throws ApiError when there is no such figure, or when it is kept back from this reader */
export async function explainNow(deps: Deps, principal: Principal, { area, field }: ExplainNow): Promise<Answer> {
  const now = deps.now();
  const day = { from: localFloor(now, 'P1D'), to: localAdd(localFloor(now, 'P1D'), 'P1D', 1) };
  if (MEASURED_FIELDS.includes(field)) return explainToday(deps, principal, { area, carrier: 'electricity', step: 'P1D', ...day, start: day.from, end: day.to, field });
  const figure = EXPLAINED_NOW.find((one) => one === field);
  const isOther = OTHER_NOW_FIELDS.includes(field);
  if (figure === undefined && !isOther)
    throw new ApiError('invalid-request', `field: of this moment one of ${[...EXPLAINED_NOW, ...OTHER_NOW_FIELDS, ...MEASURED_FIELDS].join(', ')} can be explained.`);
  const told = await answerNow(deps, principal, area);
  if (figure === undefined) return explainOther(deps, principal, { area, day, told, field });
  if (figure === CO2_NOW_FIELD) return explainCo2(deps, principal, { area, day, told });
  const value = told[figure];
  // Of a silent area nothing is known; of one that was heard, what is not told is kept back.
  if (value === null && NOW_FIELDS.some((one) => told[one] !== null)) throw keptBack(figure);
  const scope = scopeOf(deps.directory, principal, { area, carrier: 'electricity', ...day, now });
  const common = { field, unit: 'kW' as const, factors: [] };
  // Whoever may not see the companies is told the figure as it was told: the registers behind it move with each message.
  if (scope.members !== undefined) {
    const rows = value === null ? [] : [others('electricity', { weight: 1, rate: Math.abs(value), contribution: value })];
    return { ...common, at: told.at, value, rows, asOf: told.asOf };
  }
  const terms = value === null ? [] : nowTerms(deps, scope, figure).map((term) => ({ ...term, carrier: 'electricity' as const, contribution: contributionNow(term) }));
  const rows = rowsOf(deps, principal, { terms, weights: new Map() });
  return { ...common, at: toIso(now), value: value === null ? null : thousandths(sumNow(terms)), rows, asOf: toIso(newestIn(deps, scope) ?? now) };
}

const NOTHING_TOLD: Pick<Awaited<ReturnType<typeof explainMeasured>>, 'value' | 'measured'> = {
  value: 0,
  measured: { counted: 'connections', lines: [{ of: 'together', ...NOBODY, byFlag: null, present: 0, expected: 0 }] },
};

/** How much was measured is told of today's balance. */
async function explainToday(deps: Deps, principal: Principal, question: ExplainQuestion): Promise<Answer> {
  const now = deps.now();
  // As in the answer itself.
  const told = { end: endTold(deps, principal, { area: question.area, at: now }), at: now };
  const { value, measured } = isAllHeld(question, told) ? NOTHING_TOLD : await explainMeasured(deps, principal, question);
  const at = toIso(now);
  return { field: question.field, unit: 'ratio', at, value, rows: [], factors: [], measured, asOf: at };
}

/** Registers of one kind or carrier, or the amounts that a figure is made of. */
async function explainOther(deps: Deps, principal: Principal, { area, day, told, field }: ExplainedCo2 & { field: string }): Promise<Answer> {
  const now = deps.now();
  const ofCarrier = (carrier: Carrier): Scope => scopeOf(deps.directory, principal, { area, carrier, ...day, now });
  const { unit, value, carrier, terms, parts = [] } = await otherFigure(deps, { area, field, told, scopeOf: ofCarrier });
  const scope = ofCarrier(carrier);
  const common = { field, unit, factors: [], parts };
  if (scope.members !== undefined) {
    if (value === null && NOW_FIELDS.some((one) => told[one] !== null)) throw keptBack(field);
    const rows = value === null || terms.length === 0 ? [] : [others(carrier, { weight: 1, rate: value, contribution: value })];
    return { ...common, at: told.at, value, rows, asOf: told.asOf };
  }
  const rows = rowsOf(deps, principal, { terms: terms.map((term) => ({ ...term, carrier, contribution: contributionNow(term) })), weights: new Map() });
  return { ...common, at: toIso(now), value: terms.length === 0 ? value : thousandths(sumNow(terms)), rows, asOf: toIso(newestIn(deps, scope) ?? now) };
}

const keptBack = (figure: string): ApiError => new ApiError('suppressed', `x: what ${figure} is made of would say something of one or two companies.`);

interface ExplainedCo2 {
  readonly area: Area;
  readonly day: Parameters<typeof co2Terms>[2]['day'];
  readonly told: Omit<Now, 'simulated'>;
}

function explainCo2(deps: Deps, principal: Principal, { area, day, told }: ExplainedCo2): Answer {
  const { kgPerHour: value, lines } = told.co2;
  if (lines.some((line) => line.sign === 'x')) throw keptBack(CO2_NOW_FIELD);
  const known = lines.flatMap((line) => (value === null || line.kgPerHour === null ? [] : [{ ...line, kgPerHour: line.kgPerHour }]));
  const factors = known.map(({ carrier, unit, factor }) => ({ carrier, unit, ...factor }));
  const common = { field: CO2_NOW_FIELD, unit: 'kg/h' as const, at: told.at, factors, asOf: told.asOf };
  const scope = scopeOf(deps.directory, principal, { area, carrier: 'electricity', ...day, now: deps.now() });
  if (scope.members !== undefined) {
    const rows = known.map(({ carrier, perHour, kgPerHour, factor }) => others(carrier, { weight: factor.kgPerUnit, rate: perHour ?? 0, contribution: kgPerHour }));
    return { ...common, value, rows };
  }
  const terms = co2Terms(deps, principal, { area, day, lines: known }).map((term) => ({ ...term, contribution: term.kgPerHour }));
  const rows = rowsOf(deps, principal, { terms, weights: new Map(factors.map((factor) => [factor.carrier, factor.kgPerUnit])) });
  return { ...common, value: value === null ? null : thousandths(rows.reduce((sum, row) => sum + row.contribution, 0)), rows };
}

type Told = TermNow & Pick<Row, 'carrier' | 'contribution'>;

/** A row for each register of whom the reader may see, and one a carrier for all others together.
 *  @param weights of carriers, where they are not 1 */
function rowsOf(deps: Deps, principal: Principal, { terms, weights }: { terms: readonly Told[]; weights: ReadonlyMap<Carrier, number> }): Row[] {
  const open = companiesOpen(deps, principal);
  const hidden = new Map<Carrier, number>();
  const rows = terms.flatMap((term): Row[] => {
    const { company, carrier, register, meter, weight, perHour, at, value, before, contribution } = term;
    if (!open(company)) {
      hidden.set(carrier, (hidden.get(carrier) ?? 0) + contribution);
      return [];
    }
    const readings = [...(before === null ? [] : [before]), { at, value }].map((one) => ({ at: toIso(one.at), value: one.value }));
    const of = { company, meter: meter.id, register: register.id, name: register.name, carrier, rule: register.kind };
    return [{ ...of, readings, weight, rate: Math.abs(perHour), rateUnit: rateUnit(carrier), contribution }];
  });
  const together = [...hidden].map(([carrier, sum]): Row => {
    const weight = weights.get(carrier) ?? 1;
    return others(carrier, { weight, rate: weight === 0 ? 0 : Math.abs(sum) / weight, contribution: published(sum) });
  });
  return [...rows, ...together];
}
