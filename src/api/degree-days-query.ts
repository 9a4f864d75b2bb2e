// Degree days of the two periods of a change: as whoever asks gave them, else by the weather that somebody tells of.
import { dayPartsOf, degreeDaysOfPart } from '../domain/degree-days.ts';
import type { WeatherSource } from '../domain/forecast/weather.ts';
import { Recent } from '../domain/recent.ts';
import { QUARTER_MS } from '../domain/time.ts';
import type { EpochMs } from '../domain/units.ts';
import { spotOf } from './park-spot.ts';
import type { Deps } from './deps.ts';
import type { Area } from './scope.ts';
import type { EmissionsQuery } from './shapes-emissions.ts';

type Span = { readonly from: EpochMs; readonly to: EpochMs };
type Spot = ReturnType<typeof spotOf>;

/** Weighted degree days of both periods. */
export interface DegreeDays {
  readonly baseDegreeDays: number;
  readonly nowDegreeDays: number;
  /** Who told the temperatures; null: whoever asks gave the degree days. */
  readonly source: string | null;
  readonly simulated: boolean;
}

/** Six years of 18 parks. */
const DAYS_KEPT = 40_000;
/** What is past does not change; two years of temperatures take a source of weather longer than a page would wait for. */
const kept = new WeakMap<WeatherSource, Recent<string, number>>();

/** @returns null when nobody tells the weather of one of the periods, and nobody gave degree days
 *  @see docs/methods.md#degree-days */
export async function degreeDaysIn(
  deps: Pick<Deps, 'weather' | 'parks' | 'directory'>,
  query: Pick<EmissionsQuery, 'degreeDays' | 'baseDegreeDays'>,
  over: { area: Area; base: Span; now: Span },
): Promise<DegreeDays | null> {
  const { degreeDays, baseDegreeDays } = query;
  if (degreeDays !== undefined && baseDegreeDays !== undefined) return { baseDegreeDays, nowDegreeDays: degreeDays, source: null, simulated: false };
  const { weather } = deps;
  if (weather === null) return null;
  const spot = spotOf(deps, parkOf(deps, over.area));
  const [base, now] = [await degreeDaysAt(weather, spot, over.base), await degreeDaysAt(weather, spot, over.now)];
  return base === null || now === null ? null : { baseDegreeDays: base, nowDegreeDays: now, source: weather.name, simulated: weather.simulated };
}

function parkOf({ directory }: Pick<Deps, 'directory'>, area: Area): string | null {
  switch (area.kind) {
    case 'park':
      return area.park;
    case 'company':
      return directory.companies.get(area.company)?.park ?? null;
    case 'region':
      return null;
  }
}

async function degreeDaysAt(source: WeatherSource, spot: Spot, span: Span): Promise<number | null> {
  const days = kept.get(source) ?? new Recent<string, number>(DAYS_KEPT);
  kept.set(source, days);
  const parts = dayPartsOf(span);
  const keyOf = ({ from, to }: Span): string => `${spot.latDeg} ${spot.lonDeg} ${from} ${to}`;
  const asked = parts.filter((part) => days.get(keyOf(part)) === undefined);
  const [first, last] = [asked[0], asked.at(-1)];
  if (first !== undefined && last !== undefined) {
    const observed = await source.observed(spot, Math.floor(first.from / QUARTER_MS), Math.ceil(last.to / QUARTER_MS));
    for (const part of asked) {
      const known = degreeDaysOfPart(observed, part);
      if (known === null) return null;
      days.put(keyOf(part), known);
    }
  }
  return parts.reduce((sum, part) => sum + (days.get(keyOf(part)) ?? 0), 0);
}
