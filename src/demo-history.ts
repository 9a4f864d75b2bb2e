// Fills in the history behind a demo region: today first, then day by day into the past, while the screen runs.
import type { App } from './app.ts';
import { QUARTER_MS, localAdd, localFloor, toIso } from './domain/time.ts';
import { type EpochMs, epochMs } from './domain/units.ts';
import type { NewRegister } from './storage/registry.ts';
import { emptyColumns, type QuarterColumns, flagCode } from './storage/series.ts';
import type { HistorySeries } from './simulate/history.ts';

export interface HistorySource {
  /** Quarters of every simulated counter in [from, to), with the registry id of its meter. */
  readonly day: (from: EpochMs, to: EpochMs) => Iterable<HistorySeries & { meterId: number }>;
  /** Live readings begin here; the history ends here. */
  readonly end: EpochMs;
  readonly days: number;
}

/** One day is some 100,000 values; between days everything else gets its turn. */
export async function fillHistory(app: App, source: HistorySource, stopped: () => boolean): Promise<void> {
  const target = localAdd(localFloor(source.end, 'P1D'), 'P1D', -source.days);
  const earliest = await app.parts.store.ask({ kind: 'earliest-settled' });
  let end = earliest === null ? source.end : epochMs(earliest * QUARTER_MS);
  const report = (state: 'filling' | 'complete'): void =>
    app.setHistory({ state, filledFrom: toIso(end), target: toIso(target), share: Math.min((source.end - end) / (source.end - target), 1) });
  while (end > target && !stopped()) {
    const start = epochMs(Math.max(localFloor(epochMs(end - 1), 'P1D'), target));
    await app.parts.store.ask({ kind: 'settle', field: 'settled', columns: await columnsOf(app, source.day(start, end)), stamp: null, closedBefore: 0 });
    end = start;
    report('filling');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  if (end <= target) report('complete');
}

async function columnsOf(app: App, day: Iterable<HistorySeries & { meterId: number }>): Promise<QuarterColumns> {
  const { directory } = app.parts;
  const series: { register: number; one: HistorySeries }[] = [];
  const missing: { wanted: NewRegister; one: HistorySeries }[] = [];
  let turn = Date.now();
  for (const one of day) {
    // Nothing on the main thread may take long: PUBACKs and pages wait behind it.
    if (Date.now() - turn > 8) {
      await new Promise((resolve) => setImmediate(resolve));
      turn = Date.now();
    }
    const register = directory.registersOf(one.meterId).find((row) => row.name === one.register);
    if (register !== undefined) series.push({ register: register.id, one });
    else missing.push({ wanted: newRegister(app, one), one });
  }
  if (missing.length > 0) {
    const made = await directory.addRegisters(missing.map(({ wanted }) => wanted));
    missing.forEach(({ one }, index) => series.push({ register: made[index]?.id ?? 0, one }));
  }
  return pack(series);
}

function newRegister(app: App, one: HistorySeries & { meterId: number }): NewRegister {
  const meter = app.parts.directory.meters.get(one.meterId);
  if (meter === undefined) throw new Error(`the history names meter ${one.meterId}, which is not there`);
  const flow =
    (['import', 'export', 'generation', 'charge', 'discharge'] as const).find(
      (name) => one.register === name || one.register.startsWith(`${name}-t`) || one.register.endsWith(`-${name}`),
    ) ?? 'import';
  const unit = ['gas', 'water', 'biogas', 'hydrogen'].includes(meter.carrier) ? 'm3' : 'kWh';
  return { meter: one.meterId, name: one.register, carrier: meter.carrier, flow, kind: 'counter', unit };
}

function pack(series: readonly { register: number; one: HistorySeries }[]): QuarterColumns {
  const rows = series.reduce((sum, { one }) => sum + one.amounts.length, 0);
  const columns = emptyColumns(rows);
  columns.flags.fill(flagCode('M'));
  columns.sources.fill(1);
  let at = 0;
  for (const { register, one } of series) {
    columns.registers.fill(register, at, at + one.amounts.length);
    columns.amounts.set(one.amounts, at);
    const first = one.startsAt / QUARTER_MS;
    for (let quarter = 0; quarter < one.amounts.length; quarter++) columns.quarters[at + quarter] = first + quarter;
    at += one.amounts.length;
  }
  return columns;
}
