// A name with an accent is the same name, however the spreadsheet wrote its file.
import { expect, it } from 'vitest';
import { textOf } from '../../src/web/file-text.ts';

const SAID = 'name;note\nCafé;5 °C\n';
const bytesOf = (bytes: Iterable<number>): ArrayBuffer => Uint8Array.from(bytes).buffer;
const utf16 = (text: string): number[] => [...text].flatMap((sign) => [sign.charCodeAt(0) % 256, Math.floor(sign.charCodeAt(0) / 256)]);

it.each([
  ['UTF-8', bytesOf(new TextEncoder().encode(SAID))],
  ['UTF-8 with a mark', bytesOf(new TextEncoder().encode(`\ufeff${SAID}`))],
  ['Windows-1252', bytesOf([...SAID].map((sign) => sign.charCodeAt(0)))],
  ['UTF-16', bytesOf([0xff, 0xfe, ...utf16(SAID)])],
  ['UTF-16, high byte first', bytesOf([0xfe, 0xff, ...utf16(SAID).map((_, at, all) => all[at ^ 1] ?? 0)])],
])('is read as it was meant from %s', (_name, bytes) => {
  expect(textOf(bytes)).toBe(SAID);
});

it('is empty where the file is', () => {
  expect(textOf(new ArrayBuffer(0))).toBe('');
});
