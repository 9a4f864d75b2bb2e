// Shape of an explanation of this moment: what may be unknown, and what may not.
import { describe, expect, it } from 'vitest';
import { NowExplanation } from '../../src/api/shapes-now.ts';

const at = '2026-11-26T12:00:00Z';
const answer = { field: 'importKw', unit: 'kW', at, value: null, rows: [], factors: [], asOf: at, simulated: true };

describe('an explanation of this moment', () => {
  it('may explain nothing, and names nobody in the sum of those who are hidden', () => {
    const others = { company: null, meter: null, register: null, name: null, carrier: 'gas', rule: 'others', readings: [], weight: 1, rate: 3, rateUnit: 'm3/h', contribution: 3 };
    expect(NowExplanation.safeParse(answer).success).toBe(true);
    expect(NowExplanation.safeParse({ ...answer, value: 3, rows: [others] }).success).toBe(true);
  });

  it.each([
    ['unit', 'MWh'],
    ['factors', undefined],
    ['value', '3'],
    ['simulated', undefined],
    ['rows', [{ rule: 'guess' }]],
  ])('does not fit with %s as %s', (field, value) => {
    expect(NowExplanation.safeParse({ ...answer, [field]: value }).success).toBe(false);
  });
});
