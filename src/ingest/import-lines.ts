// Lines of a file + choices -> quarter amounts; what cannot be used is refused line by line, with its reason. Pure.
import { eanIsValid } from '../domain/ean.ts';
import { spreadMicro } from '../domain/spread.ts';
import { type Cell, Clock, type Row, type WallClock, parseMoment, parseNumber, parseTimeOfDay } from './import-cells.ts';
import {
  IMPORT_REFUSALS,
  type ImportChoices,
  type ImportFlow,
  type ImportRefusal,
  type KnownConnection,
  type ValueColumn,
  cellText,
  factorOf,
  flowNamed,
  isNumbered,
  isWide,
  storedUnitOf,
  unitNamed,
} from './import-choices.ts';
import { minutesOf, turnIn } from './import-number.ts';
import { type GapRange, SeriesTrack } from './import-track.ts';

/** Refused lines that are named one by one; beyond these only the counts go on. */
export const REFUSED_LISTED_MAX = 200;
export const GAPS_LISTED_MAX = 200;
/** 1.1 x the capacity: meters and fuses are not exact (docs/methods.md#counters). */
const CAPACITY_MARGIN = 1.1;
const QUARTER_MS = 900_000;
const DAY_MINUTES = 1440;
const HOUR_MINUTES = 60;
/** Where the columns of the second time from two to three begin: clocks go back at three. */
const SECOND_MINUTES = 180;
const CACHE_MAX = 200_000;
/** Index into the flags of the series store: C M I E S X. */
const [MEASURED, INTERPOLATED, ESTIMATED] = [1, 2, 3];

export interface RefusedLine {
  readonly line: number;
  readonly reason: ImportRefusal;
  readonly text: string;
}
export interface SeriesKey {
  readonly ean: string;
  readonly flow: ImportFlow;
}
/** Amounts of quarters; `series` is an index into `LineReader.series`. */
export interface AmountRows {
  readonly series: number[];
  readonly quarters: number[];
  readonly amountsMicro: number[];
  readonly flags: number[];
}
export interface LinesSummary {
  readonly lines: number;
  readonly values: number;
  readonly refused: Readonly<Partial<Record<ImportRefusal, number>>>;
  readonly listed: readonly RefusedLine[];
  readonly gapQuarters: number;
  readonly gaps: readonly (GapRange & SeriesKey)[];
  readonly series: readonly (SeriesKey & { firstQuarter: number; lastQuarter: number; quarters: number; totalMicro: number })[];
}

export type Outcome =
  | { readonly ok: true; readonly key: SeriesKey; readonly firstQuarter: number; readonly quarters: number; readonly amountMicro: number; readonly flag: number }
  | { readonly ok: false; readonly reason: ImportRefusal };

interface Opened extends SeriesKey {
  readonly track: SeriesTrack;
  totalMicro: number;
}
/** Instants of the label; of a column of a day and of a number in it, the start of its interval. */
type Time = { readonly instants: readonly number[]; readonly date: string; readonly isStart?: true } | null;

const emptyRows = (): AmountRows => ({ series: [], quarters: [], amountsMicro: [], flags: [] });
const refuse = (reason: ImportRefusal): Outcome => ({ ok: false, reason });

export class LineReader {
  readonly #choices: ImportChoices;
  readonly #known: ReadonlyMap<string, KnownConnection>;
  readonly #nowMs: number;
  readonly #clock: Clock;
  readonly #times = new Map<string, Time>();
  readonly #opened = new Map<string, number>();
  readonly #series: Opened[] = [];
  readonly #refused = new Map<ImportRefusal, number>();
  readonly #listed: RefusedLine[] = [];
  #rows = emptyRows();
  #lines = 0;
  #values = 0;

