// The same readings in any order, batching, number of repeats and of restarts give the same quarters (step 5 of
// the design): whole deliveries through the projector, against one delivery of everything at once.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CounterReading, type CounterRules, compareReadings, deriveQuarters } from '../../src/domain/ledger.ts';
import type { MeterEvent } from '../../src/domain/meter-event.ts';
import { LedgerWindows } from '../../src/ingest/ledger-windows.ts';
import { SeriesDuckdb } from '../../src/storage/series-duckdb.ts';
import { SeriesMemory } from '../storage/series-memory.ts';
import { type Delivery, MAX_PER_HOUR, type Told, deliver, liveQuarters, reading } from './projecting.ts';

const START = Date.UTC(2026, 9, 31, 21);
const minutes = (count: number): number => count * 60_000;
const told = (minute: number, value: number, device = ''): Told => ({ atMs: START + minutes(minute), value, device });

async function quartersOf(delivery: Delivery): Promise<Awaited<ReturnType<typeof liveQuarters>>> {
  const store = new SeriesMemory();
  await deliver(store, delivery);
  return liveQuarters(store);
}

/** Readings a step apart at 30 kW, with zeros, spikes that the connection could just carry, resets, swaps. */
function wildSeries(stepMinutes: number, steps: number): fc.Arbitrary<Told[]> {
  const one = fc.record({
    step: fc.integer({ min: 0, max: steps }),
    kind: fc.integer({ min: 0, max: 12 }),
    odd: fc.integer({ min: 0, max: 3000 }),
    device: fc.constantFrom('', 'A', 'B'),
  });
  return fc.tuple(fc.array(one, { minLength: 1, maxLength: 80, size: 'max' }), fc.integer({ min: 0, max: steps * 3 })).map(([list, resetStep]) =>
    list.map(({ step, kind, odd, device }) => {
      const minute = step * stepMinutes;
      const honest = step < resetStep ? 1000 + minute / 2 : ((step - resetStep) * stepMinutes) / 2;
      const value = kind <= 8 ? honest : kind === 9 ? 0 : kind === 10 ? odd : 1000 + minute + odd / 100;
      return told(minute, value, kind >= 9 ? device : '');
    }),
  );
}

interface Scenario extends Delivery {
  readonly all: readonly Told[];
}

function scenarioOf(series: fc.Arbitrary<Told[]>, batchesMax: number): fc.Arbitrary<Scenario> {
  return series
    .chain((all) => {
      const late = fc.array(fc.integer({ min: 0, max: 40 }), { minLength: all.length, maxLength: all.length });
      const repeated = fc.shuffledSubarray([...all, ...all], { minLength: all.length });
      const cuts = fc.array(fc.integer({ min: 1, max: all.length * 2 }), { maxLength: batchesMax });
      const restarts = fc.array(fc.integer({ min: 0, max: batchesMax }), { maxLength: 3 });
      return fc.tuple(fc.constant(all), fc.boolean(), fc.tuple(late, repeated, cuts, restarts));
    })
    .map(([all, nearlyInOrder, [late, repeated, cuts, restarts]]) => {
      // Either any order with repeats, or in order with one in eight up to 40 readings late.
      const delayed = all
        .map((one, index) => ({ one, key: index + ((late[index] ?? 0) > 35 ? (late[index] ?? 0) : 0) }))
        .sort((a, b) => a.key - b.key)
        .map(({ one }) => one);
      const order = nearlyInOrder ? delayed : [...repeated, ...all.filter((one) => !repeated.includes(one))];
      const bounds = [0, ...[...new Set(cuts)].filter((cut) => cut < order.length).sort((a, b) => a - b), order.length];
      return { all, batches: bounds.slice(1).map((to, index) => order.slice(bounds[index], to)), restartsBefore: new Set(restarts) };
    });
}

describe('any delivery of the same readings', () => {
  it.each([
    ['a minute', 1, 400],
    ['five minutes, often of one instant', 5, 60],
    ['a quarter, on the boundaries', 15, 30],
    ['half a quarter', 7.5, 40],
    ['seven minutes over days', 7, 700],
  ])('read every %s gives the same quarters', async (_, stepMinutes, steps) => {
    await fc.assert(
      fc.asyncProperty(scenarioOf(wildSeries(stepMinutes, steps), 24), async ({ all, ...delivery }) => {
        expect(await quartersOf(delivery)).toEqual(await quartersOf({ batches: [all] }));
      }),
      { numRuns: 250 },
    );
  });

  it('gives the same quarters on disk, to the last bit, over a month and restarts', async () => {
    await fc.assert(
      fc.asyncProperty(scenarioOf(wildSeries(7, 60), 5), async ({ all, ...delivery }) => {
        const dir = mkdtempSync(join(tmpdir(), 'kringstroom-series-'));
        const store = await SeriesDuckdb.open(dir);

        await deliver(store, delivery);

        expect(await liveQuarters(store)).toEqual(await quartersOf({ batches: [all] }));
        await store.close();
        rmSync(dir, { recursive: true });
      }),
      { numRuns: 20 },
    );
  });
});

