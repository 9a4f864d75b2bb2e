// Quarters that may be told, and whole days beside them.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BalanceFlow, type ConnectionQuarters, FLAGS, NO_VALUE } from '../../src/domain/balance.ts';
import { RECOGNISABLE } from '../../src/domain/disclosure.ts';
import { TOLD_FIGURES, type ToldFigure, ToldQuarters, byFigure } from '../../src/domain/told-quarters.ts';

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
/** The same of one who also feeds in, makes or has a main meter. */
const doing = (company: number, rows: Partial<Record<BalanceFlow, readonly number[]>>, over: Partial<ConnectionQuarters> = {}): ConnectionQuarters => ({
  ...using(company, []),
  ...over,
  registers: Object.entries(rows).map(([flow, kwh]) => ({
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- keys of the rows
    flow: flow as BalanceFlow,
    amounts: Float64Array.from(kwh, (one) => one * 1e6),
    flags: Uint8Array.from(kwh, () => M),
  })),
});
const judgedOf = (quarters: number, connections: readonly ConnectionQuarters[]): ToldQuarters => {
  const told = new ToldQuarters(
    quarters,
    connections.map(({ company }) => ({ company, entity: `kvk ${company}`, park: 'a' })),
  );
  for (const one of connections) told.add(one);
  return told.judge();
};
const untoldIn = (told: ToldQuarters, quarters: number): ToldFigure[] => TOLD_FIGURES.filter((figure) => told.secretIn(0, quarters, figure) > 0);

const toldOf = (parks: Readonly<Record<string, readonly (readonly number[])[]>>, asOne = false): ToldQuarters => {
  const rows = Object.entries(parks).flatMap(([park, companies]) => companies.map((kwh) => ({ park, kwh })));
  const told = new ToldQuarters(
    rows[0]?.kwh.length ?? 0,
    rows.map(({ park }, at) => ({ company: at + 1, entity: `kvk ${at + 1}`, park })),
    asOne,
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
    const even = (): number[][] => [1, 2, 3, 4, 5].map(() => [1, 1]);

    expect([toldOf({ a: even(), b: even() }).isWhole(0, 2), toldOf({ a: even(), b: park() }).isWhole(0, 2)]).toEqual([true, false]);
    expect(toldOf({ a: park(), b: park(), c: park(), d: park(), e: park() }).isWhole(0, 2)).toBe(true);
  });
});

