// One figure for the whole connection, beside the registers of its meters.
import { describe, expect, it } from 'vitest';
import { BalanceSum, NO_VALUE } from '../../src/domain/balance.ts';
import { completeWhole } from '../../src/domain/whole-register.ts';

const M = 1;
const open = NO_VALUE;
const amounts = (values: readonly number[], flags: readonly number[]) => ({ amounts: Float64Array.from(values), flags: Uint8Array.from(flags) });

describe('a connection with a figure of its metering company and a P1 meter with two tariffs', () => {
  // Quarter 0: settled only. 1: live only. 2: settled, and live that was set to 0 with it. 3: one tariff only. 4: nothing.
  const whole = amounts([10, 0, 7, 0, 0], [M, open, M, open, open]);
  const low = amounts([0, 3, 0, 4, 0], [open, M, M, M, open]);
  const high = amounts([0, 2, 0, 0, 0], [open, M, M, open, open]);
  completeWhole(whole, [low, high]);
  const sum = new BalanceSum(5);
  const registers = [whole, low, high].map((one) => ({ ...one, flow: 'import' as const }));
  sum.add({ id: 1, company: 1, behind: null, passesOn: false, registers });
  const balance = sum.finish();

  it('counts each quarter once', () => {
    expect([...balance.consumption]).toEqual([10, 5, 7, 0, 0]);
  });

  it('leaves open what is incomplete', () => {
    expect([...balance.present]).toEqual([1, 1, 1, 0, 0]);
  });
});

describe('a connection without a meter of its own', () => {
  it('has the given figure and nothing else', () => {
    const whole = amounts([10, 0], [M, open]);
    completeWhole(whole, []);

    expect([...whole.flags]).toEqual([M, open]);
  });
});
