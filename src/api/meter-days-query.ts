// What a meter told quarter by quarter, for whoever looks after it: the last 24 hours of many meters, and the gaps of one.
import { type QuarterState, countMeasured } from '../domain/measured-days.ts';
import { firstQuarterOf, localDayOf } from '../domain/local-days.ts';
import { QUARTER_MS, toIso } from '../domain/time.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import { type HeldQuarters, heldQuarters } from '../domain/held-quarters.ts';
import type { MeterRow, RegisterRow } from '../storage/registry.ts';
import { NOTHING, flagOf, isSpread } from '../storage/series.ts';
import type { Deps } from './deps.ts';
import { ApiError } from './errors.ts';
import { isWhole, tellingEnergy } from './scope.ts';
import type { MeterDay, MeterLastDay } from './shapes-meter-days.ts';

/** Meters of one answer; those behind them in the list come without their last day. */
export const LAST_DAY_METERS_MAX = 1_000;
/** Two months: what the store answers at once for one meter. */
export const METER_DAYS_MAX = 62;
const DAY_QUARTERS = 96;
/** An answer is for drawings: what the fifth digit says is not seen. */
const DIGITS = 4;

interface Span {
  readonly from: number;
  readonly to: number;
}

/** The 24 hours before the running quarter: amounts by flow and how many quarters were measured; of the first meters of the list. */
export async function lastDayOf(deps: Deps, meters: readonly MeterRow[]): Promise<MeterLastDay[]> {
  const to = Math.floor(deps.now() / QUARTER_MS);
  const span = { from: to - DAY_QUARTERS, to };
  const shown = meters.slice(0, LAST_DAY_METERS_MAX).map((meter) => ({ meter, registers: tellingEnergy(deps.directory.registersOf(meter.id)) }));
  const registers = Int32Array.from(shown.flatMap((one) => one.registers.map(({ id }) => id)));
  const held = heldQuarters(await deps.store.ask({ kind: 'quarters', registers, ...span }), { ...span, nothing: NOTHING });
  return shown.map(({ meter, registers: its }) => ({
    meter: meter.id,
    start: toIso(epochMs(span.from * QUARTER_MS)),
    unit: its.some(({ unit }) => unit === 'm3') ? 'm3' : 'kWh',
    flows: flowsOf(its, held, span),
    ...countMeasured(statesOf(its, held), withinUse(meter, span, span)),
  }));
}

/** Local days that begin in [from, to): how many of their quarters were measured, estimated or are missing.
 *  @throws ApiError when they are too many */
export async function daysOf(deps: Deps, meter: MeterRow, period: { from: EpochMs; to: EpochMs }): Promise<MeterDay[]> {
  const [first, end] = [dayFrom(period.from), dayFrom(period.to)];
  if (end - first > METER_DAYS_MAX) throw new ApiError('period-too-long', `An answer has at most ${METER_DAYS_MAX} days.`);
  const span = { from: firstQuarterOf(first), to: firstQuarterOf(end) };
  const registers = tellingEnergy(deps.directory.registersOf(meter.id));
  const held = heldQuarters(await deps.store.ask({ kind: 'quarters', registers: Int32Array.from(registers, ({ id }) => id), ...span }), { ...span, nothing: NOTHING });
  const states = statesOf(registers, held);
  const now = Math.floor(deps.now() / QUARTER_MS);
  return Array.from({ length: end - first }, (_, index): MeterDay => {
    const [from, to] = [firstQuarterOf(first + index), firstQuarterOf(first + index + 1)];
    // What lies ahead is not missing: it is not there yet.
    const counts = countMeasured(states, withinUse(meter, { from, to: Math.max(from, Math.min(to, now)) }, span));
    return { start: toIso(epochMs(from * QUARTER_MS)), end: toIso(epochMs(to * QUARTER_MS)), ...counts };
  });
}

/** First local day that begins at or after an instant. */
function dayFrom(at: EpochMs): number {
  const day = localDayOf(Math.floor(at / QUARTER_MS));
  return firstQuarterOf(day) * QUARTER_MS >= at ? day : day + 1;
}

/** The whole quarters in which a meter hangs there, as indices from the start of what was read. */
function withinUse({ validFrom, validTo }: MeterRow, { from, to }: Span, read: Span): Span {
  const begins = Math.max(from, Math.ceil(validFrom / QUARTER_MS));
  const ends = validTo === null ? to : Math.min(to, Math.floor(validTo / QUARTER_MS));
  return { from: begins - read.from, to: ends - read.from };
}

const stateOf = (flag: number): QuarterState => {
  const known = flagOf(flag);
  if (known === 'X') return 'missing';
  return (known === 'M' || known === 'I' || known === 'C') && !isSpread(flag) ? 'measured' : 'estimated';
};

const statesOf = (registers: readonly RegisterRow[], held: ReadonlyMap<number, HeldQuarters>): QuarterState[][] =>
  registers.flatMap(({ id }) => {
    const one = held.get(id);
    return one === undefined ? [] : [Array.from(one.flags, stateOf)];
  });

/** Amounts by flow, tariffs of one flow added up; null where nothing is known. */
function flowsOf(registers: readonly RegisterRow[], held: ReadonlyMap<number, HeldQuarters>, { from, to }: Span): MeterLastDay['flows'] {
  const told = registers.filter(({ id }) => held.has(id));
  return [...new Set(told.map(({ flow }) => flow))].map((flow) => {
    const parts = onceCounted(told.filter((register) => register.flow === flow)).flatMap(({ id }) => held.get(id) ?? []);
    const amounts = Array.from({ length: to - from }, (_, index) => {
      const known = parts.flatMap((part) => (Number.isNaN(part.amounts[index] ?? Number.NaN) ? [] : (part.amounts[index] ?? 0)));
      return known.length === 0 ? null : Number(known.reduce((sum, amount) => sum + amount, 0).toPrecision(DIGITS));
    });
    return { flow, amounts };
  });
}

/** Tariffs and no total beside them, and what files brought only where the meter itself tells nothing: else it would count twice. */
function onceCounted(registers: readonly RegisterRow[]): readonly RegisterRow[] {
  const own = registers.filter(({ name }) => !isWhole(name));
  const tariffs = own.filter(({ name }) => /-t\d$/.test(name));
  return tariffs.length > 0 ? tariffs : own.length > 0 ? own : registers;
}
