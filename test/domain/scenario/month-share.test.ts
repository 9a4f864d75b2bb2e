// Half a month is paid for half, on local months.
import { expect, it } from 'vitest';
import { monthShare } from '../../../src/domain/scenario/month-share.ts';
import { stepBounds } from '../../../src/domain/time.ts';
import { epochMs } from '../../../src/domain/units.ts';

const at = (text: string): ReturnType<typeof epochMs> => epochMs(Date.parse(text));

it.each([
  ['2026-11-01T00:00:00+01:00', 30 * 96, 1],
  ['2026-11-16T00:00:00+01:00', 15 * 96, 0.5],
  ['2026-03-01T00:00:00+01:00', 31 * 96 - 4, 1],
  ['2026-10-01T00:00:00+02:00', 31 * 96 + 4, 1],
])('from %s on %d quarters are %d of the month', (start, quarters, share) => {
  expect(monthShare(at(start), quarters)).toBeCloseTo(share, 12);
});

it('adds up to twelve months in any year', () => {
  for (const start of ['2025-11-26T00:00:00+01:00', '2026-03-29T00:00:00+01:00', '2025-07-01T00:00:00+02:00']) {
    const [from, to] = [at(start), epochMs(at(start) + 365 * 86_400_000)];
    const bounds = stepBounds(from, to, 'P1M').map((bound) => Math.min(Math.max(bound, from), to));
    const shares = bounds.slice(1).map((until, month) => monthShare(epochMs(bounds[month] ?? from), (until - (bounds[month] ?? from)) / 900_000));
    expect(shares.reduce((sum, one) => sum + one, 0)).toBeCloseTo(12, 1);
  }
});
