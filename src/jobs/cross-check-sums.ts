// Cross-checks of the meters of a place, made by the compute worker: quarters and power readings in, verdicts out.
import { type DirectionCheck, directionAgainst } from '../domain/cross-checks/direction.ts';
import { type NightCheck, sunAtNight } from '../domain/cross-checks/night.ts';
import { type PartsCheck, type PartsRule, partsAgainstWhole } from '../domain/cross-checks/parts.ts';
import { type PowerCheck, powerAgainstCounters } from '../domain/cross-checks/power.ts';
import { type ShiftCheck, shiftBetween } from '../domain/cross-checks/shift.ts';
import type { QualityFlag } from '../domain/ledger.ts';
import { type CheckJob, CheckSeries, type CheckSite, type CheckedMeter, type Side, type ToldPower } from './cross-check-series.ts';

interface Of {
  readonly connection: number;
  /** The meter that is judged; null: all meters behind a connection together. */
  readonly meter: number | null;
}
export type CheckItem =
  | ({ readonly check: 'parts' } & Of & PartsCheck & { readonly partsCount: number })
  | ({ readonly check: 'power' } & Of & PowerCheck)
  | ({ readonly check: 'night' } & Of & NightCheck)
  | ({ readonly check: 'direction' } & Of & DirectionCheck)
  | ({ readonly check: 'shift' } & Of & ShiftCheck);
export interface CheckOutcome {
  readonly items: readonly CheckItem[];
  /** Quarters of main meters by how they were made; X: missing. */
  readonly byFlag: Readonly<Partial<Record<QualityFlag, number>>>;
  /** Connections with something to hold against something else. */
  readonly checked: readonly number[];
}

/** What is held against what. */
export type CheckPlan = Of &
  (
    | { readonly check: 'parts'; readonly whole: Side; readonly parts: readonly Side[]; readonly rule: PartsRule }
    | { readonly check: 'direction' | 'shift'; readonly whole: Side; readonly parts: readonly Side[] }
    | { readonly check: 'night'; readonly panels: CheckedMeter; readonly site: CheckSite }
    | { readonly check: 'power'; readonly told: CheckedMeter; readonly power: ToldPower }
  );

/** Holds the meters of each connection against each other. */
export function crossChecked(job: CheckJob): CheckOutcome {
  const series = new CheckSeries(job);
  const items = plansOf(job).map((plan) => itemOf(series, plan));
  return { items, byFlag: flagsOf(series), checked: [...new Set(items.map((item) => item.connection))] };
}

/** What a check finds. */
export function itemOf(series: CheckSeries, plan: CheckPlan): CheckItem {
  const { firstQuarter } = series.job;
  const of = { connection: plan.connection, meter: plan.meter };
  switch (plan.check) {
    case 'parts': {
      const found = partsAgainstWhole(
        series.of(plan.whole),
        plan.parts.map((one) => series.of(one)),
        plan.rule,
      );
      return { check: plan.check, ...of, partsCount: plan.parts.length, ...found };
    }
    case 'shift':
      return { check: plan.check, ...of, ...shiftOf(series, plan) };
    case 'direction':
      return { check: plan.check, ...of, ...directionAgainst(series.of(plan.whole), series.together(plan.parts), shiftOf(series, plan).shiftQuarters) };
    case 'night':
      return { check: plan.check, ...of, ...sunAtNight(series.counted(plan.panels, 'export'), { firstQuarter, place: plan.site.place }) };
    case 'power':
      return { check: plan.check, ...of, ...powerAgainstCounters(plan.power.readings, countedBoth(series, plan.told), firstQuarter) };
  }
}

const shifts = new WeakMap<readonly Side[], ShiftCheck>();

/** How much later the parts tell what the whole does: a check of its own, and the direction needs it too. */
export function shiftOf(series: CheckSeries, { whole, parts }: { whole: Side; parts: readonly Side[] }): ShiftCheck {
  const shift = shifts.get(parts) ?? shiftBetween(series.of(whole), series.together(parts));
  shifts.set(parts, shift);
  return shift;
}

