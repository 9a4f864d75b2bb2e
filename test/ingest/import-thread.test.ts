// A file through a real import thread: preview, pieces that wait to be written, and a file that is no table.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ImportWorker, ROWS_A_MESSAGE } from '../../src/ingest/import-worker.ts';
import { POWER, choicesOf, comma, dutch, known, quarterStarts } from './import-samples.ts';

const NOW = Date.parse('2026-11-25T12:00:00Z');
let dir: string;
const worker = new ImportWorker();
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'kringstroom-import-'));
});
afterAll(async () => {
  await worker.close();
  rmSync(dir, { recursive: true, force: true });
});

function put(name: string, text: string): string {
  const path = join(dir, name);
  writeFileSync(path, text);
  return path;
}
// Two years of quarters: more than one message.
const starts = quarterStarts('2024-10-31T23:00:00Z', '2026-10-31T23:00:00Z');
const text = [`Datum;${POWER} kWh`, ...starts.map((at, n) => `${dutch(at)};${comma((n % 100) / 10)}`), 'Totaal;345'].join('\n');

describe('a preview', () => {
  it('shows the first lines and what they become', async () => {
    const preview = await worker.preview({ path: put('year.csv', text), choices: null, known: [known()], nowMs: NOW });

    expect(preview.choices).toMatchObject({ firstRow: 1, intervalMinutes: 15, decimal: ',' });
    expect(preview.lines[2]).toEqual({
      line: 3,
      cells: ['01-11-2024 00:15', '0,1'],
      outcomes: [{ ok: true, key: { ean: POWER, flow: 'import' }, firstQuarter: (starts[1] ?? 0) / 900_000, quarters: 1, amountMicro: 100_000, flag: 1 }],
    });
    expect(preview.sample.refused).toEqual({});
  });

  it('follows what the person changed', async () => {
    const preview = await worker.preview({ path: put('year.csv', text), choices: choicesOf({ label: 'end' }), known: [known()], nowMs: NOW });

    expect(preview.lines[2]?.outcomes[0]).toMatchObject({ ok: true, firstQuarter: (starts[0] ?? 0) / 900_000 });
  });

  it('of a file that is no table says so', async () => {
    await expect(worker.preview({ path: put('empty.csv', ''), choices: null, known: [], nowMs: NOW })).rejects.toThrow(/empty/);
  });
});

describe('a run', () => {
  it('gives every amount once, in pieces that wait until they are written', async () => {
    const pieces: number[] = [];
    let [writing, most, total] = [0, 0, 0];
    const summary = await worker.run({ path: put('year.csv', text), choices: choicesOf(), known: [known()], nowMs: NOW }, async ({ columns }) => {
      most = Math.max(most, ++writing);
      await new Promise((resolve) => setImmediate(resolve));
      pieces.push(columns.quarters.length);
      total += columns.amountsMicro.reduce((sum, one) => sum + one, 0);
      writing -= 1;
    });

    // 70,080 quarters hold 700 times 0.0 … 9.9 (495 kWh) and then 80 of them: 0.0 … 7.9 = 316 kWh.
    expect(summary).toMatchObject({ values: 70_080, refused: { 'bad-time': 1 }, gapQuarters: 0 });
    expect(summary.series[0]?.totalMicro).toBe((700 * 495 + 316) * 1e6);
    expect(total).toBe(summary.series[0]?.totalMicro);
    expect([pieces.length, Math.max(...pieces), most]).toEqual([2, ROWS_A_MESSAGE, 1]);
  });

  it('stops when its amounts cannot be written', async () => {
    await expect(
      worker.run({ path: put('year.csv', text), choices: choicesOf(), known: [known()], nowMs: NOW }, () => Promise.reject(new Error('the store is away'))),
    ).rejects.toThrow('the store is away');
  });
});
