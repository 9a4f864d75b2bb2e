// Totals without what is kept back: nothing that is left tells it.
import { describe, expect, it } from 'vitest';
import { loadFactorLists } from '../../src/emission-factors.ts';
import { withoutSecret as without } from '../../src/api/emissions-secret.ts';
import { scopelessIn } from '../../src/api/emissions-use.ts';

const LISTS = loadFactorLists('config/emission-factors');
const totals = {
  scope1Kg: 10,
  scope2: { locationBasedKg: 20, marketBasedKg: 40 },
  upstream: { locationBasedKg: 5, marketBasedKg: 9 },
  avoidedKg: 3,
  biogenicKg: 1,
};
const none = { locationBasedKg: null, marketBasedKg: null };
const withoutSecret = (of: typeof totals, kept: Map<string, string>): unknown => without(of, kept, scopelessIn(LISTS));
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
  });

  it('lose scope 1 with the same where a list has fossil CO2 of it, or none of it at all', () => {
    const fossil = LISTS.map((list) => ({ ...list, factors: list.factors.map((one) => (one.code === 'biogas' ? { ...one, direct: 0.1 } : one)) }));
    for (const lists of [fossil, []]) expect(without(totals, secret('biogas'), scopelessIn(lists))).toEqual({ ...totals, scope1Kg: null, upstream: none, biogenicKg: null });
  });

  it('lose only what was avoided when few export', () => {
    expect(withoutSecret(totals, secret('avoided'))).toEqual({ ...totals, avoidedKg: null });
  });

  it('lose biogenic CO2 with a fuel that has any', () => {
    expect(withoutSecret(totals, secret('diesel'))).toMatchObject({ scope1Kg: null, biogenicKg: null, scope2: totals.scope2 });
  });
});
