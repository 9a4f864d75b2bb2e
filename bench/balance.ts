// The benchmark of figures: a year of a park of 100 companies, first as sums over arrays, then as answers of the API, cold and warm.
// Beside it plain queries that give only the sums, of the same rows, in DuckDB and, where there is one, in influxd.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MATRIX_BYTES_MAX } from '../src/api/exchange-months.ts';
import { BalanceSum, type ConnectionQuarters } from '../src/domain/balance.ts';
import { sumStep, sumsFromMicro } from '../src/domain/balance-steps.ts';
import { limitUse, monthPeaks } from '../src/domain/capacity/limit-use.ts';
import { loadDuration } from '../src/domain/capacity/load-duration.ts';
import { loadOf, powerOf, rootsOf } from '../src/domain/capacity/loads.ts';
import { inventoryOf } from '../src/domain/emissions.ts';
import { NO_COVER } from '../src/domain/guarantees.ts';
import { exchangeMatrix } from '../src/domain/exchange.ts';
import { sideOf } from '../src/domain/exchange-sides.ts';
import { ScratchArrays } from '../src/domain/scratch-arrays.ts';
import { loadFactorLists } from '../src/emission-factors.ts';
import { FIRST, YEAR, connectionsOf } from './balance-data.ts';
import { duckdbSums, influxSums } from './balance-peers.ts';
import { type Asked, askApi } from './balance-api.ts';
import type { BenchOptions, Outcome } from './run.ts';
import { type Goal, type Row, median, print } from './table.ts';

const COMPANIES = 100;
const GOALS = { sumsMs: 25, coldMs: 250, matrixMs: 1200, warmMs: 50 };

/** Milliseconds of each of several runs. The first one is for the compiler. */
function timed(times: number, work: () => void): number[] {
  work();
  return Array.from({ length: times }, () => {
    const before = performance.now();
    work();
    return performance.now() - before;
  });
}

const goal = (values: readonly number[], ms: number): Goal => ({ text: `<= ${ms} ms`, met: median(values) <= ms });

/** As fast as one core gets through an array: four sums that need not wait for each other. */
function unrolledSum(values: Float64Array): number {
  let [first, second, third, fourth] = [0, 0, 0, 0];
  for (let t = 0; t + 3 < values.length; t += 4) {
    first += values[t] ?? 0;
    second += values[t + 1] ?? 0;
    third += values[t + 2] ?? 0;
    fourth += values[t + 3] ?? 0;
  }
  return first + second + third + fourth;
}

interface Sums {
  /** One number for all arrays: they are read, and no more. */
  readonly plain: number[];
  readonly balance: number[];
  readonly matrix: number[];
  readonly capacity: number[];
  readonly co2: number[];
}

function sums(connections: readonly ConnectionQuarters[], times: number): Sums {
  const lists = loadFactorLists(join(import.meta.dirname, '../config/emission-factors'));
  const arrays = new ScratchArrays();
  const series = connections.flatMap((one) => one.registers.map(({ amounts }) => amounts));
  const added = (): ReturnType<typeof sumStep> => {
    arrays.free();
    const sum = new BalanceSum(YEAR, [0, YEAR], arrays);
    for (const connection of connections) sum.add(connection);
    return sumStep(sum.finish(), 0, YEAR);
  };
  const { gridImport } = sumsFromMicro(added());
  const loads = connections.map((one) => loadOf(one, YEAR));
  const limitKw = new Float64Array(YEAR).fill(9000);
  return {
    plain: timed(times, () => void series.reduce((sum, one) => sum + unrolledSum(one), 0)),
    balance: timed(times, () => void added()),
    matrix: timed(times, () => {
      exchangeMatrix(
        connections.flatMap((one) => sideOf(one, YEAR) ?? []),
        YEAR,
      );
    }),
    capacity: timed(times, () => {
      const use = { ...powerOf(rootsOf(loads), YEAR), limitKw, firstQuarter: FIRST };
      limitUse(use);
      monthPeaks(use);
      loadDuration(use.kw, use.sure);
    }),
    co2: timed(times, () => void inventoryOf([{ subject: 'electricity', amount: gridImport, unit: 'kWh' }], { lists, year: 2026, cover: NO_COVER })),
  };
}

export async function balance({ quick }: BenchOptions): Promise<Outcome> {
  const connections = connectionsOf(COMPANIES, YEAR);
  const { plain, balance: balanced, matrix, capacity, co2 } = sums(connections, quick ? 3 : 11);
  const together = balanced.map((ms, run) => ms + (capacity[run] ?? 0) + (co2[run] ?? 0));
  const dir = mkdtempSync(join(tmpdir(), 'kringstroom-balance-'));
  try {
    const asked: Asked = await askApi({ dir, connections, quick });
    const [sql, influx] = [await duckdbSums(connections, quick ? 3 : 7), quick ? null : await influxSums(dir, connections)];
    const rows: Row[] = [
      { what: 'balance with local exchange, capacity and CO2, from arrays', values: together, goal: goal(together, GOALS.sumsMs) },
      { what: '  of which the balance', values: balanced },
      { what: '  of which capacity', values: capacity },
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
        sumsMs: of(together),
        plainSumMs: of(plain),
        balanceMs: of(balanced),
        matrixMs: of(matrix),
        apiSumsColdMs: of(asked.sumsCold),
        apiSumsWarmMs: of(asked.sumsWarm),
        apiMatrixColdMs: of(asked.matrixCold),
        apiMatrixWarmMs: of(asked.matrixWarm),
        apiCo2ColdMs: of(asked.co2Cold),
        apiCapacityColdMs: of(asked.capacityCold),
        sqlMs: of(sql),
      },
    };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
