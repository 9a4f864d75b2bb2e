// What nothing was added to is zeros, whatever is added elsewhere.
import { expect, it } from 'vitest';
import { areZeros, zeros } from '../../src/domain/array-sums.ts';
import { BalanceArrays } from '../../src/domain/balance-arrays.ts';
import { BalanceSum, type ConnectionQuarters, FLAGS, type RegisterQuarters } from '../../src/domain/balance.ts';
import { sumStep } from '../../src/domain/balance-steps.ts';
import { ScratchArrays } from '../../src/domain/scratch-arrays.ts';

const QUARTERS = 5;
const [M, E] = [FLAGS.indexOf('M'), FLAGS.indexOf('E')];

const register = (flow: RegisterQuarters['flow'], each: number, flag = M): RegisterQuarters => ({
  flow,
  amounts: new Float64Array(QUARTERS).fill(each),
  flags: new Uint8Array(QUARTERS).fill(flag),
});
const connection = (id: number, over: Partial<ConnectionQuarters>): ConnectionQuarters => ({ id, company: id, behind: null, passesOn: false, registers: [], ...over });

it('gives one array to each name, and zeros to read where none was asked for', () => {
  const arrays = new BalanceArrays(QUARTERS, new ScratchArrays());
  const sun = arrays.of('sun');
  sun[2] = 7;

  expect(arrays.of('sun')).toBe(sun);
  expect(arrays.told('sun')).toBe(sun);
  expect(arrays.border.import).toBe(arrays.of('import'));
  expect(arrays.border.import).not.toBe(arrays.border.export);
  expect(arrays.behind.charge).toBe(arrays.told('charge'));
  expect(arrays.told(M)).toEqual(new Float64Array(QUARTERS));
  expect(areZeros(arrays.told(M))).toBe(true);
  expect(areZeros(arrays.of(M))).toBe(false);
});

it('shares no array that a balance writes into', () => {
  const everything: ConnectionQuarters[][] = [
    [connection(1, { registers: [register('import', 4), register('export', 1)] })],
    [connection(1, { registers: [register('import', 4), register('sun', 2), register('charge', 1)] })],
    [connection(1, { registers: [register('import', 4, E), register('wind', 2)] })],
    [connection(1, { passesOn: true, registers: [register('import', 9), register('discharge', 1)] }), connection(2, { behind: 1, registers: [register('import', 3)] })],
    [connection(1, {})],
  ];
  for (const connections of everything) {
    const arrays = new ScratchArrays();
    // What stands in arrays that are used again is not there any more.
    for (let at = 0; at < 40; at++) arrays.take(QUARTERS).fill(99);
    arrays.free();
    const sum = new BalanceSum(QUARTERS, [0, QUARTERS], arrays);
    for (const one of connections) sum.add(one);
    const told = sum.finish();
    const step = sumStep(told, 0, QUARTERS);
    const from = step.import + step.generation.sun + step.generation.wind + step.discharge;

    expect(step.export + step.consumption + step.charge + step.residual).toBe(from);
    expect(step.generation.chp).toBe(0);
    expect(told.generation.chp).toEqual(new Float64Array(QUARTERS));
    expect(zeros(QUARTERS)).toEqual(new Float64Array(QUARTERS));
  }
});
