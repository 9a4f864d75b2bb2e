// A stretch is as long as its rows fit, and never shorter than a month.
import { expect, it } from 'vitest';
import { DAYS_AT_ONCE_MIN, ROWS_AT_ONCE, daysAtOnce, stretchesIn } from '../../src/domain/stretches.ts';
import { epochMs } from '../../src/domain/units.ts';

it('is a month of a region, half a year of a park, a year of a company', () => {
  expect(daysAtOnce(5000)).toBe(DAYS_AT_ONCE_MIN);
  expect(daysAtOnce(200)).toBe(187);
  expect(daysAtOnce(4)).toBe(366);
  expect(daysAtOnce(0)).toBe(366);
});

it('holds no more rows than so many where it is longer than a month', () => {
  for (const registers of [100, 200, 500, 800]) expect(daysAtOnce(registers) * registers * 96).toBeLessThanOrEqual(ROWS_AT_ONCE);
});

it('cuts a period at local midnights, and leaves a part of a day to itself', () => {
  const at = (text: string) => epochMs(Date.parse(text));
  const [from, to] = [at('2026-03-27T12:00:00Z'), at('2026-03-31T10:00:00Z')];
  const midnights = ['2026-03-27T23:00:00Z', '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z', '2026-03-30T22:00:00Z'].map(at);

  expect(stretchesIn({ from, to }, 2)).toEqual([[from, midnights[0]], midnights.slice(0, 3), midnights.slice(2), [midnights[3], to]]);
  expect(stretchesIn({ from, to: at('2026-03-27T13:00:00Z') }, 2)).toEqual([[from, at('2026-03-27T13:00:00Z')]]);
  expect(stretchesIn({ from: midnights[0] ?? from, to: midnights[2] ?? to }, 31)).toEqual([midnights.slice(0, 3)]);
});
