// The series port in plain arrays: the model that the DuckDB adapter is held against, and a fast store for properties.
import { type CounterReading, compareReadings } from '../../src/domain/ledger.ts';
import { QUARTER_MS } from '../../src/domain/time.ts';
import { epochMs } from '../../src/domain/units.ts';
import { type Cursor, type DerivedQuarter, type Dirty, type QuarterColumns, NOTHING, SOURCES, type SeriesStore, emptyColumns, flagCode } from '../../src/storage/series.ts';

const RECENT_MS = 2 * 3_600_000;

interface Raw {
  readonly register: number;
  readonly reading: CounterReading;
}
interface Settled {
  readonly source: number;
  readonly register: number;
  readonly quarter: number;
  readonly amount: number;
  readonly flag: number;
}

export class SeriesMemory implements SeriesStore {
  readonly #raw: Raw[] = [];
  readonly #cursors = new Map<string, Cursor>();
  #live: DerivedQuarter[] = [];
  #settled: Settled[] = [];
  #position: Cursor | null = null;

  position: SeriesStore['position'] = () => Promise.resolve(this.#position);

  highestSeq: SeriesStore['highestSeq'] = (journalId) =>
    [...this.#cursors.values()].reduce((highest, one) => (one.journalId === journalId ? Math.max(highest, one.seq) : highest), 0);

  setPosition: SeriesStore['setPosition'] = (cursor) => {
    this.#position = cursor;
    return Promise.resolve();
  };

  appendRaw: SeriesStore['appendRaw'] = (rows, cursor) => {
    const months = rows.atMs.map((at) => new Date(at).toISOString().slice(0, 7));
    for (const month of new Set(months)) {
      const held = this.#cursors.get(month);
      const heldSeq = held?.journalId === cursor.journalId ? held.seq : -1;
      rows.registers.forEach((register, index) => {
        if (months[index] !== month || (rows.seqs[index] ?? 0) <= heldSeq) return;
        this.#raw.push({ register, reading: { at: epochMs(rows.atMs[index] ?? 0), value: (rows.values[index] ?? 0) + 0, device: rows.devices[index] ?? 0 } });
      });
      this.#cursors.set(month, { journalId: cursor.journalId, seq: Math.max(cursor.seq, heldSeq) });
    }
    return Promise.resolve();
  };

  writeQuarters: SeriesStore['writeQuarters'] = ({ changed, removed }) => {
    const gone = new Set([...changed, ...removed].map((one) => `${one.register} ${one.quarter}`));
    const kept = this.#live.filter((one) => !gone.has(`${one.register} ${one.quarter}`));
    this.#live = [...kept, ...changed];
    return Promise.resolve();
  };

  writeSettled: SeriesStore['writeSettled'] = (columns, field) => {
    const source = SOURCES.indexOf(field);
    const given = [...columns.registers].map((register, at) => ({
      source,
      register,
      quarter: columns.quarters[at] ?? 0,
      amount: columns.amounts[at] ?? 0,
      flag: columns.flags[at] ?? 0,
    }));
    const keys = new Set(given.map((one) => `${one.register} ${one.quarter}`));
    const kept = this.#settled.filter((one) => one.source !== source || !keys.has(`${one.register} ${one.quarter}`));
    this.#settled = [...kept, ...given.filter((one) => one.flag !== NOTHING)];
    return Promise.resolve();
  };

  readQuarters: SeriesStore['readQuarters'] = ({ registers, from, to }) => {
    const live = this.#live.map(({ register, quarter, amountMicro, flag }) => ({ register, quarter, amount: amountMicro / 1e6, flag: flagCode(flag), source: 0 }));
    const rows = [...live, ...this.#settled].filter(({ register, quarter }) => registers.includes(register) && quarter >= from && quarter < to);
    const columns: QuarterColumns = emptyColumns(rows.length);
    rows.forEach((row, at) => {
      columns.registers[at] = row.register;
      columns.quarters[at] = row.quarter;
      columns.amounts[at] = row.amount;
      columns.flags[at] = row.flag;
      columns.sources[at] = row.source;
    });
    return Promise.resolve(columns);
  };

  readFromAnchors: SeriesStore['readFromAnchors'] = (dirty) => Promise.resolve(new Map(dirty.map((one) => [one.register, this.#fromAnchor(one)])));

  readDerived: SeriesStore['readDerived'] = (spans) =>
    Promise.resolve(
      this.#live
        .filter((one) => spans.some((span) => span.register === one.register && one.quarter >= span.from && one.quarter < span.to))
        .sort((a, b) => a.register - b.register || a.quarter - b.quarter),
    );

  #fromAnchor({ register, fromMs, untilMs = Infinity }: Dirty): CounterReading[] {
    const known = this.#live.filter((one) => one.register === register);
    const nearest = Math.max(...known.map(({ anchor }) => anchor.at).filter((at) => at < fromMs));
    const anchor = known
      .filter((one) => one.quarter <= Math.floor((nearest - 1) / QUARTER_MS) && one.anchor.at <= nearest)
      .map((one) => one.anchor)
      .sort(compareReadings)
      .at(-1);
    const readings = this.#raw
      .filter((one) => one.register === register && one.reading.at < untilMs)
      .map(({ reading }) => reading)
      .sort(compareReadings);
    return anchor === undefined ? readings : readings.filter((one) => compareReadings(one, anchor) >= 0);
  }

  readAround: SeriesStore['readAround'] = ({ register, instants }) => {
    const readings = this.#raw.flatMap((one) => (one.register === register ? [one.reading] : [])).sort(compareReadings);
    const around = new Set(instants.flatMap((at) => [readings.findLast((one) => one.at <= at), readings.find((one) => one.at >= at)]));
    return Promise.resolve(readings.filter((one) => around.has(one)));
  };

  readReadings: SeriesStore['readReadings'] = ({ register, from, to, limit }) => {
    const found = this.#raw
      .filter((one) => one.register === register && one.reading.at >= from && one.reading.at < to)
      .map(({ reading }) => reading)
      .sort(compareReadings);
    return Promise.resolve(found.slice(-limit).map(({ at, value }) => ({ at, value })));
  };

  lastReadings: SeriesStore['lastReadings'] = () => {
    const sorted = this.#raw.map(({ register, reading }) => ({ register, at: reading.at, value: reading.value })).sort((a, b) => a.at - b.at);
    const recentMs = (sorted.at(-1)?.at ?? 0) - RECENT_MS;
    // How many of its register come after it: 0 is the last, 1 the one before.
    const later = (index: number): number => sorted.filter((one, at) => at > index && one.register === sorted[index]?.register).length;
    return Promise.resolve(sorted.filter((one, index) => later(index) === 0 || (later(index) === 1 && one.at > recentMs)));
  };

  earliestSettled: SeriesStore['earliestSettled'] = () => {
    const quarters = this.#settled.filter((one) => SOURCES[one.source] === 'settled').map((one) => one.quarter);
    return Promise.resolve(quarters.length === 0 ? null : Math.min(...quarters));
  };

  close: SeriesStore['close'] = () => Promise.resolve();
}
