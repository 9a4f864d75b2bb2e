// One file is read in a thread of its own: a large one never holds up messages, and a bad one takes only this thread with it.
import { parentPort, workerData } from 'node:worker_threads';
import { BEHIND_STORE_NICE, giveWay } from '../priority.ts';
import type { Row } from './import-cells.ts';
import type { ImportChoices } from './import-choices.ts';
import { ImportFileError, readHead, readPieces } from './import-file.ts';
import { infer } from './import-infer.ts';
import { LineReader } from './import-lines.ts';
import { type FromImportThread, type ImportColumns, type ImportJob, type ImportPreview, PREVIEW_LINES, ROWS_A_MESSAGE, TABLE_ROWS_MAX } from './import-worker.ts';

const job: ImportJob = workerData;
const known = new Map(job.known.map((one) => [one.ean, one]));
let goOn: () => void = () => {};
parentPort?.on('message', () => goOn());

const say = (message: FromImportThread, transfer: ArrayBuffer[] = []): void => parentPort?.postMessage(message, transfer);

async function preview(): Promise<ImportPreview> {
  const head = await readHead(job.path, job.choices?.delimiter ?? null);
  const inferred = infer(head);
  const choices = job.choices ?? inferred.choices;
  const reader = new LineReader(choices, known, job.nowMs);
  const lines: ImportPreview['lines'][number][] = [];
  head.rows.forEach((row, index) => {
    const line = index + 1;
    const outcomes = index < choices.firstRow ? [] : reader.take(row, line);
    const near = index < choices.firstRow ? index >= choices.firstRow - 2 : index < choices.firstRow + PREVIEW_LINES;
    if (near && row.some((cell) => cell !== '')) lines.push({ line, cells: row.slice(0, 40).map((cell) => String(cell).slice(0, 60)), outcomes: outcomes.slice(0, 40) });
  });
  reader.takeRows();
  const { excel, bytes } = head;
  return { excel, encoding: head.encoding?.value ?? null, bytes, headings: inferred.headings, lines, choices, guesses: inferred.guesses, sample: reader.summary() };
}

async function table(): Promise<readonly Row[]> {
  const { delimiter } = await readHead(job.path);
  const rows: Row[] = [];
  for await (const piece of readPieces(job.path, delimiter)) {
    for (const row of piece.rows) if (rows.length < TABLE_ROWS_MAX) rows.push(row);
    if (rows.length === TABLE_ROWS_MAX) break;
  }
  return rows;
}

async function run(choices: ImportChoices): Promise<void> {
  const reader = new LineReader(choices, known, job.nowMs);
  let [line, told] = [0, 0];
  let written = Promise.resolve();
  const tell = async (bytesRead: number): Promise<void> => {
    const columns = pack(reader);
    // The next piece is read while the last one is written.
    await written;
    const newSeries = reader.series.slice(told).map(({ ean, flow }) => ({ ean, flow }));
    told = reader.series.length;
    written = new Promise((resolve) => (goOn = resolve));
    say({ kind: 'rows', newSeries, columns, progress: { bytesRead, lines: line } }, [
      columns.series.buffer,
      columns.quarters.buffer,
      columns.amountsMicro.buffer,
      columns.flags.buffer,
    ]);
  };
  const take = async (rows: readonly Row[], bytesRead: number): Promise<void> => {
    for (const row of rows) {
      line += 1;
      if (line > choices.firstRow) reader.take(row, line);
      if (reader.waiting >= ROWS_A_MESSAGE) await tell(bytesRead);
    }
  };
  for await (const { rows, bytesRead } of readPieces(job.path, choices.delimiter)) await take(rows, bytesRead);
  if (reader.waiting > 0) await tell(0);
  await written;
  say({ kind: 'done', summary: reader.summary() });
}

function pack(reader: LineReader): ImportColumns {
  const taken = reader.takeRows();
  // A file with a column a connection names them in turn; the store wants each connection's quarters together.
  const order = taken.quarters.map((_, row) => row).sort((a, b) => (taken.series[a] ?? 0) - (taken.series[b] ?? 0) || (taken.quarters[a] ?? 0) - (taken.quarters[b] ?? 0));
  const by = (values: readonly number[]): number[] => order.map((row) => values[row] ?? 0);
  const rows = { series: by(taken.series), quarters: by(taken.quarters), amountsMicro: by(taken.amountsMicro), flags: by(taken.flags) };
  return { series: Int32Array.from(rows.series), quarters: Int32Array.from(rows.quarters), amountsMicro: Float64Array.from(rows.amountsMicro), flags: Uint8Array.from(rows.flags) };
}

giveWay(BEHIND_STORE_NICE);
const working =
  job.kind === 'preview'
    ? preview().then((found) => say({ kind: 'preview', preview: found }))
    : job.kind === 'table'
      ? table().then((rows) => say({ kind: 'table', rows }))
      : run(job.choices ?? infer(await readHead(job.path)).choices);
await working.catch((error: unknown) => {
  if (error instanceof ImportFileError) say({ kind: 'failed', code: error.code, message: error.message });
  else say({ kind: 'failed', code: 'fault', message: error instanceof Error ? error.message : String(error) });
});
parentPort?.close();
