// Steps as they are published: units in the names, whole millionths, and text that says the same as the object.
import { describe, expect, it } from 'vitest';
import { publishedStep, withWithheld } from '../../src/domain/balance-rows.ts';
import { type StepSums, addSums } from '../../src/domain/balance-steps.ts';
import { epochMs } from '../../src/domain/units.ts';

const sums: StepSums = {
  ...addSums([]),
  import: 1_250_000,
  export: 500_000,
  consumption: 750_000,
  byFlag: [0, 1_750_000, 0, 0, 0, 0],
  present: 2,
  expected: 2,
  quarters: 1,
  quartersPresent: 1,
};
const [start, end] = [epochMs(Date.UTC(2026, 5, 1)), epochMs(Date.UTC(2026, 5, 1, 0, 15))];

describe('a step', () => {
  it('of electricity is in kWh, of gas in m3', () => {
    const inKwh = { ...sums, import: 1.25, export: 0.5 };

    expect(publishedStep({ start, end, sums: inKwh, unit: 'kWh' })).toMatchObject({
      start: '2026-06-01T00:00:00Z',
      importKwh: 1.25,
      exportKwh: 0.5,
      coverage: 1,
      quality: { M: 1 },
    });
    expect(publishedStep({ start, end, sums: inKwh, unit: 'm3' })).toMatchObject({ importM3: 1.25, exportM3: 0.5 });
  });

  it('counts what the reader may not see as not measured', () => {
    expect(publishedStep({ start, end, sums: withWithheld(sums, 2), unit: 'kWh' }).coverage).toBe(0.5);
  });
});
