// Runs of the matching: hours are read once and kept, read again when something changed, and nobody enters who may not.
import { beforeEach, describe, expect, it } from 'vitest';
import { matchesOf } from '../../src/domain/heat/matching.ts';
import { sensitivityOf } from '../../src/domain/heat/trial.ts';
import { epochMs } from '../../src/domain/units.ts';
import { GROWING_KEPT_MS, HeatRuns, STEADY_KEPT_MS, TRIALS_MAX } from '../../src/jobs/heat-runs.ts';
import { heatHoursOf } from '../../src/jobs/heat-sums.ts';
import { networkOf, pinchesOf } from '../../src/jobs/heat-network-sums.ts';
import { solver } from '../../src/jobs/heat-solver.ts';
import type { HeatPortRow } from '../../src/storage/heat.ts';
import { emptyColumns, flagCode } from '../../src/storage/series.ts';
import { parameters } from '../domain/heat/given.ts';
import { heatPortRow } from './heat-port-row.ts';

const HOUR_MS = 3_600_000;
let [clock, version, asked, matched, worked] = [Date.parse('2026-11-01T10:30:00Z'), 1, 0, 0, 0];

const sink = { role: 'sink', supplyC: 60, returnC: 40 } as const;
let rows: HeatPortRow[];
let busy = false;

/** 100 kWh an hour in each register, all year. */
function quarters({ registers, from, to }: { registers: Int32Array; from: number; to: number }): Promise<ReturnType<typeof emptyColumns>> {
  asked++;
  if (busy) return Promise.reject(new Error('the store is busy'));
  const length = to - from;
  const columns = emptyColumns(registers.length * length);
  registers.forEach((register, at) => {
    for (let quarter = 0; quarter < length; quarter++) {
      columns.registers[at * length + quarter] = register;
      columns.quarters[at * length + quarter] = from + quarter;
      columns.amounts[at * length + quarter] = 25;
    }
  });
  columns.flags.fill(flagCode('M'));
  return Promise.resolve(columns);
}

function runs(): HeatRuns {
  return new HeatRuns({
    heat: {
      get version() {
        return version;
      },
      portsOf: () => rows,
      routes: () => [],
    },
    parameters,
    compute: {
      heatHours: (job) => Promise.resolve(heatHoursOf(job)),
      heatMatches: (input) => {
        matched++;
        return Promise.resolve(matchesOf(input));
      },
      heatSensitivity: (trial) => {
        worked++;
        return Promise.resolve(sensitivityOf(trial));
      },
      heatNetwork: async (input) => networkOf(await solver(), input),
      heatPinch: (input) => Promise.resolve(pinchesOf(input)),
    },
    quarters,
    registersOf: ({ id }) => [{ register: id, flow: 'import', meter: id, way: 'total' }],
    assumedM: () => 300,
    now: () => epochMs(clock),
  });
}

beforeEach(() => {
  busy = false;
  [clock, version, asked, matched, worked] = [Date.parse('2026-11-01T10:30:00Z'), 1, 0, 0, 0];
  rows = [heatPortRow(1, {}), heatPortRow(2, sink), heatPortRow(3, { ...sink, meter: null, powerKw: 40, provenance: 'declared' })];
});

