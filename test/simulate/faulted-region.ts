// A small simulated park with faults, through decoder, ledger and store, beside the truth it was made from. Used by the tests of
// stated uncertainty: figures and bands come from the product's own functions, the truth from the simulator alone.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Doubts, bandsOf, doubtsIn, peakBandOf, peaksTried, shareOf } from '../../src/api/balance-bands.ts';
import { clockStretches } from '../../src/api/clock-doubts.ts';
import { flowInBalance, wayOf, type Scope, type ScopedConnection } from '../../src/api/scope.ts';
import { type BalanceQuarters, BalanceSum } from '../../src/domain/balance.ts';
import { type StepSums, peakOf, sumStep, sumsFromMicro } from '../../src/domain/balance-steps.ts';
import { uncertaintyShare } from '../../src/domain/emission-uncertainty.ts';
import { directFactor } from '../../src/domain/emissions.ts';
import type { MeterEvent } from '../../src/domain/meter-event.ts';
import type { Carrier } from '../../src/domain/reading.ts';
import { QUARTER_MS, localAdd, localFloor } from '../../src/domain/time.ts';
import { type EpochMs, epochMs } from '../../src/domain/units.ts';
import { loadFactorLists } from '../../src/emission-factors.ts';
import { readShaped } from '../../src/ingest/gap-shapes.ts';
import type { JournalRecord } from '../../src/ingest/journal-format.ts';
import { Projector } from '../../src/ingest/projector.ts';
import { Registers } from '../../src/ingest/registers.ts';
import { readUnsure } from '../../src/ingest/unsure-stretches.ts';
import { gathered } from '../../src/jobs/gathering.ts';
import type { Fault } from '../../src/simulate/faults.ts';
import { historyDay } from '../../src/simulate/history.ts';
import { type PlanCompany, type PlanMeter, type RegionPlan, makePlan } from '../../src/simulate/plan.ts';
import { runSpan } from '../../src/simulate/publish.ts';
import type { NewRegister, RegisterRow } from '../../src/storage/registry.ts';
import { NOTHING, emptyColumns, flagCode } from '../../src/storage/series.ts';
import { SeriesDuckdb } from '../../src/storage/series-duckdb.ts';
import type { Checked } from './band-scores.ts';
import { type FaultKind, type RunOver, drawFaults, matters } from './drawn-faults.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const BATCH = 5_000;
const FACTORS = loadFactorLists(join(import.meta.dirname, '../../config/emission-factors')).filter(({ set }) => set === 'co2emissiefactoren');
/** Beside the month before a run, what the weeks before that are compared with. */
const HISTORY_DAYS = 58;
const MONTH_DAYS = 28;

class Region {
  readonly plan: RegionPlan;
  readonly registers = new Registers();
  readonly #meterIds = new Map<string, number>();
  readonly #gatewayIds = new Map<string, number>();
  readonly #connectionIds = new Map<string, number>();
  readonly #companyIds = new Map<string, number>();
  #register = 0;

