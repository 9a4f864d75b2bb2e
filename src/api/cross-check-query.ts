// Answers what the meters of a place say of each other.
import type { Principal } from '../domain/access.ts';
import { published } from '../domain/balance-rows.ts';
import { VERDICTS, type Verdict } from '../domain/cross-checks/verdict.ts';
import { QUARTER_MS, localAdd, localFloor, toIso } from '../domain/time.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import type { CheckJob, CheckSite, ToldPower } from '../jobs/cross-check-series.ts';
import type { CheckItem, CheckOutcome } from '../jobs/cross-check-sums.ts';
import { unitOf } from './balance-query.ts';
import type { Place } from './capacity-scope.ts';
import { sitesOf } from './cross-check-meters.ts';
import type { Deps } from './deps.ts';
import { ApiError } from './errors.ts';
import { instant } from './period.ts';
import { twoAtOnce } from './pipelined.ts';
import type { CrossCheck, CrossChecks } from './shapes-cross-checks.ts';

/** A fortnight has every day of the week twice. */
const DAYS = 14;
export const CHECK_DAYS_MAX = 62;
/** Power is compared over the last two hours: readings of a day from every meter of a park are millions. */
const POWER_QUARTERS = 8;
/** Of one register in that time: one a second. */
const POWER_READINGS_MAX = 7200;

/** The period that is asked for; without one the last fortnight up to the last whole quarter.
 *  @throws ApiError when it is reversed or too long */
export function checkedPeriod(query: { from?: string | undefined; to?: string | undefined }, now: EpochMs): { from: EpochMs; to: EpochMs } {
  const until = epochMs(Math.floor(now / QUARTER_MS) * QUARTER_MS);
  const asked = query.to === undefined ? until : instant(query.to, 'to');
  const to = epochMs(Math.min(asked - (asked % QUARTER_MS), until));
  const from = query.from === undefined ? localAdd(localFloor(to, 'P1D'), 'P1D', -DAYS) : instant(query.from, 'from');
  if (asked <= from || from % QUARTER_MS !== 0) throw new ApiError(asked <= from ? 'reversed-period' : 'bad-time', "'to' must lie after 'from', and both on whole quarter-hours.");
  if (to <= from) throw new ApiError('bad-time', `'from' (${toIso(from)}) lies ahead: nothing is measured there yet.`);
  if (to - from > (CHECK_DAYS_MAX * 24 + 1) * 4 * QUARTER_MS) throw new ApiError('period-too-long', `A cross-check looks at ${CHECK_DAYS_MAX} days at most.`);
  return { from, to };
}

/** Holds the meters of a place against each other. */
export async function answerCrossChecks(deps: Deps, principal: Principal, over: { place: Place; from: EpochMs; to: EpochMs }): Promise<Omit<CrossChecks, 'simulated'>> {
  const { from, to } = over;
  const { sites, hidden } = sitesOf(deps, principal, over);
  const [first, end] = [from / QUARTER_MS, to / QUARTER_MS];
  const key = `cross-checks ${JSON.stringify(sites)} ${first} ${end}`;
  const outcome = await deps.keptAnswers.of(key, deps.store.days.of(first, end), () => checked(deps, sites, { first, end }));
  const items = outcome.items.flatMap((item) => itemOf(deps, item) ?? []).sort((a, b) => VERDICTS.indexOf(a.verdict) - VERDICTS.indexOf(b.verdict) || a.connection - b.connection);
  const count = (verdict: Verdict): number => items.filter((item) => item.verdict === verdict).length;
  return {
    from: toIso(from),
    to: toIso(to),
    items,
    counts: { wrong: count('wrong'), doubtful: count('doubtful'), 'too-little': count('too-little'), fits: count('fits') },
    connections: sites.length,
    connectionsChecked: outcome.checked.length,
    connectionsHidden: hidden,
    ...known(outcome),
    asOf: toIso(deps.now()),
  };
}

const checked = async (deps: Deps, sites: readonly CheckSite[], span: Span): Promise<CheckOutcome> => deps.compute.crossChecks(await checkJob(deps, sites, span));

/** Quarter numbers [first, end). */
interface Span {
  readonly first: number;
  readonly end: number;
}

/** What the meters of some sites told, for the compute worker. */
export async function checkJob(deps: Deps, sites: readonly CheckSite[], { first, end }: Span): Promise<CheckJob> {
  const registers = sites.flatMap((site) => site.meters.flatMap((meter) => [...meter.registers.import, ...meter.registers.export]));
  const columns = await deps.store.ask({ kind: 'quarters', registers: Int32Array.from(registers), from: first, to: end });
  const meters = sites.flatMap((site) => (site.electricity ? site.meters.map((one) => one.meter) : []));
  const powers = (await twoAtOnce(meters, (meter) => powerOf(deps, meter, { first, end }))).filter((one) => one !== null);
  return { firstQuarter: first, quarters: end - first, columns, sites, powers };
}

