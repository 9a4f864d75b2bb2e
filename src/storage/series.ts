// The series port: what a store of readings and quarters must do. Adapters implement it; the store thread alone holds one.
import type { CounterReading, QualityFlag } from '../domain/ledger.ts';
import type { EpochMs } from '../domain/units.ts';

/** Number of a quarter-hour since 1970: epoch ms / 900,000. */
export type QuarterNumber = number;

export const FLAG_CODES: readonly QualityFlag[] = ['C', 'M', 'I', 'E', 'S', 'X'];
export const flagCode = (flag: QualityFlag): number => FLAG_CODES.indexOf(flag);
/** Added to a flag: the value is a share of a total over several quarters, so it says nothing of a peak. */
export const SPREAD_MARK = 16;
export const isSpread = (code: number): boolean => code !== NOTHING && code >= SPREAD_MARK;
export const flagOf = (code: number): QualityFlag => FLAG_CODES[isSpread(code) ? code - SPREAD_MARK : code] ?? 'X';

/** Which field of a quarter a value came from, in rising authority. */
export const SOURCES = ['live', 'settled', 'corrected'] as const;

/** Fields that somebody delivers or decides; `live` follows from readings. */
export type GivenField = 'settled' | 'corrected';
/** Flag of a quarter in which a field holds no value. */
export const NOTHING = 255;

/** A batch of raw readings, one row an index. Each value comes back to the last bit, but -0 as 0: no meter means anything by that sign. */
export interface RawRows {
  readonly registers: number[];
  readonly atMs: number[];
  readonly values: number[];
  readonly devices: number[];
  readonly seqs: number[];
}

export interface DerivedQuarter {
  readonly register: number;
  readonly quarter: QuarterNumber;
  readonly amountMicro: number;
  readonly flag: QualityFlag;
  readonly anchor: CounterReading;
}

/** Quarters as columns, so that they can be transferred between threads; not sorted. */
export interface QuarterColumns {
  readonly registers: Int32Array<ArrayBuffer>;
  readonly quarters: Int32Array<ArrayBuffer>;
  readonly amounts: Float64Array<ArrayBuffer>;
  readonly flags: Uint8Array<ArrayBuffer>;
  /** Index into SOURCES. */
  readonly sources: Uint8Array<ArrayBuffer>;
}

export const emptyColumns = (rows = 0): QuarterColumns => ({
  registers: new Int32Array(rows),
  quarters: new Int32Array(rows),
  amounts: new Float64Array(rows),
  flags: new Uint8Array(rows),
  sources: new Uint8Array(rows),
});

/** Days of registers as arrays: every quarter has a value, all of one flag and source. Columns, so that they can be transferred. */
export interface PackedDays {
  readonly registers: Int32Array<ArrayBuffer>;
  /** First quarter of each day, and how many it has. */
  readonly firsts: Int32Array<ArrayBuffer>;
  readonly lengths: Uint8Array<ArrayBuffer>;
  readonly flags: Uint8Array<ArrayBuffer>;
  /** Millionths of the counter's unit that one of the day's amounts stands for. */
  readonly unitsMicro: Int32Array<ArrayBuffer>;
  /** Which of the arrays of amounts holds the day, and where in it the day begins. */
  readonly parts: Uint16Array<ArrayBuffer>;
  readonly begins: Uint32Array<ArrayBuffer>;
  readonly amounts: readonly Int32Array<ArrayBuffer>[];
}

export const emptyDays = (days = 0): PackedDays => ({
  registers: new Int32Array(days),
  firsts: new Int32Array(days),
  lengths: new Uint8Array(days),
  flags: new Uint8Array(days),
  unitsMicro: new Int32Array(days),
  parts: new Uint16Array(days),
  begins: new Uint32Array(days),
  amounts: [],
});

/** A period of some registers: days, and rows of what no day holds. A row of a quarter that a day holds says nothing new. */
export interface DaysAndRows {
  readonly days: PackedDays;
  readonly rows: QuarterColumns;
}
/** As a sum takes them. */
export const gatheredFrom = ({ days, rows }: { days?: PackedDays; rows: QuarterColumns }): { columns: QuarterColumns; days?: PackedDays } =>
  days === undefined ? { columns: rows } : { columns: rows, days };

