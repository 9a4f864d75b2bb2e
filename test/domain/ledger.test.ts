import { describe, expect, it } from 'vitest';
import { type CounterReading, type CounterRules, deriveQuarters, fromMicro, spreadMicro } from '../../src/domain/ledger.ts';
import { epochMs } from '../../src/domain/units.ts';

/** A connection of 100 kW, a counter that shows 0.01 kWh. */
const rules: CounterRules = { maxPerHour: 100, slack: 0.01, modulus: null };

/** '10:05' or '10:05:30' on one day in UTC, so that the tests read like the case list. */
function at(clock: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = clock.split(':').map(Number);
  return Date.UTC(2026, 5, 17, hours, minutes, seconds);
}
const r = (clock: string, value: number, device = 0): CounterReading => ({ at: epochMs(at(clock)), value, device });

/** ['10:00', amount, flag] of each quarter. */
function quartersOf(readings: readonly CounterReading[], with_: CounterRules = rules): [string, number, string][] {
  return deriveQuarters(readings, with_).quarters.map(({ start, amountMicro, flag }) => [new Date(start).toISOString().slice(11, 16), fromMicro(amountMicro), flag]);
}
const sumOf = (quarters: readonly [string, number, string][]): number => Math.round(quarters.reduce((sum, [, amount]) => sum + amount, 0) * 1e6) / 1e6;

describe('case O17', () => {
  it('(a) a momentary 0 is dropped: 13,423.700 -> 0 -> 13,423.900 is 0.2 kWh and no new baseline', () => {
    // 13,423.9 - 13,423.7 = 0.2; booking the way back from 0 would make a quarter of 13,423.9 kWh.
    const readings = [r('13:00', 13_423.7), r('13:05', 0), r('13:10', 13_423.9), r('13:15', 13_423.9)];

    const derived = deriveQuarters(readings, { ...rules, maxPerHour: 5.5 });

    expect(quartersOf(readings, { ...rules, maxPerHour: 5.5 })).toEqual([['13:00', 0.2, 'M']]);
    expect(derived.glitches).toBe(1);
    expect(derived.events).toEqual([{ kind: 'glitch', at: at('13:05'), from: 13_423.7, to: 0, readings: 1 }]);
  });

  it('(b) a counter that rolls over at 838,860.8 goes from 838,857.6 to 3.1 with 6.3', () => {
    // 838,860.8 - 838,857.6 = 3.2 up to the rollover, and 3.1 after it.
    const readings = [r('10:00', 838_857.6), r('10:15', 3.1)];

    const derived = deriveQuarters(readings, { ...rules, modulus: 838_860.8 });

    expect(derived.quarters.map((one) => one.amountMicro)).toEqual([6_300_000]);
    expect(derived.events).toEqual([{ kind: 'rollover', at: at('10:15'), from: 838_857.6, to: 3.1, readings: 1 }]);
  });

  it('(c) the register at 12:15:00 lies on the line between 12:14:20 and 12:16:20', () => {
    // 40 s of 120 s: 1000.0 + 3.0 x 40/120 = 1001.0. Before it 1001.0 - 999.0 = 2.0, after it 1013.0 - 1001.0 = 12.0.
    const readings = [r('12:00', 999), r('12:14:20', 1000), r('12:16:20', 1003), r('12:30', 1013)];

    expect(quartersOf(readings)).toEqual([
      ['12:00', 2, 'M'],
      ['12:15', 12, 'M'],
    ]);
  });

  it('(d) a gap of two hours keeps its total of 24 kWh, all of it estimated, in the shape of history', () => {
    // Weights [1,1,2,2,2,2,1,1] add up to 12: 24/12 = 2 kWh a weight.
    const quarters = quartersOf([r('10:00', 500), r('12:00', 524)]);
    const shaped = spreadMicro(24_000_000, [1, 1, 2, 2, 2, 2, 1, 1]);

    expect(quarters).toHaveLength(8);
    expect(new Set(quarters.map(([, , flag]) => flag))).toEqual(new Set(['E']));
    expect(sumOf(quarters)).toBe(24);
    expect(shaped.map(fromMicro)).toEqual([2, 2, 4, 4, 4, 4, 2, 2]);
  });

  it('(e) a meter swapped at 10:30 counts on from its own 0.8: 0.8 kWh measured, the half hour before it unknown', () => {
    // 1.6 - 0.8 = 0.8. The old meter was last seen at 10:00: what flowed up to 10:30 is not known, never 45,209.7 less.
    const [before, after] = [1, 2];
    const readings = [r('10:00', 45_210.5, before), r('10:30', 0.8, after), r('10:45', 1.6, after)];

    expect(quartersOf(readings)).toEqual([
      ['10:00', 0, 'S'],
      ['10:15', 0, 'S'],
      ['10:30', 0.8, 'M'],
    ]);
    expect(deriveQuarters(readings, rules).events).toEqual([{ kind: 'swap', at: at('10:30'), from: 45_210.5, to: 0.8, readings: 1 }]);
  });
});

