// Flags, the running quarter, anchors and gap shapes of the ledger; the cases of methods.md stand in ledger.test.ts.
import { describe, expect, it } from 'vitest';
import { type CounterReading, type CounterRules, type QualityFlag, compareReadings, deriveQuarters, fromMicro, spreadMicro, worst } from '../../src/domain/ledger.ts';
import { epochMs } from '../../src/domain/units.ts';

const rules: CounterRules = { maxPerHour: 100, slack: 0.01, modulus: null };

function at(clock: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = clock.split(':').map(Number);
  return Date.UTC(2026, 5, 17, hours, minutes, seconds);
}
const r = (clock: string, value: number, device = 0): CounterReading => ({ at: epochMs(at(clock)), value, device });
const flagsOf = (readings: readonly CounterReading[]): string =>
  deriveQuarters(readings, rules)
    .quarters.map((one) => one.flag)
    .join('');

describe('the flag of a quarter', () => {
  it('is M when readings bracket both its boundaries within a quarter-hour', () => {
    expect(flagsOf([r('09:55', 0), r('10:05', 1), r('10:20', 2), r('10:35', 3)])).toBe('MM');
  });

  it('is M when a reading lies within 60 s of each boundary, however long the bracket', () => {
    // The bracket before 10:15 is 10:00:30 to 10:15:40 (15 min 10 s), the boundary 40 s before its end.
    expect(flagsOf([r('10:00', 0), r('10:00:30', 0.1), r('10:15:40', 2), r('10:30', 4)])).toBe('MM');
  });

  it('is I when a boundary lies in a bracket of up to an hour, more than 60 s from its ends', () => {
    // Hourly gas: never split into measured quarters (methods.md 3.2).
    expect(flagsOf([r('10:00', 0), r('11:00', 4)])).toBe('IIII');
    // 61 s, then 60 s before the boundary, in a bracket of just over 15 minutes.
    expect(flagsOf([r('10:00', 0), r('10:13:59', 2), r('10:30', 4)])).toBe('II');
    expect(flagsOf([r('10:00', 0), r('10:14:00', 2), r('10:30', 4)])).toBe('MM');
  });

  it('is E when a boundary lies in a bracket of more than an hour', () => {
    // 11:00 itself lies one second before a reading, but the quarter before it begins at an estimated 10:45.
    expect(flagsOf([r('10:00', 0), r('11:00:01', 4)])).toBe('EEEE');
  });

  it('is the worse of its two boundaries', () => {
    // 10:15 lies in the half hour 10:00-10:30 (I); 10:30 and 10:45 are read.
    expect(flagsOf([r('10:00', 0), r('10:30', 4), r('10:45', 5)])).toBe('IIM');
  });

  it('is S when the energy since its start is unknown, also when the unknown step lies inside the quarter', () => {
    // The swap at 10:05 lies between two readings of the same quarter.
    expect(flagsOf([r('10:00', 50, 1), r('10:05', 0, 2), r('10:15', 1, 2), r('10:30', 2, 2)])).toBe('SM');
  });
});

describe('the worst of two flags', () => {
  it('goes C, M, I, E, S, X from certain to missing, either way round', () => {
    const order: QualityFlag[] = ['C', 'M', 'I', 'E', 'S', 'X'];

    for (const [i, a] of order.entries()) for (const [j, b] of order.entries()) expect(worst(a, b)).toBe(order[Math.max(i, j)]);
  });
});

