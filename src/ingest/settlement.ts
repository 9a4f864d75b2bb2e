// Settled values and corrections as the main thread writes them: in parts through the store thread, each with an
// author and a reason; and undoing a delivery or a correction. What was there before is kept as revisions.
import type { EpochMs } from '../domain/units.ts';
import { type Cause, type Revision, type RevisionHead, type RevisionStamp, type Revisions, causeKey } from '../storage/revisions.ts';
import { type GivenField, type QuarterColumns, type QuarterNumber, SOURCES, emptyColumns } from '../storage/series.ts';
import type { Settled } from './settling.ts';
import type { Store } from './store.ts';

/** Values in one request to the store thread: between two of them readings are stored and pages answered. */
export const SETTLE_ROWS_MAX = 100_000;
/** Quarters of one register that are put back at once. */
const UNDO_QUARTERS_MAX = 40_000;

export interface SettlementPorts {
  readonly store: Pick<Store, 'ask'>;
  readonly revisions: Revisions;
  /** Everything before this quarter lies in a closed month at that time. */
  readonly closedBefore: (at: EpochMs) => QuarterNumber;
}
export interface Delivery {
  readonly field: GivenField;
  /** Amounts in the register's unit, flags as in FLAG_CODES or NOTHING; `sources` is not read. */
  readonly columns: QuarterColumns;
  readonly author: string;
  readonly reason: string;
  readonly importId: number | null;
  readonly correctionId?: number | null;
  readonly at: EpochMs;
}
type Undoing = Pick<Delivery, 'author' | 'reason' | 'at'>;

export class Settlement {
  readonly #ports: SettlementPorts;
  /** One delivery after the other: what an undo reads may not change before it is written. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(ports: SettlementPorts) {
    this.#ports = ports;
  }

  /** Writes values of one field. The same value again is neither written nor a revision.
   *  @throws Error when the store or the registry cannot take them; the parts before are written and can be undone */
  write(delivery: Delivery): Promise<Settled> {
    const { author, reason, importId, at } = delivery;
    const stamp = { author, reason, importId, correctionId: delivery.correctionId ?? null, undo: false, at };
    return this.#alone(() => this.#write(delivery.field, delivery.columns, { stamp, closedBefore: this.#ports.closedBefore(at) }));
  }

  /** Puts back what was there before a delivery, also that nothing was. Quarters that something later overwrote stay
   *  as that left them; when that is undone in its turn, this delivery does not come back. */
  undo(importId: number, by: Undoing): Promise<Settled> {
    return this.#alone(() => this.#undo({ importId, correctionId: null }, by));
  }

  undoCorrection(correctionId: number, by: Undoing): Promise<Settled> {
    return this.#alone(() => this.#undo({ importId: null, correctionId }, by));
  }

  #alone<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(work);
    this.#turn = mine.catch(() => {});
    return mine;
  }

  async #write(field: GivenField, columns: QuarterColumns, over: { stamp: RevisionStamp; closedBefore: QuarterNumber }): Promise<Settled> {
    let [written, replaced] = [0, 0];
    for (let first = 0; first < columns.registers.length; first += SETTLE_ROWS_MAX) {
      const part = slice(columns, first, first + SETTLE_ROWS_MAX);
      const settled = await this.#ports.store.ask({ kind: 'settle', field, columns: part, ...over });
      written += settled.written;
      replaced += settled.replaced;
    }
    return { written, replaced };
  }

  async #undo(cause: Cause, by: Undoing): Promise<Settled> {
    const heads = await this.#ports.revisions.of(cause);
    const undone = new Set([...(await this.#ports.revisions.undone()), causeKey(cause)]);
    const stamp = { ...by, ...cause, undo: true };
    let [written, replaced] = [0, 0];
    for (const span of spans(heads)) {
      const columns = await this.#before(span, undone);
      const settled = await this.#write(span.field, columns, { stamp, closedBefore: 0 });
      written += settled.written;
      replaced += settled.replaced;
    }
    // Last: an undo that stopped halfway is done again, and finds put back what it put back.
    await this.#ports.revisions.markUndone(cause, by);
    return { written, replaced };
  }

  /** The quarters of a span that an undone cause wrote last, with what stands when that is taken away. */
  async #before(span: UndoSpan, undone: ReadonlySet<string>): Promise<QuarterColumns> {
    const { register, from, to } = span;
    const all = await this.#ports.revisions.since({ registers: [register], from, to }, null);
    const back = standing(
      all.filter((one) => one.field === span.field),
      span,
      undone,
    );
    const columns = emptyColumns(back.size);
    [...back].forEach(([quarter, { amount, flag }], row) => {
      columns.registers[row] = register;
      columns.quarters[row] = quarter;
      columns.amounts[row] = amount;
      columns.flags[row] = flag;
    });
    return columns;
  }
}

/** What the quarters of a span hold when everything undone is left out; those that hold it already are not in it.
 *  @param revisions of one register and field, oldest first: each says what stood before it */
function standing(revisions: readonly Revision[], span: UndoSpan, undone: ReadonlySet<string>): Map<QuarterNumber, { amount: number; flag: number }> {
  const back = new Map<QuarterNumber, { amount: number; flag: number }>();
  for (const one of revisions) {
    const stays = !one.undo && ((one.importId === null && one.correctionId === null) || !undone.has(causeKey(one)));
    one.flags.forEach((flag, index) => {
      const quarter = one.firstQuarter + index;
      if (quarter < span.from || quarter >= span.to) return;
      // What one that stays wrote is what the next one found.
      if (stays) back.delete(quarter);
      else if (!back.has(quarter)) back.set(quarter, { amount: one.amounts[index] ?? 0, flag });
    });
  }
  return back;
}

interface UndoSpan {
  readonly field: GivenField;
  readonly register: number;
  readonly from: QuarterNumber;
  to: QuarterNumber;
}

/** Runs of one register and field that lie together, so that a year is one question. */
function spans(heads: readonly RevisionHead[]): UndoSpan[] {
  const sorted = [...heads].sort((a, b) => a.register - b.register || a.field.localeCompare(b.field) || a.firstQuarter - b.firstQuarter);
  const found: UndoSpan[] = [];
  for (const { field, register, firstQuarter, quarters } of sorted) {
    if (field === 'live') continue;
    const last = found.at(-1);
    const end = firstQuarter + quarters;
    if (last?.register === register && last.field === field && Math.max(end, last.to) - last.from <= UNDO_QUARTERS_MAX) last.to = Math.max(end, last.to);
    else found.push({ field, register, from: firstQuarter, to: end });
  }
  return found;
}

function slice(columns: QuarterColumns, from: number, to: number): QuarterColumns {
  const rows = columns.registers.slice(from, to);
  return {
    registers: rows,
    quarters: columns.quarters.slice(from, to),
    amounts: columns.amounts.slice(from, to),
    flags: columns.flags.slice(from, to),
    sources: new Uint8Array(rows.length).fill(SOURCES.indexOf('settled')),
  };
}
