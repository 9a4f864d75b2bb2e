// The port of the revisions: what stood in a quarter before it was overwritten, by whom and why. And, pure, how
// a figure of an earlier day is read back from them.
import type { EpochMs } from '../domain/units.ts';
import { NOTHING, type QuarterColumns, type QuarterNumber, SOURCES, emptyColumns } from './series.ts';

/** Longest run kept as one: a run that begins earlier than this before a span cannot reach into it. */
export const RUN_QUARTERS_MAX = 4096;

export type RevisedField = (typeof SOURCES)[number];

/** Why something was overwritten. */
export interface RevisionStamp {
  readonly author: string;
  readonly reason: string;
  readonly importId: number | null;
  readonly correctionId: number | null;
  /** Puts back what was there before that import or correction. */
  readonly undo: boolean;
  readonly at: EpochMs;
}

/** What stood in consecutive quarters of one field of one register before; flag NOTHING: no value. */
export interface RevisionRun {
  readonly field: RevisedField;
  readonly register: number;
  readonly firstQuarter: QuarterNumber;
  readonly amounts: Float64Array<ArrayBuffer>;
  readonly flags: Uint8Array<ArrayBuffer>;
}
export interface Revision extends RevisionRun, RevisionStamp {
  readonly id: number;
}
/** A revision without what stood there. */
export interface RevisionHead extends RevisionStamp {
  readonly id: number;
  readonly field: RevisedField;
  readonly register: number;
  readonly firstQuarter: QuarterNumber;
  readonly quarters: number;
}

/** What can be undone: one delivery, or one correction by hand. */
export interface Cause {
  readonly importId: number | null;
  readonly correctionId: number | null;
}
export interface Span {
  readonly registers: readonly number[];
  readonly from: QuarterNumber;
  readonly to: QuarterNumber;
}

export interface Revisions {
  keep(runs: readonly RevisionRun[], stamp: RevisionStamp): Promise<void>;
  /** Revisions later than an instant (null: all) that touch the span, oldest first. */
  since(span: Span, after: EpochMs | null): Promise<Revision[]>;
  /** All that touch the span, oldest first, without amounts. */
  heads(span: Span): Promise<RevisionHead[]>;
  /** What one delivery or correction overwrote. */
  of(cause: Cause): Promise<RevisionHead[]>;
  markUndone(cause: Cause, stamp: Pick<RevisionStamp, 'author' | 'reason' | 'at'>): Promise<void>;
  /** Deliveries and corrections that were undone, as `causeKey`. */
  undone(): Promise<ReadonlySet<string>>;
  /** Forgets what stood in quarters of these registers before one: neither undoing nor an earlier instant brings it back.
   *  @returns rows that went or were cut short */
  erase(registers: readonly number[], before: QuarterNumber): Promise<number>;
}

export const causeKey = (cause: Cause): string => (cause.importId === null ? `correction ${cause.correctionId}` : `import ${cause.importId}`);

/** The columns as they were before these revisions.
 *  @param revisions oldest first: of one quarter the first says what stood there */
export function rewound(columns: QuarterColumns, revisions: readonly RevisionRun[], span: { from: QuarterNumber; to: QuarterNumber }): QuarterColumns {
  if (revisions.length === 0) return columns;
  const before = new Map<string, { amount: number; flag: number }>();
  const key = (register: number, quarter: number, source: number): string => `${register} ${quarter} ${source}`;
  for (const run of revisions) {
    const source = SOURCES.indexOf(run.field);
    run.flags.forEach((flag, index) => {
      const quarter = run.firstQuarter + index;
      const name = key(run.register, quarter, source);
      if (quarter >= span.from && quarter < span.to && !before.has(name)) before.set(name, { amount: run.amounts[index] ?? 0, flag });
    });
  }
  const rows: number[][] = [];
  for (let row = 0; row < columns.registers.length; row++) {
    const [register, quarter, source] = [columns.registers[row] ?? 0, columns.quarters[row] ?? 0, columns.sources[row] ?? 0];
    if (!before.has(key(register, quarter, source))) rows.push([register, quarter, columns.amounts[row] ?? 0, columns.flags[row] ?? 0, source]);
  }
  for (const [name, { amount, flag }] of before) {
    const [register = 0, quarter = 0, source = 0] = name.split(' ').map(Number);
    if (flag !== NOTHING) rows.push([register, quarter, amount, flag, source]);
  }
  return columnsOf(rows);
}

/** Rows of register, quarter, amount, flag and source. */
function columnsOf(rows: readonly (readonly number[])[]): QuarterColumns {
  const columns = emptyColumns(rows.length);
  rows.forEach(([register = 0, quarter = 0, amount = 0, flag = 0, source = 0], row) => {
    columns.registers[row] = register;
    columns.quarters[row] = quarter;
    columns.amounts[row] = amount;
    columns.flags[row] = flag;
    columns.sources[row] = source;
  });
  return columns;
}
