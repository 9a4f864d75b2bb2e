// Settled and corrected quarters in the DuckDB files: one row a register and quarter, the newest value stays.
import type { DuckdbFiles } from './duckdb-files.ts';
import { writeFreshDays } from './duckdb-fresh-days.ts';
import { markDays } from './duckdb-rollups.ts';
import { type GivenField, NOTHING, type QuarterColumns, type QuarterNumber } from './series.ts';

interface Given {
  readonly columns: QuarterColumns;
  readonly field: GivenField;
  readonly fileOf: (quarter: QuarterNumber) => string;
}

/** Deletes what stands at these registers and quarters and appends what comes instead: a primary key would make
 *  every append seven times slower. One transaction a file. */
export async function writeGiven(files: DuckdbFiles, given: Given): Promise<void> {
  for (const [name, rows] of byFile(given)) {
    await files.attach(name);
    await files.transaction(async () => {
      const summed = await writeFreshDays(files, name, { columns: given.columns, rows });
      await deleteOld(files, given, { name, rows });
      await append(files, given, { name, rows: rows.filter((row) => given.columns.flags[row] !== NOTHING) });
      const { registers, quarters } = given.columns;
      const changed = rows.map((row) => ({ register: registers[row] ?? 0, quarter: quarters[row] ?? 0 }));
      await markDays(files, name, { changed, summed });
    });
  }
}

function byFile({ columns, fileOf }: Given): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  columns.quarters.forEach((quarter, row) => {
    const name = fileOf(quarter);
    const group = groups.get(name) ?? [];
    if (group.length === 0) groups.set(name, group);
    group.push(row);
  });
  return groups;
}

async function deleteOld(files: DuckdbFiles, { columns, field }: Given, { name, rows }: { name: string; rows: readonly number[] }): Promise<void> {
  let [least, most] = [Number.MAX_SAFE_INTEGER, 0];
  const registers = new Set<number>();
  for (const row of rows) {
    const quarter = columns.quarters[row] ?? 0;
    least = Math.min(least, quarter);
    most = Math.max(most, quarter);
    registers.add(columns.registers[row] ?? 0);
  }
  const window = `quarter between ${least} and ${most} and register in (${[...registers].join(',')})`;
  const known = await files.writer.run(`select 1 from ${name}.${field} where ${window} limit 1`);
  // A first delivery replaces nothing, and most are.
  if ((await known.getRows()).length === 0) return;
  await files.writer.run('create or replace temp table replaced(register integer, quarter integer)');
  await files.appendColumns({ file: 'temp', table: 'replaced' }, [
    { type: 'integer', values: rows.map((row) => columns.registers[row] ?? 0) },
    { type: 'integer', values: rows.map((row) => columns.quarters[row] ?? 0) },
  ]);
  await files.writer.run(`delete from ${name}.${field} where ${window} and (register, quarter) in (select (register, quarter) from temp.replaced)`);
}

const append = (files: DuckdbFiles, { columns, field }: Given, { name, rows }: { name: string; rows: readonly number[] }): Promise<void> =>
  files.appendColumns({ file: name, table: field }, [
    { type: 'integer', values: rows.map((row) => columns.registers[row] ?? 0) },
    { type: 'integer', values: rows.map((row) => columns.quarters[row] ?? 0) },
    { type: 'double', values: rows.map((row) => columns.amounts[row] ?? 0) },
    { type: 'utinyint', values: rows.map((row) => columns.flags[row] ?? 0) },
  ]);
