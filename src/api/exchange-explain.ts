// Explains a figure of who served whom: quarters and shares of a cell, the cells of a company, and what each total is made of.
import { type Principal, decide } from '../domain/access.ts';
import { published } from '../domain/balance-rows.ts';
import { generationOf } from '../domain/balance-steps.ts';
import { addMatrices } from '../domain/exchange.ts';
import { fromMicro, toMicro } from '../domain/ledger.ts';
import { QUARTER_MS, toIso } from '../domain/time.ts';
import { epochMs } from '../domain/units.ts';
import { sumPeriod } from './balance-sums.ts';
import { explainCell } from './exchange-cell.ts';
import type { Cut } from './exchange-flows-query.ts';
import { type ExchangeGround, answerExchange, exchangeByMonth, exchangeGround, factorsUsed } from './exchange-query.ts';
import { explainPeak, explainPeaks, explainSide } from './exchange-sides-explain.ts';
import type { Deps } from './deps.ts';
import { ApiError } from './errors.ts';
import { explainBalance } from './explain-query.ts';
import { instant } from './period.ts';
import type { ExchangeExplanation, ExplainedExchange, ExplainedPart } from './shapes-explained.ts';
import type { ExchangeQuery } from './shapes-emissions.ts';
import { companyResource } from './views.ts';

export const EXCHANGE_FIELDS = [
  'items.kwh',
  'items.eur',
  'items.co2Kg',
  'companies.givenKwh',
  'companies.takenKwh',
  'totals.localExchangeKwh',
  'totals.importKwh',
  'totals.exportKwh',
  'totals.eur',
  'totals.co2Kg',
  'neutrality.generationOverUse',
  'neutrality.matchedShare',
  'simultaneity.factor',
  'simultaneity.coincidentKw',
  'simultaneity.sumOfOwnKw',
  'factors.kgPerKwh',
] as const;
type Field = (typeof EXCHANGE_FIELDS)[number];
/** Of these, what they are made of says no more than the answer does. */
const FOR_ALL: ReadonlySet<Field> = new Set<Field>(['totals.eur', 'totals.co2Kg']);

export interface ExchangeAsked {
  readonly park: string;
  readonly query: ExchangeQuery & { field?: string; giver?: number; taker?: number; start?: string; end?: string };
}
type Answer = Omit<ExchangeExplanation, 'simulated'>;

interface Asking {
  readonly deps: Deps;
  readonly principal: Principal;
  readonly park: string;
  readonly query: ExchangeQuery;
  readonly ground: ExchangeGround;
  /** Does this reader see the companies one by one? */
  readonly members: boolean;
  readonly cut: Cut;
  readonly giver: number | null;
  readonly taker: number | null;
}

/** @throws ApiError when there is no such figure, or when it is kept back from this reader */
export async function explainExchange(deps: Deps, principal: Principal, { park, query }: ExchangeAsked): Promise<Answer> {
  const asked = query.field ?? (query.giver !== undefined && query.taker !== undefined ? 'items.kwh' : 'totals.localExchangeKwh');
  const field = EXCHANGE_FIELDS.find((one) => one === asked);
  if (field === undefined) throw new ApiError('invalid-request', `field: of an exchange one of ${EXCHANGE_FIELDS.join(', ')} can be explained.`);
  const ground = await exchangeGround(deps, principal, { park, query });
  const members = ground.named;
  // A part of a period that is told as a whole would say what that part was.
  if (!members && (!FOR_ALL.has(field) || query.start !== undefined || query.end !== undefined))
    throw new ApiError('suppressed', `x: what ${field} is made of, and its parts, are for who may see the companies.`);
  const cut = cutOf(ground, query);
  const seen = (company: number | undefined): number | null => (company === undefined ? null : seenCompany(deps, principal, company));
  const asking: Asking = { deps, principal, park, query, ground, members, cut, giver: seen(query.giver), taker: seen(query.taker) };
  return {
    field,
    unit: unitOf(field),
    giver: asking.giver,
    taker: asking.taker,
    start: toIso(cut.start),
    end: toIso(query.end === undefined ? ground.to : cut.end),
    level: 'sum',
    shares: [],
    steps: [],
    quarters: [],
    parts: [],
    giverQuarters: [],
    takerQuarters: [],
    asOf: toIso(epochMs(Math.min(ground.until, deps.now()))),
    ...(await explained(asking, field)),
  };
}

