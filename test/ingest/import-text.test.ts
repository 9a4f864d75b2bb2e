// Encodings of files that metering companies and spreadsheets write.
import { describe, expect, it } from 'vitest';
import { decoderOf, encodingOf, lineCut } from '../../src/ingest/import-text.ts';

const bytes = (...parts: (string | number[])[]): Uint8Array => Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))));
const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');

describe('the encoding of a file', () => {
  it.each([
    ['a UTF-8 mark', bytes([0xef, 0xbb, 0xbf], 'Datum;kWh'), 'utf-8', 'byte-order-mark'],
    ['a UTF-16 mark, low byte first', bytes([0xff, 0xfe], [...utf16('Datum')]), 'utf-16le', 'byte-order-mark'],
    ['a UTF-16 mark, high byte first', bytes([0xfe, 0xff], [...utf16('Datum').swap16()]), 'utf-16be', 'byte-order-mark'],
    ['UTF-16 without a mark', bytes([...utf16('Datum;kWh')]), 'utf-16le', 'zero-bytes'],
    ['UTF-16 without a mark, high byte first', bytes([...utf16('Datum;kWh').swap16()]), 'utf-16be', 'zero-bytes'],
    ['plain text', bytes('Datum;m³'), 'utf-8', 'valid-utf-8'],
    ['m³ of an old spreadsheet', bytes('Datum;m', [0xb3]), 'windows-1252', 'not-utf-8'],
  ])('is known by %s', (_, head, value, reason) => {
    expect(encodingOf(head)).toEqual({ value, reason });
  });

  it('is UTF-8 also when the piece ends in the middle of a character', () => {
    expect(encodingOf(bytes('Datum;m³').subarray(0, -1)).value).toBe('utf-8');
  });
});

describe('the text of a file', () => {
  it('of Windows has its euro sign and curly quotes, and leaves the five bytes that mean nothing as they are', () => {
    const signs = decoderOf('windows-1252')(Uint8Array.from({ length: 256 }, (_, byte) => byte));
    // https://encoding.spec.whatwg.org/index-windows-1252.txt, 0x80 to 0x9F.
    const index = [
      0x20ac, 0x81, 0x201a, 0x192, 0x201e, 0x2026, 0x2020, 0x2021, 0x2c6, 0x2030, 0x160, 0x2039, 0x152, 0x8d, 0x17d, 0x8f, 0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013,
      0x2014, 0x2dc, 0x2122, 0x161, 0x203a, 0x153, 0x9d, 0x17e, 0x178,
    ];

    expect(Array.from(signs, (sign) => sign.codePointAt(0))).toEqual(Array.from({ length: 256 }, (_, byte) => (byte >= 0x80 && byte <= 0x9f ? index[byte - 0x80] : byte)));
  });

  it('in UTF-8 is whole where a piece ends in the middle of a sign, and keeps its control signs', () => {
    const [decoded, said] = [decoderOf('utf-8'), bytes('€ 5, m³\u0080')];

    expect([decoded(said.subarray(0, 2)), decoded(said.subarray(2)), decoded()].join('')).toBe('€ 5, m³\u0080');
  });
});

describe('a piece of a file', () => {
  it('is cut behind its last whole line', () => {
    expect(lineCut('a;1\nb;2\nc;')).toBe(8);
  });

  it('is not cut inside quotes', () => {
    expect(lineCut('a;"1\n2";3\nb;"4\n')).toBe(10);
  });

  it('without a line end is not cut at all', () => {
    expect(lineCut('a;b;c')).toBe(0);
  });
});
