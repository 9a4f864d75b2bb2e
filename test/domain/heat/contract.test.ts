// A contract of heat holds until its term, the next contract, or the side that steps back first.
import { describe, expect, it } from 'vitest';
import { holding, holdsAt, lapsedAt } from '../../../src/domain/heat/contract.ts';
import { epochMs } from '../../../src/domain/units.ts';

const at = epochMs;
const nothing = { replaced: null, declined: null, left: null };

describe('a contract', () => {
  it('holds for ever where nothing ends it', () => {
    expect(holding({ from: at(10), to: null }, nothing)).toEqual({ from: 10, to: null, by: null });
  });

  it.each([
    ['term', { to: at(40) }, nothing],
    ['declined', { to: at(90) }, { ...nothing, declined: at(40) }],
    ['left', { to: null }, { declined: at(60), replaced: at(50), left: at(40) }],
    ['replaced', { to: null }, { declined: at(60), replaced: at(40), left: null }],
  ] as const)('ends by what comes first: %s', (by, { to }, endings) => {
    expect(holding({ from: at(10), to }, endings)).toEqual({ from: 10, to: 40, by });
  });

  it('that was over before it began has no length', () => {
    expect(holding({ from: at(10), to: null }, { ...nothing, replaced: at(5) })).toEqual({ from: 10, to: 10, by: 'replaced' });
  });

  it('holds from its first moment up to its last', () => {
    const held = { from: at(10), to: at(20) };

    expect([9, 10, 19, 20].map((now) => holdsAt(held, at(now)))).toEqual([false, true, true, false]);
  });
});

describe('a consent lapses', () => {
  const consent = (validFrom: number, validTo: number | null, revokedAt: number | null = null) => ({
    validFrom: at(validFrom),
    validTo: validTo === null ? null : at(validTo),
    revokedAt: revokedAt === null ? null : at(revokedAt),
  });

  it('never while one holds without end', () => {
    expect(lapsedAt([consent(0, null)], at(5))).toBeNull();
    expect(lapsedAt([consent(0, 20), consent(20, null)], at(5))).toBeNull();
  });

  it('at once where none was given yet, or no more', () => {
    expect([lapsedAt([], at(5)), lapsedAt([consent(6, null)], at(5)), lapsedAt([consent(0, null, 5)], at(5))]).toEqual([5, 5, 5]);
  });

  it('at its end or its withdrawal, and a later one does not make that undone', () => {
    expect(lapsedAt([consent(0, 20)], at(5))).toBe(20);
    expect(lapsedAt([consent(0, 20, 12), consent(13, null)], at(5))).toBe(12);
    expect(lapsedAt([consent(0, 20, 12), consent(0, null)], at(5))).toBe(12);
    expect(lapsedAt([consent(0, 20, 12), consent(0, null)], at(13))).toBeNull();
  });
});
