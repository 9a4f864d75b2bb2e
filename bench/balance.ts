// The benchmark of figures: a year of a park of 100 companies, first as sums over arrays, then as answers of the API, cold and warm.
// Beside it plain queries that give only the sums, of the same rows, in DuckDB and, where there is one, in influxd.
import { join } from 'node:path';
import { MATRIX_BYTES_MAX } from '../src/api/exchange-months.ts';
import type { FiguresAnswer, FiguresQuestion } from './balance-child.ts';
import { COMPANIES, YEAR } from './balance-data.ts';
import { compile, makeDataDir, root } from './build.ts';
import { Child } from './child.ts';
import type { BenchOptions, Outcome } from './run.ts';
import { type Goal, type Row, median, print } from './table.ts';

const GOALS = { sumsMs: 25, coldMs: 250, matrixMs: 1200, warmMs: 50 };
const TIMEOUT_MS = 900_000;

const goal = (values: readonly number[], ms: number): Goal => ({ text: `<= ${ms} ms`, met: median(values) <= ms });

export async function balance({ quick }: BenchOptions): Promise<Outcome> {
  const child = new Child<FiguresQuestion, FiguresAnswer>(join(compile(), 'bench/balance-child.js'));
  const measured = await child.ask({ root, dir: makeDataDir(), quick }, TIMEOUT_MS);
  child.end();
  const { plain, all, balance: balanced, matrix, asked, sql, influx } = measured;
  const rows: Row[] = [
    { what: 'balance with local exchange, capacity and CO2, from arrays', values: all, goal: goal(all, GOALS.sumsMs) },
    { what: '  the balance with local exchange alone', values: balanced },
    { what: '  plain sum of the same arrays', values: plain },
    { what: 'who served whom, the whole matrix, from arrays', values: matrix },
    {
      what: 'API: sums, closure and local exchange of the year, cold',
      values: asked.sumsCold,
      goal: goal(asked.sumsCold, GOALS.coldMs),
      ratio: median(asked.sumsCold) / median(sql),
    },
    { what: '  again', values: asked.sumsWarm, goal: goal(asked.sumsWarm, GOALS.warmMs) },
    { what: 'API: the matrix of the year, cold', values: asked.matrixCold, goal: goal(asked.matrixCold, GOALS.matrixMs), ratio: median(asked.matrixCold) / median(sql) },
    { what: `  again, from a cache of ${MATRIX_BYTES_MAX / 1024 / 1024} MiB`, values: asked.matrixWarm, goal: goal(asked.matrixWarm, GOALS.warmMs) },
    { what: 'API: CO2 of the year, cold, the balance known', values: asked.co2Cold },
    { what: '  again', values: asked.co2Warm, goal: goal(asked.co2Warm, GOALS.warmMs) },
    { what: 'API: capacity of the year, cold', values: asked.capacityCold },
    { what: '  again', values: asked.capacityWarm, goal: goal(asked.capacityWarm, GOALS.warmMs) },
    { what: 'plain SQL in DuckDB: import and export, no more', values: sql },
    ...(influx === null ? [] : [{ what: 'plain InfluxQL in influxd: import and export, no more', values: influx }]),
  ];
  const of = (values: readonly number[]): number => Math.round(median(values) * 10) / 10;
  return {
    text: `A park of ${COMPANIES} companies over ${YEAR.toLocaleString('en')} quarters.\n\n${print({ title: 'ms', ratioOf: 'x SQL', digits: 1, rows })}`,
    ratios: { sumsToSql: of(asked.sumsCold) / of(sql), ...(influx !== null && { sumsToInfluxQl: of(asked.sumsCold) / of(influx) }) },
    figures: {
      sumsMs: of(all),
      plainSumMs: of(plain),
      balanceMs: of(balanced),
      matrixMs: of(matrix),
      apiSumsColdMs: of(asked.sumsCold),
      apiSumsWarmMs: of(asked.sumsWarm),
      apiMatrixColdMs: of(asked.matrixCold),
      apiMatrixWarmMs: of(asked.matrixWarm),
      apiCo2ColdMs: of(asked.co2Cold),
      apiCo2WarmMs: of(asked.co2Warm),
      apiCapacityColdMs: of(asked.capacityCold),
      sqlMs: of(sql),
    },
  };
}
