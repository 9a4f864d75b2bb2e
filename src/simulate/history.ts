// Quarter-hours of the past, sampled from the same power the live counters integrate. Fast rather than exact.
import { QUARTER_MS } from '../domain/time.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import { tariffAt } from './calendar.ts';
import type { PlanCompany, RegionPlan } from './plan.ts';
import { flowOf } from './power.ts';
import { countersOf } from './registers.ts';

const SAMPLES = 3;
const SAMPLE_MS = QUARTER_MS / SAMPLES;
const SAMPLE_HOURS = SAMPLE_MS / 3_600_000;

/** Amounts of one counter in consecutive UTC quarters: kWh (heat too) or m3. */
export interface HistorySeries {
  readonly meter: string;
  readonly register: string;
  readonly startsAt: EpochMs;
  readonly amounts: Float64Array;
}

/** Quarters of one firm in [dayStart, dayEnd): any span of whole quarters, a local day has 92, 96 or 100.
 *  @throws RangeError when a bound is no quarter boundary */
export function historyDay({ plan, dayStart, dayEnd, company }: { plan: RegionPlan; dayStart: number; dayEnd: number; company: PlanCompany }): HistorySeries[] {
  if (dayStart % QUARTER_MS !== 0 || dayEnd % QUARTER_MS !== 0) throw new RangeError('history is made of whole quarters');
  const flow = flowOf(plan, company);
  const specs = countersOf(company);
  const quarters = Math.max(0, (dayEnd - dayStart) / QUARTER_MS);
  const series = specs.map(({ meter, register }): HistorySeries => ({ meter, register, startsAt: epochMs(dayStart), amounts: new Float64Array(quarters) }));
  for (let quarter = 0; quarter < quarters; quarter++) {
    const startMs = dayStart + quarter * QUARTER_MS;
    const tariff = tariffAt(startMs);
    for (let sample = 0; sample < SAMPLES; sample++) {
      const rates = flow(startMs + (sample + 0.5) * SAMPLE_MS);
      for (let at = 0; at < specs.length; at++) {
        const spec = specs[at];
        const amounts = series[at]?.amounts;
        if (spec === undefined || amounts === undefined || spec.rate === null || (spec.tariff !== 0 && spec.tariff !== tariff)) continue;
        amounts[quarter] = (amounts[quarter] ?? 0) + rates[spec.rate] * SAMPLE_HOURS;
      }
    }
  }
  return series;
}