describe('quarters', () => {
  it('need a reading at or before their start and one at or after their end', () => {
    expect(deriveQuarters([r('10:01', 0), r('10:29', 4)], rules).quarters).toEqual([]);
    expect(deriveQuarters([r('10:00', 0), r('10:14:59', 4)], rules).quarters).toEqual([]);
  });

  it('of no reading are none, and there is nothing to begin from', () => {
    expect(deriveQuarters([], rules)).toEqual({
      quarters: [],
      running: null,
      lastAnchor: null,
      events: [],
      glitches: 0,
      undecided: 0,
      waiting: null,
      headMicro: 0,
      lastAccepted: null,
    });
  });

  it('follow the UTC clock over midnight and over the end of a month', () => {
    const [a, b] = [Date.UTC(2026, 9, 31, 23, 45), Date.UTC(2026, 10, 1, 0, 15)];

    const { quarters } = deriveQuarters(
      [
        { at: epochMs(a), value: 0, device: 0 },
        { at: epochMs(b), value: 6, device: 0 },
      ],
      rules,
    );

    expect(quarters.map((one) => [one.start, fromMicro(one.amountMicro)])).toEqual([
      [a, 3],
      [a + 900_000, 3],
    ]);
  });

  it('share the millionths of a total without losing one: 1 kWh over three quarters', () => {
    // 1,000,000 / 3: the boundaries are rounded, so the differences add up again.
    const { quarters } = deriveQuarters([r('10:00', 0), r('10:45', 1)], rules);

    expect(quarters.map((one) => one.amountMicro)).toEqual([333_333, 333_334, 333_333]);
  });
});

describe('the running quarter', () => {
  it('holds what flowed since its start, up to the last accepted reading', () => {
    // At 10:15 the line between 10:10 (4) and 10:20 (6) stands at 5; 8 - 5 = 3.
    const { running } = deriveQuarters([r('10:00', 0), r('10:10', 4), r('10:20', 6), r('10:25', 8)], rules);

    expect(running).toEqual({ start: at('10:15'), until: at('10:25'), amountMicro: 3_000_000 });
  });

  it('does not count a reading that is not believed yet', () => {
    const { running } = deriveQuarters([r('10:00', 0), r('10:15', 4), r('10:20', 5), r('10:25', 9999)], rules);

    expect(running).toEqual({ start: at('10:15'), until: at('10:20'), amountMicro: 1_000_000 });
  });

  it('is not there before the first boundary after the first reading', () => {
    expect(deriveQuarters([r('10:01', 0), r('10:14', 4)], rules).running).toBeNull();
  });
});

describe('an anchor', () => {
  it('is the last reading at or before the start of its quarter', () => {
    const { quarters, lastAnchor } = deriveQuarters([r('09:58', 0), r('10:02', 1), r('10:14', 2), r('10:31', 3)], rules);

    expect(quarters.map((one) => one.anchor)).toEqual([r('09:58', 0), r('10:14', 2)]);
    expect(lastAnchor).toEqual(r('10:31', 3));
  });

  it('is never a reading that was believed because of later ones', () => {
    // 0.5 at 10:15 and 1 at 10:20 are believed at 10:30 only: the first derivation may begin there.
    const { quarters } = deriveQuarters([r('10:00', 5000), r('10:15', 0.5), r('10:20', 1), r('10:30', 2), r('10:45', 3)], rules);

    expect(quarters.map((one) => one.anchor)).toEqual([r('10:00', 5000), r('10:00', 5000), r('10:30', 2)]);
  });
});

describe('readings of one instant', () => {
  it('have a fixed order: time, then value, then device', () => {
    const sorted = [r('10:00', 2, 1), r('10:00', 1, 2), r('10:00', 1, 1), r('09:00', 9, 9)].sort(compareReadings);

    expect(sorted).toEqual([r('09:00', 9, 9), r('10:00', 1, 1), r('10:00', 1, 2), r('10:00', 2, 1)]);
  });

  it('that are equal count once', () => {
    const twice = deriveQuarters([r('10:00', 0), r('10:00', 0), r('10:15', 3), r('10:15', 3)], rules);

    expect(twice).toEqual(deriveQuarters([r('10:00', 0), r('10:15', 3)], rules));
  });
});

describe('a gap in the shape of history', () => {
  it('adds up to the last millionth when the shape does not divide: 1 kWh over weights 1, 1, 1', () => {
    expect(spreadMicro(1_000_000, [1, 1, 1])).toEqual([333_333, 333_334, 333_333]);
  });

  it('is spread evenly when history knows nothing', () => {
    expect(spreadMicro(8, [0, 0, 0, 0])).toEqual([2, 2, 2, 2]);
  });

  it('puts nothing where history says nothing flows', () => {
    expect(spreadMicro(10, [0, 5, 0])).toEqual([0, 10, 0]);
  });

  it('over no quarters is nothing', () => {
    expect(spreadMicro(10, [])).toEqual([]);
  });
});