describe('a step up', () => {
  it('of what the connection can carry is energy: 25 kWh in a quarter at 100 kW', () => {
    expect(quartersOf([r('10:00', 1000), r('10:15', 1025)])).toEqual([['10:00', 25, 'M']]);
  });

  it('by the slack more than that is still energy, and by more than the slack is not', () => {
    expect(quartersOf([r('10:00', 1000), r('10:15', 1025.01)])).toEqual([['10:00', 25.01, 'M']]);
    expect(quartersOf([r('10:00', 1000), r('10:15', 1025.02)])).toEqual([]);
  });

  it('above the limit that goes away again is a glitch', () => {
    const readings = [r('10:00', 1000), r('10:05', 9999), r('10:10', 9999.1), r('10:15', 1010)];

    expect(quartersOf(readings)).toEqual([['10:00', 10, 'M']]);
    expect(deriveQuarters(readings, rules).glitches).toBe(2);
  });

  // The deliberate deviation from methods.md 3.3, rule 2: a step that the connection cannot have carried is no
  // energy, so it is booked as 0 with flag S instead of whole with flag E.
  it('above the limit that three readings confirm is a new baseline: 0 kWh, substituted, never 8,000 kWh', () => {
    const readings = [r('10:00', 1000), r('10:15', 9000), r('10:20', 9001), r('10:30', 9004), r('10:45', 9010)];

    expect(quartersOf(readings)).toEqual([
      ['10:00', 0, 'S'],
      ['10:15', 4, 'M'],
      ['10:30', 6, 'M'],
    ]);
    expect(deriveQuarters(readings, rules).events).toEqual([{ kind: 'step', at: at('10:15'), from: 1000, to: 9000, readings: 1 }]);
  });

  it('above the limit is undecided while fewer than three readings confirm it', () => {
    const derived = deriveQuarters([r('10:00', 1000), r('10:15', 9000), r('10:20', 9001)], rules);

    expect(derived.quarters).toEqual([]);
    expect(derived.undecided).toBe(2);
  });

  it('above the limit is not confirmed by readings that disagree with each other', () => {
    const derived = deriveQuarters([r('10:00', 1000), r('10:15', 9000), r('10:20', 9500), r('10:25', 7000), r('10:30', 9900)], rules);

    expect(derived.quarters).toEqual([]);
  });
});

describe('a counter that goes back', () => {
  it('and stays there for 15 minutes was reset: 0 kWh, substituted, then measured again', () => {
    const readings = [r('10:00', 5000), r('10:15', 0.5), r('10:25', 1.5), r('10:30', 2), r('10:45', 4)];

    expect(quartersOf(readings)).toEqual([
      ['10:00', 0, 'S'],
      ['10:15', 1.5, 'M'],
      ['10:30', 2, 'M'],
    ]);
    expect(deriveQuarters(readings, rules).events).toEqual([{ kind: 'reset', at: at('10:15'), from: 5000, to: 0.5, readings: 1 }]);
  });

  it('is not believed within 15 minutes, however many readings say so: a meter that restarts shows 0 for a while', () => {
    const derived = deriveQuarters([r('10:00', 5000), r('10:01', 0), r('10:05', 0), r('10:10', 0), r('10:15', 5001)], rules);

    expect(derived.quarters.map((one) => fromMicro(one.amountMicro))).toEqual([1]);
    expect(derived.glitches).toBe(3);
  });

  it('beyond its last digit by more than the connection can carry was reset, not rolled over', () => {
    // 999,000 -> 500 with modulus 1,000,000 would be 1,500 kWh in a quarter of at most 25.
    const readings = [r('10:00', 999_000), r('10:15', 500), r('10:20', 501), r('10:30', 502)];

    const quarters = quartersOf(readings, { ...rules, modulus: 1_000_000 });

    expect(quarters).toEqual([
      ['10:00', 0, 'S'],
      ['10:15', 2, 'M'],
    ]);
  });

  it('from above its own modulus never makes a negative quarter', () => {
    // 1,500 -> 0 with modulus 1,000 is -500 when the modulus is just added.
    const quarters = quartersOf([r('10:00', 1500), r('10:15', 0), r('10:20', 1), r('10:30', 2)], { ...rules, modulus: 1000 });

    expect(quarters).toEqual([
      ['10:00', 0, 'S'],
      ['10:15', 2, 'M'],
    ]);
  });

  it('a little, by a flickering last digit, costs nothing: the reading is dropped', () => {
    const quarters = quartersOf([r('10:00', 100.02), r('10:05', 100.01), r('10:15', 100.5)]);

    expect(quarters).toEqual([['10:00', 0.48, 'M']]);
  });
});

