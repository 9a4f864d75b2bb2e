// Quarters that may be told, and whole days beside them.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ConnectionQuarters, FLAGS, NO_VALUE } from '../../src/domain/balance.ts';
import { ToldQuarters } from '../../src/domain/told-quarters.ts';

const M = FLAGS.indexOf('M');
/** kWh of each quarter; NaN: not measured. */
const using = (company: number, kwh: readonly number[]): ConnectionQuarters => ({
  id: company,
  company,
  behind: null,
  passesOn: false,
  registers: [
    {
      flow: 'import',
      amounts: Float64Array.from(kwh, (one) => (Number.isNaN(one) ? 0 : one * 1e6)),
      flags: Uint8Array.from(kwh, (one) => (Number.isNaN(one) ? NO_VALUE : M)),
    },
  ],
});
const toldOf = (parks: Readonly<Record<string, readonly (readonly number[])[]>>): ToldQuarters => {
  const rows = Object.entries(parks).flatMap(([park, companies]) => companies.map((kwh) => ({ park, kwh })));
  const told = new ToldQuarters(
    rows[0]?.kwh.length ?? 0,
    rows.map(({ park }, at) => ({ company: at + 1, entity: `kvk ${at + 1}`, park })),
  );
  rows.forEach(({ kwh }, at) => told.add(using(at + 1, kwh)));
  return told.judge();
};

describe('a quarter', () => {
  it('is told where enough spoke and nobody stands out', () => {
    const told = toldOf({
      a: [
        [1, 40, 1, Number.NaN],
        [1, 1, 1, 1],
        [1, 1, 1, 1],
        [1, 1, 1, 1],
        [1, 1, Number.NaN, 1],
        [1, 1, 1, Number.NaN],
      ],
    });

    expect(told.runs(0, 4)).toEqual([
      [0, 1],
      [2, 3],
    ]);
    expect(told.secretIn(0, 4)).toBe(2);
    expect([0, 3].map((t) => told.hasSpoken(1)?.(t))).toEqual([true, false]);
  });

  it('is told the same beside a company that says nothing in any of them', () => {
    const even = [1, 2, 3, 4, 5].map(() => [1, 1, 40]);
    const [alone, beside] = [toldOf({ a: even }), toldOf({ a: [...even, [Number.NaN, Number.NaN, Number.NaN]] })];

    expect(beside.runs(0, 3)).toEqual(alone.runs(0, 3));
    expect(beside.isWhole(0, 3)).toBe(alone.isWhole(0, 3));
    expect([beside.hasSpoken(6), beside.hasSpoken(1) === null]).toEqual([null, false]);
  });

  it('of the region is told where it is of each of its parks', () => {
    const even = [1, 2, 3, 4, 5].map(() => [1, 1]);
    const told = toldOf({ a: even, b: [[1, 90], ...even.slice(1)] });

    expect(told.runs(0, 2)).toEqual([[0, 1]]);
  });
});

describe('a day', () => {
  it('is told as a whole where what is left of it says too little of anybody', () => {
    const turn = (at: number): number[] => Array.from({ length: 6 }, (_, t) => (t === at ? 40 : 1));

    // Each in turn is nearly all of a quarter; over all of them nobody is.
    expect(toldOf({ a: [0, 1, 2, 3, 4].map(turn) }).isWhole(0, 6)).toBe(true);
    expect(toldOf({ a: [turn(0), ...[9, 9, 9, 9].map(turn)] }).isWhole(0, 6)).toBe(false);
  });

  it('of the region too, where several parks together hide each other', () => {
    const park = (): number[][] => [[40, 1], ...[1, 2, 3, 4].map(() => [1, 1])];
    const one = toldOf({ a: park() });
    const five = toldOf({ a: park(), b: park(), c: park(), d: park(), e: park() });

    expect([one.isWhole(0, 2), five.isWhole(0, 2)]).toEqual([false, true]);
  });
});

it('no two stretches differ by a quarter that is kept back', () => {
  const rows = fc.array(fc.array(fc.oneof(fc.integer({ min: 0, max: 50 }), fc.constant(Number.NaN)), { minLength: 8, maxLength: 8 }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(rows, fc.integer({ min: 0, max: 7 }), (companies, at) => {
      const told = toldOf({ a: companies });
      const length = (from: number, to: number): number => told.runs(from, to).reduce((sum, [first, end]) => sum + end - first, 0);
      expect(length(0, at + 1) - length(0, at)).toBe(told.secretIn(at, at + 1) === 1 ? 0 : 1);
    }),
  );
});
