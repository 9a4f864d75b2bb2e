// Encodings of files that metering companies and spreadsheets write.
import { describe, expect, it } from 'vitest';
import { encodingOf, lineCut } from '../../src/ingest/import-text.ts';

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
