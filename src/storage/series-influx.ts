// The series port on an InfluxDB 1.x, 2.x or 3. Runs in the store thread. Writes are idempotent by series and instant,
// so a batch that comes again after a crash changes nothing; the marks in the data folder move after the write.
import { join } from 'node:path';
import type { CounterReading } from '../domain/ledger.ts';
import { QUARTER_MS } from '../domain/time.ts';
import type { EpochMs } from '../domain/units.ts';
import { inOrder, oneOf, pieces, readDerived, readFromAnchors, readingOf } from './series-influx-anchors.ts';
import { ColumnList } from './series-influx-columns.ts';
import { goneLine, liveLine, readingLine, seriesOf, slotOf, givenLine } from './series-influx-lines.ts';
import { Marks } from './series-influx-marks.ts';
import { InfluxReader, type Span, isoTime } from './series-influx-query.ts';
import { type RefusedLine, RefusedLines } from './series-influx-refused.ts';
import { InfluxWriter } from './series-influx-write.ts';
import type { Cursor, DerivedQuarter, Dirty, GivenField, InfluxServer, QuarterColumns, QuarterNumber, QuarterSpan, RawRows, RegisterTags, SeriesStore } from './series.ts';

const RECENT_MS = 2 * 3_600_000;
/** Points of a register to look through for its last two readings: some may lie there twice. */
const LAST_POINTS = 4;
/** Beyond what was asked for, because points that lie there twice count once. */
const READINGS_SPARE = 50;

export interface InfluxOptions {
  readonly server: InfluxServer;
  /** Folder for the marks and the refused lines. */
  readonly dir: string;
  /** Park, carrier, flow and unit of a register; undefined while the registry has not told of it. */
  readonly tagsOf: (register: number) => RegisterTags | undefined;
  readonly onRefused?: (line: RefusedLine) => void;
}

export const rawDatabase = (server: InfluxServer): string => `${server.database}_raw`;
export const quartersDatabase = (server: InfluxServer): string => `${server.database}_quarters`;

export class SeriesInflux implements SeriesStore {
  readonly #marks: Marks;
  readonly #reader: InfluxReader;
  readonly #writer: InfluxWriter;
  readonly #rawDb: string;
  readonly #quartersDb: string;
  readonly #tagsOf: InfluxOptions['tagsOf'];
  /** The latest instant of each register: what comes later than it can overwrite nothing. */
  readonly #latest = new Map<number, number>();
  /** Registers whose last reading lies before this are not in `#latest`. */
  #latestSinceMs = Infinity;

  private constructor({ server, dir, tagsOf, onRefused }: InfluxOptions) {
    this.#marks = new Marks(dir);
    this.#reader = new InfluxReader({ url: server.url, user: server.readUser, password: server.readPassword });
    const refused = new RefusedLines({ path: join(dir, 'influx-refused.jsonl'), ...(onRefused && { onRefused }) });
    this.#writer = new InfluxWriter({ url: server.url, user: server.user, password: server.password, refused });
    this.#rawDb = rawDatabase(server);
    this.#quartersDb = quartersDatabase(server);
    this.#tagsOf = tagsOf;
  }

  /** @throws StoreAwayError when the server does not answer; what is wrong with it, checkInflux says */
  static async open(options: InfluxOptions): Promise<SeriesInflux> {
    const store = new SeriesInflux(options);
    await store.#learnLatest();
    return store;
  }

