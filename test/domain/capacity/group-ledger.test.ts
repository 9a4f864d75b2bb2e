// The ledger of a group: October 2026 replayed by hand, and what holds for every group.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Member, type Statement, replay } from '../../../src/domain/capacity/group-ledger.ts';
import { SPLIT_RULES } from '../../../src/domain/capacity/split-rules.ts';
import { measured, quarterOf } from './loads.ts';

/* The spreadsheet. October 2026 has 745 local hours (the clock goes back on the 25th): 2,980 quarters from 30 September 22:00Z.
   The group shares 200 kW. D joins on the 16th at 0:00 (15 October 22:00Z, after 1,440 quarters); what it drew before counts for
   nobody. All quarters are flat but these:

   | quarter (local)        | A   | B  | C   | D   | group | above |
   | all others             | 60  | 40 | 20  | 30  | 120 / 150 | 0 |
   | 3 Oct 10:00            | 90  | 40 | 20  | -   | 150   | 0     |
   | 5 Oct 12:00-13:00 (4x) | 60  | 40 | -10 | -   | 90    | 0     |
   | 10 Oct 09:00           | 60  | 40 | 20  | 500 (no member) | 120 | 0 |
   | 20 Oct 18:00           | 100 | 70 | 40  | 50  | 260   | 60    |
   | 20 Oct 18:15           | 90  | 40 | 40  | 50  | 220   | 20    |

   kWh used:  A (2977 x 60 + 90 + 100 + 90) / 4 = 44,725    B (2978 x 40 + 70 + 40) / 4 = 29,807.5
              C (2974 x 20 + 40 + 40) / 4 = 14,890, fed in 4 x 10 / 4 = 10    D (1538 x 30 + 50 + 50) / 4 = 11,560
   Exceedance: (60 + 20) / 4 = 20 kWh in one run of two quarters.

   Fixed shares 80, 60, 30, 30. Above own share at 18:00: 20, 10, 10, 20 = 60, all of it unlent. At 18:15: 10, 0, 10, 20 = 40, of
   which B's unused 20 are lent, so each pays half: 5, 0, 5, 10.
              kWh: A (20 + 5) / 4 = 6.25   B 10 / 4 = 2.5   C (10 + 5) / 4 = 3.75   D (20 + 10) / 4 = 7.5
              beyond own share at any time: A (10 + 20 + 10) / 4 = 10   B 2.5   C (10 + 10) / 4 = 5   D (20 + 20) / 4 = 10
   Priority A, B, C, D. At 18:00 A 100 and B 70 are served, C 30 of 40, D nothing: C 10, D 50. At 18:15 A, B and C are served with
   170, D with 30 of 50: D 20.      kWh: C 2.5   D (50 + 20) / 4 = 17.5 */
const FIRST = quarterOf('2026-09-30T22:00:00Z');
const QUARTERS = 2980;
const indexOf = (instant: string): number => quarterOf(instant) - FIRST;
const EXCEEDED = indexOf('2026-10-20T16:00:00Z');
const JOINED = indexOf('2026-10-15T22:00:00Z');

function october(): Member[] {
  const member = (id: number, flat: number, over: { from?: number; shareKw: number; priority: number; special: readonly (readonly [number, number])[] }): Member => {
    const kw = new Float64Array(QUARTERS).fill(flat);
    for (const [index, value] of over.special) kw[index] = value;
    return { id, kw, sure: measured(QUARTERS), terms: [{ from: over.from ?? 0, to: QUARTERS, shareKw: over.shareKw, priority: over.priority }] };
  };
  const noon = indexOf('2026-10-05T10:00:00Z');
  return [
    member(1, 60, {
      shareKw: 80,
      priority: 1,
      special: [
        [indexOf('2026-10-03T08:00:00Z'), 90],
        [EXCEEDED, 100],
        [EXCEEDED + 1, 90],
      ],
    }),
    member(2, 40, { shareKw: 60, priority: 2, special: [[EXCEEDED, 70]] }),
    member(3, 20, {
      shareKw: 30,
      priority: 3,
      special: [
        [noon, -10],
        [noon + 1, -10],
        [noon + 2, -10],
        [noon + 3, -10],
        [EXCEEDED, 40],
        [EXCEEDED + 1, 40],
      ],
    }),
    member(4, 30, {
      from: JOINED,
      shareKw: 30,
      priority: 4,
      special: [
        [indexOf('2026-10-10T07:00:00Z'), 500],
        [EXCEEDED, 50],
        [EXCEEDED + 1, 50],
      ],
    }),
  ];
}
const limitKw = (kw = 200): Float64Array => new Float64Array(QUARTERS).fill(kw);
const columns = (statement: Statement, name: 'useKwh' | 'returnKwh' | 'aboveKwh' | 'aboveKwMax' | 'beyondShareKwh' | 'kwMax' | 'coincidentKw' | 'quartersAbove') =>
  statement.members.map((one) => one[name]);

