// Numbers written as bytes are the numbers that JSON writes.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { published } from '../../src/domain/balance-rows.ts';
import { JsonBytes, ascii } from '../../src/domain/json-bytes.ts';

function written(micro: number): string {
  const json = new JsonBytes(1);
  json.micro(micro);
  return new TextDecoder().decode(json.take());
}
const asJson = (micro: number): string => JSON.stringify(published(micro / 1e6));

describe('an amount in whole millionths', () => {
  it.each([
    [0, '0'],
    [-0, '0'],
    [1, '0.000001'],
    [-1, '-0.000001'],
    [999_999, '0.999999'],
    [1_000_000, '1'],
    [10_500_000, '10.5'],
    [-123_456_789, '-123.456789'],
    [100_000_000_000_000, '100000000'],
  ])('%d is written as %s', (micro, text) => {
    expect(written(micro)).toBe(text);
  });

  it('has the digits of JSON, also where doubles lie far apart, and where it is no whole millionth', () => {
    const sizes = fc.oneof(fc.maxSafeInteger(), fc.integer({ min: -2_000_000, max: 2_000_000 }), fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e18, max: 1e18 }));
    fc.assert(
      fc.property(sizes, (micro) => {
        expect(written(micro)).toBe(asJson(micro));
      }),
      { numRuns: 2000 },
    );
  });
});

it('what was taken stays as it is while more is written', () => {
  const json = new JsonBytes(4);
  json.put(ascii('{"a":'));
  json.micro(1_500_000);
  const first = json.take();
  json.text('}'.repeat(50));

  expect(new TextDecoder().decode(first)).toBe('{"a":1.5');
  expect(new TextDecoder().decode(json.take())).toBe('}'.repeat(50));
});