  position(): Promise<Cursor | null> {
    return Promise.resolve(this.#marks.position);
  }

  setPosition(cursor: Cursor): Promise<void> {
    this.#marks.moveTo(cursor);
    return Promise.resolve();
  }

  /** Everything lies inside; empty while there is nothing. */
  span(kind: 'raw' | 'quarters'): Span {
    return this.#marks.span(kind);
  }

  highestSeq(journalId: string): number {
    const { position, appended } = this.#marks;
    return Math.max(0, ...[position, appended].map((one) => (one?.journalId === journalId ? one.seq : 0)));
  }

  async ping(): Promise<void> {
    await this.#reader.query({ db: this.#quartersDb, q: 'SHOW MEASUREMENTS LIMIT 1' }, () => {});
  }

  async appendRaw(rows: RawRows, cursor: Cursor): Promise<void> {
    if (rows.registers.length > 0) {
      const [fromMs, toMs] = [least(rows.atMs), most(rows.atMs)];
      this.#marks.widen('raw', fromMs, toMs);
      const latest = new Map<number, number>();
      const series = new Map<number, string>();
      const lines = rows.registers.map((register, index) => {
        const point = { atMs: rows.atMs[index] ?? 0, value: rows.values[index] ?? 0, device: rows.devices[index] ?? 0 };
        const before = latest.get(register) ?? this.#latest.get(register) ?? this.#latestSinceMs;
        const alone = point.atMs > before;
        if (alone) latest.set(register, point.atMs);
        return readingLine(this.#series(series, 'reading', register), point, alone ? 0 : slotOf(point));
      });
      await this.#writer.write(this.#rawDb, lines);
      for (const [register, atMs] of latest) this.#latest.set(register, atMs);
    }
    this.#marks.appendedUpTo(cursor);
  }

  async writeQuarters(changes: Parameters<SeriesStore['writeQuarters']>[0]): Promise<void> {
    const series = new Map<number, string>();
    const coming = new Set(changes.changed.map((one) => `${one.register} ${one.quarter}`));
    const gone = changes.removed.filter((one) => !coming.has(`${one.register} ${one.quarter}`));
    const lines = [
      ...gone.map((one) => goneLine(this.#series(series, 'quarter', one.register), one.quarter)),
      ...changes.changed.map((one) => liveLine(this.#series(series, 'quarter', one.register), one)),
    ];
    if (lines.length === 0) return;
    const quarters = [...gone, ...changes.changed].map((one) => one.quarter * QUARTER_MS);
    this.#marks.widen('quarters', least(quarters), most(quarters));
    await this.#writer.write(this.#quartersDb, lines);
  }

  async writeSettled(columns: QuarterColumns, field: GivenField): Promise<void> {
    if (columns.registers.length === 0) return;
    const series = new Map<number, string>();
    this.#marks.widen('quarters', least(columns.quarters) * QUARTER_MS, most(columns.quarters) * QUARTER_MS);
    const lines = [...columns.registers].map((register, at) => givenLine(this.#series(series, 'quarter', register), columns, { at, field }));
    await this.#writer.write(this.#quartersDb, lines);
  }

  async readQuarters(query: { registers: Int32Array; from: QuarterNumber; to: QuarterNumber }): Promise<QuarterColumns> {
    const held = this.#marks.span('quarters');
    const span = { fromMs: Math.max(query.from * QUARTER_MS, held.fromMs), toMs: Math.min(query.to * QUARTER_MS, held.toMs) };
    const list = new ColumnList();
    const fields = 'live, live_q, settled, settled_q, corrected, corrected_q';
    for (const registers of pieces([...new Set(query.registers)])) {
      await this.#readQuarters({ fields, registers, span }, (register, row) => {
        const quarter = Number(row[0]) / QUARTER_MS;
        for (let source = 0; source < 3; source++) {
          const [amount, flag] = [row[1 + 2 * source], row[2 + 2 * source]];
          if (typeof amount === 'number' && typeof flag === 'number' && flag >= 0) list.push({ register, quarter, amount, flag, source });
        }
      });
    }
    return list.columns();
  }

  async #readQuarters(over: { fields: string; registers: readonly number[]; span: Span }, take: (register: number, row: readonly unknown[]) => void): Promise<void> {
    const q = `SELECT ${over.fields} FROM quarter WHERE ${oneOf(over.registers)} AND time >= $from AND time < $to GROUP BY register`;
    await this.#reader.span(over.span, async ({ fromMs, toMs }) => {
      await this.#reader.query({ db: this.#quartersDb, q, params: { from: isoTime(fromMs), to: isoTime(toMs) } }, ({ tags, values }) => {
        const register = Number(tags['register']);
        for (const row of values) take(register, row);
      });
    });
  }

  readFromAnchors(dirty: readonly Dirty[]): Promise<Map<number, CounterReading[]>> {
    const spans = { raw: this.#marks.span('raw'), quarters: this.#marks.span('quarters') };
    return readFromAnchors({ reader: this.#reader, rawDb: this.#rawDb, quartersDb: this.#quartersDb, ...spans }, dirty);
  }

  async readDerived(spans: readonly QuarterSpan[]): Promise<DerivedQuarter[]> {
    return readDerived({ reader: this.#reader, quartersDb: this.#quartersDb, quarters: this.#marks.span('quarters') }, spans);
  }

  async readReadings(query: { register: number; from: EpochMs; to: EpochMs; limit: number }): Promise<{ at: EpochMs; value: number }[]> {
    const held = this.#marks.span('raw');
    const span = { fromMs: Math.max(query.from, held.fromMs), toMs: Math.min(query.to, held.toMs), newestFirst: true };
    const found: CounterReading[] = [];
    const q = `SELECT v, d FROM reading WHERE ${oneOf([query.register])} AND time >= $from AND time < $to ORDER BY time DESC LIMIT ${Math.trunc(query.limit) + READINGS_SPARE}`;
    await this.#reader.span(span, async ({ fromMs, toMs }) => {
      await this.#reader.query({ db: this.#rawDb, q, params: { from: isoTime(fromMs), to: isoTime(toMs) } }, ({ values }) => {
        for (const row of values) found.push(readingOf(row));
      });
      return found.length >= query.limit + READINGS_SPARE ? 'enough' : undefined;
    });
    return inOrder(found)
      .slice(-query.limit)
      .map(({ at, value }) => ({ at, value }));
  }

  async readAround(query: { register: number; instants: readonly EpochMs[] }): Promise<CounterReading[]> {
    const held = this.#marks.span('raw');
    const found: CounterReading[] = [];
    for (const at of new Set(query.instants)) {
      found.push(...(await this.#nearest(query.register, { fromMs: held.fromMs, toMs: Math.min(at + 1, held.toMs), newestFirst: true })));
      found.push(...(await this.#nearest(query.register, { fromMs: Math.max(at, held.fromMs), toMs: held.toMs, newestFirst: false })));
    }
    return inOrder(found);
  }

  /** The one reading nearest to an end of the span; none in an empty one. */
  async #nearest(register: number, span: Span & { newestFirst: boolean }): Promise<CounterReading[]> {
    const found: CounterReading[] = [];
    const q = `SELECT v, d FROM reading WHERE ${oneOf([register])} AND time >= $from AND time < $to ORDER BY time ${span.newestFirst ? 'DESC' : 'ASC'} LIMIT 1`;
    await this.#reader.span(span, async ({ fromMs, toMs }) => {
      await this.#reader.query({ db: this.#rawDb, q, params: { from: isoTime(fromMs), to: isoTime(toMs) } }, ({ values }) => {
        for (const row of values) found.push(readingOf(row));
      });
      return found.length > 0 ? 'enough' : undefined;
    });
    const nearest = inOrder(found).at(span.newestFirst ? -1 : 0);
    return nearest === undefined ? [] : [nearest];
  }

  async lastReadings(): Promise<{ register: number; at: EpochMs; value: number }[]> {
    const { last } = await this.#last();
    const latestMs = most([...last.values()].map((readings) => readings.at(-1)?.at ?? 0));
    return [...last]
      .flatMap(([register, readings]) =>
        readings
          .slice(-2)
          .filter((one, at, two) => at === two.length - 1 || one.at > latestMs - RECENT_MS)
          .map(({ at, value }) => ({ register, at, value })),
      )
      .sort((a, b) => a.at - b.at || a.value - b.value);
  }

  /** The last readings of every register, and since when that is known; where the server wants slices, of the last one. */
  async #last(): Promise<{ last: Map<number, CounterReading[]>; sinceMs: number }> {
    const last = new Map<number, CounterReading[]>();
    let sinceMs = -Infinity;
    const q = `SELECT v, d FROM reading WHERE time >= $from AND time < $to GROUP BY register ORDER BY time DESC LIMIT ${LAST_POINTS}`;
    await this.#reader.span({ ...this.#marks.span('raw'), newestFirst: true }, async ({ fromMs, toMs }) => {
      await this.#reader.query({ db: this.#rawDb, q, params: { from: isoTime(fromMs), to: isoTime(toMs) } }, ({ tags, values }) => {
        const register = Number(tags['register']);
        last.set(register, [...(last.get(register) ?? []), ...values.map(readingOf)]);
      });
      if (!this.#reader.slices) return;
      sinceMs = fromMs;
      return 'enough';
    });
    for (const [register, readings] of last) last.set(register, inOrder(readings));
    return { last, sinceMs };
  }

  async #learnLatest(): Promise<void> {
    const { last, sinceMs } = await this.#last();
    this.#latestSinceMs = sinceMs;
    for (const [register, readings] of last) this.#latest.set(register, readings.at(-1)?.at ?? sinceMs);
  }

  async earliestSettled(): Promise<QuarterNumber | null> {
    let earliest: number | null = null;
    const q = 'SELECT settled_q FROM quarter WHERE settled_q >= 0 AND time >= $from AND time < $to ORDER BY time ASC LIMIT 1';
    await this.#reader.span(this.#marks.span('quarters'), async ({ fromMs, toMs }) => {
      await this.#reader.query({ db: this.#quartersDb, q, params: { from: isoTime(fromMs), to: isoTime(toMs) } }, ({ values }) => {
        const at = values[0]?.[0];
        if (typeof at === 'number') earliest = Math.min(at, earliest ?? Infinity);
      });
      return earliest === null ? undefined : 'enough';
    });
    return earliest === null ? null : earliest / QUARTER_MS;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  /** @throws Error for a register that the registry has not told of: written now, it would lie in a series of its own */
  #series(cache: Map<number, string>, measurement: 'reading' | 'quarter', register: number): string {
    const known = cache.get(register);
    if (known !== undefined) return known;
    const tags = this.#tagsOf(register);
    if (tags === undefined) throw new Error(`register ${register} is not in the registry's picture yet`);
    const series = seriesOf(measurement, register, tags);
    cache.set(register, series);
    return series;
  }
}

function least(list: Iterable<number>): number {
  let found = Infinity;
  for (const one of list) found = Math.min(found, one);
  return found;
}

function most(list: Iterable<number>): number {
  let found = -Infinity;
  for (const one of list) found = Math.max(found, one);
  return found;
}