describe('a run', () => {
  it('reads the year up to the last whole hour, and matches what is known', async () => {
    const found = await runs().matches('p', () => true);

    expect(new Date(found.asOf).toISOString()).toBe('2026-11-01T10:00:00.000Z');
    expect(found.hours.byPort.get(1)?.knownHours).toBe(8760);
    expect(found.pairs.map((pair) => `${pair.source}-${pair.sink}`).sort()).toEqual(['1-2', '1-3']);
    expect(found.pairs.find((pair) => pair.sink === 2)?.demandKwh).toBeCloseTo(100 * 8760, 3);
  });

  it('leaves out whoever may not enter, and matches once for the same readers', async () => {
    const one = runs();
    expect((await one.matches('p', (company) => company !== 2)).pairs.map((pair) => pair.sink)).toEqual([3]);
    await Promise.all([one.matches('p', () => true), one.matches('p', () => true), one.network('p', () => true), one.pinches('p', () => true)]);

    expect(matched).toBe(2);
    expect(asked).toBe(12);
  });

  it('reads again when a port changed, and when the time is over', async () => {
    const one = runs();
    await one.matches('p', () => true);
    version++;
    await one.matches('p', () => true);
    expect(asked).toBe(24);
    // The second reading held no more than the first: nothing is coming in.
    clock += STEADY_KEPT_MS - 1;
    await one.matches('p', () => true);
    expect(asked).toBe(24);
    clock += GROWING_KEPT_MS;
    await one.matches('p', () => true);
    expect(asked).toBe(36);
    one.forget('p');
    await one.matches('p', () => true);
    expect(asked).toBe(48);
  });

  it('answers from the hours of a while ago when the store is too busy to read them again, and reads them when it is not', async () => {
    const one = runs();
    const before = await one.matches('p', () => true);
    [clock, busy] = [clock + STEADY_KEPT_MS + GROWING_KEPT_MS, true];

    expect((await one.matches('p', () => true)).hours).toBe(before.hours);
    expect(matched).toBe(1);
    // Of ports that were changed since it knows nothing.
    version++;
    await expect(one.matches('p', () => true)).rejects.toThrow('the store is busy');
    busy = false;
    expect((await one.matches('p', () => true)).hours.readAt).toBe(clock);
  });

  it('knows nothing of a port before it was there and after it went', async () => {
    rows = [heatPortRow(1, { from: epochMs(clock - 100 * HOUR_MS) }), heatPortRow(2, { ...sink, to: epochMs(clock - 50 * HOUR_MS) })];
    const { byPort } = (await runs().matches('p', () => true)).hours;

    expect([byPort.get(1)?.knownHours, byPort.get(2)?.knownHours]).toEqual([99, 8760 - 50]);
  });

  it('says what each assumption moves of a pair, once for as long as nothing changed', async () => {
    const one = runs();
    const pair = { source: 1, sink: 2 };
    const [first, again] = [await one.sensitivity('p', () => true, pair), await one.sensitivity('p', () => true, pair)];

    expect(first.some(({ code }) => code === 'gasEurPerM3')).toBe(true);
    expect(again).toBe(first);
    expect(worked).toBe(1);
    expect(await one.sensitivity('p', (company) => company !== 2, pair)).toEqual([]);
    version++;
    await one.sensitivity('p', () => true, pair);
    expect(worked).toBe(2);
  });

  it('tries an assumption and keeps nothing of it', async () => {
    rows = [heatPortRow(1, {}), heatPortRow(2, { ...sink, derivation: 'boiler', provenance: 'derived' })];
    const one = runs();
    const worth = async (): Promise<number | undefined> => (await one.matches('p', () => true)).pairs[0]?.money?.company.npvEur;
    const before = await worth();
    const dear = await one.trial('p', () => true, { code: 'gasEurPerM3', value: parameters.rows.gasEurPerM3.value * 2 });
    const worse = await one.trial('p', () => true, { code: 'boilerEfficiency', value: 0.45 });

    expect(dear.pairs[0]?.money?.company.npvEur ?? 0).toBeGreaterThan(before ?? Infinity);
    // A boiler of half the efficiency made half the heat of the same gas: half of what is asked.
    expect(worse.pairs[0]?.demandKwh).toBeCloseTo(100 * 8760 * 8.79 * 0.45, 0);
    expect(await worth()).toBe(before);
  });

  it('tries the same assumption once for as long as nothing changed, and keeps only so many', async () => {
    const one = runs();
    const values = (count: number): number[] => Array.from({ length: count }, (_, at) => parameters.rows.gasEurPerM3.value + at / 100);
    const tried = (value: number): Promise<unknown> => one.trial('p', () => true, { code: 'gasEurPerM3', value });
    const [first] = values(1);
    await Promise.all([tried(first ?? 0), tried(first ?? 0)]);
    await tried(first ?? 0);
    // The matches themselves, and one trial.
    expect(matched).toBe(2);
    for (const value of values(TRIALS_MAX + 1)) await tried(value);
    expect(matched).toBe(2 + TRIALS_MAX);
    await tried(first ?? 0);
    expect(matched).toBe(3 + TRIALS_MAX);
    version++;
    await tried(first ?? 0);
    expect(matched).toBe(5 + TRIALS_MAX);
  });

  it('counts what a meter delivered', async () => {
    expect((await runs().meteredKwh(heatPortRow(2, sink), { meter: 2, from: epochMs(0), to: null })).kwh).toBeCloseTo(100 * 8760, 3);
  });

  it('counts metered heat only while a contract holds', async () => {
    const [from, to] = [epochMs(Date.parse('2026-10-30T10:00:00Z')), epochMs(Date.parse('2026-10-31T10:00:00Z'))];

    expect(await runs().meteredKwh(heatPortRow(2, sink), { meter: 2, from, to })).toEqual({ kwh: 2400, from, to });
    // Up to the hour that is over last.
    expect(await runs().meteredKwh(heatPortRow(2, sink), { meter: 2, from, to: null })).toMatchObject({ kwh: 4800, from });
    // It begins tomorrow: nothing yet.
    expect((await runs().meteredKwh(heatPortRow(2, sink), { meter: 2, from: epochMs(clock + 24 * HOUR_MS), to: null })).kwh).toBe(0);
  });
});
