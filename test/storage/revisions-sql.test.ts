// Revisions in the registry database: what touches a span, in which order, and amounts to the last bit.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { epochMs } from '../../src/domain/units.ts';
import { openRegistry } from '../../src/storage/registry-sql.ts';
import { RevisionsSql } from '../../src/storage/revisions-sql.ts';
import type { RevisionRun, RevisionStamp } from '../../src/storage/revisions.ts';
import { NOTHING } from '../../src/storage/series.ts';

let dir: string;
let revisions: RevisionsSql;
let close: () => Promise<void>;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'kringstroom-revisions-'));
  const { registry, db } = await openRegistry(join(dir, 'registry.db'));
  revisions = new RevisionsSql(db);
  close = () => registry.close();
});
afterEach(async () => {
  await close();
  rmSync(dir, { recursive: true, force: true });
});

const run = (firstQuarter: number, amounts: readonly number[], over: Partial<RevisionRun> = {}): RevisionRun => ({
  field: 'settled',
  register: 1,
  firstQuarter,
  amounts: Float64Array.from(amounts),
  flags: new Uint8Array(amounts.length).fill(1),
  ...over,
});
const stamp = (at: number, over: Partial<RevisionStamp> = {}): RevisionStamp => ({
  author: 'Jansen',
  reason: 'repair',
  importId: 1,
  correctionId: null,
  undo: false,
  at: epochMs(at),
  ...over,
});

describe('revisions', () => {
  it('come back as they were kept, also where nothing was', async () => {
    await revisions.keep(
      [run(100, [0.1 + 0.2, 5e-324]), run(200, [0, 0], { flags: new Uint8Array(2).fill(NOTHING) }), run(300, [1, 0], { flags: Uint8Array.of(3, NOTHING) })],
      stamp(5),
    );

    const kept = await revisions.since({ registers: [1], from: 0, to: 1000 }, null);

    expect(kept.map((one) => [one.firstQuarter, [...one.amounts], [...one.flags]])).toEqual([
      [100, [0.1 + 0.2, 5e-324], [1, 1]],
      [200, [0, 0], [NOTHING, NOTHING]],
      [300, [1, 0], [3, NOTHING]],
    ]);
  });

  it('are found by what they touch, half open, and by being later than an instant', async () => {
    await revisions.keep([run(100, [1, 2, 3]), run(100, [1], { register: 2 })], stamp(5));
    await revisions.keep([run(102, [9])], stamp(6));
    const found = async (from: number, to: number, after: number | null = null): Promise<number[]> =>
      (await revisions.since({ registers: [1], from, to }, after === null ? null : epochMs(after))).map((one) => one.firstQuarter);

    expect(await found(102, 103)).toEqual([100, 102]);
    expect(await found(103, 200)).toEqual([]);
    expect(await found(0, 100)).toEqual([]);
    expect(await found(0, 1000, 5)).toEqual([102]);
    expect(await found(0, 1000, 6)).toEqual([]);
  });

  it('of more registers than one query takes are all found', async () => {
    const registers = Array.from({ length: 1200 }, (_, index) => index + 1);
    await revisions.keep(
      registers.map((register) => run(100, [1], { register })),
      stamp(5),
    );

    expect(await revisions.heads({ registers, from: 100, to: 101 })).toHaveLength(1200);
  });

  it('are known by the import or the correction they come from, undoing left out', async () => {
    await revisions.keep([run(100, [1])], stamp(5));
    await revisions.keep([run(100, [2])], stamp(6, { undo: true }));
    await revisions.keep([run(100, [3])], stamp(7, { importId: null, correctionId: 1 }));

    expect((await revisions.of({ importId: 1, correctionId: null })).map((one) => one.at)).toEqual([5]);
    expect((await revisions.of({ importId: null, correctionId: 1 })).map((one) => one.at)).toEqual([7]);
  });

  it('of quarters whose time has passed go, and a run across that border keeps its later part', async () => {
    await revisions.keep([run(100, [1, 2]), run(104, [3, 4, 5]), run(110, [6]), run(104, [7, 8], { register: 2 })], stamp(5));
    await revisions.keep([run(104, [0, 0, 9], { flags: Uint8Array.of(NOTHING, NOTHING, 1) }), run(104, [0, 0], { flags: new Uint8Array(2).fill(NOTHING) })], stamp(6));

    expect(await revisions.erase([1], 105)).toBe(4);

    const left = await revisions.since({ registers: [1, 2], from: 0, to: 1000 }, null);
    expect(left.map((one) => [one.register, one.at, one.firstQuarter, [...one.amounts], [...one.flags]])).toEqual([
      [1, 5, 105, [4, 5], [1, 1]],
      [1, 5, 110, [6], [1]],
      [2, 5, 104, [7, 8], [1, 1]],
      [1, 6, 105, [0, 9], [NOTHING, 1]],
      [1, 6, 105, [0], [NOTHING]],
    ]);
    expect(await revisions.erase([1], 105)).toBe(0);
  });

  it('of more runs than one transaction takes all go', async () => {
    await revisions.keep(
      Array.from({ length: 450 }, (_, index) => run(index, [1])),
      stamp(5),
    );

    expect(await revisions.erase([1, 2], 440)).toBe(440);
    expect(await revisions.heads({ registers: [1], from: 0, to: 1000 })).toHaveLength(10);
  });

  it('remember what was undone, once', async () => {
    await revisions.markUndone({ importId: 3, correctionId: null }, stamp(5));
    await revisions.markUndone({ importId: 3, correctionId: null }, stamp(6));

    expect([...(await revisions.undone())]).toEqual(['import 3']);
  });
});
