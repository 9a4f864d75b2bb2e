// The second half of the series port on DuckDB files: removing months, erasing, copies and totals; sums, laying and
// thinning have files of their own. Only the store thread calls it, and what writes one after the other.
import { join } from 'node:path';
import { localDayOf } from '../domain/local-days.ts';
import { QUARTERS_PER_UTC_DAY } from '../domain/time.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import type { DuckdbFiles } from './duckdb-files.ts';
import { addTotals, totalsOf } from './duckdb-totals.ts';
import { DuckdbLaying } from './duckdb-laying.ts';
import { DuckdbRollups } from './duckdb-rollups.ts';
import { DuckdbThinning, spanOf } from './duckdb-thinning.ts';
import type { Erased, MonthTotal, SeriesKeeping } from './series-keeping.ts';

const QUARTER_MS = 900_000;
/** Totals read everything there is. */
const TOTALS_MS_MAX = 1_800_000;

export class DuckdbKeeping implements SeriesKeeping {
  readonly #files: DuckdbFiles;
  readonly #laying: DuckdbLaying;
  readonly #rollups: DuckdbRollups;
  readonly #thinning: DuckdbThinning;
  #rawFromMs = 0;
  /** Later for registers of which more was erased. */
  #erasedToMs = new Map<number, number>();

  constructor(files: DuckdbFiles) {
    this.#files = files;
    this.#laying = new DuckdbLaying(files);
    this.#rollups = new DuckdbRollups(files);
    this.#thinning = new DuckdbThinning(files);
  }

  async open(): Promise<void> {
    const [row] = await this.#rows('select max(raw_from_ms)::double from position.horizon');
    this.#rawFromMs = Number(row?.[0] ?? 0);
    for (const one of await this.#rows('select register, raw_from_ms::double from position.erased')) this.#erasedToMs.set(Number(one[0]), Number(one[1]));
    // Removed in a run that a crash cut short.
    for (const name of this.#files.names('raw').filter((one) => spanOf(one).to <= this.#rawFromMs)) await this.#files.remove(name);
    await this.#rollups.markUnsummed();
  }

  rawFrom(register: number | null): EpochMs {
    return epochMs(Math.max(this.#rawFromMs, register === null ? 0 : (this.#erasedToMs.get(register) ?? 0)));
  }

  rollUp: SeriesKeeping['rollUp'] = (work) => this.#rollups.rollUp(work);
  readRollups: SeriesKeeping['readRollups'] = (query) => this.#rollups.readRollups(query);
  layReadings: SeriesKeeping['layReadings'] = (work) => this.#laying.lay(work);
  thin: SeriesKeeping['thin'] = (work) => {
    this.#laying.outdate();
    return this.#thinning.thin(work);
  };

  close(): Promise<void> {
    return this.#laying.close();
  }

  /** The horizon is kept before the first file goes: a late reading from before it would have the ledger derive
   *  quarters from readings that are no longer there. */
  async dropMonths(work: { endedBefore: EpochMs }): Promise<number> {
    const names = this.#files.names('raw').filter((one) => spanOf(one).to <= work.endedBefore);
    const horizon = names.reduce((latest, name) => Math.max(latest, spanOf(name).to), this.#rawFromMs);
    if (names.length === 0) return 0;
    this.#laying.outdate();
    await this.#files.transaction(async (connection) => {
      await connection.run('delete from position.horizon');
      await connection.run(`insert into position.horizon values (${horizon})`);
    });
    this.#rawFromMs = horizon;
    for (const name of names) await this.#files.remove(name);
    return names.length;
  }

  async eraseOld(work: { registers: Int32Array; rawBefore: EpochMs; quartersBefore: EpochMs }): Promise<Erased> {
    if (work.registers.length === 0) return { rows: 0, days: [] };
    this.#laying.outdate();
    await this.#keepErased(work);
    const of = `register in (${[...work.registers].join(',') || 'null'})`;
    let rows = 0;
    for (const name of this.#files.names('raw').filter((one) => spanOf(one).from < work.rawBefore)) {
      rows += await this.#erase(`delete from ${name}.readings where ${of} and at_ms < ${work.rawBefore}`);
    }
    const quarter = Math.floor(work.quartersBefore / QUARTER_MS);
    const days = new Set<number>();
    for (const name of this.#files.names('quarters')) {
      // Sums of days and months stay: what is erased here is not marked.
      for (const table of ['live', 'settled', 'corrected']) {
        const going = `${name}.${table} where ${of} and quarter < ${quarter}`;
        for (const [day] of await this.#rows(`select distinct quarter // ${QUARTERS_PER_UTC_DAY} from ${going}`)) days.add(Number(day));
        rows += await this.#erase(`delete from ${going}`);
      }
      await this.#erase(`delete from ${name}.whole_days where ${of} and day <= ${localDayOf(quarter - 1)}`);
    }
    return { rows, days: [...days] };
  }

  /** As with months: first what is too old from now on, then what goes. */
  async #keepErased({ registers, rawBefore }: { registers: Int32Array; rawBefore: EpochMs }): Promise<void> {
    await this.#files.transaction(async (connection) => {
      await connection.run(`delete from position.erased where register in (${[...registers].join(',')})`);
      await connection.run(`insert into position.erased values ${[...registers].map((register) => `(${register}, ${Math.trunc(rawBefore)})`).join(', ')}`);
    });
    for (const register of registers) this.#erasedToMs.set(register, rawBefore);
  }

  async #erase(statement: string): Promise<number> {
    let rows = 0;
    await this.#files.transaction(async (connection) => {
      rows = (await connection.run(statement)).rowsChanged;
    });
    return rows;
  }

  /** The position first: what is copied after it may be ahead, and the journal is read again from there. */
  async copyTo(folder: string): Promise<{ files: number; totals: MonthTotal[] }> {
    const totals: MonthTotal[] = [];
    const names = ['position', ...this.#files.allNames().filter((one) => one !== 'position')];
    for (const name of names) {
      const seen = await this.#files.copy(name, join(folder, `${name}.duckdb`), (connection) => totalsOf(connection, [name]));
      for (const one of seen) totals.push(one);
    }
    return { files: names.length, totals: addTotals(totals) };
  }

  totals(): Promise<MonthTotal[]> {
    return this.#files.shared((connection) => totalsOf(connection, this.#files.allNames()), TOTALS_MS_MAX);
  }

  async #rows(sql: string): Promise<unknown[][]> {
    return this.#files.shared(async (connection) => (await connection.run(sql)).getRows());
  }
}
