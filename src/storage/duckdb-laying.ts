// Lays the readings of a month by register and time: its file is made anew beside the one in use, a piece at a time and from one
// instant's view, while readings go on coming in. Then it takes the place of the other, with what came meanwhile behind.
import type { DuckDBConnection, DuckdbFiles } from './duckdb-files.ts';
import { addReadings, layReadings, packedTable } from './duckdb-readings.ts';
import { monthOf } from './duckdb-totals.ts';
import type { LaidReadings, SeriesKeeping } from './series-keeping.ts';

interface Laying {
  readonly name: string;
  readonly fresh: string;
  /** Sees the month as it was when this began, and keeps its row ids as they were. */
  readonly connection: DuckDBConnection;
  readonly rows: number;
  /** The last of those rows. */
  readonly lastRow: number;
  /** Registers that still wait, from one up to another. */
  readonly pieces: [number, number][];
  /** Rows have gone from the month since: they would come back. */
  outdated: boolean;
}

export class DuckdbLaying {
  readonly #files: DuckdbFiles;
  #laying: Laying | null = null;
  #turn: Promise<LaidReadings> | null = null;
  /** Being laid at this moment. */
  #piece: Promise<unknown> | null = null;
  #closed = false;

  constructor(files: DuckdbFiles) {
    this.#files = files;
  }

  /** One piece of the oldest month that has readings out of order; after the last piece the month is in order. A new process begins
   *  a month again. */
  lay: SeriesKeeping['layReadings'] = async (work) => {
    if (this.#turn !== null) throw new Error('readings are being laid already');
    this.#turn = this.#lay(work);
    try {
      return await this.#turn;
    } finally {
      this.#turn = null;
    }
  };

  /** Rows go, or files: what was laid up to now is of no use. */
  outdate(): void {
    if (this.#laying !== null) this.#laying.outdated = true;
  }

  /** Stops the piece that is being laid. What waits its turn to write finds this closed. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#laying?.connection.interrupt();
    await this.#piece?.catch(() => {});
    await this.#giveUp();
  }

  async #lay({ after, rowsMax, alone }: Parameters<SeriesKeeping['layReadings']>[0]): Promise<LaidReadings> {
    if (this.#laying?.outdated === true) await alone(() => this.#giveUp());
    const waiting = await this.#waiting(after);
    const [first] = waiting;
    if (this.#laying === null && first !== undefined) await alone(() => this.#begin(first, rowsMax));
    const laying = this.#laying;
    if (laying === null) return { laid: null, left: 0 };
    try {
      const registers = laying.pieces.shift();
      if (registers !== undefined) {
        this.#piece = laying.connection.run(layReadings({ from: laying.name, to: laying.fresh, registers }));
        await this.#piece;
      }
      if (laying.pieces.length > 0) return { laid: null, left: laying.pieces.length + waiting.length };
      return await alone(() => this.#end(laying, waiting.filter((one) => one !== laying.name).length));
    } catch (cause) {
      await alone(() => this.#giveUp());
      throw new Error(`the readings of ${monthOf(laying.name)} stay as they lay`, { cause });
    }
  }

  /** Months of which other readings are there than were laid, oldest first. */
  async #waiting(after: string | null): Promise<string[]> {
    const found: string[] = [];
    for (const name of this.#files.names('raw').filter((one) => after === null || monthOf(one) > after)) {
      const [row] = await this.#files.shared(async (connection) =>
        (await connection.run(`select (select count(*) from ${name}.readings), (select max(ordered_rows) from ${name}.kept)`)).getRows(),
      );
      if (row?.[0] !== row?.[1]) found.push(name);
    }
    return found;
  }

  async #begin(name: string, rowsMax: number): Promise<void> {
    if (this.#closed) throw new Error('the store is closed');
    const { fresh, connection } = await this.#files.beginRewrite(name);
    try {
      this.#laying = await planned(connection, { name, fresh, rowsMax });
    } catch (cause) {
      connection.closeSync();
      throw cause;
    }
  }

  /** @param left months that wait besides */
  async #end(laying: Laying, left: number): Promise<LaidReadings> {
    if (this.#closed) throw new Error('the store is closed');
    if (laying.outdated) {
      await this.#giveUp();
      return { laid: null, left: left + 1 };
    }
    const { name, fresh, connection, rows, lastRow } = laying;
    await connection.run('commit');
    const [row] = await rowsOf(
      connection,
      `select (select count(*) from ${name}.readings), (select count(*) from ${name}.readings where rowid > ${lastRow}), (select count(*) from ${fresh}.readings)`,
    );
    const [now, added, rowsAfter] = [Number(row?.[0]), Number(row?.[1]), Number(row?.[2])];
    if (now !== rows + added) throw new Error(`${now} readings are there, of which ${rows} were laid and ${added} came since`);
    await this.#files.transaction(async (writer) => {
      await writer.run(addReadings({ from: name, to: fresh, afterRow: lastRow }));
      await writer.run(`insert into ${fresh}.cursor select journal, seq from ${name}.cursor`);
      await writer.run(`insert into ${fresh}.kept select max(thinned_to_ms), ${rowsAfter} from ${name}.kept`);
    });
    this.#laying = null;
    connection.closeSync();
    await this.#files.endRewrite(name);
    return { laid: { month: monthOf(name), rowsBefore: rows, rowsAfter }, left };
  }

  async #giveUp(): Promise<void> {
    const laying = this.#laying;
    this.#laying = null;
    if (laying === null) return;
    await laying.connection.run('rollback').catch(() => {});
    laying.connection.closeSync();
    await this.#files.dropRewrite(laying.name);
  }
}

const rowsOf = async (connection: DuckDBConnection, sql: string): Promise<unknown[][]> => (await connection.run(sql)).getRows();

/** Begins to look at a month, and divides it into pieces of about as many rows. */
async function planned(connection: DuckDBConnection, { name, fresh, rowsMax }: { name: string; fresh: string; rowsMax: number }): Promise<Laying> {
  await connection.run(packedTable(fresh));
  await connection.run('begin transaction');
  const [row] = await rowsOf(connection, `select count(*), coalesce(max(rowid), -1) from ${name}.readings`);
  const pieces: [number, number][] = [];
  let rows = rowsMax;
  for (const [register, count] of await rowsOf(connection, `select register, count(*) from ${name}.readings group by register order by register`)) {
    rows += Number(count);
    const last = pieces.at(-1);
    if (last === undefined || rows > rowsMax) {
      pieces.push([Number(register), Number(register)]);
      rows = Number(count);
    } else last[1] = Number(register);
  }
  return { name, fresh, connection, rows: Number(row?.[0]), lastRow: Number(row?.[1]), pieces, outdated: false };
}
