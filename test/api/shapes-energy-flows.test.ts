// Shape of all carriers in one: what may be unknown, and what may not.
import { describe, expect, it } from 'vitest';
import { EnergyFlows } from '../../src/api/shapes-energy-flows.ts';

const at = '2026-11-26T12:00:00Z';
const carrier = { carrier: 'gas', kwhPerUnit: 8.79, suppliedKwh: null, coverage: 0, sign: 'x', reason: 'too-few', balance: '/parks/de-mars/balance' };
const totals = { suppliedKwh: 0, usedKwh: 0, exportedKwh: 0, lossKwh: 0, notMeteredKwh: 0 };
const answer = {
  from: at,
  to: at,
  unit: 'kWh',
  heatingValue: 'lower',
  flows: [],
  totals,
  carriers: [carrier],
  conversions: { shown: 0, leftOut: 0 },
  coverage: 0,
  quality: {},
  asOf: at,
  simulated: true,
};

describe('all carriers in one', () => {
  it('may keep a carrier back, and says so', () => {
    expect(EnergyFlows.safeParse(answer).success).toBe(true);
  });

  it.each([
    ['unit', 'm3'],
    ['heatingValue', 'upper'],
    ['flows', [{ from: 'grid:gas', to: 'carrier:gas', amount: 1 }]],
    ['carriers', [{ ...carrier, carrier: 'coal' }]],
    ['simulated', undefined],
  ])('does not fit with %s as %s', (field, value) => {
    expect(EnergyFlows.safeParse({ ...answer, [field]: value }).success).toBe(false);
  });
});
