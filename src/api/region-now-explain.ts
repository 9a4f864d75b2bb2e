// Explains a figure of the region at this moment: what each park brings, and where that is explained.
import type { Principal } from '../domain/access.ts';
import { QUARTER_MS, localFloor, quarterStart, toIso } from '../domain/time.ts';
import { epochMs } from '../domain/units.ts';
import type { Deps } from './deps.ts';
import { ApiError, notFound } from './errors.ts';
import { thousandths } from './now-power.ts';
import { answerRegionNow } from './now-query.ts';
import type { RegionNowExplanation } from './shapes-now.ts';

/** Figures of a park that add up to one of the region, and how its own explanation calls them. */
const FIGURES = {
  drawnKw: { unit: 'kW', route: 'now', of: 'drawnKw' },
  generationKw: { unit: 'kW', route: 'now', of: 'generationKw' },
  todayImportKwh: { unit: 'kWh', route: 'balance', of: 'gridImportKwh' },
  todayGenerationKwh: { unit: 'kWh', route: 'balance', of: 'generationKwh' },
  todayConsumptionKwh: { unit: 'kWh', route: 'balance', of: 'consumptionKwh' },
} as const;
export type RegionNowField = keyof typeof FIGURES;
export const REGION_NOW_FIELDS: readonly RegionNowField[] = ['drawnKw', 'generationKw', 'todayImportKwh', 'todayGenerationKwh', 'todayConsumptionKwh'];

/** @param over park: only this one; absent: all of them
 *  @throws ApiError when there is no such figure or park */
export async function explainRegionNow(deps: Deps, principal: Principal, over: { field: string; park?: string }): Promise<Omit<RegionNowExplanation, 'simulated'>> {
  const field = REGION_NOW_FIELDS.find((one) => one === over.field);
  if (field === undefined) throw new ApiError('invalid-request', `field: of the region at this moment one of ${REGION_NOW_FIELDS.join(', ')} can be explained.`);
  const { unit, route, of } = FIGURES[field];
  const told = await answerRegionNow(deps, principal);
  const parks = told.parks.filter((one) => over.park === undefined || one.park === over.park);
  if (parks.length === 0 && over.park !== undefined) throw notFound('park');
  const now = deps.now();
  const midnight = localFloor(now, 'P1D');
  const until = epochMs(Math.max(quarterStart(now), midnight + QUARTER_MS));
  const asked = new URLSearchParams({ ...(route === 'balance' && { from: toIso(midnight), to: toIso(until), step: 'PT1H' }), field: of });
  // A park that is silent, or kept back from this reader, is in no sum.
  const rows = parks.map((one) => ({
    park: one.park,
    name: one.name,
    contribution: one[field],
    explain: one[field] === null ? null : `/parks/${one.park}/${route}/explain?${asked}`,
  }));
  const known = rows.some((row) => row.contribution !== null);
  return { field, unit, at: told.at, value: known ? thousandths(rows.reduce((sum, row) => sum + (row.contribution ?? 0), 0)) : null, rows, asOf: told.asOf };
}
