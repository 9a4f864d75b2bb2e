// Numbers of peaks, of the load-duration curve and of what can join, where each is explained, and what a reader makes of what is listed.
import { COUNT_FIELDS, DAY_FIELDS, QUARTER_FIELDS } from '../../src/domain/capacity/joining-terms.ts';
import { MEMBER_FIELDS, TOGETHER_FIELDS } from '../../src/domain/capacity/peak-terms.ts';
import { ABOVE_FIELDS, SUM_FIELDS } from '../../src/domain/capacity/use-terms.ts';
import { QUARTER_MS, localFloor, toIso } from '../../src/domain/time.ts';
import { type EpochMs, epochMs } from '../../src/domain/units.ts';
import { published } from '../../src/domain/balance-rows.ts';
import { type Body, type ExplainedNumber, type Get, isNumber, numbersIn, objectIn, rows, total } from './explained-parts.ts';
import { measure } from './measured.ts';
import { BOOTSTRAP, type Objects, type SmallRegion, makeCompany, startApp } from './small-region.ts';

const TOLD_OF_PERIOD = ['kwMax', 'energyKwh', 'eveningShare', 'quartersJudged', 'quartersKnown'];
const LISTS = ['quarters', 'runs', 'steps', 'parts', 'coalitions', 'draws', 'days'];
/** Counted, and so the same when something in the list is a millionth more. */
const COUNTED: ReadonlySet<string> = new Set(['failingDays', 'nights', 'nightsTooShort', 'shapleyErrorKw', 'utilization.atRisk']);

/** By the formulas of docs/methods-explained.md. */
export function reckonCapacity(body: Body): number {
  const [parts, quarters, field] = [rows(body['parts']), rows(body['quarters']), String(body['field'])];
  const of = (role: string): number => parts.filter((one) => one['role'] === role).reduce((sum, one) => sum + Number(one['weight']) * Number(one['value']), 0);
  switch (body['level']) {
    case 'quarter':
      return placed(body, quarters);
    case 'quarters':
      return total(quarters);
    case 'runs':
      return total(rows(body['runs']));
    case 'steps':
      return total(rows(body['steps']));
    case 'rule':
      return isAtRisk(parts) ? 1 : 0;
    case 'ratio':
      return published(of('numerator') / of('denominator'));
    case 'sum':
      return published(Math.max(of('term'), 0));
    case 'coalitions':
      return field === 'shapleyErrorKw' ? 0 : total(rows(body['coalitions']));
    case 'draws':
      return drawn(field, rows(body['draws']));
    case 'days':
      return rows(body['days']).reduce((sum, one) => sum + (field === 'failingDays' ? 1 : Number(one['quarters'])), 0);
    case 'nights':
      return rows(body['nights']).filter((one) => field === 'nights' || Number(one['roomKwh']) + 1e-6 < Number(one['neededKwh'])).length;
    default:
      throw new Error(`${String(body['level'])} is no level that lists something`);
  }
}

/** Twelve months, of which at most half was used or at least a megawatt was not. */
function isAtRisk(parts: readonly Body[]): boolean {
  const value = (name: string): number => Number(parts.find((one) => one['name'] === name)?.['value']);
  const isUnused = value('utilization.share') <= value('usedShareMin') || value('utilization.unusedKw') >= value('unusedKwMax');
  return value('months') >= value('monthsJudged') && isUnused;
}

/** A rank lies among the quarters that are named. */
function placed(body: Body, quarters: readonly Body[]): number {
  const { rank, before, equal } = body;
  if (isNumber(rank) && !(Number(before) < rank && rank <= Number(before) + Number(equal))) throw new Error(`rank ${rank} is none of the quarters ${JSON.stringify(body)}`);
  return Number(quarters[0]?.['contribution']);
}

function drawn(field: string, draws: readonly Body[]): number {
  const values = draws.map((one) => (Number(one['forthKw']) + Number(one['backKw'])) / 2);
  const mean = values.reduce((sum, one) => sum + one, 0) / values.length;
  if (field === 'shapleyKw') return published(mean);
  return published(Math.sqrt(values.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (values.length - 1) / values.length));
}

const explained = (name: string, told: number, explain: string): ExplainedNumber => ({
  name,
  told,
  explain,
  reckon: reckonCapacity,
  // What would be left below nothing stays nothing.
  lists: COUNTED.has(name) || (name === 'utilization.unusedKw' && told === 0) ? [] : LISTS,
});

/** @param period of the peaks, as a query */
export async function peakNumbers(get: Get, path: string, period: string): Promise<ExplainedNumber[]> {
  const body = await get(`${path}?${period}`);
  const together = numbersIn(body, TOGETHER_FIELDS).map(([name, told]) => explained(name, told, `${path}/explain?${period}&field=${name}`));
  const members = rows(body['items']).flatMap((item) =>
    numbersIn(item, MEMBER_FIELDS).map(([name, told]) => explained(name, told, `${path}/explain?${period}&field=${name}&company=${String(item['company'])}`)),
  );
  return [...together, ...members];
}

