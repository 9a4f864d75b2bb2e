// Late readings in closed months, through the real projector: the published figure stays, a correction says why.
import { beforeEach, describe, expect, it } from 'vitest';
import { epochMs } from '../../src/domain/units.ts';
import { LATE_REASON, keepPublished } from '../../src/ingest/late.ts';
import { Projector } from '../../src/ingest/projector.ts';
import type { RevisionRun, RevisionStamp } from '../../src/storage/revisions.ts';
import { NOTHING, SOURCES, emptyColumns, flagOf } from '../../src/storage/series.ts';
import { SeriesMemory } from '../storage/series-memory.ts';
import { IMPORT, JOURNAL_ID, type Told, message, oneMeter, registersOf } from './projecting.ts';

const HOUR = 3_600_000;
const QUARTER = HOUR / 4;
/** In September, which closes at the end of 14 October 2026. */
const START = Date.parse('2026-09-10T10:00:00Z');
const OPEN = epochMs(Date.parse('2026-10-14T12:00:00Z'));
const CLOSED = epochMs(Date.parse('2026-10-15T12:00:00Z'));

let store: SeriesMemory;
let kept: { runs: readonly RevisionRun[]; stamp: RevisionStamp }[];
let seq: number;

beforeEach(() => {
  store = new SeriesMemory();
  kept = [];
  seq = 0;
});

/** A projector that knows nothing yet, at a day. */
async function tell(now: typeof OPEN, readings: readonly Told[]): Promise<void> {
  const keep = async (runs: readonly RevisionRun[], stamp: RevisionStamp): Promise<void> => void kept.push({ runs, stamp });
  const projector = new Projector({
    store,
    registers: registersOf(oneMeter),
    newRegisters: () => Promise.resolve([]),
    keepPublished: (changes) => keepPublished({ store, keep, now: () => now, closeAfterWorkingDays: 10 }, changes),
  });
  const records = readings.map((one) => message(++seq, one));
  await projector.project(records, { journalId: JOURNAL_ID, seq });
}
async function rows(): Promise<string[]> {
  const columns = await store.readQuarters({ registers: Int32Array.of(IMPORT), from: 0, to: 2e9 });
  return [...columns.quarters]
    .map((quarter, row) => `${quarter - START / QUARTER} ${columns.amounts[row]} ${flagOf(columns.flags[row] ?? 0)} ${SOURCES[columns.sources[row] ?? 0]}`)
    .sort();
}
const at = (quarters: number, value: number): Told => ({ atMs: START + quarters * QUARTER, value });

describe('a late reading', () => {
  // 4 kWh over an hour, one each quarter by the straight line; the late reading says 3 of them came in the first half.
  const hour = [at(0, 100), at(4, 104)];
  const late = at(2, 103);

  it('in an open month simply gives better quarters', async () => {
    await tell(OPEN, hour);
    await tell(OPEN, [late]);

    expect(await rows()).toEqual(['0 1.5 I live', '1 1.5 I live', '2 0.5 I live', '3 0.5 I live']);
    expect(kept).toEqual([]);
  });

  it('in a closed month becomes a correction above the published figure, which is kept with its reason', async () => {
    await tell(OPEN, hour);
    await tell(CLOSED, [late]);

    expect(await rows()).toEqual([
      '0 1.5 I corrected',
      '0 1.5 I live',
      '1 1.5 I corrected',
      '1 1.5 I live',
      '2 0.5 I corrected',
      '2 0.5 I live',
      '3 0.5 I corrected',
      '3 0.5 I live',
    ]);
    expect(kept).toHaveLength(1);
    expect(kept[0]?.stamp).toEqual({ author: 'kringstroom', reason: LATE_REASON, importId: null, correctionId: null, undo: false, at: CLOSED });
    expect(kept[0]?.runs.map(({ field, amounts, flags }) => [field, [...amounts], [...flags]])).toEqual([
      ['live', [1, 1, 1, 1], [2, 2, 2, 2]],
      ['corrected', [0, 0, 0, 0], [NOTHING, NOTHING, NOTHING, NOTHING]],
    ]);
  });

  it('corrects its own correction when another one comes', async () => {
    await tell(OPEN, hour);
    await tell(CLOSED, [late]);
    await tell(CLOSED, [at(1, 102)]);

    expect((await rows()).filter((one) => one.endsWith('corrected'))).toEqual(['0 2 M corrected', '1 1 M corrected', '2 0.5 I corrected', '3 0.5 I corrected']);
  });

  it('stays below what was delivered or corrected by hand', async () => {
    await tell(OPEN, hour);
    const settled = emptyColumns(1);
    settled.registers[0] = IMPORT;
    settled.quarters[0] = START / QUARTER;
    settled.amounts[0] = 1.25;
    settled.flags[0] = 1;
    await store.writeSettled(settled, 'settled');
    settled.quarters[0] = START / QUARTER + 1;
    settled.flags[0] = 0;
    await store.writeSettled(settled, 'corrected');

    await tell(CLOSED, [late]);

    expect((await rows()).filter((one) => !one.endsWith('live'))).toEqual(['0 1.25 M settled', '1 1.25 C corrected', '2 0.5 I corrected', '3 0.5 I corrected']);
  });

  it('of quarters of which nothing was published fills them in, and that nothing was there is kept', async () => {
    await tell(CLOSED, hour);

    expect((await rows()).every((one) => one.endsWith('live'))).toBe(true);
    expect(kept[0]?.runs.map(({ field, flags }) => [field, [...flags]])).toEqual([['live', [NOTHING, NOTHING, NOTHING, NOTHING]]]);
  });

  it('that says what was known changes nothing', async () => {
    await tell(OPEN, hour);
    await tell(CLOSED, [at(4, 104)]);

    expect(await rows()).toEqual(['0 1 I live', '1 1 I live', '2 1 I live', '3 1 I live']);
    expect(kept).toEqual([]);
  });
});
