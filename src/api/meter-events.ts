// What happened to a meter: events kept from its messages, and what its quarters of the period say about it.
import { z } from '@hono/zod-openapi';
import { HISTORY_WEEKS, type QuarterSeries } from '../domain/ledger-history.ts';
import { FROZEN_QUARTERS, type Suspicion, frozenIn, reversedIn, unitSuspectIn } from '../domain/ledger-suspicion.ts';
import type { MeterEvent, MeterEventKind } from '../domain/meter-event.ts';
import type { Flow, ReadingUnit } from '../domain/reading.ts';
import { QUARTER_MS, toIso } from '../domain/time.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import { seriesOf } from '../ingest/gap-shapes.ts';
import type { MeterRow, RegisterRow } from '../storage/registry.ts';
import type { Deps } from './deps.ts';
import type { Api } from './endpoint.ts';
import { ApiError, notFound } from './errors.ts';
import { instant } from './period.ts';
import { tellingEnergy, wayOf } from './scope.ts';
import { EventsQuery, MeterEventRow } from './shapes-meter-events.ts';
import { PathId, listOf } from './shapes.ts';
import { meterResource } from './views.ts';

export const EVENTS_MAX = 1000;
export const PERIOD_DAYS_MAX = 31;
const DAY_QUARTERS = 96;
const PERIOD_MAX_MS = PERIOD_DAYS_MAX * DAY_QUARTERS * QUARTER_MS;
const HISTORY_QUARTERS = HISTORY_WEEKS * 7 * DAY_QUARTERS + 4;
const LEAD_QUARTERS = 7 * DAY_QUARTERS;
const GAUGE_READINGS_MAX = 5000;
const HOUR_MS = 3_600_000;

export function mountMeterEvents(api: Api): void {
  api.mount({
    method: 'get',
    path: '/meters/{id}/events',
    summary: `What happened to a meter, the newest first; without a period the last ${PERIOD_DAYS_MAX} days`,
    params: z.object({ id: PathId }),
    query: EventsQuery,
    answer: listOf(MeterEventRow),
    noun: 'meter',
    action: 'see',
    resource: ({ params }, deps) => meterResource(deps, params.id),
    handle: async ({ params, query }, deps) => {
      const meter = deps.directory.meters.get(params.id);
      if (meter === undefined) throw notFound('meter');
      return { items: await eventsOf(deps, meter, periodOf(deps, query)), next: null };
    },
  });
}

function periodOf(deps: Deps, query: z.infer<typeof EventsQuery>): { from: EpochMs; to: EpochMs } {
  const to = query.to === undefined ? epochMs(deps.now() + 1) : instant(query.to, 'to');
  const from = query.from === undefined ? epochMs(to - PERIOD_MAX_MS) : instant(query.from, 'from');
  if (to <= from) throw new ApiError('reversed-period', "'to' must lie after 'from'.");
  // An hour more: a period of 31 local days may have one.
  if (to - from > PERIOD_MAX_MS + HOUR_MS) throw new ApiError('period-too-long', `Events are told of at most ${PERIOD_DAYS_MAX} days at once.`);
  return { from, to };
}

async function eventsOf(deps: Deps, meter: MeterRow, period: { from: EpochMs; to: EpochMs }): Promise<MeterEventRow[]> {
  const registers = deps.directory.registersOf(meter.id);
  const byId = new Map(registers.map((one) => [one.id, one]));
  const kept = await deps.meterEvents.of([...byId.keys()], { ...period, limit: EVENTS_MAX });
  const told = kept.flatMap((event) => {
    const register = byId.get(event.register);
    return register === undefined ? [] : [rowOf(register, { ...event, until: null })];
  });
  const suspicions = await suspicionsOf(deps, meter, period);
  return [...told, ...suspicions].sort((a, b) => b.at.localeCompare(a.at) || a.registerName.localeCompare(b.registerName)).slice(0, EVENTS_MAX);
}

interface FlowSeries {
  readonly register: RegisterRow;
  readonly flow: Flow;
  readonly series: QuarterSeries;
}

/** Quarters know later what readings did not: a counter that stands still, a unit or a direction that is wrong. */
async function suspicionsOf(deps: Deps, meter: MeterRow, period: { from: EpochMs; to: EpochMs }): Promise<MeterEventRow[]> {
  const until = Math.min(period.to, deps.now());
  // Whole days, and a week before them: what lasts begins where it began, whatever was asked for.
  const from = Math.floor(period.from / (DAY_QUARTERS * QUARTER_MS)) * DAY_QUARTERS - LEAD_QUARTERS;
  const end = Math.floor(until / QUARTER_MS);
  const registers = tellingEnergy(deps.directory.registersOf(meter.id));
  if (registers.length === 0 || end <= from) return [];
  const first = from - HISTORY_QUARTERS;
  const columns = await deps.store.ask({ kind: 'quarters', registers: Int32Array.from(registers, (one) => one.id), from: first, to: end });
  const flows = flowsOf(registers, seriesOf(columns, { first, end }));
  const found: MeterEventRow[] = [];
  for (const one of flows) {
    const add = (suspicion: Suspicion): void => void found.push(suspicionRow(one.register, suspicion));
    unitSuspectIn(one.series, HISTORY_QUARTERS).forEach(add);
    // What a panel gives, or a site gives back, may be nothing for days: that is weather.
    if (one.flow === 'export' && meter.role !== 'generation') continue;
    frozenIn(one.series, HISTORY_QUARTERS, await flowedBy(deps, one, period)).forEach(add);
  }
  const [imported, exported] = [flows.find((one) => one.flow === 'import'), flows.find((one) => one.flow === 'export')];
  if (imported !== undefined && exported !== undefined && meter.role !== 'generation') {
    const directions = { import: imported.series, export: exported.series, mayExportAtNight: mayExportAtNight(deps, meter) };
    for (const one of reversedIn(directions, HISTORY_QUARTERS)) found.push(suspicionRow(imported.register, one));
  }
  return found.filter((one) => one.until !== null && one.until > toIso(period.from));
}

