// Steps that only look at the connection where they land: what they add, and where.
import { describe, expect, it } from 'vitest';
import { FLAGS } from '../../../src/domain/balance.ts';
import { applySteps } from '../../../src/domain/scenario/apply.ts';
import { ScenarioStep } from '../../../src/domain/scenario/steps.ts';
import { M, connectionOf, groundOf, kwhOf, values, yearOf } from './years.ts';

const stepsOf = (...steps: object[]): ScenarioStep[] => steps.map((one) => ScenarioStep.parse(one));
const flat = (kwh: number, quarters = 8): number[] => Array.from({ length: quarters }, () => kwh);

describe('steps', () => {
  it('count what they add in measured quarters only', () => {
    const half = flat(5).map((one, t) => (t < 4 ? Number.NaN : one));
    const { log } = applySteps(
      yearOf([connectionOf(1, { import: half })]),
      { steps: stepsOf({ kind: 'wind', kw: 35_040 / values.windFullLoadHours }), order: 'given' },
      groundOf(8),
    );

    expect(log[0]?.kwh).toBeCloseTo(4, 9);
  });

  it('take the limits of a battery from quarters that were measured', () => {
    const flags = [M, M, M, FLAGS.indexOf('E'), M, M, M, M];
    const kwh = [5, 5, 8, 40, 5, 5, 5, 5];
    const amounts = Float64Array.from(kwh, (one) => one * 1e6);
    const connection = { ...connectionOf(1, { import: kwh }), registers: [{ flow: 'import' as const, amounts, flags: Uint8Array.from(flags) }] };
    const limitOf = (rule: 'threshold' | 'peak-shaving'): number | null | undefined =>
      applySteps(yearOf([connection]), { steps: stepsOf({ kind: 'battery', kwh: 4, kw: 20, rule }), order: 'given' }, groundOf(8)).log[0]?.limitKw;

    // 90 % of the highest measured quarter, 32 kW, and not of the estimated 160.
    expect(limitOf('threshold')).toBeCloseTo(0.9 * 32, 9);
    expect(limitOf('peak-shaving')).toBeLessThan(32);
  });
});

it('a battery that was solved does what was found, and one that was not says so', () => {
  const year = yearOf([connectionOf(1, { import: flat(5) })]);
  const steps = stepsOf({ kind: 'battery', kwh: 8, kw: 8, rule: 'lp' });
  const dispatch = { chargeKwh: Float64Array.from([1, 0, 0, 0, 0, 0, 0, 0]), dischargeKwh: Float64Array.from([0, 0.5, 0, 0, 0, 0, 0, 0]), storedKwh: new Float64Array(8) };
  const solved = applySteps(year, { steps, order: 'given' }, groundOf(8, { solved: new Map([[0, new Map([[1, dispatch]])]]) }));

  expect(kwhOf(solved.year.electricity[0], 'import')).toEqual([6, 4.5, 5, 5, 5, 5, 5, 5]);
  expect(solved.log[0]?.notes).toEqual([]);
  expect(applySteps(year, { steps, order: 'given' }, groundOf(8)).log[0]?.notes).toEqual([{ note: 'not-solved' }]);
});
