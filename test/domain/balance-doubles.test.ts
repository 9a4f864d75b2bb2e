// A meter that tells its energy by tariff, as a total and as power is counted once, in every quarter.
import { describe, expect, it } from 'vitest';
import { BalanceSum, FLAGS, NO_VALUE, type RegisterQuarters, type RegisterWay } from '../../src/domain/balance.ts';
import { withoutDoubles } from '../../src/domain/balance-doubles.ts';

const MEASURED = FLAGS.indexOf('M');
/** null = no value in that quarter. */
const register = (way: RegisterWay, amounts: readonly (number | null)[], over: Partial<RegisterQuarters> = {}): RegisterQuarters => ({
  flow: 'import',
  meter: 1,
  way,
  amounts: Float64Array.from(amounts, (one) => one ?? 0),
  flags: Uint8Array.from(amounts, (one) => (one === null ? NO_VALUE : MEASURED)),
  ...over,
});
const told = (registers: readonly RegisterQuarters[]): (number | null)[][] =>
  withoutDoubles(registers).map((one) => [...one.amounts].map((amount, t) => (one.flags[t] === NO_VALUE ? null : amount)));

describe('a meter that tells one energy twice', () => {
  it('by tariffs and by a total is counted by its tariffs, and by the total where they have no value', () => {
    const [low, normal, total] = [register('tariff', [1, 0, null, null]), register('tariff', [0, 2, null, null]), register('total', [1, 2, 3, null])];

    expect(told([low, normal, total])).toEqual([[1, 2, 3, null]]);
  });

  it('with one tariff missing has no value: half a meter is not the meter', () => {
    expect(told([register('tariff', [1, 1]), register('tariff', [null, 2]), register('total', [3, 3])])).toEqual([[null, 3]]);
  });

  it('by power counts only before its counter spoke, and its other directions keep their own', () => {
    const export_ = register('power', [0, 5], { flow: 'export' });

    expect(told([register('total', [null, 4]), register('power', [3, 9]), export_])).toEqual([
      [3, 4],
      [0, null],
    ]);
  });

  it('leaves two meters, and two tariffs of one, as they are', () => {
    const registers = [register('tariff', [1]), register('tariff', [2]), register('total', [4], { meter: 2 })];

    expect(withoutDoubles(registers)).toBe(registers);
  });

  it('keeps the less certain flag of what it adds', () => {
    const estimated = register('tariff', [1], { flags: Uint8Array.of(FLAGS.indexOf('E')) });

    expect([...(withoutDoubles([estimated, register('tariff', [1]), register('total', [2])])[0]?.flags ?? [])]).toEqual([FLAGS.indexOf('E')]);
  });

  it('is present in the balance, with its energy once', () => {
    const sum = new BalanceSum(2);
    const registers = [register('tariff', [1, null]), register('tariff', [2, null]), register('total', [3, 4])];
    sum.add({ id: 1, company: 1, behind: null, passesOn: false, registers: withoutDoubles(registers) });
    const balance = sum.finish();

    expect([[...balance.import], [...balance.present]]).toEqual([
      [3, 4],
      [1, 1],
    ]);
  });
});