/** A company that the answer does not name is answered like one that is not there. */
function seenCompany(deps: Deps, principal: Principal, company: number): number {
  const resource = companyResource(deps, company);
  if (resource === null || decide(principal, 'see', resource) !== 'allow') throw new ApiError('invalid-request', 'giver, taker: this exchange names no such company.');
  return company;
}

/** @throws ApiError when the part does not lie in the period */
function cutOf({ from, until }: ExchangeGround, query: { start?: string; end?: string }): Cut {
  const [start, asked] = [query.start === undefined ? from : instant(query.start, 'start'), query.end === undefined ? until : instant(query.end, 'end')];
  if (asked <= start) throw new ApiError('reversed-period', "'end' must lie after 'start'.");
  if (start < from || start >= until) throw new ApiError('bad-time', "'start' and 'end' must lie within 'from' and 'to'.");
  if (start % QUARTER_MS !== 0 || asked % QUARTER_MS !== 0) throw new ApiError('bad-time', "'start' and 'end' must be whole quarter-hours.");
  return { start, end: epochMs(Math.min(asked, until)) };
}

function unitOf(field: Field): Answer['unit'] {
  if (field === 'factors.kgPerKwh') return 'kg/kWh';
  if (field.endsWith('Kw')) return 'kW';
  if (field.endsWith('eur')) return 'EUR';
  if (field.endsWith('co2Kg')) return 'kg';
  return field.startsWith('neutrality') || field === 'simultaneity.factor' ? 'ratio' : 'kWh';
}

async function explained(asking: Asking, field: Field): Promise<ExplainedExchange> {
  const { deps } = asking;
  switch (field) {
    case 'items.kwh':
      return explainCell(deps, { ...asking, pair: pairOf(asking) });
    case 'items.eur':
    case 'items.co2Kg':
      pairOf(asking);
      return explainWorth(asking, field);
    case 'companies.givenKwh':
    case 'companies.takenKwh':
      return explainMargin(asking, field);
    case 'totals.localExchangeKwh':
      return ofBalance(asking, 'localExchangeKwh');
    case 'totals.importKwh':
      return explainSide(deps, { ...asking, way: 'taken' });
    case 'totals.exportKwh':
      return explainSide(deps, { ...asking, way: 'given' });
    case 'totals.eur':
    case 'totals.co2Kg':
      return explainWorth(asking, field);
    case 'neutrality.generationOverUse':
      return explainNeutrality(asking);
    case 'neutrality.matchedShare':
      return ofBalance(asking, 'selfSufficiency.collective');
    case 'simultaneity.coincidentKw':
      return explainPeak(deps, asking);
    case 'simultaneity.sumOfOwnKw':
      return explainPeaks(deps, asking);
    case 'simultaneity.factor':
      return explainSimultaneity(asking);
    case 'factors.kgPerKwh':
      return explainFactor(asking);
  }
}

/** @throws ApiError unless both ends of the cell are named */
function pairOf({ giver, taker }: Asking): { giver: number; taker: number } {
  if (giver === null || taker === null) throw new ApiError('invalid-request', 'giver, taker: name the companies of the cell, as `from` and `to` of an item do.');
  return { giver, taker };
}

const whole = (asking: Asking): boolean => asking.cut.start === asking.ground.from && asking.cut.end === asking.ground.until;

