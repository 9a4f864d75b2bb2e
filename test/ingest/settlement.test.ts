// Deliveries and corrections on the real store and registry: what wins, what is kept, and what undoing puts back.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { epochMs } from '../../src/domain/units.ts';
import { Journal } from '../../src/ingest/journal.ts';
import { Settlement } from '../../src/ingest/settlement.ts';
import { Store } from '../../src/ingest/store.ts';
import { openRegistry } from '../../src/storage/registry-sql.ts';
import { RevisionsSql } from '../../src/storage/revisions-sql.ts';
import { rewound } from '../../src/storage/revisions.ts';
import { NOTHING, type QuarterColumns, SOURCES, emptyColumns, flagOf } from '../../src/storage/series.ts';

let dir: string;
let journal: Journal;
let store: Store;
let revisions: RevisionsSql;
let settlement: Settlement;
let close: () => Promise<void>;
const CLOSED_BEFORE = 1000;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'kringstroom-settlement-'));
  journal = await Journal.open(join(dir, 'journal'));
  const { registry, db } = await openRegistry(join(dir, 'registry.db'));
  revisions = new RevisionsSql(db);
  store = await Store.open(
    { seriesDir: join(dir, 'series'), journalDir: join(dir, 'journal'), journalId: journal.journalId },
    { onProjected: () => {}, makeRegisters: () => Promise.resolve([]), keepRevisions: (runs, stamp) => revisions.keep(runs, stamp), onTrouble: () => {}, onLost: () => {} },
  );
  settlement = new Settlement({ store, revisions, closedBefore: () => CLOSED_BEFORE });
  close = () => registry.close();
});
afterEach(async () => {
  await store.close();
  await journal.close();
  await close();
  rmSync(dir, { recursive: true, force: true });
});

type Row = readonly [register: number, quarter: number, amount: number, flag?: number];
function columnsOf(rows: readonly Row[]): QuarterColumns {
  const columns = emptyColumns(rows.length);
  rows.forEach(([register, quarter, amount, flag = 1], at) => {
    columns.registers[at] = register;
    columns.quarters[at] = quarter;
    columns.amounts[at] = amount;
    columns.flags[at] = flag;
  });
  return columns;
}
const by = (at: number): { author: string; reason: string; at: ReturnType<typeof epochMs> } => ({ author: 'Jansen', reason: 'a test', at: epochMs(at) });
const deliver = (importId: number, rows: readonly Row[]): ReturnType<Settlement['write']> =>
  settlement.write({ field: 'settled', columns: columnsOf(rows), importId, ...by(importId * 100) });

/** What stands there, now or as it was at an instant: quarter, amount, flag and field. */
async function standing(asOf: number | null = null): Promise<string[]> {
  const span = { registers: [1, 2], from: 0, to: 100_000 };
  let columns = await store.ask({ kind: 'quarters', ...span, registers: Int32Array.from(span.registers) });
  if (asOf !== null) columns = rewound(columns, await revisions.since(span, epochMs(asOf)), span);
  return [...columns.registers]
    .map((register, row) => `${register} ${columns.quarters[row]} ${columns.amounts[row]} ${flagOf(columns.flags[row] ?? 0)} ${SOURCES[columns.sources[row] ?? 0]}`)
    .sort();
}

describe('a delivery', () => {
  it('is stored in whole millionths; the same values again are neither written nor kept', async () => {
    expect(
      await deliver(1, [
        [1, 2000, 1.23456789],
        [1, 2001, 2],
      ]),
    ).toEqual({ written: 2, replaced: 0 });
    expect(
      await deliver(2, [
        [1, 2000, 1.23456789],
        [1, 2001, 2.5],
      ]),
    ).toEqual({ written: 1, replaced: 1 });

    expect(await standing()).toEqual(['1 2000 1.234568 M settled', '1 2001 2.5 M settled']);
    expect(await revisions.heads({ registers: [1], from: 0, to: 9000 })).toHaveLength(2);
  });

  it('of one quarter twice counts as its last row', async () => {
    await deliver(1, [
      [1, 2001, 1],
      [1, 2000, 2],
      [1, 2001, 3],
    ]);

    expect(await standing()).toEqual(['1 2000 2 M settled', '1 2001 3 M settled']);
  });

  it('is one revision a register and run of quarters, with author, reason, import and time', async () => {
    await deliver(7, [...[2000, 2001, 2002, 2005].map((quarter): Row => [1, quarter, 1]), [2, 2000, 1]]);

    const heads = await revisions.heads({ registers: [1, 2], from: 0, to: 9000 });

    expect(heads.map(({ register, firstQuarter, quarters }) => [register, firstQuarter, quarters])).toEqual([
      [1, 2000, 3],
      [1, 2005, 1],
      [2, 2000, 1],
    ]);
    expect(heads[0]).toMatchObject({ author: 'Jansen', reason: 'a test', importId: 7, undo: false, at: 700, field: 'settled' });
  });

  it('is refused whole when a value is no number', async () => {
    await expect(
      deliver(1, [
        [1, 2000, 1],
        [1, 2001, Number.NaN],
      ]),
    ).rejects.toThrow('no number');
    expect(await standing()).toEqual([]);
  });

  it('is read as it was before, between and after the next one and a correction', async () => {
    await deliver(1, [[1, 2000, 10]]);
    await deliver(2, [[1, 2000, 11]]);
    await settlement.write({ field: 'corrected', columns: columnsOf([[1, 2000, 12, 0]]), importId: null, correctionId: 1, ...by(300) });

    expect(await standing(99)).toEqual([]);
    expect(await standing(100)).toEqual(['1 2000 10 M settled']);
    expect(await standing(299)).toEqual(['1 2000 11 M settled']);
    expect(await standing(300)).toEqual(['1 2000 11 M settled', '1 2000 12 C corrected']);
    expect(await standing()).toEqual(await standing(300));
  });
});

