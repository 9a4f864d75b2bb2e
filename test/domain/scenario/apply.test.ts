// Steps over a year, one after the other: each sees what the one before left, and tells what it did and costs.
import { describe, expect, it } from 'vitest';
import { applySteps } from '../../../src/domain/scenario/apply.ts';
import { emptyGround } from '../../../src/domain/scenario/step-ground.ts';
import { ScenarioStep } from '../../../src/domain/scenario/steps.ts';
import { MONDAY, connectionOf, groundOf, kwhOf, values, yearOf } from './years.ts';

const stepsOf = (...steps: object[]): ScenarioStep[] => steps.map((one) => ScenarioStep.parse(one));
const flat = (kwh: number, quarters = 8): number[] => Array.from({ length: quarters }, () => kwh);

describe('steps', () => {
  it('leave the year that was measured as it is', () => {
    const year = yearOf([connectionOf(1, { import: flat(5), sun: flat(1) })]);
    applySteps(year, { steps: stepsOf({ kind: 'pv', kwp: 100 }, { kind: 'battery', kwh: 10, kw: 10 }), order: 'canonical' }, groundOf(8));

    expect(kwhOf(year.electricity[0], 'import')).toEqual(flat(5));
  });

  it('see what those before them left: a battery fills with the sun that comes before it', () => {
    const year = yearOf([connectionOf(1, { import: [0, 0, 5, 5], sun: [1, 1, 0, 0] })]);
    const steps = stepsOf({ kind: 'battery', kwh: 8, kw: 80 }, { kind: 'pv', kwp: 10 });
    const canonical = applySteps(year, { steps, order: 'canonical' }, groundOf(4));
    const given = applySteps(year, { steps, order: 'given' }, groundOf(4));

    expect(canonical.log.map(({ at }) => at)).toEqual([1, 0]);
    expect(canonical.log[1]?.kwh).toBeGreaterThan(0);
    expect(given.log.map(({ at, kwh }) => [at, kwh > 0])).toEqual([
      [0, false],
      [1, true],
    ]);
  });

  it('at one company touch only its connections; at none that was measured, nothing', () => {
    const year = yearOf([connectionOf(1, { import: flat(5), sun: flat(1) }), connectionOf(2, { import: flat(5) })]);
    const { year: changed, log } = applySteps(year, { steps: stepsOf({ kind: 'pv', kwp: 10, company: 1 }, { kind: 'pv', kwp: 10, company: 9 }), order: 'given' }, groundOf(8));

    expect(changed.electricity[1]).toBe(year.electricity[1]);
    expect(log.map(({ connections, notes }) => [connections, notes[0]?.note])).toEqual([
      [1, 'shape'],
      [0, 'no-target'],
    ]);
  });

  it('cost what their sizes cost', () => {
    const year = yearOf([connectionOf(1, { import: flat(5), sun: flat(1) })]);
    const { costs } = applySteps(year, { steps: stepsOf({ kind: 'pv', kwp: 10 }, { kind: 'battery', kwh: 100, kw: 50 }), order: 'given' }, groundOf(8));

    expect(costs).toMatchObject([
      { kind: 'pv', capexEur: 10 * values.pvEurPerKwp, lifeYears: values.pvLifeYears },
      { kind: 'battery', capexEur: 100 * values.batteryEurPerKwh + 50 * values.batteryEurPerKw },
    ]);
  });

  it('stop before the one that is asked for', () => {
    const { log } = applySteps(
      yearOf([connectionOf(1, { import: flat(5), sun: flat(1) })]),
      { steps: stepsOf({ kind: 'pv', kwp: 1 }, { kind: 'wind', kw: 1 }), order: 'given', until: 1 },
      groundOf(8),
    );

    expect(log.map(({ kind }) => kind)).toEqual(['pv']);
  });
});

describe('heat of a link whose hours are known in part of a past year only', () => {
  it('costs so much less', () => {
    const past = yearOf([connectionOf(1, { import: flat(5) })], [connectionOf(11, { import: flat(2) }, { company: 1 })]);
    const link = { source: 2, sink: 1, firstHour: MONDAY / 4 + 1, heatKwh: new Float64Array(8760).fill(10), electricityPerKwh: 0, capexEur: 500, lifeYears: 30, yearlyEur: 8 };
    const costOf = (over: Partial<typeof link>): number | undefined =>
      applySteps(past, { steps: stepsOf({ kind: 'heat-network' }), order: 'given' }, groundOf(8, { links: [{ ...link, ...over }] })).costs[0]?.yearlyEur;

    // Of the two hours of this year the second.
    expect(costOf({})).toBe(4);
    expect(costOf({ firstHour: MONDAY / 4 })).toBe(8);
    expect(costOf({ firstHour: MONDAY / 4 + 2 })).toBe(0);
  });
});

