// Plain queries over the same rows: what a database gives by itself, which is the sums and nothing else.
import { spawnSync } from 'node:child_process';
import { DuckDBInstance } from '@duckdb/node-api';
import type { ConnectionQuarters } from '../src/domain/balance.ts';
import { appendColumns } from '../src/storage/duckdb-columns.ts';
import { FIRST } from './balance-data.ts';
import { startInfluxServer } from './stores-peers.ts';

const BATCH_LINES = 20_000;

async function timedAsync(times: number, work: () => Promise<void>): Promise<number[]> {
  await work();
  const found: number[] = [];
  for (let run = 0; run < times; run++) {
    const before = performance.now();
    await work();
    found.push(performance.now() - before);
  }
  return found;
}

/** Sums of import and export in SQL, in memory. */
export async function duckdbSums(connections: readonly ConnectionQuarters[], times: number): Promise<number[]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run('create table r(register integer, quarter integer, amount double)');
  const appender = await connection.createAppender('r');
  for (const [index, { amounts }] of connections.flatMap((one) => one.registers).entries()) {
    const columns = [
      { type: 'integer' as const, values: new Int32Array(amounts.length).fill(index) },
      { type: 'integer' as const, values: Int32Array.from(amounts, (_, t) => FIRST + t) },
      { type: 'double' as const, values: amounts.map((one) => one / 1e6) },
    ];
    appendColumns(appender, columns, { from: 0, to: amounts.length });
  }
  appender.closeSync();
  const found = await timedAsync(times, async () => {
    await connection.runAndReadAll('select sum(amount) filter (register % 2 = 0), sum(amount) filter (register % 2 = 1) from r');
  });
  connection.closeSync();
  instance.closeSync();
  return found;
}

/** The same in InfluxQL; null where there is no influxd. */
export async function influxSums(dir: string, connections: readonly ConnectionQuarters[]): Promise<number[] | null> {
  if (spawnSync('influxd', ['version']).status !== 0) return null;
  process.stderr.write('filling influxd with the year\n');
  const { url, query } = await startInfluxServer(dir);
  let lines: string[] = [];
  const send = async (): Promise<void> => {
    const response = await fetch(`${url}/write?db=b&precision=s`, { method: 'POST', body: lines.join('\n') });
    if (response.status !== 204) throw new Error(`influxd: ${await response.text()}`);
    lines = [];
  };
  for (const { id, registers } of connections)
    for (const { flow, amounts } of registers)
      for (let t = 0; t < amounts.length; t++) {
        lines.push(`r,id=${id},flow=${flow} v=${(amounts[t] ?? 0) / 1e6} ${(FIRST + t) * 900}`);
        if (lines.length >= BATCH_LINES) await send();
      }
  if (lines.length > 0) await send();
  return timedAsync(3, () => query('select sum(v) from r group by flow'));
}