/** The registers of a flow as one series; tariffs where there are any, else the total. */
function flowsOf(registers: readonly RegisterRow[], series: ReadonlyMap<number, QuarterSeries>): FlowSeries[] {
  const flows = new Set(registers.map((one) => one.flow));
  return [...flows].flatMap((flow) => {
    const own = registers.filter((one) => one.flow === flow);
    const tariffs = own.filter((one) => wayOf(one) === 'tariff');
    const parts = tariffs.length > 0 ? tariffs : own.slice(0, 1);
    const known = parts.flatMap((one) => series.get(one.id) ?? []);
    const [register, first] = [parts[0], known[0]];
    if (register === undefined || first === undefined || known.length < parts.length) return [];
    const amounts = first.amounts.map((_, index) => known.reduce((sum, one) => sum + (one.amounts[index] ?? 0), 0));
    return [{ register, flow, series: { first: first.first, amounts, known: first.known.map((_, index) => (known.every((one) => one.known[index] === 1) ? 1 : 0)) } }];
  });
}

type FlowedKwh = (start: EpochMs, end: EpochMs) => number;

/** Energy that the meter's own power says has flowed; null where it tells no power, or its counter never stood still. */
async function flowedBy(deps: Deps, { register, flow, series }: FlowSeries, period: { from: EpochMs; to: EpochMs }): Promise<FlowedKwh | null> {
  const gauge = deps.directory.registersOf(register.meter).find((one) => one.kind === 'gauge' && one.unit === 'kW' && one.flow === flow);
  if (gauge === undefined || !standsStill(series)) return null;
  const readings = await deps.store.ask({ kind: 'readings', register: gauge.id, ...period, limit: GAUGE_READINGS_MAX });
  return (start, end) => {
    const within = readings.filter((one) => one.at >= start && one.at < end);
    const meanKw = within.reduce((sum, one) => sum + one.value, 0) / Math.max(within.length, 1);
    return (meanKw * (end - start)) / HOUR_MS;
  };
}

function standsStill({ amounts, known }: QuarterSeries): boolean {
  let run = 0;
  return amounts.some((amount, index) => (run = amount === 0 && known[index] === 1 ? run + 1 : 0) >= FROZEN_QUARTERS);
}

const mayExportAtNight = (deps: Deps, meter: MeterRow): boolean =>
  deps.directory.metersOf(meter.connection).some((one) => one.role === 'storage' || (one.role === 'generation' && one.generationKind !== 'sun'));

const suspicionRow = (register: RegisterRow, { kind, from, to, usual, counted, quarters }: Suspicion): MeterEventRow =>
  rowOf(register, { register: register.id, kind, at: from, until: to, from: usual, to: counted, readings: quarters });

const round = (value: number | null): number | null => (value === null ? null : Math.round(value * 1e6) / 1e6);

function rowOf(register: RegisterRow, event: MeterEvent & { until: EpochMs | null }): MeterEventRow {
  const { kind, at, until, readings } = event;
  const clock = kind === 'clock-ahead' || kind === 'clock-behind';
  const unit: ReadingUnit | 's' = clock ? 's' : register.unit === 'kW' ? 'kWh' : register.unit;
  const [from, to] = [round(event.from), round(event.to)];
  const detail = DETAILS[kind]({ from: `${from ?? '?'} ${unit}`, to: `${to ?? '?'} ${unit}`, readings });
  return { register: register.id, registerName: register.name, kind, at: toIso(at), until: until === null ? null : toIso(until), from, to, unit, readings, detail };
}

interface Told {
  readonly from: string;
  readonly to: string;
  readonly readings: number;
}
/** One sentence each; docs/methods.md#counters says what is booked and what to do. */
const DETAILS: Readonly<Record<MeterEventKind, (told: Told) => string>> = {
  rollover: ({ from, to }) => `The counter passed its last digit, from ${from} to ${to}; all of it is counted.`,
  swap: ({ from, to }) => `Another device counts from ${to}; the old one stood at ${from}. What flowed in between is unknown and booked as 0.`,
  reset: ({ from, to }) => `The counter went back from ${from} to ${to} and stayed there. What flowed in between is unknown and booked as 0.`,
  step: ({ from, to }) => `The counter jumped from ${from} to ${to}, more than the connection carries. It counts on from there; the jump is booked as 0.`,
  glitch: ({ from, to, readings }) => `${readings} readings said ${to} where the counter stood at ${from}, and were dropped; no energy was made or lost.`,
  'unit-slip': ({ from, to, readings }) => `${readings} readings were about a thousand times off, ${to} after ${from}. They are not counted; set the unit on the device.`,
  'clock-ahead': ({ to }) => `The device's clock was ${to} off: ahead. Set it; quarters get each other's energy.`,
  'clock-behind': ({ to }) => `The device's clock was ${to} off: behind. Set it; quarters get each other's energy.`,
  'total-mismatch': ({ from, to }) => `The tariffs add up to ${from} and the total says ${to}; only one of them is counted.`,
  frozen: ({ from }) => `The counter stood still while ${from} would have been usual; look at the meter.`,
  reversed: ({ from, to }) => `Import and export seem swapped: ${to} was counted as import where ${from} is usual. Look at the current transformers.`,
  'unit-suspect': ({ from, to }) => `${to} were counted where ${from} are usual: about a thousand times off. Look at the unit on the device.`,
};