describe('gas', () => {
  const year = yearOf([connectionOf(1, { import: flat(5) })], [connectionOf(11, { import: flat(2) }, { company: 1 })]);

  it('becomes electricity of the same company, by the COP', () => {
    const { year: changed, log } = applySteps(year, { steps: stepsOf({ kind: 'electrification', share: 0.5, cop: 3 }), order: 'given' }, groundOf(8));
    const perQuarter = (1 * 8.79 * 0.9) / 3;

    expect(kwhOf(changed.gas[0], 'import')).toEqual(flat(1));
    expect(kwhOf(changed.electricity[0], 'import')[0]).toBeCloseTo(5 + (1 * (31.65 / 3.6) * 0.9) / 3, 5);
    expect(log[0]).toMatchObject({ gasM3: 8, connections: 1 });
    expect(log[0]?.kwh).toBeCloseTo(8 * perQuarter, 1);
  });

  it('is replaced by heat of a link, up to what was drawn; the pumps run on electricity', () => {
    const link = { source: 2, sink: 1, firstHour: MONDAY / 4, heatKwh: Float64Array.from([1e6, 0]), electricityPerKwh: 0.1, capexEur: 500, lifeYears: 30, yearlyEur: 7 };
    const { year: changed, log, costs } = applySteps(year, { steps: stepsOf({ kind: 'heat-network' }), order: 'given' }, groundOf(8, { links: [link], kept: emptyGround() }));

    expect(kwhOf(changed.gas[0], 'import')).toEqual([0, 0, 0, 0, 2, 2, 2, 2]);
    expect(kwhOf(changed.electricity[0], 'import')[0]).toBeCloseTo(5 + 0.1 * 2 * (31.65 / 3.6) * 0.9, 5);
    expect(log[0]).toMatchObject({ gasM3: 8 });
    expect(costs[0]).toMatchObject({ capexEur: 500, lifeYears: 30, yearlyEur: 7 });
  });
});

it('a group contract changes the limit and nothing of the energy', () => {
  const year = yearOf([connectionOf(1, { import: flat(5) })]);
  const { year: changed } = applySteps(year, { steps: stepsOf({ kind: 'group-contract', limitKw: 12 }), order: 'given' }, groundOf(8));

  expect(changed.group).toEqual({ limitKw: 12, limitExportKw: null });
  expect(changed.electricity).toBe(year.electricity);
});

describe('what a step rests on', () => {
  it('take the shape of panels from the measured year, never from those of an earlier step', () => {
    const year = yearOf([connectionOf(1, { import: flat(5) })]);
    const ground = groundOf(8);
    const both = applySteps(year, { steps: stepsOf({ kind: 'pv', kwp: 10, tiltDeg: 35, azimuthDeg: 180 }, { kind: 'pv', kwp: 10 }), order: 'given' }, ground);
    const alone = applySteps(year, { steps: stepsOf({ kind: 'pv', kwp: 10 }), order: 'given' }, groundOf(8));

    expect(both.log.map(({ notes }) => notes[0])).not.toContainEqual({ note: 'shape', source: 'measured' });
    expect(both.log[1]?.kwh).toBe(alone.log[0]?.kwh);
  });

  it('take gas only where its electricity is known, and at the main meter of a closed grid as well', () => {
    const electricity = [connectionOf(1, { import: [1, Number.NaN, 1, 1] })];
    const leaf = { ...connectionOf(12, { import: [10, 10, 10, 10] }), company: 1, behind: 10 };
    const main = { ...connectionOf(10, { import: [12, 12, 12, 12] }), company: 2, passesOn: true };
    const year = { ...yearOf(electricity), gas: [main, leaf] };
    const { year: changed, log } = applySteps(year, { steps: stepsOf({ kind: 'electrification', share: 0.5, cop: 3 }), order: 'given' }, groundOf(4));

    expect([kwhOf(changed.gas[1], 'import'), kwhOf(changed.gas[0], 'import')]).toEqual([
      [5, 10, 5, 5],
      [7, 12, 7, 7],
    ]);
    expect(log[0]?.gasM3).toBe(15);
  });
});
