// Day and month sums in the yearly quarters files: marks of what changed, written with the change itself, and the
// transaction that computes the marked days again.
import { type LocalDay, firstQuarterOf, localDayOf } from '../domain/local-days.ts';
import type { Rollup } from '../domain/rollup.ts';
import type { DuckdbFiles } from './duckdb-files.ts';
import { type DayOfRegister, DaySums } from './day-sums.ts';
import { chunksOf, columnOf } from './duckdb-columns.ts';
import { fillTemp, homeOf, writeDays } from './duckdb-day-rows.ts';
import { MonthOrdering } from './duckdb-ordering.ts';
import type { RolledUp } from './series-keeping.ts';

/** A mark without an end: everything of the register from this day on. */
const OPEN_END = 2_147_483_647;
/** A row of it says that a file's days are packed, or marked to be, also where none can be. */
const NO_REGISTER = -1;
/** Days summed in one transaction: 9 MB of quarters. */
const DAYS_AT_ONCE = 5_000;
/** Rows of a later source rank above all of the ones before; a file has fewer rows than this. */
const LATER = 2 ** 48;

const NONE: ReadonlySet<string> = new Set();

interface Changed {
  readonly register: number;
  readonly quarter: number;
}
/** Marks the days of changed quarters in the file that changes, inside its transaction.
 *  @param what.summed days whose sums were written with them */
export async function markDays(
  files: DuckdbFiles,
  name: string,
  what: { changed: Iterable<Changed>; rewritten?: readonly Changed[]; summed?: ReadonlySet<string> },
): Promise<void> {
  const { changed, rewritten = [], summed = NONE } = what;
  const days = new Map<string, DayOfRegister>();
  for (const { register, quarter } of changed) {
    const day = localDayOf(quarter);
    days.set(`${register} ${day}`, { register, day });
  }
  for (const day of summed) days.delete(day);
  if (days.size + rewritten.length === 0) return;
  await files.append(name, 'dirty', (appender) => {
    const put = (register: number, day: LocalDay, toDay: number): void => {
      appender.appendInteger(register);
      appender.appendInteger(day);
      appender.appendInteger(toDay);
      appender.endRow();
    };
    for (const { register, day } of days.values()) put(register, day, day);
    for (const { register, quarter } of rewritten) put(register, localDayOf(quarter), OPEN_END);
  });
}

export class DuckdbRollups {
  readonly #files: DuckdbFiles;
  readonly #ordering: MonthOrdering;

  constructor(files: DuckdbFiles) {
    this.#files = files;
    this.#ordering = new MonthOrdering(files);
  }

  /** Files from before there were sums, or days in one row: everything in them is marked, once. */
  async markUnsummed(): Promise<void> {
    for (const name of this.#files.names('quarters')) {
      const [row] = await this.#rows(`select (select count(*) from ${name}.whole_days), (select count(*) from ${name}.days) + (select count(*) from ${name}.dirty)`);
      const [packed, summed] = [Number(row?.[0] ?? 0), Number(row?.[1] ?? 0)];
      if (packed > 0) continue;
      const all = ['live', 'settled', 'corrected'].map((table) => `select register, quarter from ${name}.${table}`).join(' union all ');
      const first = await this.#rows(`select register, min(quarter) from (${all}) group by register`);
      const rewritten: Changed[] = [];
      for (const one of first) {
        const changed = { register: Number(one[0]), quarter: Number(one[1]) };
        if (summed > 0 || !(await this.#isSummedElsewhere(name, changed))) rewritten.push(changed);
      }
      if (rewritten.length === 0) continue;
      await this.#files.transaction(async (connection) => {
        await markDays(this.#files, name, { changed: [], rewritten });
        await connection.run(`insert into ${name}.whole_days values (${NO_REGISTER}, 0, 0, 1, [])`);
      });
    }
  }

  /** A file may hold no more than the last hour of a year, whose sums stand in the file of the next. */
  async #isSummedElsewhere(name: string, { register, quarter }: Changed): Promise<boolean> {
    const day = localDayOf(quarter);
    const home = homeOf(day);
    if (home === name || !this.#files.names('quarters').includes(home)) return false;
    return (await this.#rows(`select 1 from ${home}.days where register = ${register} and day = ${day}`)).length > 0;
  }

  async rollUp(work: { registers: Int32Array | null; daysMax: number }): Promise<RolledUp> {
    let [days, months, left] = [0, 0, 0];
    const of = work.registers === null ? '' : `where register in (${[...work.registers].join(',') || 'null'})`;
    for (const name of this.#files.names('quarters')) {
      const [waiting] = await this.#rows(`select count(*) from (select distinct register, day, to_day from ${name}.dirty ${of})`);
      const marks = Number(waiting?.[0] ?? 0);
      const room = work.daysMax - days;
      if (room <= 0) left += marks;
      if (room <= 0 || marks === 0) continue;
      await this.#files.writer.run(`create or replace temp table marks as select distinct register, day, to_day from ${name}.dirty ${of} order by day, register limit ${room}`);
      const wanted = await this.#expand();
      const homes = new Set(wanted.map((one) => homeOf(one.day)));
      homes.delete(name);
      // The marks go last, with the sums of their own file: a crash before that computes the same once more.
      for (const home of [...homes, name]) {
        const here = wanted.filter((one) => homeOf(one.day) === home).sort((a, b) => a.day - b.day || a.register - b.register);
        // An open mark may be a whole history.
        for (let from = 0; from === 0 || from < here.length; from += DAYS_AT_ONCE)
          months += await this.#compute(home, here.slice(from, from + DAYS_AT_ONCE), home === name && from + DAYS_AT_ONCE >= here.length);
      }
      days += wanted.length;
      left += Math.max(marks - room, 0);
    }
    // Readers, who ask for some registers, do not wait for what is only quicker afterwards.
    if (left === 0 && work.registers === null) left = await this.#ordering.step();
    return { days, months, left };
  }

  /** Marks -> days of registers; an open mark is every day from there on that has a quarter or a sum. */
  async #expand(): Promise<DayOfRegister[]> {
    const found = new Map<string, DayOfRegister>();
    const put = (register: number, day: LocalDay): Map<string, DayOfRegister> => found.set(`${register} ${day}`, { register, day });
    for (const row of await this.#rows(`select register, day from temp.marks where to_day <> ${OPEN_END}`)) put(Number(row[0]), Number(row[1]));
    const open = await this.#rows(`select register, min(day) from temp.marks where to_day = ${OPEN_END} group by register`);
    if (open.length === 0) return [...found.values()];
    await fillTemp(this.#files, 'opened', {
      columns: ['register', 'from_day', 'from_quarter'],
      rows: open.map((row) => [Number(row[0]), Number(row[1]), firstQuarterOf(Number(row[1]))]),
    });
    for (const name of this.#files.names('quarters')) {
      const quarters = ['live', 'settled', 'corrected'].map((table) => `select register, quarter from ${name}.${table}`).join(' union all ');
      const hours = await this.#rows(
        `select distinct q.register, q.quarter // 4 from (${quarters}) q join temp.opened o on o.register = q.register and q.quarter >= o.from_quarter`,
      );
      for (const row of hours) put(Number(row[0]), localDayOf(Number(row[1]) * 4));
      const summed = await this.#rows(`select d.register, d.day from ${name}.days d join temp.opened o on o.register = d.register and d.day >= o.from_day`);
      for (const row of summed) put(Number(row[0]), Number(row[1]));
    }
    return [...found.values()];
  }

