// Sets a folder of series files, which nobody holds, back to an earlier message, so that the journal is read again from
// there. Readings that are stored already come again and count once: two equal readings are one.
import { DuckdbFiles } from './duckdb-files.ts';

/** @returns how many files were set back */
export async function replayFrom(dir: string, seq: number): Promise<number> {
  const files = await DuckdbFiles.open(dir);
  try {
    let back = 0;
    for (const name of ['position', ...files.names('raw')].filter((one) => files.allNames().includes(one))) {
      await files.transaction(async (connection) => {
        back += (await connection.run(`update ${name}.cursor set seq = ${seq - 1} where seq >= ${seq}`)).rowsChanged;
      });
    }
    return back;
  } finally {
    await files.close();
  }
}
