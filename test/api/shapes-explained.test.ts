// Shapes of explanations: a part without a route is told as null, and a level that nobody knows is refused.
import { describe, expect, it } from 'vitest';
import { ExchangeExplanation } from '../../src/api/shapes-explained.ts';

const explained = {
  field: 'items.eur',
  unit: 'EUR',
  giver: 1,
  taker: 2,
  start: '2026-10-01T00:00:00Z',
  end: '2026-11-01T00:00:00Z',
  value: 2,
  level: 'product',
  shares: [],
  steps: [],
  quarters: [],
  parts: [{ role: 'factor', field: 'eurPerKwh', company: null, weight: 1, value: 0.1, explain: null }],
  giverQuarters: [],
  takerQuarters: [],
  asOf: '2026-11-01T00:00:00Z',
  simulated: false,
};

describe('an explanation', () => {
  it('is read as it was written', () => {
    expect(ExchangeExplanation.parse(explained)).toEqual(explained);
  });

  it.each([{ level: 'guess' }, { unit: 'MWh' }, { parts: [{ role: 'factor' }] }])('with %o is refused', (over) => {
    expect(ExchangeExplanation.safeParse({ ...explained, ...over }).success).toBe(false);
  });
});
