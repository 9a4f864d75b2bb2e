// One run of the solver over the batteries of a scenario, in a thread of its own: it can be ended at any moment.
import { parentPort, workerData } from 'node:worker_threads';
import { BEHIND_STORE_NICE, giveWay } from '../priority.ts';
import type { BatteryJob, FromBatteryThread } from './battery-runs.ts';
import { solveBattery } from './battery-solver.ts';
import { solver } from './heat-solver.ts';

const tell = (message: FromBatteryThread): void => parentPort?.postMessage(message);

async function run({ batteries, prices, foresight }: BatteryJob): Promise<void> {
  const highs = await solver();
  const solved = batteries.map(({ connection, netKwh, battery }, at) => ({
    connection,
    ...solveBattery(highs, { netKwh, battery, prices }, { foresight, onProgress: (share) => tell({ kind: 'progress', share: (at + share) / batteries.length }) }),
  }));
  tell({ kind: 'done', solved });
}

giveWay(BEHIND_STORE_NICE);
const job: BatteryJob = workerData;
run(job).catch((error: unknown) => tell({ kind: 'failed', detail: error instanceof Error ? error.message : String(error) }));