  constructor(choices: ImportChoices, known: ReadonlyMap<string, KnownConnection>, nowMs: number) {
    [this.#choices, this.#known, this.#nowMs] = [choices, known, nowMs];
    this.#clock = new Clock(choices.zone);
  }

  get series(): readonly SeriesKey[] {
    return this.#series;
  }

  /** Quarter amounts that were read and not taken yet. */
  get waiting(): number {
    return this.#rows.quarters.length;
  }

  /** One line: every value in it counts or is refused; an empty cell is neither, it is a gap.
   *  @param line as an editor counts it, from 1
   *  @returns what became of each value, for the preview */
  take(row: Row, line: number): Outcome[] {
    if (row.every((cell) => cell === '')) return [];
    this.#lines += 1;
    const time = this.#time(row);
    const outcomes: Outcome[] = [];
    for (const { value, at } of this.#cells(time)) {
      if (cellText(row, value.column) === '') continue;
      const outcome = this.#value(row, value, at);
      if (!outcome.ok) this.#refuse(outcome.reason, line, row);
      outcomes.push(outcome);
    }
    return outcomes;
  }

  /** The cells with amounts of a line, each with its time. */
  #cells(time: Time): readonly { value: ValueColumn; at: Time }[] {
    const { values } = this.#choices;
    const [first] = values;
    if (!isWide(this.#choices) || first === undefined) return values.map((value) => ({ value, at: time }));
    const { count } = this.#choices.dayColumns;
    return Array.from({ length: count }, (_, index) => ({ value: { ...first, column: first.column + index }, at: time === null ? null : this.#columnTime(time.date, index) }));
  }

  #columnTime(date: string, index: number): Time {
    const { intervalMinutes, dayColumns } = this.#choices;
    const by = dayColumns?.by ?? 'order';
    const minutes = index * intervalMinutes;
    if (by === 'twice' && minutes >= SECOND_MINUTES && minutes < SECOND_MINUTES + HOUR_MINUTES) return this.#turnOf(date, { minutes: minutes - HOUR_MINUTES, turn: 1 });
    const isPast = by === 'twice' && minutes >= SECOND_MINUTES;
    const time = this.#placeIn(date, { minutes: isPast ? minutes - HOUR_MINUTES : minutes, by: by === 'twice' ? 'clock' : by });
    // A time on the clock that comes twice is given once: it is the first.
    return time === null ? null : { ...time, instants: time.instants.slice(0, 1) };
  }

  /** An interval by its place in the day, in order or on the clock. A day of UTC has 24 hours in either. */
  #placeIn(date: string, { minutes, by }: { minutes: number; by: 'order' | 'clock' }): Time {
    const { start, quarters } = this.#clock.day(date);
    if (by === 'order' && this.#choices.zone !== 'utc') return { instants: minutes < quarters * 15 ? [start + minutes * 60_000] : [], date, isStart: true };
    return { instants: minutes < DAY_MINUTES ? this.#clock.instants({ date, minutes, offset: null }) : [], date, isStart: true };
  }

  /** The first or second time that the clock shows an hour; one that it shows once is neither. */
  #turnOf(date: string, { minutes, turn }: { minutes: number; turn: 0 | 1 }): Time {
    const both = this.#clock.instants({ date, minutes, offset: null });
    return { instants: both.length === 2 ? both.slice(turn, turn + 1) : [], date, isStart: true };
  }

  takeRows(): AmountRows {
    const rows = this.#rows;
    this.#rows = emptyRows();
    return rows;
  }

  summary(): LinesSummary {
    const gaps = this.#series.flatMap(({ ean, flow, track }) => track.gaps(GAPS_LISTED_MAX).map((gap) => ({ ...gap, ean, flow })));
    return {
      lines: this.#lines,
      values: this.#values,
      refused: Object.fromEntries(IMPORT_REFUSALS.flatMap((reason) => (this.#refused.has(reason) ? [[reason, this.#refused.get(reason) ?? 0]] : []))),
      listed: this.#listed,
      gapQuarters: this.#series.reduce((sum, { track }) => sum + track.missing, 0),
      gaps: gaps.slice(0, GAPS_LISTED_MAX),
      series: this.#series.map(({ ean, flow, track, totalMicro }) => ({ ean, flow, totalMicro, firstQuarter: track.first, lastQuarter: track.last, quarters: track.count })),
    };
  }

  #value(row: Row, value: ValueColumn, time: Time): Outcome {
    if (time === null) return refuse('bad-time');
    if (time.instants.length === 0) return refuse('missing-hour');
    const key = this.#key(row, value);
    if (!('ean' in key)) return key;
    const connection = this.#known.get(key.ean);
    if (connection === undefined) return refuse(eanIsValid(key.ean) ? 'unknown-ean' : 'bad-ean');
    const amount = this.#amount(row, value, { connection, flow: key.flow });
    if (typeof amount !== 'number') return amount;
    return this.#place({ key, connection, time, amountMicro: amount });
  }

  #key(row: Row, value: ValueColumn): SeriesKey | Outcome {
    const { eanColumn, flowColumn } = this.#choices;
    const ean = value.ean ?? cellText(row, eanColumn).replaceAll(/\D/g, '');
    if (ean === '') return refuse('no-ean');
    if (flowColumn === null) return { ean, flow: value.flow };
    const flow = flowNamed(cellText(row, flowColumn));
    return flow === null ? refuse('unknown-flow') : { ean, flow };
  }

  /** Whole millionths of the stored unit in the whole interval. */
  #amount(row: Row, value: ValueColumn, over: { connection: KnownConnection; flow: ImportFlow }): number | Outcome {
    const { decimal, intervalMinutes, unitColumn } = this.#choices;
    const unit = unitColumn === null ? value.unit : (unitNamed(cellText(row, unitColumn)) ?? value.unit);
    const hours = intervalMinutes / 60;
    const stored = factorOf(unit, hours);
    if (stored.unit !== storedUnitOf(over.connection.carrier)) return refuse('unit-mismatch');
    const given = parseNumber(row[value.column] ?? '', decimal);
    if (given === null) return refuse('bad-number');
    if (given < 0) return refuse('negative-amount');
    const amount = given * stored.factor;
    if (!Number.isSafeInteger(Math.round(amount * 1e6))) return refuse('bad-number');
    const limitKw = over.flow === 'import' ? over.connection.maxImportKw : over.flow === 'export' ? over.connection.maxExportKw : null;
    if (over.connection.carrier === 'electricity' && limitKw !== null && amount > limitKw * hours * CAPACITY_MARGIN) return refuse('above-limit');
    return Math.round(amount * 1e6);
  }

  #place(over: { key: SeriesKey; connection: KnownConnection; time: NonNullable<Time>; amountMicro: number }): Outcome {
    const { key, connection, time, amountMicro } = over;
    const index = this.#open(key);
    const opened = this.#series[index];
    if (opened === undefined) throw new Error('a series that was opened is there');
    const span = this.#span(opened.track, time);
    if (span === null) return refuse('not-a-boundary');
    const { firstQuarter, quarters } = span;
    if ((firstQuarter + quarters) * QUARTER_MS > this.#nowMs) return refuse('in-the-future');
    if (firstQuarter * QUARTER_MS < connection.validFrom || (connection.validTo !== null && (firstQuarter + quarters) * QUARTER_MS > connection.validTo))
      return refuse('outside-validity');
    if (!opened.track.mark(firstQuarter, quarters)) return refuse('given-twice');
    const flag = this.#choices.intervalMinutes === 15 ? MEASURED : this.#choices.intervalMinutes === 60 ? INTERPOLATED : ESTIMATED;
    const parts = quarters === 1 ? [amountMicro] : spreadMicro(amountMicro, quarters);
    parts.forEach((part, at) => {
      this.#rows.series.push(index);
      this.#rows.quarters.push(firstQuarter + at);
      this.#rows.amountsMicro.push(part);
      this.#rows.flags.push(flag ?? 1);
    });
    this.#values += 1;
    opened.totalMicro += amountMicro;
    return { ok: true, key, firstQuarter, quarters, amountMicro, flag: flag ?? 1 };
  }

  /** In the doubled hour the file's own order decides: its clock never goes back. */
  #span(track: SeriesTrack, time: NonNullable<Time>): { firstQuarter: number; quarters: number } | null {
    const { intervalMinutes, label, newestFirst } = this.#choices;
    if (intervalMinutes === 1440) {
      const { start, quarters } = this.#clock.day(time.date);
      return { firstQuarter: start / QUARTER_MS, quarters };
    }
    const backMs = label === 'end' && time.isStart !== true ? intervalMinutes * 60_000 : 0;
    const quarters = intervalMinutes / 15;
    const starts = time.instants.map((at) => (at - backMs) / QUARTER_MS);
    const [earlier = 0, later = earlier] = starts;
    const last = track.latest;
    const start = earlier === later || last === null ? (newestFirst ? later : earlier) : newestFirst ? (later < last ? later : earlier) : earlier > last ? earlier : later;
    return Number.isInteger(start) ? { firstQuarter: start, quarters } : null;
  }

  #open(key: SeriesKey): number {
    const name = `${key.ean} ${key.flow}`;
    const known = this.#opened.get(name);
    if (known !== undefined) return known;
    const index = this.#series.push({ ...key, track: new SeriesTrack(), totalMicro: 0 }) - 1;
    this.#opened.set(name, index);
    return index;
  }

  /** The same label stands on many lines, once for each connection. */
  #time(row: Row): Time {
    const { dateColumn, timeColumn } = this.#choices;
    const [date, time] = [row[dateColumn] ?? '', timeColumn === null ? '' : (row[timeColumn] ?? '')];
    const quarter = row[this.#choices.timeNumber?.quarter?.column ?? -1] ?? '';
    const name = `${date} ${time} ${quarter}`;
    const known = this.#times.get(name);
    if (known !== undefined) return known;
    const read = this.#readTime(date, { time, quarter });
    if (this.#times.size >= CACHE_MAX) this.#times.clear();
    this.#times.set(name, read);
    return read;
  }

  #readTime(date: Cell, { time, quarter }: { time: Cell; quarter: Cell }): Time {
    const { dateOrder, timeColumn, zone, intervalMinutes } = this.#choices;
    let clock: WallClock | null = parseMoment(date, dateOrder);
    if (clock !== null && isNumbered(this.#choices) && intervalMinutes !== DAY_MINUTES && !isWide(this.#choices)) {
      const minutes = minutesOf({ number: time, quarter }, this.#choices.timeNumber, intervalMinutes);
      const turn = turnIn(time);
      if (minutes === null) return null;
      return turn === null ? this.#placeIn(clock.date, { minutes, by: this.#choices.timeNumber.by }) : this.#turnOf(clock.date, { minutes, turn });
    }
    if (clock !== null && timeColumn !== null) {
      const hour = parseTimeOfDay(time) ?? parseMoment(time, dateOrder);
      clock = hour === null ? null : { date: clock.date, minutes: hour.minutes, offset: hour.offset };
    }
    if (clock === null || (zone === 'offset' && clock.offset === null && intervalMinutes !== 1440)) return null;
    // A day is a local day, whatever time stands beside it.
    if (intervalMinutes === 1440 || isWide(this.#choices)) return { instants: [0], date: clock.date };
    return { instants: this.#clock.instants(zone === 'offset' ? clock : { ...clock, offset: null }), date: clock.date };
  }

  #refuse(reason: ImportRefusal, line: number, row: Row): void {
    this.#refused.set(reason, (this.#refused.get(reason) ?? 0) + 1);
    if (this.#listed.length < REFUSED_LISTED_MAX) this.#listed.push({ line, reason, text: row.join(' ; ').slice(0, 120) });
  }
}