  constructor(plan: RegionPlan) {
    this.plan = plan;
    const id = (map: Map<string, number>, key: string): number => map.set(key, map.get(key) ?? map.size + 1).get(key) ?? 0;
    const gateways = plan.companies.flatMap((firm) =>
      firm.gateways.map((gateway) => ({
        id: id(this.#gatewayIds, gateway.key),
        profile: gateway.profile,
        meters: firm.meters
          .filter((meter) => gateway.meters.includes(meter.key))
          .map((meter) => {
            const kw = firm.connections.find((one) => one.key === meter.connection)?.physicalImportKw ?? null;
            return { id: id(this.#meterIds, meter.key), carrier: meter.carrier, serial: meter.serial, maxPerHour: kw === null ? null : 1.1 * kw };
          }),
      })),
    );
    for (const firm of plan.companies) {
      id(this.#companyIds, firm.key);
      for (const connection of firm.connections) id(this.#connectionIds, connection.key);
    }
    this.registers.replace({ gateways, registers: [] });
  }

  gateway = (key: string): number => this.#gatewayIds.get(key) ?? 0;
  meter = (key: string): number => this.#meterIds.get(key) ?? 0;
  company = (firm: PlanCompany): number => this.#companyIds.get(firm.key) ?? 0;

  newRegisters = (wanted: readonly NewRegister[]): Promise<RegisterRow[]> => Promise.resolve(wanted.map((one) => ({ ...one, id: ++this.#register })));

  registersOf = (meter: PlanMeter): RegisterRow[] => this.registers.all().filter((one) => one.meter === this.meter(meter.key) && one.kind === 'counter');

  scope(firms: readonly PlanCompany[], carrier: Carrier): Scope {
    const connections = firms.flatMap((firm) =>
      firm.connections
        .filter((one) => one.carrier === carrier)
        .map((connection): ScopedConnection => {
          const registers = firm.meters
            .filter((meter) => meter.connection === connection.key)
            .flatMap((meter) =>
              this.registersOf(meter).flatMap((register) => {
                const flow = flowInBalance(meter, register.flow);
                const way = wayOf(register);
                return flow === null || way === null ? [] : [{ register: register.id, flow, meter: register.meter, way }];
              }),
            );
          return { id: this.#connectionIds.get(connection.key) ?? 0, company: this.company(firm), behind: null, passesOn: false, registers };
        }),
    );
    return { connections, withheld: 0 };
  }
}

/** What each register really counted, by quarter. */
type Truth = Map<string, Map<number, number>>;

interface Ran {
  readonly region: Region;
  readonly store: SeriesDuckdb;
  readonly truth: Truth;
  readonly projector: Projector;
  readonly events: readonly MeterEvent[];
}

/** Within six minutes of a local midnight. */
const isAroundMidnight = (at: EpochMs): boolean => localFloor(epochMs(at + 6 * MINUTE_MS), 'P1D') !== localFloor(epochMs(at - 6 * MINUTE_MS), 'P1D');

async function feed(region: Region, store: SeriesDuckdb, { over, faults }: { over: RunOver; faults: readonly Fault[] }): Promise<Ran> {
  const truth: Truth = new Map();
  const projector = new Projector({ store, registers: region.registers, newRegisters: region.newRegisters });
  const events: MeterEvent[] = [];
  let [records, seq, flushAt]: [JournalRecord[], number, number] = [[], 0, 0];
  const flush = async (): Promise<void> => {
    const told = records.length === 0 ? [] : (await projector.project(records, { journalId: 'run', seq })).events;
    for (const { register, events: some } of told) events.push(...some.map((one) => ({ ...one, register })));
    records = [];
  };
  await runSpan({
    plan: region.plan,
    from: over.from - 2 * HOUR_MS,
    to: over.from + over.days * 24 * HOUR_MS + 3 * HOUR_MS,
    state: null,
    faults,
    wanted: (gateway, at) => matters(faults, { gateway, at }),
    publish: async (gateway, payload, at) => {
      // As live: what is seen of a clock at a midnight is seen message by message.
      if (at >= flushAt && isAroundMidnight(at)) await flush();
      if (at >= flushAt) flushAt = at + MINUTE_MS;
      records.push({ seq: ++seq, gateway: region.gateway(gateway), topic: 'data', payload, receivedAt: at });
      if (records.length >= BATCH) await flush();
    },
    onTruth: ({ meter, register, startMs, amount }) => {
      const key = `${region.meter(meter)} ${register}`;
      truth.set(key, (truth.get(key) ?? new Map<number, number>()).set(startMs / QUARTER_MS, amount));
    },
  });
  await flush();
  const ran = { region, store, truth, projector, events };
  await writeHistory(ran, over);
  return ran;
}

/** What a metering company delivered of the weeks before. */
async function writeHistory({ region, store, truth }: Ran, { from }: RunOver): Promise<void> {
  for (const firm of region.plan.companies) {
    const dayStart = from - HISTORY_DAYS * 24 * HOUR_MS;
    // Until the first whole quarter of the live counters.
    for (const { meter, register, startsAt, amounts } of historyDay({ plan: region.plan, company: firm, dayStart, dayEnd: from - HOUR_MS })) {
      const row = region.registers.find(region.meter(meter), register);
      if (row === undefined) continue;
      const columns = emptyColumns(amounts.length);
      amounts.forEach((amount, at) => {
        columns.registers[at] = row.id;
        columns.quarters[at] = startsAt / QUARTER_MS + at;
        columns.amounts[at] = amount;
        columns.flags[at] = amount < 0 ? NOTHING : flagCode('M');
      });
      const counted = truth.get(`${row.meter} ${row.name}`) ?? new Map<number, number>();
      truth.set(`${row.meter} ${row.name}`, counted);
      amounts.forEach((amount, at) => counted.set(startsAt / QUARTER_MS + at, amount));
      await store.writeSettled(columns, 'settled');
    }
  }
}

interface Place {
  readonly scope: Scope;
  readonly bounds: readonly EpochMs[];
}
interface Balanced {
  readonly first: number;
  readonly balance: BalanceQuarters;
  readonly steps: readonly { start: EpochMs; end: EpochMs; sums: StepSums }[];
  readonly whole: { start: EpochMs; end: EpochMs; sums: StepSums };
  readonly doubts: Doubts;
}
const registersIn = (scope: Scope): ScopedConnection['registers'] => scope.connections.flatMap((one) => one.registers);

/** The balance of a place and what is not known of it, as the product reckons them. */
async function balanced({ store, projector, events }: Ran, { scope, bounds }: Place): Promise<Balanced> {
  const [first, end] = [(bounds[0] ?? 0) / QUARTER_MS, (bounds.at(-1) ?? 0) / QUARTER_MS];
  const registers = Int32Array.from(registersIn(scope), ({ register }) => register);
  const columns = await readShaped(store, { registers, from: first, to: end });
  const sum = new BalanceSum(end - first);
  for (const connection of gathered({ firstQuarter: first, quarters: end - first, connections: scope.connections, columns, before: [] })) sum.add(connection);
  const balance = sum.finish();
  const stepOf = (start: EpochMs, to: EpochMs): Balanced['whole'] => ({
    start,
    end: to,
    sums: sumsFromMicro(sumStep(balance, start / QUARTER_MS - first, to / QUARTER_MS - first)),
  });
  const steps = bounds.slice(1).map((to, index) => stepOf(bounds[index] ?? to, to));
  const asked = steps.map((step) => ({
    quartersSecret: 0,
    untold: null,
    ...step,
    parts: [{ from: step.start, unsure: [...registers], companies: [], consumption: new Float64Array(0) }],
  }));
  const meterOf = new Map(registersIn(scope).map(({ register, meter }) => [register, meter]));
  const over = { from: epochMs(first * QUARTER_MS), to: epochMs(end * QUARTER_MS) };
  const clocks = await clockStretches({ events, meterOf, over }, (query) => readShaped(store, query));
  const doubts = await doubtsIn({ scope, summed: { steps: asked }, clocks }, (query) => readUnsure({ store, rulesOf: (register) => projector.rulesOf(register) }, query));
  return { first, balance, steps, whole: stepOf(bounds[0] ?? epochMs(0), bounds.at(-1) ?? epochMs(0)), doubts };
}

/** Net power of a place as the simulator knows it, by quarter; import alone where it is asked for. */
function trueAmount({ region, truth }: Ran, scope: Scope, { quarter, net }: { quarter: number; net: boolean }): number {
  return registersIn(scope).reduce((sum, { register, flow }) => {
    const row = region.registers.byId(register);
    const amount = truth.get(`${row?.meter} ${row?.name}`)?.get(quarter) ?? 0;
    return sum + (flow === 'import' ? amount : net && flow === 'export' ? -amount : 0);
  }, 0);
}

interface Judged {
  readonly of: Checked['of'];
  readonly kind: FaultKind | null;
  readonly bounds: readonly EpochMs[];
}

async function check(ran: Ran, scope: Scope, { of, kind, bounds }: Judged): Promise<Checked[]> {
  const over = await balanced(ran, { scope, bounds });
  const { steps, whole, doubts, balance, first } = over;
  const amount = (what: Checked['what'], step: Balanced['whole']): Checked => {
    const [band, sure] = [bandsOf(doubts, step).import, bandsOf({ ...doubts, counted: [] }, step).import];
    const touched = band.high - sure.high > 1e-6 || sure.low - band.low > 1e-6;
    return { of, kind, what, figure: step.sums.import, truth: trueImport(ran, scope, step), band, touched, complete: step.sums.present === step.sums.expected };
  };
  const quarters = Array.from({ length: balance.gridImport.length }, (_, at) => {
    const start = epochMs((first + at) * QUARTER_MS);
    return amount('quarter', { start, end: epochMs(start + QUARTER_MS), sums: sumsFromMicro(sumStep(balance, at, at + 1)) });
  });
  const month = await balanced(ran, { scope, bounds: [localAdd(bounds[0] ?? epochMs(0), 'P1D', -MONTH_DAYS), bounds.at(-1) ?? epochMs(0)] });
  const peak = await checkPeak(ran, scope, over);
  return [
    ...quarters.filter(({ touched }) => touched),
    ...steps.map((step) => amount('day', step)),
    amount('period', whole),
    { ...amount('month', month.whole), band: bandsOf(month.doubts, month.whole).import },
    ...(peak === null ? [] : [{ of, kind, ...peak }]),
  ];
}

function trueImport(ran: Ran, scope: Scope, { start, end }: { start: EpochMs; end: EpochMs }): number {
  let sum = 0;
  for (let quarter = start / QUARTER_MS; quarter < end / QUARTER_MS; quarter++) sum += trueAmount(ran, scope, { quarter, net: false });
  return sum;
}

async function checkPeak(ran: Ran, scope: Scope, { first, balance, whole, doubts }: Balanced): Promise<Omit<Checked, 'of' | 'kind'> | null> {
  const peak = peakOf(balance);
  const kwh = (at: number): number => (balance.gridImport[at] ?? 0) / 1e6;
  const tried = await peaksTried(doubts, ({ from, to }) =>
    Promise.resolve(
      Array.from({ length: (to - from) / QUARTER_MS }, (_, at) => ({ from: epochMs(from + at * QUARTER_MS), sums: { gridImport: kwh(from / QUARTER_MS - first + at) } })),
    ),
  );
  const band = peakBandOf(peak === null ? null : { kw: peak.kw / 1e6 }, tried);
  if (peak === null || band === null) return null;
  let truth = 0;
  for (let at = 0; at < balance.gridImport.length; at++) truth = Math.max(truth, 4 * trueAmount(ran, scope, { quarter: first + at, net: true }));
  // A measured quarter is as sure as its two ends: what a display lags, and a step of the counter.
  const ends = 4 * 0.001 + (truth * 2.05) / 900;
  const complete = whole.sums.present === whole.sums.expected;
  return { what: 'peak', figure: peak.kw / 1e6, truth, band: { low: band.low - ends, high: band.high + ends }, touched: band.high > band.low, complete };
}

/** What all carriers of some firms emit by location, with the factors of the year, and what their bands make of it. */
async function checkEmissions(ran: Ran, firms: readonly PlanCompany[], { of, kind, bounds }: Judged): Promise<Checked> {
  const [from, to] = [bounds[0] ?? epochMs(0), bounds.at(-1) ?? epochMs(0)];
  const parts: { kg: number; trueKg: number; share: number; touched: boolean; complete: boolean }[] = [];
  for (const carrier of ['electricity', 'gas'] as const) {
    const scope = ran.region.scope(firms, carrier);
    const { whole, doubts } = await balanced(ran, { scope, bounds: [from, to] });
    const factor = directFactor(carrier, { lists: FACTORS, year: new Date(from).getUTCFullYear() })?.kgPerUnit ?? 0;
    const [amount, band, sure] = [whole.sums.import, bandsOf(doubts, whole).import, bandsOf({ ...doubts, counted: [] }, whole).import];
    const touched = band.high - sure.high > 1e-6 || sure.low - band.low > 1e-6;
    const complete = whole.sums.present === whole.sums.expected;
    parts.push({ kg: amount * factor, trueKg: trueImport(ran, scope, whole) * factor, share: shareOf(amount, band), touched, complete });
  }
  const figure = parts.reduce((sum, { kg }) => sum + kg, 0);
  const margin = figure === 0 ? 0 : figure * uncertaintyShare(parts.map(({ kg, share }) => ({ field: 'activity', weight: kg / figure, value: share })));
  const truth = parts.reduce((sum, { trueKg }) => sum + trueKg, 0);
  const band = { low: figure - margin, high: figure + margin };
  return { of, kind, what: 'co2', figure, truth, band, touched: parts.some(({ touched }) => touched), complete: parts.every(({ complete }) => complete) };
}

/** One run: every company's and the park's electricity from the grid, by quarter (of those that are not sure), each day, all days
 *  together and with the four weeks before; the peak; and what electricity and gas emit. */
export async function faultedRun(over: RunOver): Promise<Checked[]> {
  const whole = makePlan({ seed: over.seed, parks: [{ id: `park-${over.seed}`, lat: 52.345, lon: 5.99, areaHa: 35, topology: 'public-grid', size: 'small' }] });
  const plan = { ...whole, companies: whole.companies.slice(0, over.firms) };
  const dir = mkdtempSync(join(tmpdir(), 'kringstroom-faulted-'));
  const store = await SeriesDuckdb.open(dir);
  try {
    const ran = await feed(new Region(plan), store, { over, faults: drawFaults(plan, over) });
    const bounds = Array.from({ length: over.days + 1 }, (_, day) => localAdd(over.from, 'P1D', day));
    const places = [
      ...plan.companies.map((firm, place) => ({ firms: [firm], judged: { of: 'company', kind: over.kindOf?.(place) ?? null, bounds } as const })),
      { firms: plan.companies, judged: { of: 'park', kind: null, bounds } as const },
    ];
    const checked: Checked[] = [];
    for (const { firms, judged } of places) checked.push(...(await check(ran, ran.region.scope(firms, 'electricity'), judged)), await checkEmissions(ran, firms, judged));
    return checked;
  } finally {
    await store.close();
    rmSync(dir, { recursive: true, force: true });
  }
}
