// Loads of which only the sum is made, against those of each connection: the same answers.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FLAGS } from '../../src/domain/balance.ts';
import type { LimitPart } from '../../src/domain/capacity/limit-parts.ts';
import { type CapacityQuestion, answered } from '../../src/jobs/capacity-sums.ts';
import { type Loads, buffersOf, joined, loadsOf } from '../../src/jobs/stretch-loads.ts';
import type { QualityFlag } from '../../src/domain/ledger.ts';
import { BORDERS, type DayOf, FIRST, QUARTERS, daysOf, jobOf, plain } from './packed-days.ts';

/** Where the second stretch begins. */
const CUT_DAY = 11;
type Job = ReturnType<typeof jobOf>;

/** The days [from, to) of a job. */
function part(days: readonly DayOf[], connections: Job['connections'], [from, to]: readonly [number, number]): Job {
  const start = BORDERS[from] ?? 0;
  const inside = days.filter(({ day }) => day >= from && day < to);
  return { ...jobOf(inside, connections), firstQuarter: FIRST + start, quarters: (BORDERS[to] ?? 0) - start, borders: BORDERS.slice(from, to + 1).map((border) => border - start) };
}
const stretchesOf = (days: readonly DayOf[], connections: Job['connections'], together: boolean): Loads[] =>
  (
    [
      [0, CUT_DAY],
      [CUT_DAY, BORDERS.length - 1],
    ] as const
  ).map((range) => loadsOf({ ...part(days, connections, range), ...(together && { together }) }));

const contract = (connection: number): LimitPart => ({ of: 'connection', connection, rows: [], contractKw: 100, grouped: [] });
const questionsOf = (connections: Job['connections']): (CapacityQuestion & { kind: 'use' | 'join' })[] => {
  const over = {
    parts: connections.filter(({ behind }) => behind === null).map(({ id }) => contract(id)),
    begins: connections.flatMap(({ id, fromQuarter }) => (fromQuarter === undefined ? [] : [[id, fromQuarter] as const])),
    ends: connections.flatMap(({ id, toQuarter }) => (toQuarter === undefined ? [] : [[id, toQuarter] as const])),
  };
  return [
    { kind: 'use', direction: 'import', borders: BORDERS, ...over },
    { kind: 'use', direction: 'export', borders: [0, 96, QUARTERS], ...over },
    { kind: 'join', direction: 'import', wish: { kind: 'load', kw: 30 }, ...over },
  ];
};

it('holds one array of all that are measured throughout, and those that are not by themselves', () => {
  const days = [...daysOf(1), ...daysOf(2), ...daysOf(3).slice(1)];
  const connections = [plain(0, [['import', 1]]), plain(1, [['export', 2]]), plain(2, [['import', 3]])];
  const [first, second] = stretchesOf(days, connections, true);

  expect(first?.together?.ids).toEqual([0, 1]);
  expect(first?.loads.map(({ id }) => id)).toEqual([2]);
  expect(second?.together?.ids).toEqual([0, 1, 2]);
  expect(first === undefined ? [] : buffersOf(first)).toHaveLength(3);
  // Quarter t of a day has 10 x register + day + t % 5, in Wh.
  expect(first?.together?.netMicro[1]).toBe((11 - 21) * 1_000);
  const { summed, loads } = joined(first === undefined || second === undefined ? [] : [first, second]);
  expect(summed?.ids).toEqual([0, 1]);
  expect([summed?.parts[0], summed?.parts.at(-1)]).toEqual([2, 3]);
  // In the sum of the second stretch it adds nothing more.
  expect(loads.map(({ id, netMicro }) => [id, netMicro[0], netMicro[96], netMicro.at(-1)])).toEqual([[2, Number.NaN, 31_000, 0]]);
});

it('is without a connection that comes or goes within it, however long its meter tells something', () => {
  const connections = [plain(0, [['import', 1]]), plain(1, [['import', 2]], { fromQuarter: FIRST + 96 })];
  const [first, second] = stretchesOf([...daysOf(1), ...daysOf(2)], connections, true);

  expect([first?.together?.ids, first?.loads.map(({ id }) => id)]).toEqual([[0], [1]]);
  expect(first?.together?.netMicro[0]).toBe(10_000);
  expect(second?.together?.ids).toEqual([0, 1]);
});

it('is refused for questions that need each connection', () => {
  const stretches = stretchesOf(daysOf(1), [plain(0, [['import', 1]])], true);

  expect(() => answered(stretches, { kind: 'peaks', direction: 'import' })).toThrow('a question of peaks needs the load of each connection');
  expect(() => answered(stretches, { kind: 'use', direction: 'import', parts: [], borders: [0, QUARTERS], entities: [] })).toThrow('needs the load of each');
});

it('answers the same, whatever the days hold and whoever is there', () => {
  const lastDay = BORDERS.length - 1;
  const seldom = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: value });
  const flag = (name: QualityFlag): number => FLAGS.indexOf(name);
  const register = fc.record({
    flag: fc.constantFrom(flag('C'), flag('C'), flag('C'), flag('C'), flag('M'), flag('E'), flag('X')),
    unitMicro: fc.constantFrom(1_000, 250_000),
    base: fc.integer({ min: -50, max: 200 }),
    /** No day of these is there. */
    silent: seldom(fc.tuple(fc.nat(lastDay), fc.nat(lastDay))),
  });
  const connection = fc.record({
    drawn: fc.option(register, { freq: 6 }),
    fed: fc.option(register, { freq: 2 }),
    sun: seldom(register),
    behind: seldom(fc.constant(0)),
    fromDay: seldom(fc.nat(lastDay)),
    toDay: seldom(fc.nat(lastDay)),
  });
  fc.assert(
    fc.property(fc.array(connection, { minLength: 1, maxLength: 6 }), (several) => {
      const days: DayOf[] = [];
      const connections = several.map(({ drawn, fed, sun, behind, fromDay, toDay }, id) => {
        const registers = [['import', drawn] as const, ['export', fed] as const, ['sun', sun] as const].flatMap(([flow, its], at) => {
          if (its === null) return [];
          const { silent, ...rest } = its;
          days.push(...daysOf(id * 3 + at, rest).filter(({ day }) => silent === null || day < Math.min(...silent) || day > Math.max(...silent)));
          return [[flow, id * 3 + at] as const];
        });
        return plain(id, registers, {
          ...(behind === null || id === 0 ? { passesOn: id === 0 && several.some((one) => one.behind === 0) } : { behind }),
          ...(fromDay !== null && { fromQuarter: FIRST + (BORDERS[fromDay] ?? 0) }),
          ...(toDay !== null && { toQuarter: FIRST + (BORDERS[toDay] ?? 0) }),
        });
      });
      const [each, together] = [stretchesOf(days, connections, false), stretchesOf(days, connections, true)];

      expect(together.map(({ sums }) => sums)).toEqual(each.map(({ sums }) => sums));
      for (const question of questionsOf(connections)) expect(answered(together, question)).toEqual(answered(each, question));
    }),
    { numRuns: 100 },
  );
});
