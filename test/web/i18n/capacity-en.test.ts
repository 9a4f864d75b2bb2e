// English of the capacity screens says what the Dutch says, and is English.
import { describe, expect, it } from 'vitest';
import { capacityEn } from '../../../src/web/i18n/capacity-en.ts';

const leaves = (words: object): string[] =>
  Object.values(words).flatMap((value: unknown) =>
    typeof value === 'object' && value !== null ? leaves(value) : [typeof value === 'function' ? String(value(3, '4', '5')) : String(value)],
  );

describe('English of the capacity screens', () => {
  it('has no Dutch left', () => {
    expect(leaves(capacityEn).filter((text) => /\b(een|het|niet|wordt|kwartier|grens|geen|ruimte)\b/i.test(text))).toEqual([]);
  });

  it('counts one and many', () => {
    expect(capacityEn.peaksHidden(1)).toBe('1 company counts without a name.');
    expect(capacityEn.hidden(2)).toContain('2 other members do not share');
  });
});