/** What a meter told of its power in the last hours; null where it tells none, or counts none. */
async function powerOf(deps: Deps, meter: number, { first, end }: Span): Promise<ToldPower | null> {
  const registers = deps.directory.registersOf(meter);
  const gauges = registers.filter((one) => one.kind === 'gauge' && one.unit === 'kW');
  if (gauges.length === 0 || !registers.some((one) => one.kind === 'counter')) return null;
  const span = { from: epochMs(Math.max(first, end - POWER_QUARTERS) * QUARTER_MS), to: epochMs(end * QUARTER_MS + 1), limit: POWER_READINGS_MAX };
  const gaugeOf = (flow: 'import' | 'export'): number | null => gauges.find((one) => one.flow === flow)?.id ?? null;
  const told = async (register: number | null): Promise<ToldPower['readings']['import']> => {
    if (register === null) return [];
    const readings = await deps.store.ask({ kind: 'readings', register, ...span });
    return readings.map(({ at, value }) => ({ at, value, device: 0 })).sort((a, b) => a.at - b.at);
  };
  const both = { import: gaugeOf('import'), export: gaugeOf('export') };
  return { meter, registers: both, readings: { import: await told(both.import), export: await told(both.export) } };
}

const EMPTY = {
  expectedAmount: null,
  foundAmount: null,
  differenceShare: null,
  quartersAbove: null,
  parts: null,
  factor: null,
  reversed: null,
  slope: null,
  slopeError: null,
  shiftMinutes: null,
  correlation: null,
  correlationUnshifted: null,
} as const;

/** As it is told; null where its connection is gone. */
export function itemOf({ directory }: Deps, item: CheckItem): CrossCheck | null {
  const connection = directory.connections.get(item.connection);
  const company = connection === undefined ? undefined : directory.companies.get(connection.company);
  if (connection === undefined || company === undefined) return null;
  const meter = item.meter === null ? undefined : directory.meters.get(item.meter);
  const { check, verdict, quarters } = item;
  return {
    check,
    verdict,
    company: company.id,
    companyName: company.name,
    connection: connection.id,
    meter: item.meter,
    serial: meter?.serial ?? null,
    role: meter?.role ?? null,
    quarters,
    unit: unitOf(connection.carrier),
    ...EMPTY,
    ...figuresOf(item),
  };
}

const orNull = (value: number | null): number | null => (value === null || Number.isNaN(value) ? null : published(value));

/** Of amounts as they are published, so that a reader divides the same; null of nothing. */
const shareOf = (part: number, whole: number): number | null => (whole > 0 ? published(part / whole) : null);

function figuresOf(item: CheckItem): Partial<CrossCheck> {
  switch (item.check) {
    case 'parts': {
      const amounts = { expectedAmount: published(item.whole), foundAmount: published(item.parts) };
      const differenceShare = shareOf(amounts.expectedAmount - amounts.foundAmount, published(item.flowed));
      return { ...amounts, differenceShare, quartersAbove: item.quartersAbove, parts: item.partsCount };
    }
    case 'power': {
      const amounts = { expectedAmount: published(item.powerKwh), foundAmount: published(item.countedKwh) };
      return { ...amounts, differenceShare: shareOf(amounts.expectedAmount - amounts.foundAmount, amounts.foundAmount), factor: item.factor, reversed: item.reversed };
    }
    case 'night': {
      const amounts = { expectedAmount: published(item.totalKwh), foundAmount: published(item.nightKwh) };
      return { ...amounts, differenceShare: shareOf(amounts.foundAmount, amounts.expectedAmount) };
    }
    case 'direction':
      return { slope: orNull(item.slope), slopeError: orNull(item.slopeError), reversed: item.verdict === 'wrong' };
    case 'shift':
      return {
        shiftMinutes: item.correlation === null ? null : item.shiftQuarters * 15,
        correlation: orNull(item.correlation),
        correlationUnshifted: orNull(item.correlationUnshifted),
      };
  }
}

function known({ byFlag }: CheckOutcome): Pick<CrossChecks, 'coverage' | 'quality'> {
  const total = Object.values(byFlag).reduce((sum, one) => sum + one, 0);
  if (total === 0) return { coverage: 0, quality: { X: 1 } };
  const quality = Object.fromEntries(Object.entries(byFlag).map(([flag, count]) => [flag, published(count / total)]));
  return { coverage: published(1 - (byFlag.X ?? 0) / total), quality };
}
