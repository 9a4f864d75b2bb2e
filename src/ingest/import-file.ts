// A file on disk -> rows of cells: CSV in pieces with the parser of the preview, Excel as a whole. Holds one piece at a time.
import { createReadStream } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import Papa from 'papaparse';
import readXlsxFile from 'read-excel-file/node';
import type { Row } from './import-cells.ts';
import { DELIMITERS, type Delimiter } from './import-choices.ts';
import { type Encoding, type EncodingGuess, decoderOf, encodingOf, lineCut } from './import-text.ts';

/** Largest Excel file; it is read as a whole. */
export const EXCEL_BYTES_MAX = 20 * 1024 * 1024;
/** What an Excel file may say it unpacks to: small files can hold gigabytes. */
export const EXCEL_UNPACKED_MAX = 400 * 1024 * 1024;
/** Characters without a line end, beyond which a file is no table. */
export const LINE_CHARS_MAX = 4 * 1024 * 1024;
const PIECE_BYTES = 1024 * 1024;
const HEAD_BYTES = 192 * 1024;
const TAIL_BYTES = 16 * 1024;

/** Nothing of this file can be read; the message is for the person who brought it. */
export class ImportFileError extends Error {
  override name = 'ImportFileError';
  readonly code: 'not-a-table' | 'not-excel' | 'too-big-unpacked' | 'empty-file';

  constructor(code: ImportFileError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

export interface FileHead {
  readonly excel: boolean;
  readonly encoding: EncodingGuess | null;
  readonly delimiter: Delimiter;
  readonly rows: readonly Row[];
  /** The last lines of a long file, for the direction of time. */
  readonly tail: readonly Row[];
  readonly bytes: number;
}

const parse = (text: string, delimiter: Delimiter): string[][] => Papa.parse<string[]>(text, { delimiter, header: false }).data;
const isZip = (head: Uint8Array): boolean => head[0] === 0x50 && head[1] === 0x4b && head[2] === 3 && head[3] === 4;

/** The beginning and the end of a file, as far as they are needed to guess what it is.
 *  @param wanted cuts the lines at this sign instead of the one that fits best
 *  @throws ImportFileError when it is no table */
export async function readHead(path: string, wanted: Delimiter | null = null): Promise<FileHead> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    if (size === 0) throw new ImportFileError('empty-file', 'The file is empty.');
    const head = new Uint8Array(Math.min(size, HEAD_BYTES));
    await file.read(head, 0, head.length, 0);
    if (isZip(head)) {
      const rows = await excelRows(path);
      return { excel: true, encoding: null, delimiter: ';', rows: rows.slice(0, 1000), tail: rows.slice(-200), bytes: size };
    }
    const encoding = encodingOf(head);
    const text = decode(head, encoding.value);
    if (text.includes('\0')) throw new ImportFileError('not-a-table', 'The file is neither text nor Excel (.xlsx). An old .xls file: save it as .xlsx or CSV first.');
    const whole = size > head.length ? text.slice(0, lineCut(text)) : text;
    const delimiter = wanted ?? delimiterOf(whole);
    // Even, so that two bytes of one character stay together.
    const tailFrom = size > head.length ? Math.max(size - TAIL_BYTES, head.length) & ~1 : size;
    const tail = new Uint8Array(size - tailFrom);
    await file.read(tail, 0, tail.length, tailFrom);
    const ending = decode(tail, encoding.value);
    return { excel: false, encoding, delimiter, rows: parse(whole, delimiter), tail: parse(ending.slice(ending.indexOf('\n') + 1), delimiter), bytes: size };
  } finally {
    await file.close();
  }
}

const decode = (bytes: Uint8Array, encoding: Encoding): string => decoderOf(encoding)(bytes);