/** The route below /api/v1 that explains another figure of the same exchange. */
function linkTo({ park, query, cut, ground }: Asking, field: Field, over: Readonly<Record<string, string | number>> = {}): string {
  const asked = new URLSearchParams({ from: toIso(ground.from), to: toIso(ground.to), eurPerKwh: String(query.eurPerKwh), factors: query.factors, field });
  for (const [name, value] of Object.entries(over)) asked.set(name, String(value));
  const inPart = cut.start !== ground.from || cut.end !== ground.until;
  if (inPart) for (const [name, at] of Object.entries({ start: cut.start, end: cut.end })) asked.set(name, toIso(at));
  return `/parks/${park}/exchange/explain?${asked}`;
}
const linkToBalance = ({ park, cut }: Asking, field: string): string =>
  `/parks/${park}/balance/explain?${new URLSearchParams({ from: toIso(cut.start), to: toIso(cut.end), field })}`;

const partOf = (over: Pick<ExplainedPart, 'role' | 'field' | 'value'> & Partial<ExplainedPart>): ExplainedPart => ({ company: null, weight: 1, explain: null, ...over });

/** The balance has this figure as well, and says what it is made of. */
async function ofBalance(asking: Asking, field: string): Promise<ExplainedExchange> {
  const { deps, principal, ground, cut } = asking;
  const question = { area: ground.area, carrier: 'electricity', from: cut.start, to: cut.end, start: cut.start, end: cut.end, step: 'P1M', field } as const;
  const { value, level, quarters, steps, parts } = await explainBalance(deps, principal, question);
  return { value, level, quarters, steps, parts: parts.map((one) => partOf({ ...one, explain: linkToBalance(asking, one.field) })) };
}

/** kWh as published x the price or the factor. */
async function explainWorth(asking: Asking, field: 'items.eur' | 'items.co2Kg' | 'totals.eur' | 'totals.co2Kg'): Promise<ExplainedExchange> {
  const { deps, principal, park, query, giver, taker, members, ground } = asking;
  const told = await answerExchange(deps, principal, { park, query });
  const ofItem = field.startsWith('items');
  const energy: Field = ofItem ? 'items.kwh' : 'totals.localExchangeKwh';
  const kwh = ofItem ? (await explained(asking, energy)).value : whole(asking) ? told.totals.localExchangeKwh : await exchangedIn(asking);
  const over: Record<string, number> = giver !== null && taker !== null ? { giver, taker } : {};
  const parts = [partOf({ role: 'factor', field: energy, value: kwh, explain: members ? linkTo(asking, energy, over) : null })];
  if (field.endsWith('eur')) parts.push(partOf({ role: 'factor', field: 'eurPerKwh', value: query.eurPerKwh }));
  else {
    // Of the whole period, also where a part of it is explained: so the parts add up.
    const link = linkTo({ ...asking, cut: { start: ground.from, end: ground.until } }, 'factors.kgPerKwh');
    parts.push(partOf({ role: 'factor', field: 'factors.kgPerKwh', value: told.factors?.kgPerKwh ?? 0, explain: members ? link : null }));
  }
  return { level: 'product', value: published(parts.reduce((product, one) => product * one.value, 1)), parts };
}

async function exchangedIn({ deps, ground, cut }: Asking): Promise<number> {
  const { total } = await sumPeriod(deps, ground.scope, { area: ground.area, carrier: 'electricity', from: cut.start, to: cut.end, step: 'P1M' });
  return published(total.localExchange);
}

