// Properties of the ledger that need no known answer: what must hold for any readings, however wrong.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CounterReading, type CounterRules, compareReadings, deriveQuarters, spreadMicro } from '../../src/domain/ledger.ts';
import { QUARTER_MS } from '../../src/domain/time.ts';
import { epochMs } from '../../src/domain/units.ts';

const START = Date.UTC(2026, 5, 17, 10);
const rules: CounterRules = { maxPerHour: 100, slack: 0.01, modulus: null };
const rollingRules: CounterRules = { ...rules, modulus: 1000 };

/** A counter at 30 kW with everything that happens to counters: zeros, spikes, small slips, resets, swaps,
 *  repeats, many readings of one instant, long gaps. Sorted. */
const wildReadings = fc
  .array(
    fc.record({
      minute: fc.integer({ min: 0, max: 300 }),
      kind: fc.integer({ min: 0, max: 12 }),
      odd: fc.integer({ min: 0, max: 200_000 }),
      device: fc.integer({ min: 0, max: 2 }),
    }),
    { maxLength: 60, size: 'max' },
  )
  .map((list) =>
    list
      .map(({ minute, kind, odd, device }): CounterReading => {
        const wild = kind === 9 ? 0 : kind === 10 ? odd / 100 : kind === 11 ? 700 + minute / 2 + odd / 10_000 : minute / 2;
        return { at: epochMs(START + minute * 60_000), value: kind <= 8 ? 700 + minute / 2 : wild, device: kind >= 9 ? device : 0 };
      })
      .sort(compareReadings),
  );

/** A counter that only counts, read at any second, up to 100 kW. */
const honestReadings = fc
  .array(fc.record({ seconds: fc.integer({ min: 1, max: 7200 }), share: fc.double({ min: 0, max: 1, noNaN: true }) }), { minLength: 1, maxLength: 40 })
  .map((steps) => {
    const readings: CounterReading[] = [{ at: epochMs(START), value: 1234.567, device: 0 }];
    for (const { seconds, share } of steps) {
      const last = readings.at(-1);
      if (last !== undefined) readings.push({ at: epochMs(last.at + seconds * 1000), value: last.value + (share * 100 * seconds) / 3600, device: 0 });
    }
    return readings;
  });

const micro = (value: number): number => Math.round(value * 1e6);

