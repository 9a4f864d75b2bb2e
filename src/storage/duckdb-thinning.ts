// Thins raw readings to the first and last of each minute, where that provably changes no quarter: a register's day
// is thinned only when the ledger believes every reading of it, before and after.
import type { EpochMs } from '../domain/units.ts';
import type { DuckdbFiles } from './duckdb-files.ts';
import type { ThinningRule, Thinned } from './series-keeping.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** By then the ledger has made up its mind about readings that agree with each other (docs/methods.md#thinning). */
const SETTLED_READINGS = 3;
const SETTLED_MS = 15 * MINUTE_MS;

/** 'raw_2026_11' -> its first instant and the first of the month after. */
export function spanOf(name: string): { from: number; to: number } {
  const [, year = 0, month = 0] = name.split('_').map(Number);
  return { from: Date.UTC(year, month - 1, 1), to: Date.UTC(year, month, 1) };
}

export class DuckdbThinning {
  readonly #files: DuckdbFiles;

  constructor(files: DuckdbFiles) {
    this.#files = files;
  }

  /** Thins one day, the oldest that waits. */
  async thin(work: { before: EpochMs; rules: readonly ThinningRule[] }): Promise<Thinned> {
    const end = Math.floor(work.before / DAY_MS) * DAY_MS;
    const waiting: { name: string; from: number; days: number }[] = [];
    for (const name of this.#files.names('raw')) {
      const from = await this.#nextDay(name);
      const days = (Math.min(spanOf(name).to, end) - from) / DAY_MS;
      if (days > 0) waiting.push({ name, from, days });
    }
    const first = waiting[0];
    if (first === undefined) return { removed: 0, keptWhole: 0, left: 0 };
    await this.#loadRules(work.rules);
    return { ...(await this.#thinDay(first.name, first.from)), left: waiting.reduce((sum, one) => sum + one.days, -1) };
  }

  async #nextDay(name: string): Promise<number> {
    const done = (await this.#rows(`select max(thinned_to_ms)::double from ${name}.kept`))[0]?.[0];
    if (done !== null && done !== undefined) return Number(done);
    const first = (await this.#rows(`select min(at_ms)::double from ${name}.readings`))[0]?.[0];
    const from = first === null || first === undefined ? spanOf(name).to : Number(first);
    return Math.floor(Math.max(from, spanOf(name).from) / DAY_MS) * DAY_MS;
  }

  async #loadRules(rules: readonly ThinningRule[]): Promise<void> {
    await this.#files.writer.run('create or replace temp table rules(register integer, max_per_hour double, slack double)');
    await this.#files.append('temp', 'rules', (appender) => {
      for (const { register, counter } of rules) {
        appender.appendInteger(register);
        if (counter === null) {
          appender.appendNull();
          appender.appendNull();
        } else {
          appender.appendDouble(counter.maxPerHour);
          appender.appendDouble(counter.slack);
        }
        appender.endRow();
      }
    });
  }

  /** The day and the one before it are judged; only the day itself is thinned. */
  async #thinDay(name: string, from: number): Promise<Omit<Thinned, 'left'>> {
    const to = from + DAY_MS;
    const sources = this.#files
      .names('raw')
      .filter((one) => spanOf(one).to > from - DAY_MS && spanOf(one).from < to)
      .map((one) => `select register, at_ms, value, device from ${one}.readings where at_ms >= ${from - DAY_MS} and at_ms < ${to}`);
    const { writer } = this.#files;
    await writer.run(`create or replace temp table seen as select *, at_ms >= ${from} as today,
        at_ms = min(at_ms) over minute or at_ms = max(at_ms) over minute as edge from (select distinct * from (${sources.join(' union all ')}))
      window minute as (partition by register, at_ms // ${MINUTE_MS})`);
    // Every step as the ledger judges it (domain/ledger.ts `step`), from reading to reading, and again from what
    // would be left to what would be left. Sums of slack would let steps pass that one slack does not.
    const step = (rows: string): string => `select s.register, s.today, s.at_ms, p.at_ms is null or coalesce(s.value >= p.value and s.device = p.device
          and s.value - p.value <= r.max_per_hour * (s.at_ms - p.at_ms)::double / 3600000.0 + r.slack, false) as believed
        from (select *, lag({at_ms: at_ms, value: value, device: device}) over (partition by register order by at_ms, value, device) as p from ${rows}) s
        join temp.rules r on r.register = s.register where r.max_per_hour is not null`;
    // An anchor is a reading that the ledger believes: from there on it believes every step that passes. A gauge that
    // has quarters is power that was integrated; it stays whole.
    const live = (where: string): string => {
      const parts = this.#files.names('quarters').map((one) => `select register from ${one}.live where ${where}`);
      return parts.join(' union all ') || 'select null::integer';
    };
    await writer.run(`create or replace temp table plain as select register from
        (select * from (${step('temp.seen')}) union all select * from (${step('(select * from temp.seen where not today or edge)')}))
      group by register having bool_and(believed) and count(*) filter (not today) >= ${2 * SETTLED_READINGS}
        and max(at_ms) filter (not today) - min(at_ms) filter (not today) >= ${SETTLED_MS}
        and register in (${live(`anchor_ms >= ${from - DAY_MS} and anchor_ms < ${from}`)})
      union select register from temp.rules r where max_per_hour is null and not exists (select 1 from (${live('true')}) l(register) where l.register = r.register)`);
    await writer.run(`create or replace temp table superfluous as select s.register, s.at_ms from temp.seen s semi join temp.plain p on p.register = s.register
      where s.today and not s.edge`);
    const kept = await this.#rows('select count(distinct s.register) from temp.seen s anti join temp.plain p on p.register = s.register where s.today and not s.edge');
    const anchors = this.#files.names('quarters').map((one) => `select register, anchor_ms from ${one}.live where anchor_ms >= ${from} and anchor_ms < ${to}`);
    if (anchors.length > 0) await writer.run(`delete from temp.superfluous where (register, at_ms) in (select (register, anchor_ms) from (${anchors.join(' union all ')}))`);
    const before = await this.#count(name);
    await this.#files.transaction(async (connection) => {
      await connection.run(`delete from ${name}.readings where at_ms >= ${from} and at_ms < ${to} and (register, at_ms) in (select (register, at_ms) from temp.superfluous)`);
      const ordered = (await (await connection.run(`select max(ordered_rows)::double from ${name}.kept`)).getRows())[0]?.[0];
      await connection.run(`delete from ${name}.kept`);
      await connection.run(`insert into ${name}.kept values (${to}, ${ordered === null || ordered === undefined ? 'null' : Number(ordered)})`);
    });
    return { removed: before - (await this.#count(name)), keptWhole: Number(kept[0]?.[0] ?? 0) };
  }

  async #count(name: string): Promise<number> {
    return Number((await this.#rows(`select count(*) from ${name}.readings`))[0]?.[0] ?? 0);
  }

  async #rows(sql: string): Promise<unknown[][]> {
    return (await this.#files.writer.run(sql)).getRows();
  }
}
