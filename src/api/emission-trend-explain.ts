// Explains why emissions changed: of each part the carriers that make it up, with what measured alike in both periods.
import type { Principal } from '../domain/access.ts';
import type { FactorList } from '../domain/emission-factors.ts';
import { type CarrierPart, DECOMPOSED, carrierParts } from '../domain/emission-trend.ts';
import { kgOf } from '../domain/emissions.ts';
import { fromMicro, toMicro } from '../domain/ledger.ts';
import { toIso } from '../domain/time.ts';
import type { EpochMs } from '../domain/units.ts';
import { unitOf } from './balance-query.ts';
import type { SummedStep } from './balance-sums.ts';
import { pathOf } from './capacity-scope.ts';
import type { Deps } from './deps.ts';
import { type Compared, type ComparedCarrier, type DirectMonth, comparedPeriods } from './emission-trend-query.ts';
import type { CarrierUse, Over } from './emissions-use.ts';
import { ApiError } from './errors.ts';
import { nameOf } from './explain-fields.ts';
import { companiesOpen } from './explain-terms.ts';
import { seesMembers } from './members.ts';
import type { Area } from './scope.ts';
import type { EmissionsExplainQuery, EmissionsExplanation } from './shapes-emissions-explained.ts';

/** The connections of one link: beyond it the address would be longer than servers take. */
const LINKED_MAX = 400;
export const AMOUNT_TIMES_FACTOR = 'contribution = amount x factor.kg';

/** Figures of the change, and what measured alike that they are made of. */
const ALIKE = ['alikeBaseKg', 'alikeNowKg'] as const;
type Name = (typeof DECOMPOSED)[number] | (typeof ALIKE)[number];
const NAMES: readonly Name[] = [...DECOMPOSED, ...ALIKE];
export const TREND_FIELDS: readonly string[] = NAMES.map((name) => `decomposition.${name}`);

const FORMULAS: Readonly<Record<Name, string>> = {
  baseKg: AMOUNT_TIMES_FACTOR,
  nowKg: AMOUNT_TIMES_FACTOR,
  alikeBaseKg: AMOUNT_TIMES_FACTOR,
  alikeNowKg: AMOUNT_TIMES_FACTOR,
  changeKg: 'nowKg - baseKg',
  factorKg: 'now.kg - now.amount x base.kgPerUnit',
  weatherKg: 'weatherAmount x base.kgPerUnit',
  activityKg: '(now.amount - weatherAmount - base.amount) x kwhPerUnit x meanKgPerKwh',
  fuelKg: 'now.kg - base.kg - activity - weather - factor',
  coverageKg: '(allNowKg - now.kg) - (allBaseKg - base.kg)',
};

/** What is asked, and of what the answer itself is made. */
export interface Asking {
  readonly area: Area;
  readonly query: EmissionsExplainQuery;
  readonly lists: readonly FactorList[];
  readonly over: Over;
  /** End of the period as it was asked for. */
  readonly until: EpochMs;
  readonly carriers: readonly CarrierUse[];
}
/** What one way of explaining fills in. */
export type ExplainedKg = Pick<EmissionsExplanation, 'start' | 'end' | 'value' | 'level' | 'formula'> & Partial<EmissionsExplanation>;
type TermView = EmissionsExplanation['terms'][number];
type Part = EmissionsExplanation['parts'][number];

export const keptBack = (field: string): ApiError => new ApiError('suppressed', `x: what ${field} is made of would say something of one or two companies.`);
export const partOf = (part: Pick<Part, 'field' | 'value' | 'explain'> & Partial<Part>): Part => ({ role: 'term', year: null, weight: 1, ...part });

/** @throws ApiError when there is no change, or when it is kept back */
export async function explainTrend(deps: Deps, principal: Principal, asking: Asking): Promise<ExplainedKg> {
  const { area, query } = asking;
  const name = NAMES.find((one) => query.field === `decomposition.${one}`) ?? 'changeKg';
  const { told: compared, secret } = await comparedPeriods(deps, principal, asking);
  if (secret !== null) throw keptBack(query.field);
  if (compared === null) throw new ApiError('invalid-request', 'field: nothing was measured in the base period, so there is no change to explain.');
  const parts = carrierParts(
    compared.carriers.map((one) => one.trend),
    compared.weather,
  );
  const valueOf = (of: Name): number => fromMicro(parts.reduce((sum, one) => sum + one[of], 0));
  const of = name === 'baseKg' || name === 'alikeBaseKg' ? 'base' : 'now';
  const known = { start: toIso(compared[of].from), end: toIso(compared[of].to), value: valueOf(name), formula: FORMULAS[name] };
  const linked = (field: Name, weight: number): Part =>
    partOf({ field: `decomposition.${field}`, weight, value: valueOf(field), explain: linkTo(asking, `decomposition.${field}`) });
  if (name === 'changeKg') return { ...known, level: 'sum', parts: [linked('nowKg', 1), linked('baseKg', -1)] };
  // The answer tells it of all carriers together: whoever may not see the members gets no more.
  if (!seesMembers(principal, area)) {
    if (name === 'alikeBaseKg' || name === 'alikeNowKg') throw keptBack(query.field);
    return together(known);
  }
  const connections = connectionsIn(deps, principal, compared);
  if (name === 'baseKg' || name === 'nowKg' || name === 'alikeBaseKg' || name === 'alikeNowKg') {
    const which = name === 'baseKg' || name === 'nowKg' ? 'all' : 'alike';
    const uses = compared.carriers.flatMap((one) => usesOf({ area, connections: which === 'all' ? null : alikeIn(one) }, one.months[which][of]));
    return { ...known, level: 'terms', connections, terms: compared.carriers.flatMap((one) => one.months[which][of].flatMap(termsIn)), uses };
  }
  const carriers = compared.carriers.flatMap((one, index) => {
    const part = parts[index];
    return part === undefined ? [] : [carrierView(one, part, fromMicro(part[name]))];
  });
  // What the amounts of the carriers are made of, month by month.
  return { ...known, level: 'carriers', carriers, connections, parts: ALIKE.map((field) => linked(field, 0)) };
}

