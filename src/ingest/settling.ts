// Writes settled and corrected values in the store thread: finds what they would overwrite, has it kept as
// revisions, and only then writes. The same value again is nothing new.
import { RUN_QUARTERS_MAX, type RevisedField, type RevisionRun, type RevisionStamp } from '../storage/revisions.ts';
import { type GivenField, NOTHING, SPREAD_MARK, type QuarterColumns, type QuarterNumber, type SeriesStore, emptyColumns, flagCode, flagOf, isSpread } from '../storage/series.ts';

export interface SettleRequest {
  readonly field: GivenField;
  /** Amounts in the register's unit; flag NOTHING takes a value away. Of a quarter that stands twice the last counts. */
  readonly columns: QuarterColumns;
  /** null: history that is made up, of which nothing is kept. */
  readonly stamp: RevisionStamp | null;
  /** A settled value that would change what was published of a quarter before this one becomes a correction. */
  readonly closedBefore: QuarterNumber;
}
export interface Settled {
  /** Values that are new or differ from what was there. */
  readonly written: number;
  /** Those of them that took the place of another value. */
  readonly replaced: number;
}
export type Keep = (runs: readonly RevisionRun[], stamp: RevisionStamp) => Promise<void>;
interface Ports {
  readonly store: Pick<SeriesStore, 'readQuarters' | 'writeSettled'>;
  readonly keep: Keep;
}

/** One question to the store reads at most this many places for each value that is written. */
const SPREAD_MAX = 8;
const SPREAD_FREE = 20_000;
const MICRO = 1e6;

/** Stores values of one field with their revisions. @throws Error when a value is no number */
export async function settle(ports: Ports, request: SettleRequest): Promise<Settled> {
  const columns = request.columns;
  const order = sorted(columns);
  if (request.stamp === null) {
    await ports.store.writeSettled(pick(columns, order), request.field);
    return { written: order.length, replaced: 0 };
  }
  let [written, replaced] = [0, 0];
  for (const rows of groups(columns, order)) {
    const settled = await settleGroup(ports, { ...request, stamp: request.stamp }, rows);
    written += settled.written;
    replaced += settled.replaced;
  }
  return { written, replaced };
}

/** Rows in the order of register and quarter, each once: the last one of the same counts. */
function sorted({ registers, quarters, amounts, flags }: QuarterColumns): number[] {
  const compare = (a: number, b: number): number => (registers[a] ?? 0) - (registers[b] ?? 0) || (quarters[a] ?? 0) - (quarters[b] ?? 0);
  const rows = Array.from(registers, (_, row) => row);
  let ascending = true;
  for (const row of rows) {
    if (!Number.isFinite(amounts[row])) throw new Error(`the amount of register ${registers[row]} at quarter ${quarters[row]} is no number`);
    const flag = flags[row] ?? NOTHING;
    if (flag !== NOTHING && (isSpread(flag) ? flag - SPREAD_MARK : flag) > flagCode('X')) throw new Error(`${flags[row]} is no flag`);
    if (row > 0 && compare(row - 1, row) >= 0) ascending = false;
  }
  if (ascending) return rows;
  rows.sort((a, b) => compare(a, b) || a - b);
  return rows.filter((row, index) => {
    const next = rows[index + 1];
    return next === undefined || compare(row, next) !== 0;
  });
}

interface Rows {
  readonly rows: number[];
  readonly registers: number[];
  from: QuarterNumber;
  to: QuarterNumber;
}

/** Parts whose registers and period span not much more than their rows: what is read stays small. */
function* groups({ registers, quarters }: QuarterColumns, order: readonly number[]): Generator<Rows> {
  let group: Rows | null = null;
  for (const row of order) {
    const [register, quarter] = [registers[row] ?? 0, quarters[row] ?? 0];
    if (group !== null) {
      const more = group.registers.at(-1) === register ? 0 : 1;
      const [from, to] = [Math.min(group.from, quarter), Math.max(group.to, quarter + 1)];
      if ((group.registers.length + more) * (to - from) <= SPREAD_MAX * group.rows.length + SPREAD_FREE) {
        group.rows.push(row);
        if (more === 1) group.registers.push(register);
        Object.assign(group, { from, to });
        continue;
      }
      yield group;
    }
    group = { rows: [row], registers: [register], from: quarter, to: quarter + 1 };
  }
  if (group !== null) yield group;
}

/** What the fields of a register and quarter hold, by source. */
class Held {
  readonly #amounts: readonly Float64Array[];
  readonly #flags: readonly Uint8Array[];
  readonly #at = new Map<number, number>();
  readonly #group: Rows;