describe('October 2026 of four members', () => {
  it('begins and ends at local midnight, and D joins in it', () => {
    expect([QUARTERS, JOINED]).toEqual([indexOf('2026-10-31T23:00:00Z'), 1440]);
  });

  it.each(['fixed', 'priority'] as const)('used the same under %s shares', (rule) => {
    const statement = replay({ rule, limitKw: limitKw(), members: october() });

    expect(columns(statement, 'useKwh')).toEqual([44_725, 29_807.5, 14_890, 11_560]);
    expect(columns(statement, 'returnKwh')).toEqual([0, 0, 10, 0]);
    expect(columns(statement, 'kwMax')).toEqual([100, 70, 40, 50]);
    expect(columns(statement, 'coincidentKw')).toEqual([100, 70, 40, 50]);
    expect(statement).toMatchObject({ useKwh: 100_982.5, returnKwh: 10, aboveKwh: 20, quartersAbove: 2, quartersUnjudged: 0, peak: { kw: 260, index: EXCEEDED } });
  });

  it('with fixed shares: who was above its own share pays for the 20 kWh', () => {
    const statement = replay({ rule: 'fixed', limitKw: limitKw(), members: october() });

    expect(columns(statement, 'aboveKwh')).toEqual([6.25, 2.5, 3.75, 7.5]);
    expect(columns(statement, 'aboveKwMax')).toEqual([20, 10, 10, 20]);
    expect(columns(statement, 'quartersAbove')).toEqual([2, 1, 2, 2]);
    expect(columns(statement, 'beyondShareKwh')).toEqual([10, 2.5, 5, 10]);
    expect(statement.exceedances).toEqual([
      {
        from: EXCEEDED,
        to: EXCEEDED + 2,
        aboveKwMax: 60,
        aboveKwh: 20,
        causes: [
          { id: 4, aboveKwMax: 20, aboveKwh: 7.5 },
          { id: 1, aboveKwMax: 20, aboveKwh: 6.25 },
          { id: 3, aboveKwMax: 10, aboveKwh: 3.75 },
          { id: 2, aboveKwMax: 10, aboveKwh: 2.5 },
        ],
      },
    ]);
  });

  it('with priority: the last in line pay for them', () => {
    const statement = replay({ rule: 'priority', limitKw: limitKw(), members: october() });

    expect(columns(statement, 'aboveKwh')).toEqual([0, 0, 2.5, 17.5]);
    expect(columns(statement, 'aboveKwMax')).toEqual([0, 0, 10, 50]);
    expect(columns(statement, 'beyondShareKwh')).toEqual([0, 0, 0, 0]);
    expect(statement.exceedances.map((one) => one.causes.map((cause) => [cause.id, cause.aboveKwh]))).toEqual([
      [
        [4, 17.5],
        [3, 2.5],
      ],
    ]);
  });

  it('is not judged in a quarter in which a member is silent, and its kWh still count', () => {
    const members = october();
    const silent = members[1];
    if (silent !== undefined) [silent.kw[EXCEEDED], silent.sure[EXCEEDED]] = [Number.NaN, 0];
    const statement = replay({ rule: 'fixed', limitKw: limitKw(), members });

    expect(statement).toMatchObject({ quartersUnjudged: 1, aboveKwh: 5, quartersAbove: 1 });
    expect(columns(statement, 'useKwh')).toEqual([44_725, 29_790, 14_890, 11_560]);
    expect(statement.members[1]?.quartersMissing).toBe(1);
  });
});

describe('first come, first served', () => {
  it('blames who raised the draw, not who was there', () => {
    const steady = { id: 1, kw: Float64Array.from([80, 80, 80]), sure: measured(3), terms: [{ from: 0, to: 3, shareKw: 0, priority: 1 }] };
    const later = { id: 2, kw: Float64Array.from([10, 50, 50]), sure: measured(3), terms: [{ from: 0, to: 3, shareKw: 0, priority: 1 }] };
    const statement = replay({ rule: 'first-come', limitKw: Float64Array.from([100, 100, 100]), members: [steady, later] });

    // 130 of 100: the later one holds 10, gets the 10 that were free, then 20 of its 50 again.
    expect(statement.members.map((one) => one.aboveKwh)).toEqual([0, (30 + 30) / 4]);
  });
});

describe('every group', () => {
  const kws = fc.array(fc.integer({ min: -50, max: 300 }), { minLength: 6, maxLength: 6 });
  const members = fc.array(fc.record({ kws, shareKw: fc.integer({ min: 0, max: 100 }), priority: fc.integer({ min: 1, max: 3 }), from: fc.integer({ min: 0, max: 5 }) }), {
    minLength: 1,
    maxLength: 5,
  });
  const made = (list: readonly { kws: number[]; shareKw: number; priority: number; from: number }[]): Member[] =>
    list.map((one, id) => ({ id, kw: Float64Array.from(one.kws), sure: measured(6), terms: [{ from: one.from, to: 6, shareKw: one.shareKw, priority: one.priority }] }));

  it.each(SPLIT_RULES)('under %s pays for exactly what passed the limit, and a member of nothing changes nothing', (rule) => {
    fc.assert(
      fc.property(members, fc.integer({ min: 0, max: 500 }), (list, limit) => {
        const over = { rule, limitKw: new Float64Array(6).fill(limit), members: made(list) };
        const statement = replay(over);
        const blamed = statement.members.reduce((sum, one) => sum + one.aboveKwh, 0);
        const use = list.reduce((sum, one) => sum + one.kws.slice(one.from).reduce((mine, kw) => mine + Math.max(kw, 0) / 4, 0), 0);
        const idle = { id: 99, kw: new Float64Array(6), sure: measured(6), terms: [{ from: 0, to: 6, shareKw: 0, priority: 9 }] };

        expect(blamed).toBeCloseTo(statement.aboveKwh, 6);
        expect(statement.useKwh).toBeCloseTo(use, 6);
        expect(
          replay({ ...over, members: [...over.members, idle] })
            .members.slice(0, -1)
            .map((one) => one.aboveKwh),
        ).toEqual(statement.members.map((one) => one.aboveKwh));
      }),
    );
  });
});
