// The part of the benchmark of figures that is measured: compiled, in a process of its own. Sums over arrays, answers of the API, and
// the same sums in databases.
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { BalanceSum, type ConnectionQuarters, MEASURED } from '../src/domain/balance.ts';
import { sumStep, sumsFromMicro } from '../src/domain/balance-steps.ts';
import { limitUse, monthPeaks } from '../src/domain/capacity/limit-use.ts';
import { loadDuration } from '../src/domain/capacity/load-duration.ts';
import { powerOf } from '../src/domain/capacity/loads.ts';
import { inventoryOf } from '../src/domain/emissions.ts';
import { NO_COVER } from '../src/domain/guarantees.ts';
import { exchangeMatrix } from '../src/domain/exchange.ts';
import { sideOf } from '../src/domain/exchange-sides.ts';
import { ScratchArrays } from '../src/domain/scratch-arrays.ts';
import { loadFactorLists } from '../src/emission-factors.ts';
import { type Asked, askApi } from './balance-api.ts';
import { COMPANIES, FIRST, YEAR, connectionsOf } from './balance-data.ts';
import { duckdbSums, influxSums } from './balance-peers.ts';
import { endAll, serveQuestions } from './child.ts';

export interface FiguresQuestion {
  /** Of the repository: its configuration is there. */
  readonly root: string;
  readonly dir: string;
  readonly quick: boolean;
}
export interface FiguresAnswer extends Sums {
  readonly kind: 'figures';
  readonly asked: Asked;
  readonly sql: number[];
  readonly influx: number[] | null;
}

/** Runs that are for the compiler: it looks at a sum of a year several times before it is as quick as it gets. */
const WARM_UP = 8;

/** Milliseconds of each of several runs. */
function timed(times: number, work: () => void): number[] {
  for (let run = 0; run < WARM_UP; run++) work();
  return Array.from({ length: times }, () => {
    const before = performance.now();
    work();
    return performance.now() - before;
  });
}

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
  /** Balance, local exchange, capacity and CO2. */
  readonly all: number[];
  /** Of that the balance with local exchange. */
  readonly balance: number[];
  readonly matrix: number[];
}

function sums(connections: readonly ConnectionQuarters[], root: string, times: number): Sums {
  const lists = loadFactorLists(join(root, 'config/emission-factors'));
  const arrays = new ScratchArrays();
  const series = connections.flatMap((one) => one.registers.map(({ amounts }) => amounts));
  const limitKw = new Float64Array(YEAR).fill(9000);
  const isMeasured = (flag: number): boolean => MEASURED.has(flag);
  const balance = (): { step: ReturnType<typeof sumStep>; netMicro: Float64Array } => {
    arrays.free();
    const sum = new BalanceSum(YEAR, [0, YEAR], arrays);
    for (const connection of connections) if (sum.add(connection) === null) throw new Error(`connection ${connection.id} is not measured throughout`);
    const netMicro = sum.netOfPlain(isMeasured);
    return { step: sumStep(sum.finish(), 0, YEAR), netMicro };
  };
  const parts = new Uint32Array(YEAR).fill(connections.length);
  return {
    plain: timed(times, () => void series.reduce((sum, one) => sum + unrolledSum(one), 0)),
    all: timed(times, () => {
      const { step, netMicro } = balance();
      // As answers about capacity are made: what all draw together follows from the sums of the balance.
      const use = { ...powerOf([], YEAR, { ids: [], netMicro, parts }), limitKw, firstQuarter: FIRST };
      limitUse(use);
      monthPeaks(use);
      loadDuration(use.kw, use.sure);
      const { gridImport } = sumsFromMicro(step);
      inventoryOf([{ subject: 'electricity', amount: gridImport, unit: 'kWh' }], { lists, year: 2026, cover: NO_COVER });
    }),
    balance: timed(times, () => void balance()),
    matrix: timed(times, () => {
      exchangeMatrix(
        connections.flatMap((one) => sideOf(one, YEAR) ?? []),
        YEAR,
      );
    }),
  };
}

serveQuestions<FiguresQuestion, FiguresAnswer>(async ({ root, dir, quick }) => {
  const connections = connectionsOf(COMPANIES, YEAR);
  const folder = (name: string): string => mkdtempSync(join(dir, name));
  const array = sums(connections, root, quick ? 3 : 11);
  const asked = await askApi({ root, dir: folder('store-'), connections, quick });
  const sql = await duckdbSums(connections, quick ? 3 : 7);
  const influx = quick ? null : await influxSums(folder('influx-'), connections);
  // Whoever asked ends this process without a word, and would leave the database behind.
  endAll();
  return { kind: 'figures', ...array, asked, sql, influx };
});
