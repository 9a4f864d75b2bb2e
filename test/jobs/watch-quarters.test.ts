// The morning's look at four weeks of quarters, out of a real series store.
import { expect, it } from 'vitest';
import type { Finding } from '../../src/domain/alerts.ts';
import { epochMs } from '../../src/domain/units.ts';
import { type WatchedConnection, watchQuarters } from '../../src/jobs/watch-quarters.ts';
import { type DerivedQuarter, flagCode } from '../../src/storage/series.ts';
import { SeriesMemory } from '../storage/series-memory.ts';

/** Thursday 26 November 2026, 06:20 in Amsterdam. */
const NOW = Date.UTC(2026, 10, 26, 5, 20);
/** Midnight of that day, and 29 days before it: all in winter time. */
const TO = Date.UTC(2026, 10, 25, 23) / 900_000;
const FROM = TO - 29 * 96;
/** The night that ended at 05:00 has been measured as well. */
const NIGHT_END = TO + 5 * 4;

const connection = (more: Partial<WatchedConnection>): WatchedConnection => ({
  id: 1,
  park: 'eerbeek',
  company: 1,
  carrier: 'electricity',
  importRegisters: [10, 11],
  exportRegisters: [12],
  mayExportAtNight: false,
  shared: true,
  ...more,
});

async function findings(connections: readonly WatchedConnection[], amount: (register: number, day: number, hour: number) => number | null): Promise<readonly Finding[]> {
  const store = new SeriesMemory();
  const changed: DerivedQuarter[] = [];
  for (const register of new Set(connections.flatMap((one) => [...one.importRegisters, ...one.exportRegisters]))) {
    for (let quarter = FROM; quarter < NIGHT_END; quarter++) {
      const value = amount(register, Math.floor((quarter - FROM) / 96), Math.floor(((quarter - FROM) % 96) / 4));
      const anchor = { at: epochMs(quarter * 900_000), value: 0, device: 0 };
      if (value !== null) changed.push({ register, quarter, amountMicro: Math.round(value * 1e6), flag: 'M', anchor });
    }
  }
  await store.writeQuarters({ changed, removed: [] });
  const found: Finding[] = [];
  const desk = { report: async (list: readonly Finding[]) => (found.push(...list), { opened: 0, closed: 0 }) };
  const job = watchQuarters({ desk, connections: () => connections, quarters: (query) => store.readQuarters(query), now: () => epochMs(NOW) });
  await job.run({ stopping: () => false });
  return found;
}

it('adds the tariffs of a connection and judges the night that has just ended', async () => {
  // Two tariffs of 1 kWh a quarter are 8 kW; last night 2 each are 16 kW against a limit of 1.3 x 8.
  const found = await findings([connection({})], (register, day) => (register === 12 ? 0 : day === 29 ? 2 : 1));

  expect(found.find((one) => one.kind === 'night-base-load')).toEqual({
    kind: 'night-base-load',
    subject: 'connection 1',
    park: 'eerbeek',
    company: 1,
    value: 16,
    limit: 10.4,
    unit: 'kW',
    state: 'raise',
  });
});

it('sees a transformer the wrong way round, unless there is something that exports at night', async () => {
  const amount = (register: number): number => (register === 12 ? 5 : 0);

  expect((await findings([connection({})], amount)).find((one) => one.kind === 'reversed-sign')?.state).toBe('raise');
  expect((await findings([connection({ mayExportAtNight: true })], amount)).some((one) => one.kind === 'reversed-sign')).toBe(false);
});

it('looks at the gas of the last whole weekend', async () => {
  // 28 October 2026 is a Wednesday: day 24 and 25 are 21 and 22 November, a weekend.
  const found = await findings([connection({ carrier: 'gas', importRegisters: [10], exportRegisters: [] })], (_, day) => (day === 24 || day === 25 ? 0.9 : 1));

  expect(found.find((one) => one.kind === 'weekend-gas')).toMatchObject({ subject: 'connection 1', unit: '%', state: 'raise' });
});

it('tells a park that less is measured, of those companies alone that share', async () => {
  const silent = (register: number, day: number): number | null => (register === 20 && day === 28 ? null : 1);
  const two = (shared: boolean): WatchedConnection[] => [
    connection({ importRegisters: [10] }),
    connection({ id: 2, company: 2, importRegisters: [20], exportRegisters: [], shared }),
  ];

  const told = (await findings(two(true), silent)).find((one) => one.kind === 'coverage-falling');
  expect(told).toMatchObject({ subject: 'park eerbeek', company: null, value: 50, state: 'raise' });
  expect((await findings(two(false), silent)).find((one) => one.kind === 'coverage-falling')).toMatchObject({ value: 0, state: 'clear' });
});

it('takes what was settled above what the meter said, whatever comes first out of the store', async () => {
  const quarters = Array.from({ length: NIGHT_END - FROM }, (_, index) => FROM + index);
  // Live 1 kWh a quarter; the last night settled at 5 kWh.
  const rows = [...quarters.slice(-20).map((quarter) => ({ quarter, amount: 5, source: 1 })), ...quarters.map((quarter) => ({ quarter, amount: 1, source: 0 }))];
  const columns = {
    registers: Int32Array.from(rows, () => 10),
    quarters: Int32Array.from(rows, (row) => row.quarter),
    amounts: Float64Array.from(rows, (row) => row.amount),
    flags: Uint8Array.from(rows, () => flagCode('M')),
    sources: Uint8Array.from(rows, (row) => row.source),
  };
  const found: Finding[] = [];
  const desk = { report: async (list: readonly Finding[]) => (found.push(...list), { opened: 0, closed: 0 }) };
  const one = connection({ importRegisters: [10], exportRegisters: [] });
  await watchQuarters({ desk, connections: () => [one], quarters: async () => columns, now: () => epochMs(NOW) }).run({ stopping: () => false });

  expect(found.find((finding) => finding.kind === 'night-base-load')).toMatchObject({ value: 20, state: 'raise' });
});