/** One line of everything. */
export const together = (known: Omit<ExplainedKg, 'level'>): ExplainedKg => ({
  ...known,
  level: 'terms',
  terms: [{ start: known.start, end: known.end, subject: 'together', amount: null, unit: 'kg', factor: null, contribution: known.value }],
});

function carrierView({ carrier, trend, months }: ComparedCarrier, part: CarrierPart, contribution: number): EmissionsExplanation['carriers'][number] {
  const listsIn = (some: readonly DirectMonth[]): string[] => [...new Set(some.flatMap((month) => month.terms.map((term) => term.found.list.id)))];
  return {
    subject: carrier,
    unit: unitOf(carrier),
    base: { ...trend.base, lists: listsIn(months.alike.base) },
    now: { ...trend.now, lists: listsIn(months.alike.now) },
    allBaseKg: fromMicro(part.baseKg),
    allNowKg: fromMicro(part.nowKg),
    kwhPerUnit: trend.kwhPerUnit,
    weatherAmount: part.weatherAmount,
    meanKgPerKwh: part.meanKgPerKwh,
    contribution,
  };
}

/** Those of companies that this reader may see by name, and how many there are. */
function connectionsIn(deps: Deps, principal: Principal, { carriers }: Compared): EmissionsExplanation['connections'] {
  const open = companiesOpen(deps, principal);
  const all = carriers.flatMap(({ carrier, connections }) => connections.map((one) => ({ ...one, carrier })));
  return {
    alike: all.filter((one) => one.alike).length,
    of: all.length,
    items: all.flatMap(({ id, company, carrier, base, now, alike }) => (open(company) ? [{ connection: id, company, carrier, baseShare: base, nowShare: now, alike }] : [])),
  };
}

/** null: all of them measured alike, so that the figure is that of the whole area. */
function alikeIn({ connections }: ComparedCarrier): readonly number[] | null {
  return connections.every((one) => one.alike) ? null : connections.filter((one) => one.alike).map((one) => one.id);
}

/** The factors that a month is multiplied by, without those that bring nothing. */
export const termsIn = (month: DirectMonth): TermView[] =>
  month.terms.flatMap((term) => {
    const contribution = kgOf(term, 'direct');
    const { factor, list } = term.found;
    const used = { start: toIso(month.start), end: toIso(month.end), subject: month.carrier, amount: term.amount, unit: factor.unit };
    return toMicro(contribution) === 0 ? [] : [{ ...used, factor: { code: factor.code, stage: 'direct' as const, kg: factor.direct, list: list.id }, contribution }];
  });

/** Whose balance an amount is of. */
export interface Whose {
  readonly area: Area;
  /** Only these of the area; null: all of them. */
  readonly connections: readonly number[] | null;
}

/** What the amounts of months are sums of, of those that emitted anything. */
export const usesOf = (whose: Whose, months: readonly DirectMonth[]): EmissionsExplanation['uses'] =>
  months.flatMap((month) => {
    const used = { start: toIso(month.start), end: toIso(month.end), subject: month.carrier, unit: unitOf(month.carrier), amount: month.amount };
    return toMicro(month.kg) === 0 ? [] : [{ ...used, made: madeOf(whose, month) }];
  });

/** The fields of the balance of a month that an amount is the sum of. */
export function madeOf(
  whose: Whose,
  { carrier, start, end, sums }: Pick<DirectMonth, 'carrier'> & Pick<SummedStep, 'start' | 'end' | 'sums'>,
): EmissionsExplanation['uses'][number]['made'] {
  const unit = unitOf(carrier);
  const of = (field: 'import' | 'export', weight: number): EmissionsExplanation['uses'][number]['made'][number] => ({
    field: nameOf(field, unit),
    figure: null,
    weight,
    value: sums[field],
    explain: linkToBalance(whose, { carrier, from: toIso(start), to: toIso(end), field: nameOf(field, unit) }),
  });
  return carrier === 'electricity' ? [of('import', 1)] : [of('import', 1), of('export', -1)];
}

function linkToBalance({ area, connections }: Whose, asked: Readonly<Record<'carrier' | 'from' | 'to' | 'field', string>>): string | null {
  if (connections !== null && (connections.length === 0 || connections.length > LINKED_MAX)) return null;
  const query = new URLSearchParams({ ...asked, step: 'P1M', ...(connections !== null && { connections: connections.join(',') }) });
  return `${pathOf(area)}/balance/explain?${query}`;
}

/** The route that explains another figure of the same question. */
export function linkTo({ area, query, over, until }: Asking, field: string, year?: number): string {
  const { from: _, to: __, field: ___, year: ____, ...rest } = query;
  const asked = new URLSearchParams(Object.entries(rest).map(([name, value]): [string, string] => [name, String(value)]));
  asked.set('from', toIso(over.from));
  asked.set('to', toIso(until));
  asked.set('field', field);
  if (year !== undefined) asked.set('year', String(year));
  return `${pathOf(area)}/emissions/explain?${asked}`;
}