export const countedBoth = (series: CheckSeries, meter: CheckedMeter): Parameters<typeof powerAgainstCounters>[1] => ({
  import: series.counted(meter, 'import'),
  export: series.counted(meter, 'export'),
});

/** The checks of a job, by connection. */
export function plansOf(job: CheckJob): CheckPlan[] {
  const mains = new Map(job.sites.map((site) => [site.connection, mainOf(site)]));
  return job.sites.flatMap((site) => {
    const main = mains.get(site.connection) ?? null;
    const used = main === null ? null : usedBehind(site, main);
    return [
      ...(used === null ? [] : [...subsOf(site, used), ...behindOf(site, used, mains)]),
      ...(site.electricity ? site.meters.flatMap((meter) => [...alone(job, { site, meter }), ...againstMain({ site, meter }, main)]) : []),
    ];
  });
}

/** The main meters of a connection, which may follow each other; null where it has none. */
function mainOf({ meters }: CheckSite): Side | null {
  const mains = meters.filter((meter) => meter.role === 'main');
  return mains.length === 0 ? null : { mains, others: [] };
}

const alike = (meter: CheckedMeter): Side => ({ mains: [], others: [{ meter, weight: 1 }] });

/** What is used behind a main meter: what it draws, and what is made and taken from store there. */
const usedBehind = (site: CheckSite, { mains }: Side): Side => ({
  mains,
  others: site.meters.filter((meter) => meter.role === 'generation' || meter.role === 'storage').map((meter) => ({ meter, weight: -1 })),
});

/** Sub-meters against what is used behind the main meter. */
function subsOf({ connection, meters }: CheckSite, whole: Side): CheckPlan[] {
  const subs = meters.filter((meter) => meter.role === 'sub');
  return subs.length === 0 ? [] : [{ check: 'parts', connection, meter: null, whole, parts: subs.map(alike), rule: 'below' }];
}

/** The main of a closed distribution system against the connections behind it. */
function behindOf(site: CheckSite, whole: Side, mains: ReadonlyMap<number, Side | null>): CheckPlan[] {
  // Main minus those that may be seen would tell of the others.
  if (site.behind.length === 0 || site.behindHidden) return [];
  const parts = site.behind.map((connection) => mains.get(connection) ?? null).filter((one) => one !== null);
  const of = { connection: site.connection, meter: null, whole, parts };
  // A connection without a main meter of its own is missing from the parts: then they may only be less.
  return [
    { check: 'parts', ...of, rule: parts.length === site.behind.length ? 'close' : 'below' },
    { check: 'shift', ...of },
  ];
}

interface Meter {
  readonly site: CheckSite;
  readonly meter: CheckedMeter;
}

/** What a meter says of itself. */
function alone({ powers }: CheckJob, { site, meter }: Meter): CheckPlan[] {
  const of = { connection: site.connection, meter: meter.meter };
  const power = powers.find((one) => one.meter === meter.meter);
  return [
    ...(meter.sun ? [{ check: 'night' as const, ...of, panels: meter, site }] : []),
    ...(power === undefined ? [] : [{ check: 'power' as const, ...of, told: meter, power }]),
  ];
}

/** A meter behind the main one: its time, and with that its direction. */
function againstMain({ site, meter }: Meter, whole: Side | null): CheckPlan[] {
  if (whole === null || meter.role === 'main') return [];
  const of = { connection: site.connection, meter: meter.meter, whole, parts: [alike(meter)] };
  return [
    { check: 'direction', ...of },
    { check: 'shift', ...of },
  ];
}

function flagsOf(series: CheckSeries): Partial<Record<QualityFlag, number>> {
  const { sites, firstQuarter, quarters } = series.job;
  const counts: Partial<Record<QualityFlag, number>> = {};
  for (const meter of sites.flatMap((site) => site.meters)) {
    if (meter.role !== 'main') continue;
    const [from, to] = [Math.max(meter.fromQuarter - firstQuarter, 0), Math.min(meter.toQuarter - firstQuarter, quarters)];
    for (const register of [...meter.registers.import, ...meter.registers.export])
      for (let t = from; t < to; t++) {
        const flag = series.flagOf(register, t);
        counts[flag] = (counts[flag] ?? 0) + 1;
      }
  }
  return counts;
}
