// Files on disk: encodings, delimiters, Excel, pieces, and files that are no table.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import writeXlsxFile from 'write-excel-file/node';
import type { Row } from '../../src/ingest/import-cells.ts';
import { EXCEL_BYTES_MAX, ImportFileError, LINE_CHARS_MAX, delimiterOf, readHead, readPieces } from '../../src/ingest/import-file.ts';
import { infer } from '../../src/ingest/import-infer.ts';
import { POWER } from './import-samples.ts';

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'kringstroom-import-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function put(name: string, content: string | Uint8Array): string {
  const path = join(dir, name);
  writeFileSync(path, content);
  return path;
}
async function all(path: string, delimiter: ';' | ',' | '\t' = ';'): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const piece of readPieces(path, delimiter)) rows.push(...piece.rows);
  return rows;
}

describe('a text file', () => {
  it.each([
    ['UTF-8 with a mark', Buffer.from('\uFEFFDatum;Gas m³\r\n01-11-2026;1,5\r\n')],
    ['UTF-16', Buffer.from('\uFEFFDatum;Gas m³\r\n01-11-2026;1,5\r\n', 'utf16le')],
    ['Latin-1', Buffer.from('Datum;Gas m³\r\n01-11-2026;1,5\r\n', 'latin1')],
  ])('in %s gives the same cells', async (_, bytes) => {
    const path = put('text.csv', bytes);

    expect(await all(path)).toEqual([
      ['Datum', 'Gas m³'],
      ['01-11-2026', '1,5'],
    ]);
    expect((await readHead(path)).rows[0]).toEqual(['Datum', 'Gas m³']);
  });

  it('of an old Windows has its euro signs and quotes in head and rows alike', async () => {
    const path = put(
      'euro.csv',
      Buffer.concat([Buffer.from('Naam;'), Buffer.from([0x80]), Buffer.from('/MWh\n'), Buffer.from([0x93]), Buffer.from('Caf'), Buffer.from([0xe9, 0x94]), Buffer.from(';5\n')]),
    );

    expect(await all(path)).toEqual([
      ['Naam', '€/MWh'],
      ['“Café”', '5'],
    ]);
    expect((await readHead(path)).rows[0]).toEqual(['Naam', '€/MWh']);
  });

  it('of several pieces is cut between lines, and ends without a line end', async () => {
    const lines = Array.from({ length: 150_000 }, (_, n) => `${n};"a;b";${n / 10}`);
    const rows = await all(put('long.csv', lines.join('\n')));

    expect(rows).toHaveLength(150_000);
    expect(rows[149_999]).toEqual(['149999', 'a;b', '14999.9']);
    expect(rows.every((row, n) => row.length === 3 && row[0] === String(n))).toBe(true);
  });

  it('gives its last lines too, to see which way time runs', async () => {
    const lines = Array.from({ length: 60_000 }, (_, n) => `regel ${n};1`);
    const { tail } = await readHead(put('tail.csv', lines.join('\n')));

    expect(tail.at(-1)).toEqual(['regel 59999', '1']);
  });

  it.each([
    ['a;b\n01-11-2026 00:00;1,5\n', ';'],
    ['a\tb\n01-11-2026\t1,5\n', '\t'],
    ['a|b\n01-11-2026|1,5\n', '|'],
    ['a,b\n2026-11-01,1.5\n', ','],
    ['a;b;c\n1,5;2,5;3,5\n', ';'],
  ])('%j is cut by %j', (text, delimiter) => {
    expect(delimiterOf(text)).toBe(delimiter);
  });
});

describe('an Excel file', () => {
  it('gives its longest sheet, times by its own clock, numbers as numbers', async () => {
    // 02:15 stands as a part of a day that is not exact: it must not become 02:14:59.
    const quarter = (n: number): Date => new Date(Date.UTC(2026, 10, 1, 0, 15 * n));
    const data = [
      [{ value: `EAN ${POWER}` }, null],
      [{ value: 'Datum' }, { value: 'Verbruik kWh' }],
      ...Array.from({ length: 96 }, (_, n) => [
        { value: quarter(n), type: Date, format: 'dd-mm-yyyy hh:mm' },
        { value: n / 4, type: Number },
      ]),
    ];
    const bytes = await writeXlsxFile([
      { data: [[{ value: 'Voorblad' }]], sheet: 'Info' },
      { data, sheet: 'Data' },
    ]).toBuffer();
    const path = put('book.xlsx', bytes);
    const head = await readHead(path);

    expect(head.excel).toBe(true);
    expect(head.rows[11]).toEqual(['2026-11-01 02:15:00', 2.25]);
    expect(infer({ ...head }).choices).toMatchObject({
      firstRow: 2,
      dateOrder: 'ymd',
      intervalMinutes: 15,
      label: 'start',
      values: [{ column: 1, ean: POWER, flow: 'import', unit: 'kWh' }],
    });
    expect(await all(path)).toHaveLength(98);
  });
});

describe('a file that cannot be read', () => {
  const code = async (path: string): Promise<string> => {
    try {
      await readHead(path);
      await all(path);
      return 'read';
    } catch (error) {
      return error instanceof ImportFileError ? error.code : String(error);
    }
  };

  it.each([
    ['empty', '', 'empty-file'],
    ['an old .xls', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0, 1, 2, 3]), 'not-a-table'],
    ['a zip that is no Excel', Buffer.from([0x50, 0x4b, 3, 4, 9, 9, 9, 9]), 'not-excel'],
    ['a single endless line', 'x'.repeat(LINE_CHARS_MAX + 2_000_000), 'not-a-table'],
  ])('%s is refused with its reason', async (_, content, expected) => {
    expect(await code(put('bad.bin', content))).toBe(expected);
  });

  it('because it is an Excel file above the limit', async () => {
    const big = Buffer.alloc(EXCEL_BYTES_MAX + 1);
    big.set([0x50, 0x4b, 3, 4]);

    expect(await code(put('big.xlsx', big))).toBe('too-big-unpacked');
  });

  it('because it says it unpacks to gigabytes', async () => {
    const bomb = Buffer.alloc(200);
    bomb.set([0x50, 0x4b, 3, 4]);
    bomb.set([0x50, 0x4b, 1, 2], 50);
    bomb.writeUInt32LE(0xf0_00_00_00, 74);

    expect(await code(put('bomb.xlsx', bomb))).toBe('too-big-unpacked');
  });
});