/** The sign that cuts the most lines into the same number of cells; a comma only when nothing else does, since it stands in numbers. */
export function delimiterOf(text: string): Delimiter {
  const sample = text.slice(0, lineCut(text.slice(0, 16_384)) || 16_384);
  const scored = DELIMITERS.map((delimiter) => {
    const widths = new Map<number, number>();
    for (const row of parse(sample, delimiter)) if (row.length > 1) widths.set(row.length, (widths.get(row.length) ?? 0) + 1);
    return { delimiter, lines: Math.max(0, ...widths.values()) };
  });
  const most = Math.max(...scored.map((one) => one.lines));
  // DELIMITERS has the comma last.
  return scored.find((one) => one.lines > 0 && one.lines >= most * 0.8)?.delimiter ?? ';';
}

/** All rows of a file from the first on, piece by piece.
 *  @throws ImportFileError when it is no table */
export async function* readPieces(path: string, delimiter: Delimiter): AsyncGenerator<{ rows: readonly Row[]; bytesRead: number }> {
  const file = await open(path, 'r');
  const head = new Uint8Array(HEAD_BYTES);
  const { bytesRead } = await file.read(head, 0, head.length, 0);
  await file.close();
  if (isZip(head)) {
    yield { rows: await excelRows(path), bytesRead };
    return;
  }
  const decoded = decoderOf(encodingOf(head.subarray(0, bytesRead)).value);
  let [rest, read] = ['', 0];
  for await (const piece of createReadStream(path, { highWaterMark: PIECE_BYTES })) {
    if (!(piece instanceof Uint8Array)) continue;
    read += piece.length;
    rest += decoded(piece);
    const cut = lineCut(rest);
    if (cut === 0 && rest.length > LINE_CHARS_MAX) throw new ImportFileError('not-a-table', `The file has a line of more than ${LINE_CHARS_MAX} characters.`);
    if (cut === 0) continue;
    // The line end goes, or each piece would end with an empty line.
    yield { rows: parse(rest.slice(0, cut).replace(/\r?\n$/, ''), delimiter), bytesRead: read };
    rest = rest.slice(cut);
  }
  rest += decoded();
  if (rest !== '') yield { rows: parse(rest, delimiter), bytesRead: read };
}

async function excelRows(path: string): Promise<Row[]> {
  const bytes = await readFile(path);
  if (bytes.length > EXCEL_BYTES_MAX) throw new ImportFileError('too-big-unpacked', `An Excel file has at most ${EXCEL_BYTES_MAX / 1024 / 1024} MB; save it as CSV.`);
  if (unpackedBytes(bytes) > EXCEL_UNPACKED_MAX) throw new ImportFileError('too-big-unpacked', 'This Excel file unpacks to too much; save it as CSV.');
  const sheets = await readXlsxFile(bytes).catch((error: unknown) => {
    throw new ImportFileError('not-excel', `The Excel file cannot be read (${error instanceof Error ? error.message : String(error)}); save it again as .xlsx or CSV.`);
  });
  // The figures stand on the longest sheet; cover pages are short.
  const sheet = sheets.reduce<(typeof sheets)[number] | null>((longest, one) => (longest === null || one.data.length > longest.data.length ? one : longest), null);
  return (sheet?.data ?? []).map((row) => row.map((cell) => (cell === null ? '' : cell instanceof Date ? wallText(cell) : typeof cell === 'number' ? cell : String(cell))));
}

/** Excel has no time zones: the library puts its wall clock into UTC. Its times are off by milliseconds. */
function wallText(cell: Date): string {
  if (Number.isNaN(cell.getTime())) return '';
  const text = new Date(Math.round(cell.getTime() / 1000) * 1000).toISOString().slice(0, 19).replace('T', ' ');
  return text.startsWith('1899') || text.startsWith('1900-01-0') ? text.slice(11) : text;
}

/** What the directory of a zip file says its parts unpack to. */
function unpackedBytes(zip: Buffer): number {
  let total = 0;
  for (let at = zip.indexOf('PK\u0001\u0002', 0, 'latin1'); at >= 0 && at + 46 <= zip.length; at = zip.indexOf('PK\u0001\u0002', at + 46, 'latin1'))
    total += zip.readUInt32LE(at + 24);
  return total;
}
