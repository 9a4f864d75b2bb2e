// A day's changes are counted, and the next day is a new one.
import { expect, it } from 'vitest';
import { ChangeLimit } from '../../src/api/change-limit.ts';
import { epochMs } from '../../src/domain/units.ts';

it('lets so many changes through a day, of each company', () => {
  const limit = new ChangeLimit({ max: 2, says: (max) => ({ en: `at most ${max} times a day`, nl: `hoogstens ${max} keer per dag` }) });
  const noon = Date.UTC(2026, 9, 6, 12);
  const at = (hours: number) => epochMs(noon + hours * 3_600_000);

  limit.take(1, at(0));
  limit.take(1, at(1));
  expect(() => limit.take(1, at(2))).toThrow('at most 2 times a day');
  expect(() => limit.take(1, at(2))).toThrow('2026-10-07T12:00:00.000Z');
  limit.take(2, at(2));
  limit.take(1, at(24));
  expect(() => limit.take(1, at(24.5))).toThrow('at most');
  limit.take(1, at(25));
});
