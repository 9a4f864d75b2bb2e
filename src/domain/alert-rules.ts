// The rules that look at measured quarter-hours. Pure: amounts in, a value and its limits out; null when too little was
// measured to say anything.
import { ALERT_LIMITS } from './alert-limits.ts';
import { stateOf, type Finding } from './alerts.ts';
import { localDayOf } from './local-days.ts';
import { QUARTER_MS, localDay, localHour } from './time.ts';
import { epochMs } from './units.ts';

/** Quarter-hours of one subject in order, NaN where nothing was measured. */
export interface MeasuredQuarters {
  /** Number of the first quarter since 1970. */
  readonly first: number;
  readonly amounts: Float64Array;
}

export type Judged = Pick<Finding, 'value' | 'limit' | 'unit' | 'state'>;

const QUARTERS_PER_HOUR = 4;
/** Deep night: nobody starts or stops, the sun does not shine. Local hours. */
export const NIGHT = { fromHour: 1, toHour: 5 };
/** A night or day counts when at least this share of it was measured. */
const SHARE_MIN = 0.75;
const NIGHTS_MIN = 7;

const hourOf = new Map<number, { hour: number; day: number; weekday: number }>();
const KEPT_MAX = 20_000;

/** Local hour, local day and weekday (1 = Monday) of a quarter. */
function localOf(quarter: number): { hour: number; day: number; weekday: number } {
  const key = Math.floor(quarter / QUARTERS_PER_HOUR);
  const known = hourOf.get(key);
  if (known !== undefined) return known;
  if (hourOf.size >= KEPT_MAX) hourOf.clear();
  const at = epochMs(key * QUARTERS_PER_HOUR * QUARTER_MS);
  const one = { hour: localHour(at), day: localDayOf(quarter), weekday: localDay(at).weekday };
  hourOf.set(key, one);
  return one;
}

interface Sum {
  amount: number;
  measured: number;
  wanted: number;
}

/** Sums by local day of the quarters that `wants` picks, in order of the days. */
function byDay(quarters: MeasuredQuarters, wants: (local: { hour: number; weekday: number }) => boolean): { day: number; weekday: number; sum: Sum }[] {
  const days = new Map<number, { day: number; weekday: number; sum: Sum }>();
  quarters.amounts.forEach((amount, index) => {
    const local = localOf(quarters.first + index);
    if (!wants(local)) return;
    const one = days.get(local.day) ?? { day: local.day, weekday: local.weekday, sum: { amount: 0, measured: 0, wanted: 0 } };
    days.set(local.day, one);
    one.sum.wanted += 1;
    if (Number.isNaN(amount)) return;
    one.sum.measured += 1;
    one.sum.amount += amount;
  });
  return [...days.values()].sort((a, b) => a.day - b.day);
}

const enough = ({ measured, wanted }: Sum): boolean => wanted > 0 && measured >= SHARE_MIN * wanted;
const isNight = ({ hour }: { hour: number }): boolean => hour >= NIGHT.fromHour && hour < NIGHT.toHour;

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)] ?? 0, sorted[Math.ceil((sorted.length - 1) / 2)] ?? 0];
  return (low + high) / 2;
}

/** Last night's mean power against the median of the nights before it.
 *  @param quarters use in kWh, four weeks and the last night
 *  @returns kW; raised from 1.3 x the usual and 1 kW more, over at 1.15 x
 *  @see docs/methods.md#alerts */
export function nightBaseLoad(quarters: MeasuredQuarters): Judged | null {
  const nights = byDay(quarters, isNight).filter(({ sum }) => enough(sum));
  const last = nights.at(-1);
  const before = nights.slice(0, -1);
  if (last === undefined || before.length < NIGHTS_MIN) return null;
  const kwOf = ({ sum }: { sum: Sum }): number => (sum.amount / sum.measured) * QUARTERS_PER_HOUR;
  const usual = median(before.map(kwOf));
  const { begins, ends, least } = ALERT_LIMITS['night-base-load'];
  const raiseAt = Math.max((usual * begins) / 100, usual + least.value);
  const value = kwOf(last);
  return { value, limit: raiseAt, unit: 'kW', state: stateOf(value, { raiseAt, clearAt: Math.max((usual * ends) / 100, usual + least.value / 2) }) };
}

