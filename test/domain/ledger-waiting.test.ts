// What waits for months is let go of without a change in what comes out: derived at once or gone on from, it is the same.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CounterReading, type CounterRules, compareReadings, deriveQuarters } from '../../src/domain/ledger.ts';
import { WAITING_KEPT, WAITING_KEPT_MS, Waiting, isUnitSlip } from '../../src/domain/ledger-waiting.ts';
import { epochMs } from '../../src/domain/units.ts';

const MINUTE = 60_000;
const START = Date.UTC(2026, 9, 1);
const rules: CounterRules = { maxPerHour: 110, slack: 0.3, modulus: null };
const r = (minute: number, value: number, device = 0): CounterReading => ({ at: epochMs(START + minute * MINUTE), value, device });

describe('what waits', () => {
  it('of a unit a thousand times smaller for forty days is counted in full and kept for little more than a day', () => {
    const base = r(0, 1000);
    let waiting = Waiting.behind(base);
    for (let minute = 1; minute <= 40 * 1440; minute++) waiting = waiting.with(r(minute, 1e6 + minute * 500), rules);

    expect(waiting.waited).toMatchObject({ count: 57_600, slips: 57_600, told: 0, firstSlip: r(1, 1_000_500) });
    // 26 hours of minutes, both ends.
    expect(waiting.tail(() => true)).toHaveLength(WAITING_KEPT_MS / MINUTE + 1);
    expect([waiting.has(r(40 * 1440, 1e6 + 40 * 1440 * 500)), waiting.has(r(1, 1_000_500))]).toEqual([true, false]);
  });

  it('of a counter that tells once an hour is kept by number, not by time', () => {
    let waiting = Waiting.behind(r(0, 1000));
    for (let hour = 1; hour <= 2 * WAITING_KEPT; hour++) waiting = waiting.with(r(hour * 60, 1e6 + hour), rules);

    expect(waiting.tail(() => true)).toHaveLength(WAITING_KEPT);
  });

  it('does not change when something goes on from it', () => {
    const some = Waiting.behind(r(0, 1000)).with(r(1, 1e6), rules);
    const [one, other] = [some.with(r(2, 7), rules), some.with(r(3, 9), rules)];

    expect([some, one, other].map((each) => each.tail(() => true).map((reading) => reading.value))).toEqual([[1e6], [1e6, 7], [1e6, 9]]);
  });

  it('without a run that ends it is what waited before that run', () => {
    const glitches = [r(1, 5), r(2, 1e6)];
    const run = [r(3, 2e6), r(4, 2e6), r(5, 2e6)];
    const all = [...glitches, ...run].reduce((waiting, reading) => waiting.with(reading, rules), Waiting.behind(r(0, 1000)));

    expect(all.without(run, rules)).toEqual(glitches.reduce((waiting, reading) => waiting.with(reading, rules), Waiting.behind(r(0, 1000))).waited);
    expect(all.without([], rules)).toBe(all.waited);
  });
});

describe('the last of what waits', () => {
  it('is none while nothing does, and then the latest', () => {
    const nothing = Waiting.behind(r(0, 1000));

    expect([nothing.last, nothing.with(r(1, 5), rules).with(r(2, 6), rules).last, nothing.tail(() => true)]).toEqual([null, r(2, 6), []]);
    expect([nothing.has(r(1, 5)), nothing.with(r(1, 5), rules).has(r(2, 5)), nothing.with(r(2, 5), rules).has(r(1, 5))]).toEqual([false, false, false]);
  });

  it('a flicker within the slack is counted and not told, also beside a slip', () => {
    const waited = Waiting.behind(r(0, 1000))
      .with(r(1, 999.9), rules)
      .with(r(2, 1e6), { ...rules, slack: 2e6 }).waited;

    expect(waited).toEqual({ count: 2, slips: 1, firstSlip: r(2, 1e6), slipsTold: 0, firstSlipTold: null, told: 0, firstTold: null });
  });
});

describe('a slip of the unit', () => {
  it.each([
    [1000, 1_000_000, true],
    [1000, 1_110_300, true],
    [1000, 1, true],
    [1000, 1200, false],
    [9, 9000, false],
  ])('from %d to %d within the hour: %s', (from, to, slip) => {
    expect(isUnitSlip(r(0, from), r(60, to), rules)).toBe(slip);
  });
});

/** A counter at 30 kW that says nonsense, and other units, for long stretches. */
const wild = fc
  .array(fc.record({ length: fc.integer({ min: 1, max: 40 }), kind: fc.constantFrom('good', 'Wh', 'MWh', 'zero', 'step', 'noise'), odd: fc.integer({ min: 0, max: 5000 }) }), {
    minLength: 2,
    maxLength: 12,
  })
  .map((stretches) => {
    const readings: CounterReading[] = [r(0, 1000)];
    for (const { length, kind, odd } of stretches)
      for (let index = 0; index < length; index++) {
        const minute = readings.length * 7;
        const honest = 1000 + minute / 2;
        const value = { good: honest, Wh: honest * 1000, MWh: honest / 1000, zero: 0, step: honest + 3000, noise: (odd * (index + 3)) % 9973 }[kind];
        readings.push(r(minute, value));
      }
    return readings;
  });

it('a derivation that goes on from what waits gives what a derivation of everything gives', () => {
  fc.assert(
    fc.property(wild, fc.double({ min: 0, max: 1, noNaN: true }), (readings, share) => {
      const cut = Math.floor(readings.length * share);
      const before = deriveQuarters(readings.slice(0, cut), rules);
      const { waiting } = before;
      const whole = deriveQuarters(readings, rules);
      if (waiting === null) return;
      const rest = readings.filter((one, index) => index >= cut || compareReadings(one, waiting.base) <= 0);
      const resumed = deriveQuarters(rest, rules, waiting);

      const { waiting: left, ...figures } = resumed;
      const { waiting: all, ...wholeFigures } = whole;
      expect(figures).toEqual(wholeFigures);
      expect(left?.waited).toEqual(all?.waited);
      expect(left?.tail(() => true)).toEqual(all?.tail(() => true));
    }),
    { numRuns: 500 },
  );
});
