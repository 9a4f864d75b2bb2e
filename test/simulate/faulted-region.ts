// A small simulated park with faults, through decoder, ledger and store, beside the truth it was made from. Used by the tests of
// stated uncertainty: figures and bands come from the product's own functions, the truth from the simulator alone.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Doubts, bandsOf, doubtsIn, peakBandOf, peaksTried } from '../../src/api/balance-bands.ts';
import { clockStretch, clocksOff } from '../../src/api/clock-doubts.ts';
import { flowInBalance, wayOf, type Scope, type ScopedConnection } from '../../src/api/scope.ts';
import { type BalanceQuarters, BalanceSum } from '../../src/domain/balance.ts';
import { type StepSums, peakOf, sumStep, sumsFromMicro } from '../../src/domain/balance-steps.ts';
import type { Band, UnsureStretch } from '../../src/domain/energy-uncertainty.ts';
import type { MeterEvent } from '../../src/domain/meter-event.ts';
import type { Carrier } from '../../src/domain/reading.ts';
import { QUARTER_MS, localAdd } from '../../src/domain/time.ts';
import { type EpochMs, epochMs } from '../../src/domain/units.ts';
import { readShaped } from '../../src/ingest/gap-shapes.ts';
import type { JournalRecord } from '../../src/ingest/journal-format.ts';
import { Projector } from '../../src/ingest/projector.ts';
import { Registers } from '../../src/ingest/registers.ts';
import { readUnsure } from '../../src/ingest/unsure-stretches.ts';
import { gathered } from '../../src/jobs/gathering.ts';
import type { Fault } from '../../src/simulate/faults.ts';
import { historyDay } from '../../src/simulate/history.ts';
import { makeDraws, seedFor } from '../../src/simulate/noise.ts';
import { type PlanCompany, type PlanMeter, type RegionPlan, makePlan } from '../../src/simulate/plan.ts';
import { runSpan } from '../../src/simulate/publish.ts';
import type { NewRegister, RegisterRow } from '../../src/storage/registry.ts';
import { NOTHING, type QuarterColumns, emptyColumns, flagCode } from '../../src/storage/series.ts';
import { SeriesDuckdb } from '../../src/storage/series-duckdb.ts';

const HOUR_MS = 3_600_000;
const BATCH = 5_000;
const HISTORY_DAYS = 36;
export const FAULTS = ['gap', 'gap', 'duplicate', 'late-burst', 'garbage', 'clock-skew', 'reset', 'swap'] as const;

export interface RunOver {
  readonly seed: number;
  /** Local midnight of the first day. */
  readonly from: EpochMs;
  readonly days: number;
  readonly firms: number;
  /** Faults of each gateway; 0: none. */
  readonly faultsEach: number;
}
/** One figure beside its truth. */
export interface Checked {
  readonly of: 'company' | 'park';
  readonly what: 'day' | 'period' | 'peak';
  readonly figure: number;
  readonly truth: number;
  readonly band: Band;
  /** Something of it was estimated or lost. */
  readonly touched: boolean;
  /** No quarter of it is missing: what is missing is told by the coverage, not by the band. */
  readonly complete: boolean;
}

/** Two faults or so of each gateway, at any hour, all of them over before the end. */
function drawFaults(plan: RegionPlan, { seed, from, days, faultsEach }: RunOver): Fault[] {
  const draws = makeDraws(seedFor(seed, 'faults of a run'));
  const to = from + days * 24 * HOUR_MS;
  return plan.companies.flatMap((firm) =>
    firm.gateways.flatMap((gateway) =>
      Array.from({ length: faultsEach }, (): Fault => {
        const kind = FAULTS[draws.whole([0, FAULTS.length - 1])] ?? 'gap';
        const fromMs = from + Math.floor(draws.between([0, to - from - HOUR_MS]));
        const toMs = Math.min(fromMs + Math.floor(draws.between([0.3, kind === 'gap' ? 14 : 5]) * HOUR_MS), to + HOUR_MS);
        const span = { gateway: gateway.key, fromMs, toMs };
        return kind === 'clock-skew' ? { kind, ...span, skewS: Math.round(draws.between([-200, 200])) } : { kind, ...span };
      }),
    ),
  );
}

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