describe('a late reading', () => {
  const line = Array.from({ length: 50 }, (_, index) => told(index * 10, 1000 + index * 5));

  it('hours after its time changes the quarters around it and no other', async () => {
    // 30 kW; at minute 95 it had stood at 1047.5 + 5 = 1052.5: the quarter 90-105 gets the same total in another shape.
    const before = await quartersOf({ batches: [line] });
    const after = await quartersOf({ batches: [line, [told(95, 1049)]] });

    const moved = after.filter((one, index) => one.amount !== before[index]?.amount);
    expect(after).toHaveLength(before.length);
    expect(moved.every((one) => Math.abs(one.quarter - (START + minutes(95)) / minutes(15)) <= 2)).toBe(true);
    expect(after.reduce((sum, one) => sum + one.amount, 0)).toBeCloseTo(
      before.reduce((sum, one) => sum + one.amount, 0),
      6,
    );
  });

  it('in one batch with a new one does not store the same quarters twice', async () => {
    const [newest, late] = [told(500, 1250), told(5, 1002.5)];

    const quarters = await quartersOf({ batches: [line, [newest, late]] });

    expect(new Set(quarters.map((one) => one.quarter)).size).toBe(quarters.length);
    expect(quarters.reduce((sum, one) => sum + one.amount, 0)).toBe(247.5);
  });

  it('that takes the belief in later ones away removes the quarters that rested on it', async () => {
    // 120 kWh in 14 minutes is more than 110 kW carries, 20 is not: from 1020 the counter would go back to 1001.
    const three = [told(0, 1000), told(15, 1001), told(30, 1002)];
    const spike = told(14, 1020);

    const quarters = await quartersOf({ batches: [three, [spike]] });

    expect(quarters).toEqual(await quartersOf({ batches: [[...three, spike]] }));
    expect(quarters).toEqual([]);
  });

  it('before the first reading of all opens the quarters before it', async () => {
    const quarters = await quartersOf({ batches: [[told(60, 1030), told(75, 1040)], [told(0, 1000)]] });

    expect(quarters.map((one) => [one.amount, one.flag])).toEqual([
      [7.5, 'I'],
      [7.5, 'I'],
      [7.5, 'I'],
      [7.5, 'I'],
      [10, 'M'],
    ]);
  });
});

describe('duplicates, glitches and swaps on their way to the store', () => {
  it('told a hundred times are told once', async () => {
    const series = [told(0, 1000), told(15, 1005), told(30, 1010)];

    const quarters = await quartersOf({ batches: Array.from({ length: 100 }, () => series), restartsBefore: new Set([20, 50]) });

    expect(quarters.map((one) => one.amount)).toEqual([5, 5]);
  });

  it('a glitch to zero in a batch of its own, with a restart after it, invents nothing (O17 a)', async () => {
    const batches = [[told(0, 13_423.7)], [told(5, 0)], [told(10, 13_423.9)], [told(15, 13_423.9)]];

    expect((await quartersOf({ batches, restartsBefore: new Set([1, 2, 3]) })).map((one) => [one.amount, one.flag])).toEqual([[0.2, 'M']]);
  });

  it('a swapped meter counts on from its own start (O17 e)', async () => {
    const batches = [[told(0, 45_210.5, 'old')], [told(30, 0.8, 'new')], [told(45, 1.6, 'new')]];

    expect((await quartersOf({ batches, restartsBefore: new Set([2]) })).map((one) => [one.amount, one.flag])).toEqual([
      [0, 'S'],
      [0, 'S'],
      [0.8, 'M'],
    ]);
  });
});

/** A window fed in batches, that reads what it asks for from everything told so far; counts how often it had to. */
class Fed {
  readonly windows = new LedgerWindows();
  readonly quarters = new Map<number, string>();
  events: Omit<MeterEvent, 'register'>[] = [];
  #all: CounterReading[] = [];
  reads = 0;

  feed(batch: readonly CounterReading[]): void {
    this.#all.push(...batch);
    for (const one of batch) this.windows.add(1, one);
    this.#take();
    for (; this.windows.cold().length > 0; this.#take()) {
      this.reads += 1;
      this.quarters.clear();
      this.events = [];
      this.windows.warm(1, this.sorted(), RULES);
    }
  }

  sorted(): CounterReading[] {
    return this.#all.toSorted(compareReadings).filter((one, index, list) => index === 0 || compareReadings(list[index - 1] ?? one, one) !== 0);
  }