/** What crosses between threads without being copied. */
export const buffersIn = ({ columns, days }: { columns: QuarterColumns; days?: PackedDays }): ArrayBuffer[] => [
  columns.registers.buffer,
  columns.quarters.buffer,
  columns.amounts.buffer,
  columns.flags.buffer,
  columns.sources.buffer,
  ...(days === undefined ? [] : [days.registers, days.firsts, days.lengths, days.flags, days.unitsMicro, days.parts, days.begins, ...days.amounts].map(({ buffer }) => buffer)),
];

export interface QuarterSpans {
  readonly registers: Int32Array;
  readonly from: QuarterNumber;
  readonly to: QuarterNumber;
}

export interface Cursor {
  readonly journalId: string;
  readonly seq: number;
}

/** Where a register has to be derived again: everything from `fromMs` on may be different. */
export interface Dirty {
  readonly register: number;
  readonly fromMs: number;
  /** Readings from here on are not needed; all of them when absent. */
  readonly untilMs?: number;
}

/** Quarters [from, to) of one register. */
export interface QuarterSpan {
  readonly register: number;
  readonly from: QuarterNumber;
  readonly to: QuarterNumber;
}

/** An InfluxDB in place of files: databases `<database>_raw` and `<database>_quarters`. */
export interface InfluxServer {
  /** Without a slash at its end; may have a path, behind a proxy. */
  readonly url: string;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  /** May read and nothing else; the writing user where there is none. */
  readonly readUser: string;
  readonly readPassword: string;
}

/** What stands beside the id of a register, so that a dashboard can choose: words of fixed lists and the park's id. */
export interface RegisterTags {
  readonly park: string;
  /** Of its meter: sums of main meters do not count what sub-meters count again. */
  readonly role: string;
  readonly carrier: string;
  readonly flow: string;
  readonly unit: string;
}

/** The store cannot be reached at this moment: what was asked can be asked again. */
export class StoreAwayError extends Error {
  override name = 'StoreAwayError';
}

export interface SeriesStore {
  /** How far everything (raw and derived) is stored; null in a new store. */
  position(): Promise<Cursor | null>;
  setPosition(cursor: Cursor): Promise<void>;
  /** The highest sequence of a journal that any file holds; files may be ahead of the position. */
  highestSeq(journalId: string): number;
  /** Appends the rows whose sequence their file does not hold yet, each file in one transaction with its cursor. */
  appendRaw(rows: RawRows, cursor: Cursor): Promise<void>;
  /** Replaces derived quarters; `removed` ones are deleted. */
  writeQuarters(changes: { changed: readonly DerivedQuarter[]; removed: readonly { register: number; quarter: QuarterNumber }[] }): Promise<void>;
  /** Values that were delivered or decided; they win over live ones. One row a register, quarter and field: the
   *  newest stays. The flag NOTHING takes a value away. No register and quarter twice in one call. */
  writeSettled(columns: QuarterColumns, field: GivenField): Promise<void>;
  readQuarters(query: QuarterSpans): Promise<QuarterColumns>;
  /** The same for long periods, where the store has whole days at hand; absent where it has none. */
  readDays?(query: QuarterSpans): Promise<DaysAndRows>;
  /** The readings from the last anchor before each dirty point on, in ledger order. */
  readFromAnchors(dirty: readonly Dirty[]): Promise<Map<number, CounterReading[]>>;
  /** The readings around instants: of each the last at or before it and the first at or after it; in ledger order, each once. */
  readAround(query: { register: number; instants: readonly EpochMs[] }): Promise<CounterReading[]>;
  /** Derived quarters as they are stored, with their anchors, by register and in the order of time. */
  readDerived(spans: readonly QuarterSpan[]): Promise<DerivedQuarter[]>;
  readReadings(query: { register: number; from: EpochMs; to: EpochMs; limit: number }): Promise<{ at: EpochMs; value: number }[]>;
  /** The last reading of every register and, where it is recent, the one before it; in the order of time. */
  lastReadings(): Promise<{ register: number; at: EpochMs; value: number }[]>;
  /** Earliest settled quarter, to continue filling in history; null when there is none. */
  earliestSettled(): Promise<QuarterNumber | null>;
  /** @throws StoreAwayError when the server does not answer; absent where there is no server */
  ping?(): Promise<void>;
  close(): Promise<void>;
}