/** The cells of one company's row or column. */
async function explainMargin(asking: Asking, field: 'companies.givenKwh' | 'companies.takenKwh'): Promise<ExplainedExchange> {
  const { deps, principal, ground, giver, taker } = asking;
  const gives = field === 'companies.givenKwh';
  const mine = gives ? giver : taker;
  if (mine === null) throw new ApiError('invalid-request', `${gives ? 'giver' : 'taker'}: name the company.`);
  if (!whole(asking)) throw new ApiError('invalid-request', "start, end: a company's sum is explained by its cells, which are explained in parts.");
  const { companies, amounts } = addMatrices((await exchangeByMonth(deps, ground)).map((month) => month.matrix));
  const index = companies.indexOf(mine);
  const cells = companies.map((other, at) => ({ other, micro: index < 0 ? 0 : Math.round(amounts[gives ? index * companies.length + at : at * companies.length + index] ?? 0) }));
  const open = (company: number): boolean => {
    const resource = companyResource(deps, company);
    return resource !== null && decide(principal, 'see', resource) === 'allow';
  };
  const parts = cells
    .filter(({ micro }) => micro !== 0)
    .map(({ other, micro }) => {
      const pair = gives ? { giver: mine, taker: other } : { giver: other, taker: mine };
      const named = open(other);
      return partOf({ role: 'term', field: 'items.kwh', company: named ? other : null, value: fromMicro(micro), explain: named ? linkTo(asking, 'items.kwh', pair) : null });
    });
  return { level: 'sum', value: fromMicro(parts.reduce((sum, one) => sum + toMicro(one.value), 0)), parts };
}

async function explainNeutrality(asking: Asking): Promise<ExplainedExchange> {
  const { deps, ground, cut } = asking;
  const { total } = await sumPeriod(deps, ground.scope, { area: ground.area, carrier: 'electricity', from: cut.start, to: cut.end, step: 'P1M' });
  const [generation, use] = [generationOf(total), total.consumption];
  if (use <= 0) throw new ApiError('invalid-request', 'field: there is nothing to divide by in this period, so there is no ratio.');
  return {
    level: 'ratio',
    value: published(generation / use),
    parts: [
      partOf({ role: 'numerator', field: 'generationKwh', value: published(generation), explain: linkToBalance(asking, 'generationKwh') }),
      partOf({ role: 'denominator', field: 'consumptionKwh', value: published(use), explain: linkToBalance(asking, 'consumptionKwh') }),
    ],
  };
}

async function explainSimultaneity(asking: Asking): Promise<ExplainedExchange> {
  const { deps } = asking;
  const [together, own] = [await explainPeak(deps, asking), await explainPeaks(deps, asking)];
  if (own.value <= 0) throw new ApiError('invalid-request', 'field: nobody took anything in this period, so there is no ratio.');
  return {
    level: 'ratio',
    value: published(together.value / own.value),
    parts: [
      partOf({ role: 'numerator', field: 'simultaneity.coincidentKw', value: together.value, explain: linkTo(asking, 'simultaneity.coincidentKw') }),
      partOf({ role: 'denominator', field: 'simultaneity.sumOfOwnKw', value: own.value, explain: linkTo(asking, 'simultaneity.sumOfOwnKw') }),
    ],
  };
}

/** The factor of each year, weighed by what was exchanged in it. */
async function explainFactor({ deps, ground }: Asking): Promise<ExplainedExchange> {
  const used = factorsUsed(ground.lists, await exchangeByMonth(deps, ground));
  const latest = used.at(-1);
  if (latest === undefined) throw new ApiError('invalid-request', 'field: this set has no factor for the mix of the grid.');
  const exchanged = used.reduce((sum, one) => sum + one.exchanged, 0);
  const weighed = exchanged === 0 ? [{ ...latest, exchanged: 1e6 }] : used.filter((one) => one.exchanged > 0);
  const parts = weighed.map(({ list, kgPerKwh, exchanged: micro }) =>
    partOf({ role: 'term', field: `${list.id} electricity-grid-mix`, weight: fromMicro(micro), value: kgPerKwh }),
  );
  const weights = parts.reduce((sum, one) => sum + one.weight, 0);
  return { level: 'mean', value: published(parts.reduce((sum, one) => sum + one.weight * one.value, 0) / weights), parts };
}
