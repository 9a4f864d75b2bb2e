// The year a scenario rests on: the last one, or what is named; whole quarters, at most 366 days, never the future.
import { describe, expect, it } from 'vitest';
import { scenarioPeriod } from '../../src/api/scenario-ground.ts';
import { toIso } from '../../src/domain/time.ts';
import { epochMs } from '../../src/domain/units.ts';

const deps = { now: () => epochMs(Date.parse('2026-11-26T10:07:00Z')) };
const said = (given: { from: string | null; to: string | null }): string[] => {
  const { from, to } = scenarioPeriod(deps, given);
  return [toIso(from), toIso(to)];
};

describe('the period', () => {
  it('is the year up to the last local midnight', () => {
    expect(said({ from: null, to: null })).toEqual(['2025-11-25T23:00:00Z', '2026-11-25T23:00:00Z']);
  });

  it('is what is named, up to the last quarter that ended', () => {
    expect(said({ from: '2026-01-01', to: '2027-01-01' })).toEqual(['2025-12-31T23:00:00Z', '2026-11-26T10:00:00Z']);
  });

  it.each([
    [{ from: '2027-01-01', to: null }, 'reversed-period'],
    [{ from: '2025-01-01', to: '2026-06-01' }, 'period-too-long'],
    [{ from: '2026-01-01T00:05:00Z', to: null }, 'bad-time'],
    [{ from: 'yesterday', to: null }, 'bad-time'],
  ])('%o is refused as %s', (given, code) => {
    expect(() => scenarioPeriod(deps, given)).toThrow(expect.objectContaining({ code }));
  });
});