export async function yearNumbers(get: Get, path: string): Promise<ExplainedNumber[]> {
  const body = await get(path);
  const { months, utilization, duration } = body;
  const { points, ranks, p999Kw, fullLoadHours, quarters } = objectIn(duration);
  const { atRisk } = objectIn(utilization);
  const number = (name: string, told: unknown, more = ''): ExplainedNumber[] => (isNumber(told) ? [explained(name, told, `${path}/explain?field=${name}${more}`)] : []);
  return [
    ...rows(points).flatMap((one) => number('duration.points.kw', one['kw'], `&share=${String(one['share'])}`)),
    ...rows(ranks).flatMap((one) => number('duration.ranks.kw', one['kw'], `&rank=${String(one['rank'])}`)),
    ...number('duration.p999Kw', p999Kw),
    ...rows(months).flatMap((one) => number('months.utilization', one['utilization'], `&start=${String(one['start'])}`)),
    ...['share', 'unusedKw'].flatMap((name) => number(`utilization.${name}`, objectIn(utilization)[name])),
    ...number('utilization.atRisk', typeof atRisk === 'boolean' ? Number(atRisk) : null),
    ...number('duration.fullLoadHours', fullLoadHours),
    ...number('quartersJudged', quarters),
    ...['violations', 'hoursAbove', 'aboveKwh', 'eveningShare'].flatMap((name) => number(name, body[name])),
  ];
}

/** Of a total what is told, and of each list in its explanation what a part of it is.
 *  @param path that ends in `/totals`
 *  @param period of the capacity, as a query */
export async function totalsNumbers(get: Get, path: string, period: string): Promise<ExplainedNumber[]> {
  const { totals, above } = await get(`${path.replace(/\/totals$/, '')}?${period}`);
  const asked = `${path}/explain?${period}`;
  const names = [...TOLD_OF_PERIOD, ...ABOVE_FIELDS];
  const whole = numbersIn(objectIn(totals), names).map(([name, told]) => explained(name, told, `${asked}&field=${name}`));
  const runs = rows(above).flatMap((run) =>
    numbersIn(run, ['aboveKwMax', 'aboveKwh']).map(([name, told]) => explained(`above.${name}`, told, `${asked}&field=above.${name}&start=${String(run['start'])}`)),
  );
  const parts = await Promise.all(
    [...SUM_FIELDS, ...ABOVE_FIELDS].map(async (name) => {
      const body = await get(`${asked}&field=${name}`);
      return [...rows(body['runs']), ...rows(body['steps'])].map((one) =>
        explained(`${name} of a part`, Number(one['contribution']), `${asked}&field=${name}&start=${String(one['start'])}&end=${String(one['end'])}`),
      );
    }),
  );
  return [...whole, ...runs, ...parts.flat()];
}

/** @param wishes of which something does not fit */
export async function joinNumbers(get: Get, path: string, wishes: readonly string[]): Promise<ExplainedNumber[]> {
  const all = await Promise.all(
    wishes.map(async (wish) => {
      const body = await get(`${path}?${wish}`);
      const days = rows(body['days']).flatMap((day) =>
        DAY_FIELDS.flatMap((name) => explained(name, Number(day[name.slice('days.'.length)]), `${path}/explain?${wish}&field=${name}&date=${String(day['date'])}`)),
      );
      return [...numbersIn(body, [...QUARTER_FIELDS, ...COUNT_FIELDS]).map(([name, told]) => explained(name, told, `${path}/explain?${wish}&field=${name}`)), ...days];
    }),
  );
  return all.flat();
}

export interface MeasuredDay {
  readonly region: SmallRegion;
  readonly one: Objects;
  /** Midnight at which the day begins. */
  readonly day: EpochMs;
  readonly get: Get;
}
/** Quarter of the day with the highest mean, and what it is. */
export const HIGHEST = { at: 40, kw: 300.123_456 } as const;

/** A company that was measured yesterday: never twice the same but around noon. */
export async function measuredDay(): Promise<MeasuredDay> {
  const region = await startApp();
  const day = localFloor(epochMs(localFloor(epochMs(Date.now()), 'P1D') - 1), 'P1D');
  const one = await makeCompany(region, { park: 'de-mars', name: 'Company', ean: '871999900000000011', shares: true });
  const kw = Array.from({ length: 92 }, (_, t) => (t === HIGHEST.at ? HIGHEST.kw : t > 45 && t < 50 ? 210 : 100 + t * 1.000_004));
  await measure(region, one.meter, { from: toIso(day), kw });
  const get: Get = async (path) => {
    const { status, body } = await region.ask('GET', `/api/v1${path}`, { key: BOOTSTRAP });
    if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
    return body;
  };
  return { region, one, day, get };
}

/** Start of the highest quarter. */
export const highestStart = (day: EpochMs): string => toIso(epochMs(day + HIGHEST.at * QUARTER_MS));
