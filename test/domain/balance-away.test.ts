// What is not there is not missed: coverage and peaks of a balance in which a connection comes and another goes.
import { expect, it } from 'vitest';
import { Away, awayIn } from '../../src/domain/balance-away.ts';
import { BalanceSum, FLAGS, NO_VALUE } from '../../src/domain/balance.ts';
import { coverageOf, peakOf, sumStep } from '../../src/domain/balance-steps.ts';

it('counts each connection in the quarters outside its stay, and keeps nothing where all are there', () => {
  const away = new Away();
  away.add({ registers: [1] }, 4);
  away.add({ validFrom: -3, validTo: 9, registers: [1] }, 4);
  expect(away.counts).toBeNull();

  away.add({ validTo: 1, registers: [1] }, 4);
  away.add({ validFrom: 2, registers: [] }, 4);
  expect(away.counts).toEqual({ connections: Uint32Array.of(1, 2, 1, 1), metered: Uint32Array.of(0, 1, 1, 1) });
  expect([awayIn(away.counts, 0, 4), awayIn(away.counts, 1, 2), awayIn(null, 0, 4)]).toEqual([5, 2, 0]);
});

it('an ended connection lowers no coverage and hides no peak; one that only fell silent does both', () => {
  const measured = FLAGS.indexOf('M');
  const balanceOf = (stay: { validTo?: number }): ReturnType<BalanceSum['finish']> => {
    const sum = new BalanceSum(4);
    const one = (id: number, amounts: number[], flags: number[], over = {}): unknown =>
      sum.add({ id, company: id, behind: null, passesOn: false, ...over, registers: [{ flow: 'import', amounts: Float64Array.from(amounts), flags: Uint8Array.from(flags) }] });
    one(1, [1, 1, 5, 1], [measured, measured, measured, measured]);
    one(2, [2, 2, 0, 0], [measured, measured, NO_VALUE, NO_VALUE], stay);
    return sum.finish();
  };
  const [ended, silent] = [balanceOf({ validTo: 2 }), balanceOf({})];

  // 6 of 6, and 6 of 8; the peak of 5 kWh a quarter is 20 kW, before it 3 kWh are 12 kW.
  expect([coverageOf(sumStep(ended, 0, 4)), coverageOf(sumStep(silent, 0, 4))]).toEqual([1, 0.75]);
  expect([peakOf(ended), peakOf(silent)]).toEqual([
    { kw: 20, index: 2 },
    { kw: 12, index: 0 },
  ]);
  expect(sumStep(ended, 0, 4).import).toBe(sumStep(silent, 0, 4).import);
});