async function feed(region: Region, store: SeriesDuckdb, { over, faults }: { over: RunOver; faults: readonly Fault[] }): Promise<Ran> {
  const truth: Truth = new Map();
  const projector = new Projector({ store, registers: region.registers, newRegisters: region.newRegisters });
  const events: MeterEvent[] = [];
  let [records, seq]: [JournalRecord[], number] = [[], 0];
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
    publish: async (gateway, payload, at) => {
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
async function writeHistory({ region, store }: Ran, { from }: RunOver): Promise<void> {
  for (const firm of region.plan.companies) {
    const dayStart = from - HISTORY_DAYS * 24 * HOUR_MS;
    for (const { meter, register, startsAt, amounts } of historyDay({ plan: region.plan, company: firm, dayStart, dayEnd: from - 2 * HOUR_MS })) {
      const row = region.registers.find(region.meter(meter), register);
      if (row === undefined) continue;
      const columns = emptyColumns(amounts.length);
      amounts.forEach((amount, at) => {
        columns.registers[at] = row.id;
        columns.quarters[at] = startsAt / QUARTER_MS + at;
        columns.amounts[at] = amount;
        columns.flags[at] = amount < 0 ? NOTHING : flagCode('M');
      });
      await store.writeSettled(columns, 'settled');
    }
  }
}

interface Place {
  readonly scope: Scope;
  readonly of: Checked['of'];
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

function clocksIn({ scope, columns, events }: { scope: Scope; columns: QuarterColumns; events: readonly MeterEvent[] }): UnsureStretch[] {
  const meterOf = new Map(registersIn(scope).map(({ register, meter }) => [register, meter]));
  const amountAt = (register: number, quarter: number): number =>
    columns.amounts[columns.quarters.findIndex((one, row) => one === quarter && columns.registers[row] === register)] ?? 0;
  return clocksOff(events, meterOf).flatMap((off) =>
    [...meterOf]
      .filter(([, meter]) => meter === off.meter)
      .map(([register]) => {
        const [before, after] = [amountAt(register, off.midnight - 1), amountAt(register, off.midnight)];
        // At the ends of the run one of the two was not asked for.
        return clockStretch(register, off, [before === 0 ? after : before, after === 0 ? before : after]);
      }),
  );
}

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
  const doubts = await doubtsIn({ scope, summed: { steps: asked }, clocks: clocksIn({ scope, columns, events }) }, (query) =>
    readUnsure({ store, rulesOf: (register) => projector.rulesOf(register) }, query),
  );
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

async function check(ran: Ran, place: Place): Promise<Checked[]> {
  const { scope, of } = place;
  const { steps, whole, doubts, ...rest } = await balanced(ran, place);
  const nothing: Doubts = { ...doubts, counted: [] };
  const amounts = [...steps.map((step) => ({ what: 'day' as const, step })), { what: 'period' as const, step: whole }].map(({ what, step }): Checked => {
    let truth = 0;
    for (let quarter = step.start / QUARTER_MS; quarter < step.end / QUARTER_MS; quarter++) truth += trueAmount(ran, scope, { quarter, net: false });
    const [band, sure] = [bandsOf(doubts, step).import, bandsOf(nothing, step).import];
    const touched = band.high - sure.high > 1e-6 || sure.low - band.low > 1e-6;
    return { of, what, figure: step.sums.import, truth, band, touched, complete: step.sums.present === step.sums.expected };
  });
  const peak = await checkPeak(ran, place, { whole, doubts, steps, ...rest });
  return peak === null ? amounts : [...amounts, peak];
}

async function checkPeak(ran: Ran, { scope, of }: Place, { first, balance, whole, doubts }: Balanced): Promise<Checked | null> {
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
  return { of, what: 'peak', figure: peak.kw / 1e6, truth, band: { low: band.low - ends, high: band.high + ends }, touched: band.high > band.low, complete };
}

/** One run: every company's and the park's electricity from the grid, each day, all days together, and the peak. */
export async function faultedRun(over: RunOver): Promise<Checked[]> {
  const whole = makePlan({ seed: over.seed, parks: [{ id: `park-${over.seed}`, lat: 52.345, lon: 5.99, areaHa: 35, topology: 'public-grid', size: 'small' }] });
  const plan = { ...whole, companies: whole.companies.slice(0, over.firms) };
  const dir = mkdtempSync(join(tmpdir(), 'kringstroom-faulted-'));
  const store = await SeriesDuckdb.open(dir);
  try {
    const ran = await feed(new Region(plan), store, { over, faults: drawFaults(plan, over) });
    const bounds = Array.from({ length: over.days + 1 }, (_, day) => localAdd(over.from, 'P1D', day));
    const checked: Checked[] = [];
    for (const firm of plan.companies) checked.push(...(await check(ran, { scope: ran.region.scope([firm], 'electricity'), of: 'company', bounds })));
    return [...checked, ...(await check(ran, { scope: ran.region.scope(plan.companies, 'electricity'), of: 'park', bounds }))];
  } finally {
    await store.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

export interface Score {
  readonly figures: number;
  readonly covered: number;
  readonly medianError: number;
  /** Half the distance between the ends of the band. */
  readonly medianMargin: number;
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

export const scoreOf = (checked: readonly Checked[]): Score => ({
  figures: checked.length,
  covered: checked.filter(({ truth, band }) => truth >= band.low && truth <= band.high).length / Math.max(checked.length, 1),
  medianError: median(checked.map(({ figure, truth }) => Math.abs(figure - truth))),
  medianMargin: median(checked.map(({ band }) => (band.high - band.low) / 2)),
});

export const scoreText = (name: string, { figures, covered, medianError, medianMargin }: Score): string =>
  `${name.padEnd(28)} ${String(figures).padStart(5)} figures, ${(covered * 100).toFixed(1)} % covered, median error ${medianError.toFixed(4)}, median margin ± ${medianMargin.toFixed(4)}, ratio ${(medianMargin / medianError).toFixed(2)}\n`;