  /** Computes days and their months in the file of their year, in one transaction. @returns months computed */
  async #compute(home: string, days: readonly DayOfRegister[], endsMarks: boolean): Promise<number> {
    const made = new DaySums(days);
    if (days.length > 0) {
      await this.#files.attach(home);
      await this.#readInto(made, { home, days });
    }
    let months = 0;
    await this.#files.transaction(async (connection) => {
      if (days.length > 0) months = await writeDays(this.#files, home, { days, made });
      if (endsMarks) await connection.run(`delete from ${home}.dirty where (register, day, to_day) in (select (register, day, to_day) from temp.marks)`);
    });
    return months;
  }

  /** All that was said of the quarters of the days. A local year begins in the last hour of the UTC year before: its first day needs
   *  both files. */
  async #readInto(made: DaySums, { home, days }: { home: string; days: readonly DayOfRegister[] }): Promise<void> {
    await fillTemp(this.#files, 'wanted', { columns: ['register', 'day'], rows: days.map((one) => [one.register, one.day]) });
    await fillTemp(this.#files, 'hours', { columns: ['hour', 'day'], rows: [...new Set(days.map((one) => one.day))].flatMap(hoursOf) });
    const year = Number(home.split('_')[1]);
    const names = this.#files.names('quarters').filter((name) => name === home || name === `quarters_${year - 1}`);
    const rows = names.flatMap((name) => [
      `select register, quarter, amount_micro / 1e6 as amount, flag, rowid::double as rank from ${name}.live`,
      `select register, quarter, amount, flag, (${LATER} + rowid)::double from ${name}.settled`,
      `select register, quarter, amount, flag, (2 * ${LATER} + rowid)::double from ${name}.corrected`,
    ]);
    const result = await this.#files.writer.run(`select r.register, h.day, r.quarter, r.amount, r.flag, r.rank from (${rows.join(' union all ')}) r
      join temp.hours h on h.hour = r.quarter // 4 join temp.wanted w on w.register = r.register and w.day = h.day
      where r.quarter >= (select min(hour) * 4 from temp.hours) and r.quarter < (select max(hour) * 4 + 4 from temp.hours)`);
    for (const chunk of chunksOf(result))
      made.add({
        registers: columnOf(chunk, 0, new Int32Array(chunk.rows)),
        days: columnOf(chunk, 1, new Int32Array(chunk.rows)),
        quarters: columnOf(chunk, 2, new Int32Array(chunk.rows)),
        amounts: columnOf(chunk, 3, new Float64Array(chunk.rows)),
        flags: columnOf(chunk, 4, new Uint8Array(chunk.rows)),
        ranks: columnOf(chunk, 5, new Float64Array(chunk.rows)),
      });
  }

  async readRollups(query: { registers: Int32Array; step: 'P1D' | 'P1M'; from: LocalDay; to: LocalDay }): Promise<Rollup[]> {
    const table = query.step === 'P1D' ? 'days' : 'months';
    const where = `register in (${[...query.registers].join(',') || 'null'}) and day >= ${Math.trunc(query.from)} and day < ${Math.trunc(query.to)}`;
    return this.#files.shared(async (connection) => {
      const parts = this.#files.names('quarters').map((name) => `select * from ${name}.${table} where ${where}`);
      if (parts.length === 0) return [];
      const rows = (await connection.run(`${parts.join(' union all ')} order by register, day`)).getRows();
      return (await rows).map((row) => {
        const [register = 0, day = 0, present = 0, amountMicro = 0, ...byFlagMicro] = row.map(Number);
        return { register, day, present, amountMicro, byFlagMicro };
      });
    });
  }

  async #rows(sql: string): Promise<unknown[][]> {
    return (await this.#files.writer.run(sql)).getRows();
  }
}

function hoursOf(day: LocalDay): number[][] {
  const [from, to] = [firstQuarterOf(day) / 4, firstQuarterOf(day + 1) / 4];
  return Array.from({ length: to - from }, (_, index) => [from + index, day]);
}
