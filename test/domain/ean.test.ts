import { describe, expect, it } from 'vitest';
import { eanIsValid } from '../../src/domain/ean.ts';

describe('an EAN of a connection', () => {
  it('has 17 digits and one that checks them', () => {
    // 87168712345678901: weights 3,1,3,… from the right give
    // 1x3+0+9x3+8+7x3+6+5x3+4+3x3+2+1x3+7+8x3+6+1x3+7+8x3 = 169, and 170 - 169 = 1.
    expect(eanIsValid('871687123456789011')).toBe(true);
  });

  it('with any one digit changed does not check', () => {
    const good = '871687123456789011';

    for (let at = 0; at < 18; at++) {
      for (let digit = 0; digit < 10; digit++) {
        const changed = good.slice(0, at) + String(digit) + good.slice(at + 1);
        expect(eanIsValid(changed)).toBe(changed === good);
      }
    }
  });

  it('of another length, or with anything but digits, is none', () => {
    for (const wrong of ['', '8716871234567890', '8716871234567890110', '87168712345678901x', ' 871687123456789011', '871687123456789011\n']) expect(eanIsValid(wrong)).toBe(false);
  });
});
