// A name with an accent is the same name, however the spreadsheet wrote its file.
import { expect, it } from 'vitest';
import { textOf } from '../../src/web/file-text.ts';

const SAID = 'name;note\nCafé;5 °C\n';
const bytesOf = (bytes: Iterable<number>): ArrayBuffer => Uint8Array.from(bytes).buffer;
/** Of signs below U+0100 the code is the byte. */
const codes = Array.from({ length: SAID.length }, (_, at) => SAID.charCodeAt(at));
const utf16 = codes.flatMap((code) => [code, 0]);

it.each([
  ['UTF-8', bytesOf(new TextEncoder().encode(SAID))],
  ['UTF-8 with a mark', bytesOf(new TextEncoder().encode(`\ufeff${SAID}`))],
  ['Windows-1252', bytesOf(codes)],
  ['UTF-16', bytesOf([0xff, 0xfe, ...utf16])],
  ['UTF-16, high byte first', bytesOf([0xfe, 0xff, ...codes.flatMap((code) => [0, code])])],
])('is read as it was meant from %s', (_name, bytes) => {
  expect(textOf(bytes)).toBe(SAID);
});

it('is empty where the file is', () => {
  expect(textOf(new ArrayBuffer(0))).toBe('');
});