/** Gas on the days of the last weekend against the working days before it.
 *  @param quarters m3, at least the last full week
 *  @returns share of a working day, in %; raised from 60 %, over at 45 %; below 5 m3 a day nobody minds
 *  @see docs/methods.md#alerts */
export function weekendGas(quarters: MeasuredQuarters): Judged | null {
  const days = byDay(quarters, () => true).filter(({ sum }) => sum.wanted >= 92 && enough(sum));
  const sunday = days.findLastIndex(({ weekday }) => weekday === 7);
  const week = days.slice(Math.max(0, sunday - 6), sunday + 1);
  const weekend = week.filter(({ weekday }) => weekday >= 6);
  const workdays = week.filter(({ weekday }) => weekday <= 5);
  if (weekend.length < 2 || workdays.length < 4) return null;
  const mean = (list: readonly { sum: Sum }[]): number => list.reduce((sum, one) => sum + (one.sum.amount / one.sum.measured) * one.sum.wanted, 0) / list.length;
  const [rest, work] = [mean(weekend), mean(workdays)];
  const { begins, ends, least } = ALERT_LIMITS['weekend-gas'];
  if (work <= 0 || rest < least.value) return { value: 0, limit: begins, unit: '%', state: 'clear' };
  const value = (rest / work) * 100;
  return { value, limit: begins, unit: '%', state: stateOf(value, { raiseAt: begins, clearAt: ends }) };
}

/** Export in the deep night of a connection that has nothing to export then: a current transformer the wrong way round.
 *  @param flows import and export in kWh of the same quarters, at least the last week
 *  @returns share of export in what flowed at night, in %; raised from 80 %, over at 50 %
 *  @see docs/methods.md#alerts */
export function reversedSign(flows: { readonly import: MeasuredQuarters; readonly export: MeasuredQuarters }): Judged | null {
  const [taken, given] = [flows.import, flows.export].map((one) => byDay(one, isNight).filter(({ sum }) => enough(sum)));
  if (taken === undefined || given === undefined || taken.length < NIGHTS_MIN || given.length < NIGHTS_MIN) return null;
  const total = (list: readonly { sum: Sum }[]): number => list.reduce((sum, one) => sum + one.sum.amount, 0);
  const [importKwh, exportKwh] = [total(taken), total(given)];
  // Less than 100 W on average is what meters themselves use.
  if (importKwh + exportKwh < 0.1 * given.length * (NIGHT.toHour - NIGHT.fromHour)) return null;
  const value = (exportKwh / (importKwh + exportKwh)) * 100;
  const { begins, ends } = ALERT_LIMITS['reversed-sign'];
  return { value, limit: begins, unit: '%', state: stateOf(value, { raiseAt: begins, clearAt: ends }) };
}

/** Share measured on the last day against the mean of the week before it.
 *  @param shares of each day, 0 to 1, oldest first; the last one is judged
 *  @returns percentage points lost; raised from 10, over at 5
 *  @see docs/methods.md#alerts */
export function coverageFalling(shares: readonly number[]): Judged | null {
  const last = shares.at(-1);
  const before = shares.slice(-8, -1);
  if (last === undefined || before.length < 3) return null;
  const usual = before.reduce((sum, one) => sum + one, 0) / before.length;
  const value = Math.max(0, (usual - last) * 100);
  const { begins, ends } = ALERT_LIMITS['coverage-falling'];
  return { value, limit: begins, unit: 'points', state: stateOf(value, { raiseAt: begins, clearAt: ends }) };
}