  #take(): void {
    for (const late of this.windows.takeLate()) this.windows.chill(late.register, late.fromMs);
    const { changed, removed, events } = this.windows.derive();
    for (const one of events) this.events = [...this.events.filter(({ at }) => at <= one.fromMs || at > one.untilMs), ...one.events];
    for (const one of changed) this.quarters.set(one.quarter, `${one.amountMicro} ${one.flag}`);
    for (const one of removed) this.quarters.delete(one.quarter);
  }
}
const RULES: CounterRules = { maxPerHour: MAX_PER_HOUR, slack: 0.3, modulus: null };
const at = (minute: number, value: number): CounterReading => reading(START + minutes(minute), value);
const wanted = (readings: readonly CounterReading[]): [number, string][] =>
  deriveQuarters(readings, RULES).quarters.map((one) => [one.start / minutes(15), `${one.amountMicro} ${one.flag}`]);

describe('a counter that was asked for before its first reading', () => {
  it('is not looked through from the beginning of time', () => {
    const windows = new LedgerWindows();
    windows.open(1, START);
    windows.warm(1, [], RULES);
    windows.derive();
    windows.add(1, at(1, 1000));
    windows.derive();

    // Two million quarters since 1970 each time would outlast the time limit of the test many times.
    for (let time = 0; time < 1000; time++) expect(windows.running(1)).toBeNull();
    windows.add(1, at(16, 1007.5));
    windows.derive();

    expect(windows.running(1)?.amountMicro).toBe(500_000);
  });
});

describe('a counter that slipped to Wh and stays there', () => {
  it('costs the same with every batch, however long it lasts, and comes out right when it ends', () => {
    const fed = new Fed();
    const DAYS = 6;
    fed.feed([at(0, 1000), at(10, 1005)]);
    const judgedByDay: number[] = [];
    for (let day = 0; day < DAYS; day++) {
      const before = fed.windows.judged;
      for (let minute = 20 + day * 1440; minute < 20 + (day + 1) * 1440; minute += 10) fed.feed([at(minute, 1000 * (1000 + minute / 2))]);
      judgedByDay.push(fed.windows.judged - before);
    }

    // 144 batches a day, each over the last hour or two of readings every ten minutes and the first ones.
    for (const judged of judgedByDay.slice(1)) expect(judged).toBeLessThan(144 * 16);
    expect(judgedByDay.at(-1)).toBe(judgedByDay[2]);
    expect(fed.windows.inMemory(1)).toBeLessThan(20);
    expect(fed.reads).toBe(1);

    const end = 20 + DAYS * 1440;
    for (let minute = end; minute < end + 60; minute += 10) fed.feed([at(minute, 1000 + minute / 2)]);
    expect([...fed.quarters].sort((a, b) => a[0] - b[0])).toEqual(wanted(fed.sorted()));
    expect(fed.events).toEqual([{ kind: 'unit-slip', at: START + minutes(20), from: 1005, to: 1_010_000, readings: DAYS * 144 }]);
  });

  it('that is told out of order, twice, and in between comes out as if it were told at once', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ hours: fc.integer({ min: 1, max: 9 }), kind: fc.constantFrom('good', 'good', 'Wh', 'MWh', 'zero', 'noise') }), { minLength: 2, maxLength: 6 }),
        fc.infiniteStream(fc.integer({ min: 0, max: 99 })),
        (stretches, dice) => {
          const honest = (minute: number): number => 1000 + minute / 2;
          const readings = [at(0, 1000)];
          for (const { hours, kind } of stretches)
            for (let index = 0; index < hours * 6; index++) {
              const minute = readings.length * 10;
              readings.push(at(minute, { good: honest(minute), Wh: honest(minute) * 1000, MWh: honest(minute) / 1000, zero: 0, noise: (minute * 7919) % 9973 }[kind]));
            }
          const next = (): number => dice.next().value ?? 0;
          // In order, but one in ten comes up to five hours late and one in ten comes twice.
          const order = readings
            .flatMap((one, index) => [{ one, key: index + (next() < 10 ? next() % 30 : 0) }, ...(next() < 10 ? [{ one, key: index + (next() % 60) }] : [])])
            .sort((a, b) => a.key - b.key);
          const fed = new Fed();
          for (let from = 0; from < order.length; from += 5) fed.feed(order.slice(from, from + 5).map(({ one }) => one));

          const found = [...fed.quarters].sort((a, b) => a[0] - b[0]);
          expect(found).toEqual(wanted(fed.sorted()));
          expect(fed.events).toEqual(deriveQuarters(fed.sorted(), RULES).events);
        },
      ),
      { numRuns: 150 },
    );
  });
});