describe('undoing', () => {
  it('puts back what was there, also that nothing was, and is itself kept', async () => {
    await deliver(1, [[1, 2000, 10]]);
    await deliver(2, [
      [1, 2000, 11],
      [1, 2001, 12],
    ]);

    expect(await settlement.undo(2, by(300))).toEqual({ written: 2, replaced: 2 });

    expect(await standing()).toEqual(['1 2000 10 M settled']);
    expect(await standing(250)).toEqual(['1 2000 11 M settled', '1 2001 12 M settled']);
    expect(await settlement.undo(2, by(400))).toEqual({ written: 0, replaced: 0 });
  });

  it('leaves what a later delivery wrote, and what was undone does not come back with it', async () => {
    await deliver(1, [[1, 2000, 10]]);
    await deliver(2, [[1, 2000, 11]]);
    await deliver(3, [[1, 2000, 12]]);

    await settlement.undo(2, by(400));
    expect(await standing()).toEqual(['1 2000 12 M settled']);
    await settlement.undo(3, by(500));
    expect(await standing()).toEqual(['1 2000 10 M settled']);
    await settlement.undo(1, by(600));
    expect(await standing()).toEqual([]);
  });
});

describe('a closed month', () => {
  const quarter = CLOSED_BEFORE - 1;

  it('takes what it did not know, and corrects what it published', async () => {
    await deliver(1, [[1, quarter, 10]]);
    await deliver(2, [
      [1, quarter, 11],
      [1, CLOSED_BEFORE, 3],
    ]);

    expect(await standing()).toEqual([`1 ${CLOSED_BEFORE} 3 M settled`, `1 ${quarter} 10 M settled`, `1 ${quarter} 11 M corrected`].sort());
    expect(await standing(150)).toEqual([`1 ${quarter} 10 M settled`]);
  });

  it('keeps a correction by hand above a later delivery', async () => {
    await settlement.write({ field: 'corrected', columns: columnsOf([[1, quarter, 12, 0]]), importId: null, correctionId: 1, ...by(50) });
    await deliver(1, [[1, quarter, 10]]);

    expect(await standing()).toEqual([`1 ${quarter} 10 M settled`, `1 ${quarter} 12 C corrected`]);
  });

  it('gets its published figure back when the delivery is undone', async () => {
    await deliver(1, [[1, quarter, 10]]);
    await deliver(2, [[1, quarter, 11]]);
    await settlement.undo(2, by(300));

    expect(await standing()).toEqual([`1 ${quarter} 10 M settled`]);
  });
});

describe('a large delivery', () => {
  it('of several parts and registers comes back whole, in few revisions', async () => {
    const quarters = 60_000;
    const columns = emptyColumns(2 * quarters);
    columns.flags.fill(1);
    for (let row = 0; row < 2 * quarters; row++) {
      columns.registers[row] = row < quarters ? 1 : 2;
      columns.quarters[row] = 2000 + (row % quarters);
      columns.amounts[row] = row / 4;
    }

    expect(await settlement.write({ field: 'settled', columns, importId: 1, ...by(100) })).toEqual({ written: 120_000, replaced: 0 });
    expect(await revisions.of({ importId: 1, correctionId: null })).toHaveLength(30);
    columns.amounts.fill(1);
    expect((await settlement.write({ field: 'settled', columns, importId: 2, ...by(200) })).replaced).toBe(120_000 - 1);

    await settlement.undo(2, by(300));
    const back = await store.ask({ kind: 'quarters', registers: Int32Array.of(1, 2), from: 0, to: 1_000_000 });
    expect(back.amounts.reduce((sum, one) => sum + one, 0)).toBe((120_000 * 119_999) / 8);
    await settlement.undo(1, by(400));
    expect((await store.ask({ kind: 'quarters', registers: Int32Array.of(1, 2), from: 0, to: 1_000_000 })).registers).toHaveLength(0);
  }, 30_000);

  it('with a flag that does not exist is refused', async () => {
    await expect(deliver(1, [[1, 2000, 1, 9]])).rejects.toThrow('no flag');
    expect((await deliver(1, [[1, 2000, 0, NOTHING]])).written).toBe(0);
  });
});