describe('whatever the readings', () => {
  it('no quarter is negative, and all are whole millionths', () => {
    fc.assert(
      fc.property(wildReadings, fc.constantFrom(rules, rollingRules), (readings, with_) => {
        for (const { amountMicro } of deriveQuarters(readings, with_).quarters) expect(Number.isSafeInteger(amountMicro) && amountMicro >= 0).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('no quarter holds more than the connection carries, plus the slack of each of its readings', () => {
    fc.assert(
      fc.property(wildReadings, fc.constantFrom(rules, rollingRules), (readings, with_) => {
        for (const { start, amountMicro } of deriveQuarters(readings, with_).quarters) {
          const inside = readings.filter((one) => one.at > start && one.at < start + QUARTER_MS).length;
          expect(amountMicro).toBeLessThanOrEqual(micro(with_.maxPerHour / 4 + (inside + 1) * with_.slack) + 1);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('the quarters follow each other without a hole', () => {
    fc.assert(
      fc.property(wildReadings, (readings) => {
        const { quarters } = deriveQuarters(readings, rules);
        for (const [index, { start }] of quarters.entries()) expect(start).toBe((quarters[0]?.start ?? 0) + index * QUARTER_MS);
      }),
    );
  });

  it('readings told twice change nothing', () => {
    fc.assert(
      fc.property(wildReadings, (readings) => {
        const twice = [...readings, ...readings].sort(compareReadings);

        expect(deriveQuarters(twice, rules)).toEqual(deriveQuarters(readings, rules));
      }),
    );
  });

  it('a derivation that begins at any anchor gives the same quarters from there on', () => {
    fc.assert(
      fc.property(wildReadings, fc.constantFrom(rules, rollingRules), (readings, with_) => {
        const { quarters } = deriveQuarters(readings, with_);
        for (const [index, { anchor, start }] of quarters.entries()) {
          const from = readings.filter((one) => compareReadings(one, anchor) >= 0);
          const again = deriveQuarters(from, with_).quarters.filter((one) => one.start >= start);
          // An anchor before the first quarter of the new derivation's own start is the anchor itself, not an older one.
          expect(again.map(({ amountMicro, flag }) => ({ amountMicro, flag }))).toEqual(quarters.slice(index).map(({ amountMicro, flag }) => ({ amountMicro, flag })));
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('a reading after the last boundary changes no complete quarter', () => {
    fc.assert(
      fc.property(wildReadings, fc.integer({ min: 0, max: 200_000 }), (readings, odd) => {
        const before = deriveQuarters(readings, rules).quarters;
        const later: CounterReading = { at: epochMs((readings.at(-1)?.at ?? START) + 1000), value: odd / 100, device: 0 };

        const after = deriveQuarters([...readings, later], rules).quarters;

        // Unless it makes waiting readings believable: then quarters may follow, but those that stood stand.
        expect(after.slice(0, before.length)).toEqual(before);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('whatever the readings, all that was accepted is somewhere', () => {
  it('the quarters, the head and the running one add up to the accepted register differences exactly', () => {
    fc.assert(
      fc.property(wildReadings, fc.constantFrom(rules, rollingRules), (readings, with_) => {
        const { quarters, running, headMicro, events, lastAccepted } = deriveQuarters(readings, with_);
        const sum = quarters.reduce((total, one) => total + one.amountMicro, headMicro + (running?.amountMicro ?? 0));
        // Last minus first, without what a new baseline jumped over, with a whole turn for each rollover.
        const accepted = events.filter((one) => one.kind !== 'glitch' && (lastAccepted === null || one.at <= lastAccepted.at));
        const jumped = accepted.filter((one) => ['swap', 'reset', 'step'].includes(one.kind)).reduce((total, one) => total + micro(one.to) - micro(one.from), 0);
        const turns = accepted.filter((one) => one.kind === 'rollover').length * micro(with_.modulus ?? 0);

        expect(sum).toBe(lastAccepted === null ? 0 : micro(lastAccepted.value) - micro(readings[0]?.value ?? 0) - jumped + turns);
      }),
      { numRuns: 1000 },
    );
  });

  it('a counter that turns over while a new baseline is being believed says so', () => {
    const reading = (minute: number, value: number): CounterReading => ({ at: epochMs(1_781_690_400_000 + minute * 60_000), value, device: 0 });

    const { events } = deriveQuarters([reading(0, 0.01), reading(0, 700), reading(1, 700.5), reading(181, 0)], { maxPerHour: 100, slack: 0.01, modulus: 1000 });

    expect(events.map(({ kind }) => kind)).toEqual(['step', 'rollover']);
  });

  it('a slip of the unit that ends within a day costs no energy and makes none', () => {
    const slips = fc.record({
      minutes: fc.array(fc.integer({ min: 1, max: 1200 }), { minLength: 1, maxLength: 50 }),
      from: fc.integer({ min: 1, max: 600 }),
      length: fc.integer({ min: 1, max: 600 }),
    });
    fc.assert(
      fc.property(slips, fc.constantFrom(1000, 1 / 1000), ({ minutes, from, length }, times) => {
        const clean = [...new Set([0, ...minutes, 1215])]
          .map((minute): CounterReading => ({ at: epochMs(START + minute * 60_000), value: 5000 + minute / 4, device: 0 }))
          .sort(compareReadings);
        const slipped = clean.map((one, index) => {
          const minute = (one.at - START) / 60_000;
          return index > 0 && minute >= from && minute < from + length && minute < 1215 ? { ...one, value: one.value * times } : one;
        });
        const total = (of: readonly CounterReading[]): number => deriveQuarters(of, rules).quarters.reduce((sum, one) => sum + one.amountMicro, 0);

        expect(total(slipped)).toBe(total(clean));
      }),
      { numRuns: 500 },
    );
  });
});

describe('of a counter that only counts', () => {
  it('the quarters and the running one add up to the accepted differences exactly', () => {
    fc.assert(
      fc.property(honestReadings, (readings) => {
        const { quarters, running } = deriveQuarters(readings, rules);
        const sum = quarters.reduce((total, one) => total + one.amountMicro, 0) + (running?.amountMicro ?? 0);

        expect(sum).toBe(micro(readings.at(-1)?.value ?? 0) - micro(1234.567));
      }),
    );
  });

  it('each quarter is the line between its readings, to a millionth', () => {
    const register = (readings: readonly CounterReading[], at: number): number => {
      const next = readings.findIndex((one) => one.at >= at);
      const [a, b] = [readings[Math.max(next - 1, 0)], readings[next]];
      if (a === undefined || b === undefined) throw new Error('outside the readings');
      return b.at === a.at ? b.value : a.value + ((b.value - a.value) * (at - a.at)) / (b.at - a.at);
    };

    fc.assert(
      fc.property(honestReadings, (readings) => {
        for (const { start, amountMicro } of deriveQuarters(readings, rules).quarters) {
          const expected = (register(readings, start + QUARTER_MS) - register(readings, start)) * 1e6;
          expect(Math.abs(amountMicro - expected)).toBeLessThanOrEqual(2);
        }
      }),
    );
  });

  it('one reading more or less between two others moves no energy out of the bracket', () => {
    fc.assert(
      fc.property(honestReadings, fc.nat(), (readings, pick) => {
        const inner = readings.length > 2 ? 1 + (pick % (readings.length - 2)) : 0;
        const without = readings.filter((_, index) => index !== inner || inner === 0);
        const total = (of: readonly CounterReading[]): number => {
          const { quarters, running } = deriveQuarters(of, rules);
          return quarters.reduce((sum, one) => sum + one.amountMicro, 0) + (running?.amountMicro ?? 0);
        };

        expect(total(without)).toBe(total(readings));
      }),
    );
  });
});

describe('a gap that is spread in the shape of history', () => {
  const weights = fc.array(fc.double({ min: 0, max: 1000, noNaN: true }), { minLength: 1, maxLength: 700 });

  it('adds up to its total exactly, no part negative', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 52 }), weights, (totalMicro, shape) => {
        const parts = spreadMicro(totalMicro, shape);

        expect(parts.reduce((sum, part) => sum + part, 0)).toBe(totalMicro);
        expect(parts.every((part) => part >= 0)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});
