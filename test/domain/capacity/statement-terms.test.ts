// Every figure of a statement is what its quarters add up to, or the one quarter that is its highest, whatever the rule.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LedgerOver, type Member, replay } from '../../../src/domain/capacity/group-ledger.ts';
import { SPLIT_RULES } from '../../../src/domain/capacity/split-rules.ts';
import { type GroupField, LINE_FIELDS, type LineField, memberMicro, statementTerms } from '../../../src/domain/capacity/statement-terms.ts';
import { toMicro } from '../../../src/domain/ledger.ts';
import { measured } from './loads.ts';

const QUARTERS = 6;
const member = (id: number, kw: readonly number[], over: { shareKw?: number; from?: number } = {}): Member => ({
  id,
  kw: Float64Array.from(kw),
  sure: Uint8Array.from(kw, (one) => (Number.isNaN(one) ? 0 : 1)),
  terms: [{ from: over.from ?? 0, to: QUARTERS, shareKw: over.shareKw ?? 0, priority: 1 }],
});
const sum = (terms: readonly { contributionMicro: number }[]): number => terms.reduce((total, one) => total + one.contributionMicro, 0);

describe('a group of two that shares 100 kW', () => {
  // Pro rata of 130 kW in the second quarter: 100 x 80/130 and 100 x 50/130; 30 kW, 7.5 kWh too much.
  const over: LedgerOver = {
    rule: 'pro-rata',
    limitKw: new Float64Array(QUARTERS).fill(100),
    members: [member(1, [60, 80, 20, 20, 20, 20]), member(2, [30, 50, -10, Number.NaN, 20, 20])],
  };
  const terms = (field: LineField | GroupField, connection: number | null, from = 0) => statementTerms({ ...over, field, connection, from, to: QUARTERS });

  it('says of the quarter above the limit what the rule made of it', () => {
    const [term] = terms('aboveKwh', 2);

    expect(term?.contributionMicro).toBe(2_884_615);
    expect(term?.quarter).toMatchObject({ index: 1, judged: true, exceeds: true, totalKw: 130, limitKw: 100, roomKw: 100, aboveKwh: 7.5 });
    expect(term?.quarter.members.map((one) => [one.id, one.kw, one.heldKw])).toEqual([
      [1, 80, 60],
      [2, 50, 30],
    ]);
    expect(term?.quarter.members[1]?.servedKw).toBeCloseTo((100 * 50) / 130, 9);
    expect(term?.quarter.members.reduce((total, one) => total + toMicro(one.aboveKwh), 0)).toBe(7_500_000);
  });

  it('lists what was fed in, what is missing and what was not judged', () => {
    expect(terms('returnKwh', 2).map((one) => [one.quarter.index, one.contributionMicro])).toEqual([[2, 2_500_000]]);
    expect(terms('quartersMissing', 2).map((one) => one.quarter.index)).toEqual([3]);
    expect(terms('quartersUnjudged', null).map((one) => one.quarter.index)).toEqual([3]);
    expect(terms('aboveKwh', 2, 2)).toEqual([]);
  });

  it('says what each drew when the group was at its highest', () => {
    expect(terms('coincidentKw', 2).map((one) => [one.quarter.index, one.contributionMicro])).toEqual([[1, 50e6]]);
    expect(terms('coincidentKw', 9)).toEqual([]);
  });
});

describe('every statement', () => {
  const kws = fc.array(
    fc.oneof(
      { weight: 9, arbitrary: fc.integer({ min: -200_000_000, max: 1_200_000_000 }).map((micro) => (4 * Math.round(micro / 4)) / 1e6) },
      { weight: 1, arbitrary: fc.constant(Number.NaN) },
    ),
    {
      minLength: QUARTERS,
      maxLength: QUARTERS,
    },
  );
  const members = fc.array(fc.record({ kws, shareKw: fc.double({ min: 0, max: 300, noNaN: true }), from: fc.integer({ min: 0, max: 5 }) }), { minLength: 1, maxLength: 5 });

  it.each(SPLIT_RULES)('under %s is what its quarters say', (rule) => {
    fc.assert(
      fc.property(members, fc.double({ min: 0, max: 1500, noNaN: true }), (list, limit) => {
        const over = { rule, limitKw: new Float64Array(QUARTERS).fill(limit), members: list.map((one, id) => member(id, one.kws, one)) };
        const statement = replay(over);
        const all = (field: LineField | GroupField, connection: number | null) => statementTerms({ ...over, field, connection, from: 0, to: QUARTERS });
        for (const line of statement.members)
          for (const field of LINE_FIELDS) {
            const told = line[field];
            const terms = all(field, line.id);
            if (told === null || Number.isNaN(told)) expect(terms.filter((one) => !Number.isNaN(one.contributionMicro))).toEqual([]);
            else expect([field, sum(terms)]).toEqual([field, field.startsWith('quarters') ? told * 1e6 : 0 + toMicro(told)]);
          }
        for (const field of ['useKwh', 'returnKwh', 'aboveKwh', 'quartersAbove'] as const)
          expect([field, sum(all(field, null))]).toEqual([field, field.startsWith('quarters') ? statement[field] * 1e6 : toMicro(statement[field])]);
        expect(sum(all('kwMax', null))).toBe(toMicro(statement.peak?.kw ?? 0));
        // What members are blamed for in a quarter is what the group passed its limit by.
        for (const { quarter, contributionMicro } of all('aboveKwh', null))
          expect(quarter.members.reduce((total, one) => total + memberMicro(one, { field: 'aboveKwh', rule }), 0)).toBe(contributionMicro);
      }),
    );
  });

  it('of one who is measured throughout has no missing quarter', () => {
    const over = { rule: 'fixed' as const, limitKw: new Float64Array(QUARTERS).fill(10), members: [{ ...member(1, [1, 2, 3, 4, 5, 6]), sure: measured(QUARTERS) }] };
    expect(statementTerms({ ...over, field: 'quartersMissing', connection: 1, from: 0, to: QUARTERS })).toEqual([]);
  });
});
