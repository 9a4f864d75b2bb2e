// English about the grid's hours is English, and has a word for all that Dutch has.
import { expect, it } from 'vitest';
import { gridEn } from '../../../src/web/i18n/grid-en.ts';
import { gridNl } from '../../../src/web/i18n/grid-nl.ts';

it('has no Dutch left', () => {
  expect(Object.keys(gridEn)).toEqual(Object.keys(gridNl));
  const told = [gridEn.hours(3), gridEn.yearly('200', 'a list'), gridEn.source('NED', '08:05'), ...Object.values(gridEn).filter((value) => typeof value === 'string')];
  expect(told.join(' ')).not.toMatch(/\b(een|het|niet|wordt|geen|uur)\b/i);
});
