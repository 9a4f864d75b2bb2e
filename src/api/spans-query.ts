// Answers the sums of a meter's registers over local days or months, with how much of each was measured.
import { firstQuarterOf, localDayOf, monthOfDay, nextMonthOf } from '../domain/local-days.ts';
import { FLAGS } from '../domain/balance.ts';
import type { Rollup } from '../domain/rollup.ts';
import { QUARTER_MS, toIso } from '../domain/time.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import { FLAG_CODES } from '../storage/series.ts';
import type { Deps } from './deps.ts';
import { ApiError } from './errors.ts';
import type { SpanRow } from './shapes-jobs.ts';

const SPANS_MAX = 40_000;

export interface SpansQuestion {
  readonly meter: number;
  readonly step: 'P1D' | 'P1M';
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/** Spans that begin in [from, to).
 *  @throws ApiError when they are too many */
export async function spansOf(deps: Deps, question: SpansQuestion): Promise<SpanRow[]> {
  const counters = deps.directory.registersOf(question.meter).filter((register) => register.kind === 'counter');
  const units = new Map(counters.map((register) => [register.id, register.unit === 'm3' ? 'm3' : 'kWh'] as const));
  const [from, to] = [dayFrom(question.from), dayFrom(question.to)];
  if ((to - from) * counters.length > SPANS_MAX) throw new ApiError('period-too-long', `An answer has at most ${SPANS_MAX} days; this meter has ${counters.length} counters.`);
  const rollups = await deps.store.ask({ kind: 'rollups', registers: Int32Array.from(units.keys()), step: question.step, from, to });
  const rows = rollups.map((rollup) => spanRow(rollup, { step: question.step, unit: units.get(rollup.register) ?? 'kWh', now: deps.now() }));
  return rows.sort((a, b) => a.start.localeCompare(b.start) || a.register - b.register);
}

/** First local day that begins at or after an instant. */
function dayFrom(at: EpochMs): number {
  const day = localDayOf(Math.floor(at / QUARTER_MS));
  return firstQuarterOf(day) * QUARTER_MS >= at ? day : day + 1;
}

function spanRow(rollup: Rollup, over: { step: 'P1D' | 'P1M'; unit: 'kWh' | 'm3'; now: EpochMs }): SpanRow {
  const end = over.step === 'P1D' ? rollup.day + 1 : nextMonthOf(monthOfDay(rollup.day));
  const [startQuarter, endQuarter] = [firstQuarterOf(rollup.day), firstQuarterOf(end)];
  // What lies ahead is not missing: it is not there yet.
  const passed = Math.max(Math.min(endQuarter, Math.floor(over.now / QUARTER_MS)) - startQuarter, rollup.present);
  const coverage = passed === 0 ? 0 : rollup.present / passed;
  return {
    register: rollup.register,
    start: toIso(epochMs(startQuarter * QUARTER_MS)),
    end: toIso(epochMs(endQuarter * QUARTER_MS)),
    amount: rollup.amountMicro / 1e6,
    unit: over.unit,
    quality: sharesOf(rollup, coverage),
    coverage,
    quartersPresent: rollup.present,
    quartersExpected: passed,
  };
}

/** As in a balance: shares of the amount, and what is missing weighs by its quarters. */
function sharesOf({ amountMicro, byFlagMicro }: Rollup, coverage: number): SpanRow['quality'] {
  const shares: SpanRow['quality'] = {};
  for (const flag of FLAGS) {
    const part = amountMicro > 0 ? (byFlagMicro[FLAG_CODES.indexOf(flag)] ?? 0) / amountMicro : flag === 'M' ? 1 : 0;
    const weighted = part * coverage + (flag === 'X' ? 1 - coverage : 0);
    if (weighted > 0) shares[flag] = Math.round(weighted * 1e6) / 1e6;
  }
  return shares;
}