  constructor(group: Rows, columns: QuarterColumns) {
    const length = group.to - group.from;
    this.#group = group;
    this.#amounts = [0, 1, 2].map(() => new Float64Array(length * group.registers.length));
    this.#flags = [0, 1, 2].map(() => new Uint8Array(length * group.registers.length).fill(NOTHING));
    group.registers.forEach((register, index) => this.#at.set(register, index * length));
    columns.registers.forEach((register, row) => {
      const place = this.#place(register, columns.quarters[row] ?? 0);
      const [amounts, flags] = [this.#amounts[columns.sources[row] ?? 0], this.#flags[columns.sources[row] ?? 0]];
      if (amounts === undefined || flags === undefined) return;
      amounts[place] = columns.amounts[row] ?? 0;
      flags[place] = columns.flags[row] ?? NOTHING;
    });
  }

  #place(register: number, quarter: QuarterNumber): number {
    return (this.#at.get(register) ?? 0) + quarter - this.#group.from;
  }

  of(source: number, register: number, quarter: QuarterNumber): Value {
    const place = this.#place(register, quarter);
    return { amount: this.#amounts[source]?.[place] ?? 0, flag: this.#flags[source]?.[place] ?? NOTHING };
  }
}

interface Value {
  readonly amount: number;
  readonly flag: number;
}
const same = (a: Value, b: Value): boolean => a.flag === b.flag && (a.flag === NOTHING || a.amount === b.amount);

async function settleGroup(ports: Ports, request: SettleRequest & { stamp: RevisionStamp }, group: Rows): Promise<Settled> {
  const columns = await ports.store.readQuarters({ registers: Int32Array.from(group.registers), from: group.from, to: group.to });
  const held = new Held(group, columns);
  const changes = { settled: new Changes('settled'), corrected: new Changes('corrected') };
  let replaced = 0;
  for (const row of group.rows) {
    const [register, quarter] = [request.columns.registers[row] ?? 0, request.columns.quarters[row] ?? 0];
    // Whole millionths, as everywhere: sums over them are exact.
    const value = { amount: Math.round((request.columns.amounts[row] ?? 0) * MICRO) / MICRO, flag: request.columns.flags[row] ?? NOTHING };
    const fields = { live: held.of(0, register, quarter), settled: held.of(1, register, quarter), corrected: held.of(2, register, quarter) };
    const field = request.field === 'settled' && quarter < request.closedBefore ? fieldInClosed(value, fields) : request.field;
    if (same(fields[field], value)) continue;
    if (fields[field].flag !== NOTHING || field !== request.field) replaced += 1;
    changes[field].add(register, quarter, { value, before: fields[field] });
  }
  const runs = [...changes.settled.runs(), ...changes.corrected.runs()];
  if (runs.length > 0) await ports.keep(runs, request.stamp);
  for (const one of [changes.settled, changes.corrected]) if (one.length > 0) await ports.store.writeSettled(one.columns(), one.field);
  return { written: changes.settled.length + changes.corrected.length, replaced };
}

/** A closed month gets a correction where a delivery changes what was published. Where nothing was published, or
 *  a correction by hand stands above it, the delivery changes no figure and goes where deliveries go. */
function fieldInClosed(value: Value, fields: Readonly<Record<RevisedField, Value>>): GivenField {
  const published = [fields.corrected, fields.settled, fields.live].find((one) => one.flag !== NOTHING);
  if (published === undefined || same(published, value) || (fields.corrected.flag !== NOTHING && flagOf(fields.corrected.flag) === 'C')) return 'settled';
  return 'corrected';
}

/** Values of one field in the order of register and quarter, with what they replace. */
class Changes {
  readonly field: GivenField;
  readonly #rows: { register: number; quarter: QuarterNumber; value: Value; before: Value }[] = [];

  constructor(field: GivenField) {
    this.field = field;
  }

  get length(): number {
    return this.#rows.length;
  }

  add(register: number, quarter: QuarterNumber, change: { value: Value; before: Value }): void {
    this.#rows.push({ register, quarter, ...change });
  }

  columns(): QuarterColumns {
    const columns = emptyColumns(this.#rows.length);
    this.#rows.forEach(({ register, quarter, value }, row) => {
      columns.registers[row] = register;
      columns.quarters[row] = quarter;
      columns.amounts[row] = value.amount;
      columns.flags[row] = value.flag;
    });
    return columns;
  }

  runs(): RevisionRun[] {
    return runsOf(
      this.field,
      this.#rows.map(({ register, quarter, before }) => ({ register, quarter, ...before })),
    );
  }
}

/** Consecutive quarters of one register as one run each, at most RUN_QUARTERS_MAX long.
 *  @param rows in the order of register and quarter */
export function runsOf(field: RevisedField, rows: readonly { register: number; quarter: QuarterNumber; amount: number; flag: number }[]): RevisionRun[] {
  const runs: RevisionRun[] = [];
  for (let first = 0; first < rows.length;) {
    const start = rows[first];
    let end = first + 1;
    while (end - first < RUN_QUARTERS_MAX && rows[end]?.register === start?.register && rows[end]?.quarter === (start?.quarter ?? 0) + end - first) end++;
    const run = rows.slice(first, end);
    runs.push({
      field,
      register: start?.register ?? 0,
      firstQuarter: start?.quarter ?? 0,
      amounts: Float64Array.from(run, (one) => one.amount),
      flags: Uint8Array.from(run, (one) => one.flag),
    });
    first = end;
  }
  return runs;
}

function pick(columns: QuarterColumns, rows: readonly number[]): QuarterColumns {
  const picked = emptyColumns(rows.length);
  rows.forEach((from, to) => {
    picked.registers[to] = columns.registers[from] ?? 0;
    picked.quarters[to] = columns.quarters[from] ?? 0;
    picked.amounts[to] = Math.round((columns.amounts[from] ?? 0) * MICRO) / MICRO;
    picked.flags[to] = columns.flags[from] ?? NOTHING;
  });
  return picked;
}
