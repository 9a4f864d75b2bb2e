// Days summed from rows in any order: what the reference sums say, and packed where every quarter is there and of one flag.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstQuarterOf, localDayOf } from '../../src/domain/local-days.ts';
import { toMicro } from '../../src/domain/ledger.ts';
import { rollUp } from '../../src/domain/rollup.ts';
import { DaySums, type RankedRows } from '../../src/storage/day-sums.ts';
import { SPREAD_MARK, flagCode } from '../../src/storage/series.ts';

const dayOf = (date: string): number => Date.parse(`${date}T00:00:00Z`) / 86_400_000;
const SPRING = dayOf('2026-03-29');

interface Row {
  readonly register: number;
  readonly quarter: number;
  readonly amount: number;
  readonly flag: number;
  readonly rank: number;
}
const rowsOf = (rows: readonly Row[]): RankedRows => ({
  registers: Int32Array.from(rows, (row) => row.register),
  days: Int32Array.from(rows, (row) => localDayOf(row.quarter)),
  quarters: Int32Array.from(rows, (row) => row.quarter),
  amounts: Float64Array.from(rows, (row) => row.amount),
  flags: Uint8Array.from(rows, (row) => row.flag),
  ranks: Float64Array.from(rows, (row) => row.rank),
});
const wholeDay = (over: { day: number; register?: number; flag?: number; rank?: number }): Row[] => {
  const { day, register = 1, flag = flagCode('M'), rank = 0 } = over;
  const from = firstQuarterOf(day);
  return Array.from({ length: firstQuarterOf(day + 1) - from }, (_, at) => ({ register, quarter: from + at, amount: at / 4, flag, rank }));
};

describe('the sums of days', () => {
  it('are those of the reference, whatever the order of the rows', () => {
    const row = fc.record({
      register: fc.integer({ min: 1, max: 3 }),
      quarter: fc.integer({ min: firstQuarterOf(SPRING - 1), max: firstQuarterOf(SPRING + 2) - 1 }),
      amount: fc.double({ min: -5, max: 1e6, noNaN: true }),
      flag: fc.integer({ min: 0, max: 5 }),
    });
    const wanted = [SPRING - 1, SPRING, SPRING + 1].flatMap((day) => [1, 2, 3].map((register) => ({ register, day })));
    fc.assert(
      fc.property(fc.array(row, { maxLength: 120 }), fc.infiniteStream(fc.nat()), (drawn, keys) => {
        // What comes later in its source ranks higher.
        const ranked = drawn.map((one, rank) => ({ ...one, rank }));
        const shuffled = ranked.map((one) => ({ one, key: keys.next().value ?? 0 })).sort((a, b) => a.key - b.key);
        const sums = new DaySums(wanted);
        for (const { one } of shuffled) sums.add(rowsOf([one]));
        const made = sums.sums();
        const found = made.registers.map((register, at) => ({
          register,
          day: made.days[at],
          present: made.present[at],
          amountMicro: made.micro[at],
          byFlagMicro: made.byFlagMicro.map((micro) => micro[at]),
        }));

        const reference = rollUp(
          ranked.map(({ register, quarter, amount, flag, rank }) => ({ register, quarter, amountMicro: toMicro(amount), flag, source: rank })),
          'P1D',
        );
        expect(found.sort((a, b) => a.register - b.register || (a.day ?? 0) - (b.day ?? 0))).toEqual(reference);
      }),
    );
  });

  it('take no row of a day that was not asked for', () => {
    const sums = new DaySums([{ register: 1, day: SPRING }]);
    sums.add(rowsOf([...wholeDay({ day: SPRING - 1 }), ...wholeDay({ day: SPRING, register: 2 })]));

    expect([sums.sums().registers, sums.packed().registers]).toEqual([[], []]);
  });
});

describe('a packed day', () => {
  it('has every quarter in its order, 92 and 100 of them when the clocks change, in the order asked for', () => {
    const autumn = dayOf('2026-10-25');
    const days = [autumn, SPRING, SPRING + 1];
    const sums = new DaySums(days.map((day) => ({ register: 1, day })));
    sums.add(rowsOf(days.flatMap((day) => wholeDay({ day })).reverse()));
    const { lengths, amounts, unitsMicro, days: packed } = sums.packed();

    expect([packed, lengths]).toEqual([days, [100, 92, 96]]);
    expect(unitsMicro).toEqual([1_000, 1_000, 1_000]);
    expect([...amounts.subarray(100, 192)]).toEqual(Array.from({ length: 92 }, (_, at) => at * 250));
  });

  it('has no amounts where nothing flowed', () => {
    const sums = new DaySums([SPRING, SPRING + 1, SPRING + 2].map((day) => ({ register: 1, day })));
    const amounts = [0, 0.25, -0];
    amounts.forEach((amount, at) => sums.add(rowsOf(wholeDay({ day: SPRING + at }).map((row) => ({ ...row, amount })))));
    const packed = sums.packed();

    expect([packed.days, packed.lengths, packed.amounts.length]).toEqual([[SPRING, SPRING + 1, SPRING + 2], [0, 96, 0], 96]);
  });

  it.each([
    ['thousandths where all are whole ones', 2_147_483.647, 1_000, 2_147_483_647],
    ['millionths where one is not', 2_147.483647, 1, 2_147_483_647],
    ['thousandths also below 0', -2_147_483.647, 1_000, -2_147_483_647],
  ])('is in %s', (_, amount, unitMicro, stored) => {
    const sums = new DaySums([{ register: 1, day: SPRING }]);
    sums.add(rowsOf(wholeDay({ day: SPRING }).map((row, at) => ({ ...row, amount: at === 0 ? amount : 0 }))));
    const packed = sums.packed();

    expect([packed.unitsMicro, packed.amounts[0]]).toEqual([[unitMicro], stored]);
  });

  it.each([2_147_483.648, 2_147.483648 + 0.000001, -2_147.483649, Number.NaN])('is none where %s does not fit', (amount) => {
    const sums = new DaySums([{ register: 1, day: SPRING }]);
    sums.add(rowsOf(wholeDay({ day: SPRING }).map((row, at) => ({ ...row, amount: at === 5 ? amount : row.amount }))));

    expect(sums.packed().registers).toEqual([]);
  });

  it('is none of a gap, of an estimate, or of two flags; a share of a total has its own', () => {
    const flags = [flagCode('E'), flagCode('S') + SPREAD_MARK, flagCode('S')];
    const sums = new DaySums([1, 2, 3, 4, 5].map((register) => ({ register, day: SPRING })));
    flags.forEach((flag, at) => sums.add(rowsOf(wholeDay({ day: SPRING, register: at + 1, flag }))));
    sums.add(rowsOf(wholeDay({ day: SPRING, register: 4 }).slice(1)));
    sums.add(rowsOf(wholeDay({ day: SPRING, register: 5 })));
    sums.add(rowsOf(wholeDay({ day: SPRING, register: 5, flag: flagCode('I'), rank: 1 }).slice(0, 1)));

    expect([sums.packed().registers, sums.packed().flags]).toEqual([
      [2, 3],
      [flags[1], flags[2]],
    ]);
  });
});
