import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { durationMs, epochMs, gj, kw, kwh, kwhFromGj, m3, share } from '../../src/domain/units.ts';

describe('a measurement', () => {
  it.each([
    ['kWh', kwh],
    ['kW', kw],
    ['m3', m3],
    ['GJ', gj],
    ['epoch ms', epochMs],
    ['ms', durationMs],
  ] as const)('in %s is never NaN or infinite', (_, make) => {
    for (const wrong of [Number.NaN, Infinity, -Infinity]) expect(() => make(wrong)).toThrow(RangeError);
  });

  it('keeps its number', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(kwh(value)).toBe(value);
      }),
    );
  });
});

describe('a share', () => {
  it('lies between 0 and 1, both included', () => {
    expect([share(0), share(0.5), share(1)]).toEqual([0, 0.5, 1]);
    for (const wrong of [-0.001, 1.001, Number.NaN]) expect(() => share(wrong)).toThrow(RangeError);
  });
});

describe('heat', () => {
  it('of 3.6 GJ is 1,000 kWh', () => {
    expect(kwhFromGj(gj(3.6))).toBeCloseTo(1000, 9);
  });
});
