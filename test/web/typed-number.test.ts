// Numbers as people write them.
import { expect, it } from 'vitest';
import { numberText, typedNumber } from '../../src/web/typed-number.ts';

it.each([
  ['1,5', 'nl', 1.5],
  ['1.5', 'nl', 1.5],
  ['3.000', 'nl', 3000],
  ['3.000,5', 'nl', 3000.5],
  ['0.900', 'nl', 0.9],
  ['3,000', 'en', 3000],
  ['3.000', 'en', 3],
  [' 12 ', 'en', 12],
  ['-0,2', 'nl', -0.2],
  ['1.234,5', 'nl', 1234.5],
  ['12345.678', 'nl', 12_345.678],
  ['1 234,5', 'nl', 1234.5],
  ['1,234.5', 'en', 1234.5],
  ['1e3', 'nl', null],
  ['', 'nl', null],
  ['1,5,5', 'nl', null],
  ['twelve', 'en', null],
] as const)('"%s" in %s is %j', (text, lang, value) => expect(typedNumber(text, lang)).toBe(value));

it('what stands in a field is read back as it was', () => {
  for (const lang of ['nl', 'en'] as const)
    for (const value of [0, 0.045, 1.125, -1.5, 3000, 12_345.678, 0.1 + 0.2, 999_999_999]) expect(typedNumber(numberText(value, lang), lang)).toBe(value);
});
