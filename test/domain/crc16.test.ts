import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crc16Arc } from '../../src/domain/crc16.ts';

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Bit by bit from the definition: polynomial x^16 + x^15 + x^2 + 1, lowest bit first. */
function slowly(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xa001 : crc >>> 1;
  }
  return crc;
}

describe('CRC-16/ARC', () => {
  it('of 123456789 is BB3D, the check value of its definition', () => {
    expect(crc16Arc(ascii('123456789'))).toBe(0xbb3d);
  });

  it('of nothing is 0', () => {
    expect(crc16Arc(new Uint8Array())).toBe(0);
  });

  it('of a part is that of the part alone', () => {
    expect(crc16Arc(ascii('xx123456789yy'), 2, 11)).toBe(0xbb3d);
  });

  it('is what the definition says, for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(crc16Arc(bytes)).toBe(slowly(bytes));
      }),
    );
  });

  it('changes with any one bit', () => {
    const telegram = ascii('/KFM5KAIFA-METER\r\n\r\n1-0:1.8.1(000123.456*kWh)\r\n!');
    const good = crc16Arc(telegram);

    for (let bit = 0; bit < telegram.length * 8; bit++) {
      const flipped = telegram.slice();
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(crc16Arc(flipped)).not.toBe(good);
    }
  });
});
