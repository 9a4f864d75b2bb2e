// Revisions in the registry database: one row a register and run of quarters, amounts and flags as one binary column.
import type { Kysely, Selectable } from 'kysely';
import { type EpochMs, epochMs } from '../domain/units.ts';
import {
  RUN_QUARTERS_MAX,
  type Cause,
  type RevisedField,
  type Revision,
  type RevisionHead,
  type RevisionRun,
  type RevisionStamp,
  type Revisions,
  type Span,
  causeKey,
} from './revisions.ts';
import type { Tables } from './registry-tables.ts';
import { NOTHING, type QuarterNumber, SOURCES } from './series.ts';

/** Bytes of one transaction: the main thread commits them, so it must be short. */
const TRANSACTION_BYTES_MAX = 256 * 1024;
const TRANSACTION_ROWS_MAX = 200;
/** Register ids in one query. */
const REGISTERS_MAX = 500;
const BYTES_A_QUARTER = 9;

type Row = Selectable<Tables['revision']>;
const HEAD = ['id', 'field', 'register', 'first_quarter', 'quarters', 'author', 'reason', 'import', 'correction', 'undo', 'at'] as const;

export class RevisionsSql implements Revisions {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  async keep(runs: readonly RevisionRun[], stamp: RevisionStamp): Promise<void> {
    for (const part of parts(runs)) {
      const values = part.map((run) => ({
        field: run.field,
        register: run.register,
        first_quarter: run.firstQuarter,
        quarters: run.flags.length,
        before_values: toBytes(run),
        author: stamp.author,
        reason: stamp.reason,
        import: stamp.importId,
        correction: stamp.correctionId,
        undo: stamp.undo ? 1 : 0,
        at: stamp.at,
      }));
      await this.#db.transaction().execute((transaction) => transaction.insertInto('revision').values(values).execute());
      // Messages are acknowledged between two transactions.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  async since(span: Span, after: EpochMs | null): Promise<Revision[]> {
    const found: Revision[] = [];
    for (const registers of slices(span.registers)) {
      const touching = this.#touching({ ...span, registers }).selectAll();
      const rows = await (after === null ? touching : touching.where('at', '>', after)).execute();
      for (const row of rows) found.push({ ...headOf(row), ...fromBytes(row) });
    }
    return found.sort(byTime);
  }

  async heads(span: Span): Promise<RevisionHead[]> {
    const found: RevisionHead[] = [];
    for (const registers of slices(span.registers))
      found.push(
        ...(
          await this.#touching({ ...span, registers })
            .select(HEAD)
            .execute()
        ).map(headOf),
      );
    return found.sort(byTime);
  }

  #touching(span: Span) {
    return this.#db
      .selectFrom('revision')
      .where('register', 'in', [-1, ...span.registers])
      .where('first_quarter', '<', span.to)
      .where('first_quarter', '>', span.from - RUN_QUARTERS_MAX)
      .where((where) => where(where('first_quarter', '+', where.ref('quarters')), '>', span.from));
  }

  async of(cause: Cause): Promise<RevisionHead[]> {
    const rows = this.#db.selectFrom('revision').select(HEAD).where('undo', '=', 0);
    const mine = cause.importId === null ? rows.where('correction', '=', cause.correctionId) : rows.where('import', '=', cause.importId);
    return (await mine.execute()).map(headOf).sort(byTime);
  }

  async markUndone(cause: Cause, { author, reason, at }: Pick<RevisionStamp, 'author' | 'reason' | 'at'>): Promise<void> {
    await this.#db
      .insertInto('undone')
      .values({ cause: causeKey(cause), author, reason, at })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }

  async undone(): Promise<ReadonlySet<string>> {
    return new Set((await this.#db.selectFrom('undone').select('cause').execute()).map((row) => row.cause));
  }

  async erase(registers: readonly number[], before: QuarterNumber): Promise<number> {
    let rows = 0;
    for (const some of slices(registers)) {
      const begun = this.#touching({ registers: some, from: before - 1, to: before }).where((where) => where(where('first_quarter', '+', where.ref('quarters')), '>', before));
      for (const row of await begun.selectAll().execute()) rows += await this.#cut(row, before);
      // A few at a time: messages are acknowledged between two transactions.
      for (let gone = TRANSACTION_ROWS_MAX; gone === TRANSACTION_ROWS_MAX; rows += gone) {
        const over = this.#db.selectFrom('revision').select('id').where('register', 'in', some).where('first_quarter', '<', before).limit(TRANSACTION_ROWS_MAX);
        gone = Number((await this.#db.deleteFrom('revision').where('id', 'in', over).executeTakeFirst()).numDeletedRows);
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
    return rows;
  }

  /** Keeps of a run what lies at or after a quarter. */
  async #cut(row: Row, before: QuarterNumber): Promise<number> {
    const [run, skipped] = [fromBytes(row), before - row.first_quarter];
    const rest = { amounts: run.amounts.slice(skipped), flags: run.flags.slice(skipped) };
    const values = { first_quarter: before, quarters: rest.flags.length, before_values: toBytes(rest) };
    await this.#db.updateTable('revision').set(values).where('id', '=', row.id).execute();
    return 1;
  }
}

const byTime = (a: RevisionHead | Revision, b: RevisionHead | Revision): number => a.at - b.at || a.id - b.id;

function* parts(runs: readonly RevisionRun[]): Generator<RevisionRun[]> {
  let part: RevisionRun[] = [];
  let bytes = 0;
  for (const run of runs) {
    part.push(run);
    bytes += run.flags.length * BYTES_A_QUARTER;
    if (bytes < TRANSACTION_BYTES_MAX && part.length < TRANSACTION_ROWS_MAX) continue;
    yield part;
    [part, bytes] = [[], 0];
  }
  if (part.length > 0) yield part;
}

function* slices(registers: readonly number[]): Generator<readonly number[]> {
  for (let at = 0; at < registers.length; at += REGISTERS_MAX) yield registers.slice(at, at + REGISTERS_MAX);
}

function headOf(row: Omit<Row, 'before_values'>): RevisionHead {
  return {
    id: row.id,
    field: fieldOf(row.field),
    register: row.register,
    firstQuarter: row.first_quarter,
    quarters: row.quarters,
    author: row.author,
    reason: row.reason,
    importId: row.import,
    correctionId: row.correction,
    undo: row.undo === 1,
    at: epochMs(row.at),
  };
}

const fieldOf = (text: string): RevisedField => SOURCES.find((one) => one === text) ?? 'live';

/** Amounts, then flags; null when there was nothing at all. */
function toBytes(run: Pick<RevisionRun, 'amounts' | 'flags'>): Buffer | null {
  if (run.flags.every((flag) => flag === NOTHING)) return null;
  return Buffer.concat([Buffer.from(run.amounts.buffer, run.amounts.byteOffset, run.amounts.byteLength), run.flags]);
}

function fromBytes({ quarters, before_values: bytes }: { quarters: number; before_values: Uint8Array | null }): Pick<RevisionRun, 'amounts' | 'flags'> {
  const flags = new Uint8Array(quarters).fill(NOTHING);
  if (bytes === null) return { amounts: new Float64Array(quarters), flags };
  // A copy: a view of eight-byte numbers has to begin at a multiple of eight.
  const amounts = new Float64Array(new Uint8Array(bytes).slice(0, quarters * 8).buffer);
  flags.set(new Uint8Array(bytes).subarray(quarters * 8));
  return { amounts, flags };
}
