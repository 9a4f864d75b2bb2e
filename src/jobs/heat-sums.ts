// What the compute worker does for residual heat: hours from quarters, and matches from hours.
import { FLAGS, NO_VALUE, SPREAD } from '../domain/balance.ts';
import { type GatherJob, gathered } from './gathering.ts';

const QUARTERS = 4;
const MICRO = 1e6;

export interface HeatHoursJob extends GatherJob {
  /** By connection of the job: kWh of heat for each unit that is counted. */
  readonly factors: readonly number[];
}
/** Of one port: its power in each hour of the job, NaN where a quarter is not known. */
export interface PortHours {
  readonly id: number;
  readonly kw: Float64Array<ArrayBuffer>;
  /** Quarters by quality flag, in the order of FLAGS: shares of kWh would tell what one of several ports gives. */
  readonly quartersByFlag: readonly number[];
}

/** One port a connection; the job begins at a whole hour. */
export function heatHoursOf(job: HeatHoursJob): PortHours[] {
  const ports: PortHours[] = [];
  let at = 0;
  for (const connection of gathered(job)) {
    const factor = job.factors[at++] ?? 1;
    const kw = new Float64Array(Math.floor(job.quarters / QUARTERS)).fill(Number.NaN);
    const quartersByFlag = FLAGS.map(() => 0);
    for (let hour = 0; hour < kw.length; hour++) {
      let [sum, known] = [0, 0];
      for (let quarter = hour * QUARTERS; quarter < (hour + 1) * QUARTERS; quarter++) {
        let told = false;
        for (const { amounts, flags } of connection.registers) {
          const flag = flags[quarter] ?? NO_VALUE;
          if (flag === NO_VALUE) continue;
          told = true;
          sum += ((amounts[quarter] ?? 0) / MICRO) * factor;
          const index = flag >= SPREAD ? flag - SPREAD : flag;
          quartersByFlag[index] = (quartersByFlag[index] ?? 0) + 1;
        }
        if (told) known++;
      }
      if (known === QUARTERS) kw[hour] = sum;
    }
    ports.push({ id: connection.id, kw, quartersByFlag });
  }
  return ports;
}
