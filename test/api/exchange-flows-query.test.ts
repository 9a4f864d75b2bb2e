// In which parts a long period of an exchange is explained, and where their borders lie.
import { describe, expect, it } from 'vitest';
import { boundsIn, stepOf } from '../../src/api/exchange-flows-query.ts';
import { toIso } from '../../src/domain/time.ts';
import { epochMs } from '../../src/domain/units.ts';

const cut = (start: string, end: string) => ({ start: epochMs(Date.parse(start)), end: epochMs(Date.parse(end)) });

describe('the parts of a period', () => {
  it.each([
    ['2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z', 'P1M'],
    ['2026-10-01T00:00:00Z', '2026-11-01T00:00:00Z', 'P1D'],
    // A local day of 25 hours is still listed by quarters.
    ['2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z', null],
  ])('from %s to %s are %s', (start, end, step) => {
    expect(stepOf(cut(start, end))).toBe(step);
  });

  it('begin and end where the period does', () => {
    expect(boundsIn(cut('2026-10-05T12:00:00Z', '2026-10-07T06:00:00Z'), 'P1D').map(toIso)).toEqual([
      '2026-10-05T12:00:00Z',
      '2026-10-05T22:00:00Z',
      '2026-10-06T22:00:00Z',
      '2026-10-07T06:00:00Z',
    ]);
  });
});
