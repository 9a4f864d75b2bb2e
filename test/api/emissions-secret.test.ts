// Totals without what is kept back: nothing that is left tells it.
import { describe, expect, it } from 'vitest';
import { loadFactorLists } from '../../src/emission-factors.ts';
import { withoutSecret } from '../../src/api/emissions-secret.ts';
import { NO_SCOPE } from '../../src/api/emissions-use.ts';

const totals = {
  scope1Kg: 10,
  scope2: { locationBasedKg: 20, marketBasedKg: 40 },
  upstream: { locationBasedKg: 5, marketBasedKg: 9 },
  avoidedKg: 3,
  biogenicKg: 1,
};
const none = { locationBasedKg: null, marketBasedKg: null };
const secret = (...subjects: string[]): Map<string, string> => new Map(subjects.map((subject) => [subject, 'too-few']));

describe('totals', () => {
  it('stay as they are when nothing is secret', () => {
    expect(withoutSecret(totals, secret())).toEqual(totals);
  });

  it('have no scope 1 and no chain when gas is secret', () => {
    expect(withoutSecret(totals, secret('gas'))).toEqual({ ...totals, scope1Kg: null, upstream: none });
  });

  it('have no scope 2, no chain and nothing avoided when electricity is secret', () => {
    expect(withoutSecret(totals, secret('electricity'))).toEqual({ ...totals, scope2: none, upstream: none, avoidedKg: null });
  });

  it('lose biogenic CO2 alone with what enters no scope of any list', () => {
    expect(withoutSecret(totals, secret('biogas'))).toEqual({ ...totals, biogenicKg: null });
    const factors = loadFactorLists('config/emission-factors').flatMap((list) => list.factors.filter((one) => NO_SCOPE.has(one.code)));
    expect(factors.length).toBeGreaterThan(0);
    expect(new Set(factors.flatMap(({ direct, chain }) => [direct, chain]))).toEqual(new Set([0]));
  });

  it('lose only what was avoided when few export', () => {
    expect(withoutSecret(totals, secret('avoided'))).toEqual({ ...totals, avoidedKg: null });
  });

  it('lose biogenic CO2 with a fuel that has any', () => {
    expect(withoutSecret(totals, secret('diesel'))).toMatchObject({ scope1Kg: null, biogenicKg: null, scope2: totals.scope2 });
  });
});
