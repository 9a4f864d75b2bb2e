// Connections that are added up where their days lie, against the same ones laid out quarter by quarter.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type BalanceQuarters, BalanceSum, FLAGS } from '../../src/domain/balance.ts';
import { sumStep } from '../../src/domain/balance-steps.ts';
import { ScratchArrays } from '../../src/domain/scratch-arrays.ts';
import { type GatherJob, gathered } from '../../src/jobs/gathering.ts';
import { addPacked } from '../../src/jobs/packed-balance.ts';
import { BORDERS, type DayOf, FIRST, LENGTHS, QUARTERS, daysOf, jobOf, plain } from './packed-days.ts';

const [COUNTED, MEASURED] = [FLAGS.indexOf('C'), FLAGS.indexOf('M')];

/** All arrays of a balance, and the steps made of them, as text: whole numbers, and quickly compared. */
const seen = (quarters: BalanceQuarters): string =>
  JSON.stringify(
    [quarters, [...quarters.consumptionByCompany].sort(([a], [b]) => a - b), BORDERS.slice(1).map((to, step) => sumStep(quarters, BORDERS[step] ?? 0, to))],
    (_, value: unknown) => (ArrayBuffer.isView(value) ? Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64') : value),
  );

function laidOut(job: GatherJob & { borders: readonly number[] }): string {
  const sum = new BalanceSum(QUARTERS, job.borders);
  for (const connection of gathered(job)) sum.add(connection);
  return seen(sum.finish());
}

function whereTheyLie(job: GatherJob & { borders: readonly number[] }): { sums: string; left: number[] } {
  const arrays = new ScratchArrays();
  const sum = new BalanceSum(QUARTERS, job.borders, arrays);
  const { left } = addPacked(sum, job, arrays);
  for (const connection of gathered({ ...job, connections: left })) sum.add(connection);
  return { sums: seen(sum.finish()), left: left.map(({ id }) => id) };
}

it('adds up whoever only takes and feeds in, two of a company among them and the last without a partner', () => {
  const job = jobOf(
    [1, 2, 3].flatMap((register) => daysOf(register)),
    [
      plain(0, [
        ['import', 1],
        ['export', 2],
      ]),
      plain(1, [['import', 3]]),
    ],
  );
  const { sums, left } = whereTheyLie(job);

  expect(left).toEqual([]);
  expect(sums).toEqual(laidOut(job));
});

it.each([
  ['a day is missing', daysOf(1).slice(1), {}],
  ['a day was substituted', daysOf(1).map((one) => (one.day === 4 ? { ...one, flag: FLAGS.indexOf('S') } : one)), {}],
  ['one day was measured in another way', daysOf(1).map((one) => (one.day === 4 ? { ...one, flag: MEASURED } : one)), {}],
  ['it lies behind another', daysOf(1), { behind: 7 }],
  ['others lie behind it', daysOf(1), { passesOn: true }],
  ['it came later', daysOf(1), { fromQuarter: FIRST + 96 }],
  ['it left', daysOf(1), { toQuarter: FIRST + 96 }],
  ['it has no register', daysOf(1), { registers: [] }],
  ['its meter came later', daysOf(1), { registers: [{ flow: 'import', register: 1, meter: 1, way: 'total', fromQuarter: FIRST + 96 }] }],
  ['it makes something', daysOf(1), { registers: [{ flow: 'sun', register: 1, meter: 1, way: 'total' }] }],
  ['a figure of the whole connection stands beside its meters', daysOf(1), { registers: [{ flow: 'import', register: 1, meter: 1, way: 'total', whole: true }] }],
  [
    'its meter tells its energy in two ways',
    [...daysOf(1), ...daysOf(2)],
    {
      registers: [
        { flow: 'import', register: 1, meter: 1, way: 'total' },
        { flow: 'import', register: 2, meter: 1, way: 'power' },
      ],
    },
  ],
  [
    'two tariffs',
    [...daysOf(1), ...daysOf(2)],
    {
      registers: [
        { flow: 'import', register: 1, meter: 1, way: 'tariff' },
        { flow: 'import', register: 2, meter: 1, way: 'tariff' },
      ],
    },
  ],
])('is left to be laid out where it is not as plain: %s', (_, days, rest) => {
  const job = jobOf([...days, ...daysOf(9)], [plain(1, [['import', 1]], rest), plain(2, [['import', 9]])]);
  const { sums, left } = whereTheyLie(job);

  expect(left).toEqual([1]);
  expect(sums).toEqual(laidOut(job));
});

it('leaves all where steps are no days, or something has to be taken back', () => {
  const job = jobOf(daysOf(1), [plain(1, [['import', 1]])]);
  const arrays = new ScratchArrays();
  const other = (borders: number[]): BalanceSum => new BalanceSum(QUARTERS, borders, arrays);

  const half = BORDERS.slice(0, 4);
  expect(addPacked(other(half), { ...job, borders: half }, arrays).left).toHaveLength(1);
  const hours = Array.from({ length: QUARTERS / 4 + 1 }, (_, hour) => hour * 4);
  expect(addPacked(other(hours), { ...job, borders: hours }, arrays).left).toHaveLength(1);
  const before = [{ field: 'settled' as const, register: 1, firstQuarter: FIRST, amounts: new Float64Array(1), flags: new Uint8Array(1) }];
  expect(addPacked(other(BORDERS), { ...job, before }, arrays).left).toHaveLength(1);
});

it('comes out the same as laid out, whatever the days hold', () => {
  const register = fc.record({
    flag: fc.constantFrom(COUNTED, MEASURED, FLAGS.indexOf('E')),
    unitMicro: fc.constantFrom(1, 1_000),
    base: fc.integer({ min: -50, max: 2_000_000_000 }),
    missing: fc.option(fc.nat(LENGTHS.length - 1), { freq: 3 }),
  });
  const connection = fc.record({ drawn: register, fed: fc.option(register), behind: fc.option(fc.constant(0), { freq: 2 }) });
  fc.assert(
    fc.property(fc.array(connection, { minLength: 1, maxLength: 7 }), (several) => {
      const days: DayOf[] = [];
      const add = (number: number, { missing, ...rest }: { missing: number | null } & Omit<DayOf, 'register' | 'day'>): number => {
        days.push(...daysOf(number, rest).filter(({ day }) => day !== missing));
        return number;
      };
      const connections = several.map(({ drawn, fed, behind }, id) => {
        const registers = [['import', add(id * 2, drawn)] as const, ...(fed === null ? [] : [['export', add(id * 2 + 1, fed)] as const])];
        return plain(id, registers, behind === null || id === 0 ? { passesOn: id === 0 && several.some((one) => one.behind === 0) } : { behind });
      });
      const job = jobOf(days, connections);
      expect(whereTheyLie(job).sums).toEqual(laidOut(job));
    }),
    { numRuns: 100 },
  );
});