describe('all parks as one', () => {
  const five = [1, 2, 3, 4, 5];
  const N = Number.NaN;
  const asOne = (parks: Readonly<Record<string, readonly (readonly number[])[]>>): ToldQuarters => toldOf(parks, true);

  it('are told where together they pass the rule and none of them does by itself', () => {
    const told = asOne({
      a: [[20, 1, 1], ...five.slice(1).map(() => [1, 1, 1])],
      b: [
        [10, 10, N],
        [9, 9, N],
      ],
    });

    // Of the second quarter the first park is told, and all less that park would be the other one. In the third nobody else spoke.
    expect([0, 1, 2].map((t) => told.secretIn(t, t + 1))).toEqual([0, 1, 0]);
    expect([told.isWhole(0, 1), told.isWhole(0, 2), told.isWhole(2, 3)]).toEqual([true, false, true]);
  });

  it('are told as a whole stretch only where no park is', () => {
    const turn = (first: number): number[] => five.map((_, at) => (at === first ? 40 : 1));
    const alone = { a: five.map((_, company) => turn(company)), b: [[9, 9, 9, 9, 9]] };

    // Of no quarter the first park is told, and of all five it is.
    expect(toldOf({ a: alone.a }).isWhole(0, 5)).toBe(true);
    expect(asOne(alone).isWhole(0, 5)).toBe(false);
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

describe('a figure', () => {
  const six = [1, 2, 3, 4, 5, 6].map((company) => doing(company, { import: [10] }));
  const beside = (rows: Partial<Record<BalanceFlow, readonly number[]>>): ToldFigure[] => untoldIn(judgedOf(1, [...six, doing(7, rows)]), 1);

  it('to which one alone contributes is not told, and neither is what it could be reckoned from', () => {
    expect(beside({ import: [10] })).toEqual([]);
    expect(beside({ import: [0], export: [5] })).toEqual(['export', 'exchange', 'use', 'all']);
    expect(beside({ import: [0], export: [5], sun: [15] })).toEqual(['export', 'exchange', 'generation', 'kinds', 'use', 'all']);
    expect(beside({ import: [10], sun: [5] })).toEqual(['generation', 'kinds', 'use', 'all']);
    expect(beside({ import: [10], charge: [5] })).toEqual(['storage', 'use', 'all']);
  });

  it('of five may be told, but not what one of them drew and fed in within one quarter, nor the one kind among others', () => {
    const five = [7, 8, 9, 10, 11].map((company) => doing(company, { import: [company === 7 ? 2 : 0], export: [6], sun: [16] }));
    const kinds = [7, 8, 9, 10, 11, 12].map((company) => doing(company, { import: [0], export: [6], [company === 12 ? 'chp' : 'sun']: [16] }));

    expect(untoldIn(judgedOf(1, [...six, ...five]), 1)).toEqual(['exchange', 'all']);
    expect(untoldIn(judgedOf(1, [...six, ...kinds]), 1)).toEqual(['kinds']);
  });

  it('of a closed grid tells nothing of what the owner of its main meter takes itself', () => {
    const inside = [2, 3, 4, 5, 6].map((company) => doing(company, { import: [10] }, { behind: 1 }));
    const main = (kwh: number): ConnectionQuarters => doing(1, { import: [kwh] }, { passesOn: true });

    // What is lost is less than the meters may err by.
    expect(untoldIn(judgedOf(1, [main(50.5), ...inside]), 1)).toEqual([]);
    expect(untoldIn(judgedOf(1, [main(60), ...inside]), 1)).toEqual(['use', 'all']);
    expect(untoldIn(judgedOf(1, [main(500), ...inside]), 1)).toEqual([...TOLD_FIGURES]);
    expect(untoldIn(judgedOf(1, [main(60), ...inside.slice(1)]), 1)).toEqual([...TOLD_FIGURES]);
  });

  it('of a day is told as a whole where what is left of each measure says too little of anybody', () => {
    const quarters = 6;
    const inTurn = (at: number): number[] => Array.from({ length: quarters }, (_, t) => (t === at ? 5 : 0));
    const even = [1, 2, 3, 4, 5].map((company) => doing(company, { import: Array.from({ length: quarters }, () => 10) }));
    const feeding = (turns: readonly number[]): ConnectionQuarters[] =>
      turns.map((at, index) => doing(10 + index, { import: Array.from({ length: quarters }, () => 1), export: inTurn(at), sun: inTurn(at) }));
    const wholeOf = (connections: readonly ConnectionQuarters[]): Record<ToldFigure, boolean> => {
      const told = judgedOf(quarters, connections);
      return byFigure((figure) => told.isWhole(0, quarters, figure));
    };

    // One each quarter: together they are five.
    expect(wholeOf([...even, ...feeding([0, 1, 2, 3, 4])])).toMatchObject({ import: true, export: true, use: true, all: true });
    expect(wholeOf([...even, ...feeding([0, 1, 2, 3])])).toMatchObject({ import: true, export: false, generation: false, use: false, all: false });
  });
});

describe('who may be recognised', () => {
  const told = (rows: readonly { readonly kwh: readonly number[]; readonly entity: string }[]): ToldQuarters => {
    const all = new ToldQuarters(
      3,
      rows.map(({ entity }, at) => ({ company: at + 1, entity, park: 'a' })),
    );
    rows.forEach(({ kwh }, at) => all.add(using(at + 1, kwh)));
    return all.judge();
  };

  it('changes nothing of what is told about the others, quarter by quarter and as a whole', () => {
    const kwh = fc.array(fc.oneof(fc.integer({ min: 0, max: 50 }), fc.constant(Number.NaN)), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(fc.array(kwh, { minLength: 1, maxLength: 8 }), fc.array(kwh, { maxLength: 3 }), (others, openly) => {
        const rows = others.map((one, at) => ({ kwh: one, entity: `kvk ${at}` }));
        const [without, with_] = [told(rows), told([...rows, ...openly.map((one) => ({ kwh: one, entity: RECOGNISABLE }))])];

        expect(with_.runs(0, 3)).toEqual(without.runs(0, 3));
        expect(with_.isWhole(0, 3)).toBe(without.isWhole(0, 3));
      }),
    );
  });

  it('hides nothing where there is nobody else', () => {
    expect(told([{ kwh: [1, Number.NaN, 3], entity: RECOGNISABLE }]).runs(0, 3)).toEqual([[0, 3]]);
  });
});
