// Local days as they are published in answers about capacity.
import { expect, it } from 'vitest';
import { dateOf } from '../../src/api/capacity-query.ts';
import { localDayOf } from '../../src/domain/local-days.ts';
import { QUARTER_MS } from '../../src/domain/time.ts';

it.each([
  // The first and last quarter of a local day in summer and in winter.
  ['2026-07-01T22:00:00Z', '2026-07-02'],
  ['2026-07-02T21:45:00Z', '2026-07-02'],
  ['2026-12-01T23:00:00Z', '2026-12-02'],
  ['2026-12-02T22:45:00Z', '2026-12-02'],
])('%s lies on %s', (instant, date) => {
  expect(dateOf(localDayOf(Date.parse(instant) / QUARTER_MS))).toBe(date);
});
