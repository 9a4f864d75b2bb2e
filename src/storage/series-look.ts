// Looks at series files that nobody holds, without changing a byte of them.
import { existsSync, readdirSync } from 'node:fs';
import { DuckdbFiles } from './duckdb-files.ts';
import type { Cursor } from './series.ts';

export interface SeriesLook {
  readonly findings: readonly string[];
  /** How far everything is stored; null in a new store, or where a server keeps the series. */
  readonly position: Cursor | null;
  /** How far the furthest file is. */
  readonly cursors: readonly Cursor[];
}

/** @param registers that the registry knows */
export async function lookAtSeries(dir: string, registers: ReadonlySet<number>): Promise<SeriesLook> {
  const names = existsSync(dir) ? readdirSync(dir) : [];
  const findings = [
    ...(names.includes('moving.json') ? ['A move of the series to another store was cut short: run npm run migrate again, it goes on where it was.'] : []),
    ...(names.includes('influx-marks.json') && names.includes('position.duckdb')
      ? ['The folder has series in files and marks of an InfluxDB: only one of them is used, depending on INFLUX_URL.']
      : []),
  ];
  if (!names.some((name) => name.endsWith('.duckdb'))) return { findings, position: null, cursors: [] };
  try {
    return await DuckdbFiles.look(dir, async (connection, files) => {
      const rows = async (sql: string): Promise<unknown[][]> => (await connection.run(sql)).getRows();
      const cursorOf = async (name: string): Promise<Cursor | null> => {
        const [row] = await rows(`select journal, seq from ${name}.cursor`);
        return row === undefined ? null : { journalId: String(row[0]), seq: Number(row[1]) };
      };
      const cursors: Cursor[] = [];
      for (const name of files.filter((one) => one.startsWith('raw_'))) {
        const cursor = await cursorOf(name);
        if (cursor !== null) cursors.push(cursor);
        const [year = 0, month = 0] = name.split('_').slice(1).map(Number);
        const [outside] = await rows(`select count(*)::integer from ${name}.readings where at_ms < ${Date.UTC(year, month - 1, 1)} or at_ms >= ${Date.UTC(year, month, 1)}`);
        if (Number(outside?.[0] ?? 0) > 0) findings.push(`${name}.duckdb holds ${String(outside?.[0])} readings of other months.`);
      }
      const tables = files.flatMap((name) =>
        name.startsWith('raw_') ? [`${name}.readings`] : name.startsWith('quarters_') ? ['live', 'settled', 'corrected'].map((table) => `${name}.${table}`) : [],
      );
      for (const table of tables) {
        const unknown = (await rows(`select distinct register from ${table} order by 1`)).map((row) => Number(row[0])).filter((register) => !registers.has(register));
        if (unknown.length > 0)
          findings.push(
            `${table.replace('.', '.duckdb, ')} holds registers that the registry does not know: ${unknown.slice(0, 10).join(', ')}${unknown.length > 10 ? ', …' : ''}.`,
          );
      }
      return { findings, position: files.includes('position') ? await cursorOf('position') : null, cursors };
    });
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    return { findings: [...findings, `A file of the series cannot be read: ${reason} Put that file back from a backup.`], position: null, cursors: [] };
  }
}