describe('a unit that slips by a thousand', () => {
  // 2 kW: 0.5 kWh a quarter, 500 in Wh. A connection of 4,000 kW would carry all of that, so the limit alone lets it through.
  const wide: CounterRules = { ...rules, maxPerHour: 4000, slack: 0.01 };

  it('from kWh to Wh and back costs no energy and makes none: 2 kWh in the hour, estimated where it was away', () => {
    const readings = [r('10:00', 4000), r('10:10', 4_000_333), r('10:20', 4_000_667), r('10:30', 4_001_000), r('10:40', 4_001_333), r('11:00', 4002), r('11:15', 4002.5)];

    // 4,002 - 4,000 over four quarters: 0.5 each; 4,001,333 - 4,000,333 would be 1,000 kWh in half an hour.
    expect(quartersOf(readings, wide)).toEqual([
      ['10:00', 0.5, 'I'],
      ['10:15', 0.5, 'I'],
      ['10:30', 0.5, 'I'],
      ['10:45', 0.5, 'I'],
      ['11:00', 0.5, 'M'],
    ]);
    expect(deriveQuarters(readings, wide).events).toEqual([{ kind: 'unit-slip', at: at('10:10'), from: 4000, to: 4_000_333, readings: 4 }]);
  });

  it('is told while it lasts, and nothing is booked meanwhile', () => {
    const derived = deriveQuarters([r('10:00', 4000), r('10:15', 4_000_500), r('10:30', 4_001_000), r('10:45', 4_001_500), r('11:00', 4_002_000)], wide);

    expect(derived.quarters).toEqual([]);
    expect(derived.events).toEqual([{ kind: 'unit-slip', at: at('10:15'), from: 4000, to: 4_000_500, readings: 4 }]);
  });

  it('from kWh to MWh is a new unit after a day: the meter that was mended counts on, its jump is substituted', () => {
    // 4,000,000 "kWh" were Wh all along; mended, it says 4,000.
    const hours = Array.from({ length: 26 }, (_, hour): CounterReading => ({ at: epochMs(at('10:00') + (hour + 1) * 3_600_000), value: 4000 + hour, device: 0 }));
    const derived = deriveQuarters([r('10:00', 4_000_000), ...hours], wide);

    expect(derived.quarters.reduce((sum, one) => sum + fromMicro(one.amountMicro), 0)).toBe(25);
    expect(derived.events.map((one) => one.kind)).toEqual(['unit-slip']);
  });

  it('is not seen in a counter that is too young to tell', () => {
    expect(deriveQuarters([r('10:00', 1), r('10:05', 1000), r('10:10', 1001), r('10:15', 1002)], wide).events.map((one) => one.kind)).not.toContain('unit-slip');
  });
});

describe('a serial', () => {
  it('that is not said is the same device as any other', () => {
    expect(quartersOf([r('10:00', 100, 5), r('10:15', 110, 0), r('10:30', 120, 5)])).toEqual([
      ['10:00', 10, 'M'],
      ['10:15', 10, 'M'],
    ]);
  });

  it('that changes while a step is undecided ends the doubt: what waited is dropped', () => {
    const derived = deriveQuarters([r('10:00', 100, 5), r('10:05', 0, 5), r('10:15', 7, 6), r('10:30', 9, 6)], rules);

    expect(derived.quarters.map((one) => [fromMicro(one.amountMicro), one.flag])).toEqual([
      [0, 'S'],
      [2, 'M'],
    ]);
    expect(derived.glitches).toBe(1);
  });
});
